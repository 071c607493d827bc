import { ToggleButton } from 'react-aria-components/ToggleButton'
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup'
import { Icon, type IconName } from './icon.tsx'
import style from './segmented.module.css'

type Segment<V extends string> = { value: V; label: string; icon?: IconName }

/** One choice among a few, always all visible. */
export function Segmented<V extends string>({
  label,
  showLabel,
  value,
  onChange,
  options,
}: {
  label: string
  /** Written above, where nothing around says what is chosen. */
  showLabel?: boolean
  value: V
  onChange: (value: V) => void
  options: readonly Segment<V>[]
}) {
  const group = (
    <ToggleButtonGroup
      aria-label={label}
      className={style.seg}
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={(keys) => {
        const [key] = keys
        if (key !== undefined) onChange(key as V)
      }}
    >
      {options.map((option) => (
        <ToggleButton key={option.value} id={option.value}>
          {option.icon && <Icon name={option.icon} size={14} />}
          {option.label}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  )
  if (!showLabel) return group
  return (
    <div className={style.labelled}>
      <span className={style.label} aria-hidden="true">
        {label}
      </span>
      {group}
    </div>
  )
}
