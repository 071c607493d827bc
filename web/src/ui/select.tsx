import type { ReactNode } from 'react'
import { Button } from 'react-aria-components/Button'
import { Label } from 'react-aria-components/Label'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { Popover } from 'react-aria-components/Popover'
import { Select as AriaSelect, SelectValue } from 'react-aria-components/Select'
import { cx } from './cx.ts'
import field from './field.module.css'
import { FieldMessage } from './field.tsx'
import float from './float.module.css'
import { Icon } from './icon.tsx'

export type Option<V extends string> = { value: V; label: string; sub?: string; start?: ReactNode }

type Props<V extends string> = {
  label: string
  hideLabel?: boolean
  value: V | null
  options: readonly Option<V>[]
  onChange: (value: V) => void
  hint?: ReactNode
  error?: string | null
  placeholder?: string
  isDisabled?: boolean
}

export function Select<V extends string>({ label, hideLabel, value, options, onChange, hint, error, placeholder, isDisabled }: Props<V>) {
  return (
    <AriaSelect
      className={field.field}
      value={value}
      onChange={(key) => key !== null && onChange(key as V)}
      placeholder={placeholder}
      isDisabled={isDisabled}
      isInvalid={Boolean(error)}
    >
      <Label className={hideLabel ? 'vh' : field.label}>{label}</Label>
      <Button className={cx(field.input, field.button)}>
        <SelectValue<Option<V>> className={field.value}>
          {({ selectedItems, defaultChildren, isPlaceholder }) => (isPlaceholder ? defaultChildren : selectedItems[0]?.label)}
        </SelectValue>
        <Icon name="down" />
      </Button>
      {error ? <FieldMessage>{error}</FieldMessage> : hint && <span className={field.hint}>{hint}</span>}
      <Popover className={float.float} offset={4}>
        <ListBox className={float.menu} items={options.map((option) => ({ ...option, id: option.value }))}>
          {(option) => (
            <ListBoxItem id={option.value} textValue={option.label} className={float.item}>
              {option.start}
              <span>
                {option.label}
                {option.sub && <span className={float.sub}>{option.sub}</span>}
              </span>
              {option.value === value && (
                <span className={float.end}>
                  <Icon name="check" />
                </span>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  )
}
