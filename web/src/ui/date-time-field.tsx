import { useId, useState } from 'react'
import { Button } from './button.tsx'
import { type LocalTime, parseTime, type Resolved, resolveLocal } from './date-time.ts'
import style from './date-time-field.module.css'
import { FieldMessage } from './field.tsx'
import field from './field.module.css'
import { useFormat } from './format.ts'
import { useNow } from './now.ts'
import { useT } from './language.ts'
import { uiWords } from './ui.words.ts'

type Words = Awaited<ReturnType<typeof uiWords.load>>

type Props = {
  label: string
  value: LocalTime
  /** `utc` is null while the hour does not exist, exists twice, or cannot be read. */
  onChange: (value: LocalTime, utc: string | null) => void
  error?: string | null
}

function shortTime(time: string): string {
  return time.replace(/^0(\d)/, '$1').replace(/:00$/, '')
}

const isTime = (time: string): boolean => parseTime(time) !== null

function faultOf(t: Words, { time }: LocalTime, resolved: Resolved): string | null {
  if (resolved.kind === 'lost') return t.timeLost(shortTime(resolved.later))
  if (resolved.kind !== 'unreadable') return null
  return isTime(time) ? t.dateUnreadable : t.timeUnreadable
}

/** A date and an hour on the brand's wall clock; the hours a time change loses or plays twice are asked about. */
export function DateTimeField({ label, value, onChange, error }: Props) {
  const t = useT(uiWords)
  const format = useFormat()
  const now = useNow(60_000)
  const id = useId()
  const [typed, setTyped] = useState(shortTime(value.time))
  const [chosen, setChosen] = useState<string | null>(null)
  const resolved = resolveLocal(value)
  const change = (next: Partial<LocalTime>) => {
    const whole = { ...value, ...next }
    const result = resolveLocal(whole)
    setChosen(null)
    onChange(whole, result.kind === 'exact' ? result.utc : null)
  }
  const choose = (utc: string) => {
    setChosen(utc)
    onChange(value, utc)
  }
  const readTime = () => {
    const time = parseTime(typed)
    setTyped(time ? shortTime(time) : typed)
    change({ time: time ?? '' })
  }
  const wrong = error ?? faultOf(t, value, resolved)
  return (
    <fieldset className={style.set} aria-describedby={`${id}-note`}>
      <legend>{label}</legend>
      <div className={style.row}>
        <input
          className={field.input}
          type="date"
          aria-label={t.date}
          value={value.date}
          aria-invalid={resolved.kind === 'unreadable' && isTime(value.time)}
          onChange={(event) => change({ date: event.target.value })}
        />
        <input
          className={`${field.input} num`}
          aria-label={t.time}
          inputMode="numeric"
          autoComplete="off"
          value={typed}
          aria-invalid={resolved.kind === 'lost' || (resolved.kind === 'unreadable' && !isTime(value.time))}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={readTime}
          onKeyDown={(event) => event.key === 'Enter' && readTime()}
        />
      </div>
      <div id={`${id}-note`}>
        {wrong ? <FieldMessage>{wrong}</FieldMessage> : <span className={field.hint}>{t.timeIn(format.zoneName(now))}</span>}
      </div>
      {resolved.kind === 'repeated' && (
        <div className={style.twice} role="group" aria-label={t.timeTwice}>
          <span className={field.hint}>{t.timeTwice}</span>
          <Button compact kind={chosen === resolved.first ? 'primary' : 'outline'} onPress={() => choose(resolved.first)}>
            {t.firstHour}
          </Button>
          <Button compact kind={chosen === resolved.second ? 'primary' : 'outline'} onPress={() => choose(resolved.second)}>
            {t.secondHour}
          </Button>
        </div>
      )}
    </fieldset>
  )
}
