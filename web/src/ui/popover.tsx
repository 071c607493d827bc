import type { ReactElement, ReactNode } from 'react'
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog'
import { Popover as AriaPopover, type PopoverProps } from 'react-aria-components/Popover'
import { cx } from './cx.ts'
import style from './float.module.css'

export function Popover({
  label,
  trigger,
  placement,
  children,
}: {
  label: string
  trigger: ReactElement
  placement?: PopoverProps['placement']
  children: ReactNode
}) {
  return (
    <DialogTrigger>
      {trigger}
      <AriaPopover className={cx(style.float, style.popover)} offset={4} placement={placement}>
        <Dialog aria-label={label}>{children}</Dialog>
      </AriaPopover>
    </DialogTrigger>
  )
}
