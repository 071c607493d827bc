import { type ReactNode, useId } from 'react'
import { cx } from './cx.ts'
import style from './field.module.css'

type Option = { value: string; label: string }

/** The browser's own list, for hundreds of choices (zones): searchable by typing, at home on a phone. */
export function NativeSelect({
  label,
  value,
  options,
  onChange,
  hint,
  hideLabel,
}: {
  label: string
  value: string
  options: readonly Option[]
  onChange: (value: string) => void
  hint?: ReactNode
  hideLabel?: boolean
}) {
  const id = useId()
  return (
    <div className={style.field}>
      <label className={cx(hideLabel ? 'vh' : style.label)} htmlFor={id}>
        {label}
      </label>
      <select id={id} className={style.input} value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      {hint && <span className={style.hint}>{hint}</span>}
    </div>
  )
}
