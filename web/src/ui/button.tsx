import { Link, type LinkComponentProps } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Button as AriaButton, type ButtonProps as AriaProps } from 'react-aria-components/Button'
import style from './button.module.css'
import { cx } from './cx.ts'
import { Icon, type IconName } from './icon.tsx'
import { Kbd } from './kbd.tsx'
import { keysForAria } from './keys.ts'

/** `primary`: at most one in view. `word` and `quiet`: no border, in accent or in grey. `danger`: an outline that opens a question. `final`: what cannot be taken back. */
export type ButtonKind = 'outline' | 'primary' | 'word' | 'quiet' | 'danger' | 'final'

type Look = { kind?: ButtonKind; compact?: boolean; icon?: IconName; keys?: string; wide?: boolean }

export type ButtonProps = Omit<AriaProps, 'className' | 'style' | 'children'> & Look & { children: ReactNode }

function look({ kind = 'outline', compact, wide }: Look): string {
  return cx(style.button, kind !== 'outline' && style[kind], compact && style.compact, wide && style.wide)
}

export function Button({ kind, compact, icon, keys, wide, children, ...rest }: ButtonProps) {
  return (
    <AriaButton {...rest} className={look({ kind, compact, wide })} {...(keys ? { 'aria-keyshortcuts': keysForAria(keys) } : {})}>
      {rest.isPending ? <span className={style.spinner} aria-hidden="true" /> : icon && <Icon name={icon} />}
      {children}
      {keys && <Kbd keys={keys} />}
    </AriaButton>
  )
}

/** A sign alone always carries its words in `label`. */
export function IconButton({
  icon,
  label,
  kind,
  compact = true,
  keys,
  ...rest
}: Omit<ButtonProps, 'children'> & { icon: IconName; label: string }) {
  return (
    <AriaButton
      {...rest}
      aria-label={label}
      className={cx(look({ kind: kind ?? 'word', compact }), style.sign)}
      {...(keys ? { 'aria-keyshortcuts': keysForAria(keys) } : {})}
    >
      <Icon name={icon} />
    </AriaButton>
  )
}

/** A link that looks like a button, for acts that are places. */
export function LinkButton({ kind, compact, icon, keys, wide, children, ...rest }: Look & LinkComponentProps & { children: ReactNode }) {
  return (
    <Link {...rest} className={look({ kind, compact, wide })} aria-keyshortcuts={keys && keysForAria(keys)}>
      {icon && <Icon name={icon} />}
      {children}
      {keys && <Kbd keys={keys} />}
    </Link>
  )
}

export function ButtonGroup({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div role="group" aria-label={label} className={style.group}>
      {children}
    </div>
  )
}
