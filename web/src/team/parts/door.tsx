import type { FormEvent, ReactNode } from 'react'
import { Icon } from '../../ui/icon.tsx'
import { LANGUAGES, setLanguage, useLanguage, useT } from '../../ui/language.ts'
import { Mark } from '../../ui/mark.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { ErrorState, Notice } from '../../ui/states.tsx'
import { ApiError } from '../../client.ts'
import { useTitle } from '../../ui/use-title.ts'
import { teamWords } from '../team.words.ts'
import style from './door.module.css'

/** The page before the desk: what this is on the left, what to fill in on the right. */
export function Door({
  title,
  lead,
  points = [],
  beside,
  children,
}: {
  title: string
  lead: string
  points?: readonly string[]
  beside?: ReactNode
  children: ReactNode
}) {
  const t = useT(teamWords)
  useTitle(title)
  return (
    <div className={style.page}>
      <header className={style.top}>
        <span className={style.mark}>
          <Mark />
          Pupitre
        </span>
        <Segmented
          label={t.language}
          value={useLanguage()}
          onChange={setLanguage}
          options={LANGUAGES.map((value) => ({ value, label: value.toUpperCase() }))}
        />
      </header>
      <main className={style.body}>
        <div className={style.lead}>
          <h1>{title}</h1>
          <p>{lead}</p>
          {points.length > 0 && (
            <ul>
              {points.map((point) => (
                <li key={point}>
                  <Icon name="check" />
                  {point}
                </li>
              ))}
            </ul>
          )}
          {beside}
        </div>
        <div>{children}</div>
      </main>
    </div>
  )
}

/** The few refusals of the sign-in library, in our words; everything else speaks for itself. */
export function DoorError({ error }: { error: unknown }) {
  const t = useT(teamWords)
  const known = error instanceof ApiError ? (t.refusals as Record<string, { what: string; todo: string }>)[error.code] : undefined
  if (!error) return null
  if (!known) return <ErrorState error={error} />
  return (
    <Notice tone="red" title={known.what}>
      {known.todo}
    </Notice>
  )
}

export function DoorForm({ onSubmit, children }: { onSubmit: () => void; children: ReactNode }) {
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSubmit()
  }
  return (
    <form className={style.form} onSubmit={submit} noValidate>
      {children}
    </form>
  )
}
