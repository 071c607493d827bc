import { type PointerEvent, type RefObject, useImperativeHandle, useMemo, useRef } from 'react'
import type { Format } from '../../ui/format.ts'
import { useLanguage, useT } from '../../ui/language.ts'
import style from '../plan.module.css'
import { planWords } from '../plan.words.ts'
import { labelsIn } from './labels.ts'
import type { DensityDay } from './scene.ts'
import { spanOf, type Scale } from './scale.ts'
import { dayStart, daysBetween } from './zone.ts'

export type YearHandle = { follow: (scale: Scale) => void }

type Props = {
  year: number
  zone: string
  days: readonly DensityDay[]
  scale: Scale
  format: Format
  onGo: (instant: number) => void
  handle: RefObject<YearHandle | null>
}

function weeksOf(year: number, days: readonly DensityDay[]): { count: number; published: number }[] {
  const weeks = Array.from({ length: 53 }, () => ({ count: 0, published: 0 }))
  for (const day of days) {
    const week = weeks[Math.floor(daysBetween(`${year}-01-01`, day.date) / 7)]
    if (!week || !day.date.startsWith(String(year))) continue
    week.count += day.count
    week.published += day.published
  }
  return weeks
}

/** The year below the score: a column a week, and the window one looks through. */
export function Year({ year, zone, days, scale, format, onGo, handle }: Props) {
  const t = useT(planWords)
  const labels = labelsIn(useLanguage())
  const strip = useRef<HTMLDivElement>(null)
  const pane = useRef<HTMLDivElement>(null)
  const weeks = useMemo(() => weeksOf(year, days), [year, days])
  const from = dayStart(zone, `${year}-01-01`)
  const to = dayStart(zone, `${year + 1}-01-01`)
  const total = weeks.reduce((sum, week) => sum + week.count, 0)
  const most = Math.max(1, ...weeks.map((week) => week.count))
  const place = (at: Scale) => {
    const left = (at.from - from) / (to - from)
    const width = spanOf(at) / (to - from)
    return { left: `${left * 100}%`, width: `max(8px, ${width * 100}%)` }
  }
  useImperativeHandle(handle, () => ({ follow: (at) => Object.assign(pane.current?.style ?? {}, place(at)) }))
  const go = (event: PointerEvent<HTMLDivElement>) => {
    const box = strip.current?.getBoundingClientRect()
    if (box && event.buttons === 1) onGo(from + ((event.clientX - box.left) / box.width) * (to - from))
  }
  return (
    <div className={style.year}>
      <div className={style.yearTitle}>
        <b className="num">{year}</b>
        <span className="num">{t.yearTotal(total)}</span>
      </div>
      <div
        ref={strip}
        className={style.strip}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          go(event)
        }}
        onPointerMove={go}
      >
        <svg viewBox="0 0 365 40" preserveAspectRatio="none" role="img" aria-label={`${t.year}, ${format.number(total)}`}>
          {weeks.map((week, i) => {
            const height = week.count === 0 ? 0 : Math.max(2, (week.count / most) * 34)
            const gone = week.count === 0 ? 0 : (week.published / week.count) * height
            return (
              <g key={i}>
                <rect x={i * 7 + 0.8} width="5.4" y={40 - height} height={height} fill="var(--ink)" />
                <rect x={i * 7 + 0.8} width="5.4" y={40 - gone} height={gone} fill="var(--series-3)" />
              </g>
            )
          })}
        </svg>
        <div ref={pane} className={style.pane} style={place(scale)} />
        <ol aria-hidden="true">
          {Array.from({ length: 12 }, (_, m) => `${year}-${String(m + 1).padStart(2, '0')}-01`).map((date) => (
            <li key={date} style={{ left: `${((dayStart(zone, date) - from) / (to - from)) * 100}%` }}>
              {labels.monthShort(date)}
            </li>
          ))}
        </ol>
      </div>
    </div>
  )
}
