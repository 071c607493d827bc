import type { ReactNode } from 'react'
import { Checkbox as AriaCheckbox } from 'react-aria-components/Checkbox'
import { Label } from 'react-aria-components/Label'
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup'
import { Switch as AriaSwitch } from 'react-aria-components/Switch'
import style from './choice.module.css'
import { cx } from './cx.ts'
import { Icon } from './icon.tsx'

type Props = { children: ReactNode; sub?: ReactNode; isSelected: boolean; onChange: (on: boolean) => void; isDisabled?: boolean }

function Words({ children, sub }: Pick<Props, 'children' | 'sub'>) {
  return (
    <span>
      {children}
      {sub && <span className={style.sub}>{sub}</span>}
    </span>
  )
}

export function Checkbox({ children, sub, ...rest }: Props & { isIndeterminate?: boolean }) {
  return (
    <AriaCheckbox {...rest} className={style.choice}>
      <span className={style.box}>
        {rest.isIndeterminate ? <Icon name="minus" size={12} /> : rest.isSelected && <Icon name="check" size={12} />}
      </span>
      <Words sub={sub}>{children}</Words>
    </AriaCheckbox>
  )
}

export function Switch({ children, sub, ...rest }: Props) {
  return (
    <AriaSwitch {...rest} className={style.choice}>
      <span className={style.track} />
      <Words sub={sub}>{children}</Words>
    </AriaSwitch>
  )
}

type Radios<V extends string> = {
  label: string
  value: V
  onChange: (value: V) => void
  options: readonly { value: V; label: string; sub?: string }[]
}

export function Radios<V extends string>({ label, value, onChange, options }: Radios<V>) {
  return (
    <RadioGroup className={style.radios} value={value} onChange={(next) => onChange(next as V)}>
      <Label className={style.legend}>{label}</Label>
      {options.map((option) => (
        <Radio key={option.value} value={option.value} className={style.choice}>
          <span className={cx(style.box, style.dot)} />
          <Words sub={option.sub}>{option.label}</Words>
        </Radio>
      ))}
    </RadioGroup>
  )
}
