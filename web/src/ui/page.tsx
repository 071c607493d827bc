import type { ReactNode } from 'react'
import style from './page.module.css'

/** A page read from top to bottom: its title in serif, what it says at a glance, and its one main act. */
export function Page({ title, lead, actions, children }: { title: string; lead?: ReactNode; actions?: ReactNode; children: ReactNode }) {
  return (
    <div className={style.page}>
      <header className={style.head}>
        <h1>{title}</h1>
        {lead && <p>{lead}</p>}
        {actions && <div>{actions}</div>}
      </header>
      {children}
    </div>
  )
}

/** A part of a settings page: what it is about on the left, its fields on the right. */
export function Section({ title, text, children }: { title: string; text?: ReactNode; children: ReactNode }) {
  return (
    <section className={style.section}>
      <header>
        <h2>{title}</h2>
        {text && <p>{text}</p>}
      </header>
      <div className={style.content}>{children}</div>
    </section>
  )
}
