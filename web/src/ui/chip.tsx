import type { ReactNode } from 'react'
import style from './chip.module.css'
import { cx } from './cx.ts'
import { Glyph, Icon, type IconName } from './icon.tsx'

/** A state in a word with a sign; the colour only repeats it. */
export function Chip({
  children,
  tone,
  icon,
  network,
}: {
  children: ReactNode
  tone?: 'red' | 'amber' | 'green' | 'accent'
  icon?: IconName
  network?: string
}) {
  return (
    <span className={cx(style.chip, tone && style[tone])}>
      {icon && <Icon name={icon} size={14} />}
      {network && <Glyph network={network} size={12} />}
      {children}
    </span>
  )
}
