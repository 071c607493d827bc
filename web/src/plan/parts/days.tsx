import { useMemo } from 'react'
import type { CalendarView, NoteView } from '@pupitre/server/plan/plan.schema'
import { IconButton } from '../../ui/button.tsx'
import { useNow } from '../../ui/now.ts'
import { cx } from '../../ui/cx.ts'
import type { Format } from '../../ui/format.ts'
import { useLanguage, useT } from '../../ui/language.ts'
import style from '../plan.module.css'
import { planWords } from '../plan.words.ts'
import { Card } from './card.tsx'
import { labelsIn } from './labels.ts'
import { type Note, placed, type Seasonal } from './note.ts'
import { type CardActs, useCards } from './use-cards.ts'
import { dateOf, type Day, dayIndex, daysIn } from './zone.ts'

export type CardsProps = {
  view: CalendarView
  span: { from: number; to: number }
  format: Format
  chosen: string | null
  brands: ReadonlyMap<string, string> | null
  acts: CardActs
  onCreate: ((date: string) => void) | null
}

/** Publications day by day, keeping each one's identity so that only what moved is drawn again. */
export function byDay(notes: readonly NoteView[], days: readonly Day[]): NoteView[][] {
  const out: NoteView[][] = days.map(() => [])
  for (const note of notes) out[dayIndex(days, Date.parse(note.dueAt))]?.push(note)
  for (const own of out) own.sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1))
  return out
}

export const notesById = (view: CalendarView): Map<string, Note> =>
  new Map(placed(view.notes, view.staves, view.pillars).map((n) => [n.id, n]))

function seasonalOn(view: CalendarView, date: string): Seasonal[] {
  return view.seasonal.filter((s) => s.kind !== 'school' && s.date <= date && date <= s.endDate)
}

/** More cards than this in a day of the month stand as small pictures side by side. */
const CROWDED = 4

function DayHead({
  day,
  view,
  onCreate,
  isMonth,
  today,
}: {
  day: Day
  view: CalendarView
  onCreate: CardsProps['onCreate']
  isMonth: boolean
  today: string
}) {
  const t = useT(planWords)
  const labels = labelsIn(useLanguage())
  const dates = seasonalOn(view, day.date)
  const number = Number(day.date.slice(8))
  return (
    <header className={cx(style.dayHead, day.date === today && style.isToday)}>
      <span className={style.dayNumber}>{number}</span>
      {(!isMonth || number === 1) && <span className={style.dayName}>{isMonth ? labels.month(day.date) : labels.weekday(day.date)}</span>}
      <span className={style.dayDates}>
        {dates.map((d) => (
          <span key={d.name} className={cx('cut', d.kind === 'sensitive' && style.isSensitive)}>
            {d.kind === 'sensitive' ? `${t.sensitive} · ${d.name}` : d.name}
          </span>
        ))}
      </span>
      {onCreate && (
        <IconButton icon="plus" label={t.createOn(`${labels.weekday(day.date)} ${number}`)} onPress={() => onCreate(day.date)} />
      )}
    </header>
  )
}

function useDays(props: CardsProps, isMonth: boolean) {
  const { view, span } = props
  const days = useMemo(() => daysIn(view.zone, span.from, span.to), [view.zone, span.from, span.to])
  const cells = useMemo(() => byDay(view.notes, days), [view.notes, days])
  const byId = useMemo(() => notesById(view), [view])
  const staves = useMemo(() => new Map(view.staves.map((s) => [s.id, s])), [view.staves])
  const columns = cells.map((own) => own.map((n) => n.id))
  const cards = useCards({
    columns,
    byId,
    zone: view.zone,
    wrap: isMonth ? 7 : 0,
    vertical: isMonth ? 'week' : 'quarter',
    acts: props.acts,
  })
  return { days, cells, staves, cards, today: dateOf(view.zone, useNow(60_000)) }
}

export function Week(props: CardsProps) {
  return <Days {...props} isMonth={false} />
}

export function Month(props: CardsProps) {
  return <Days {...props} isMonth />
}

function Days({ isMonth, ...props }: CardsProps & { isMonth: boolean }) {
  const t = useT(planWords)
  const labels = labelsIn(useLanguage())
  const { days, cells, staves, cards, today } = useDays(props, isMonth)
  const { view, format, chosen, brands } = props
  const middle = days[Math.floor(days.length / 2)]?.date ?? today
  const rows = Array.from({ length: Math.ceil(days.length / 7) }, (_, r) => days.slice(r * 7, r * 7 + 7))
  const name = isMonth ? t.month(labels.monthYear(middle)) : t.views.week
  return (
    <div role="group" aria-label={name} className={cx(style.days, isMonth ? style.month : style.week)} {...cards.listeners}>
      {isMonth && (
        <div className={style.weekdays} aria-hidden="true">
          {days.slice(0, 7).map((d) => (
            <span key={d.date}>{labels.weekday(d.date)}</span>
          ))}
        </div>
      )}
      {rows.map((row, r) => (
        <div key={row[0]?.date} className={style.row}>
          {row.map((day, c) => {
            const notes = cells[r * 7 + c] ?? []
            const kind = !isMonth ? 'card' : notes.length > CROWDED ? 'chip' : 'line'
            const isOut = isMonth && day.date.slice(0, 7) !== middle.slice(0, 7)
            return (
              <section
                key={day.date}
                data-day={day.date}
                className={cx(style.day, isOut && style.isOut)}
                aria-label={format.day(day.start)}
                role="group"
              >
                <DayHead day={day} view={view} onCreate={props.onCreate} isMonth={isMonth} today={today} />
                <div className={style[`${kind}s`]}>
                  {notes.map((note) => (
                    <Card
                      key={note.id}
                      note={note}
                      staff={staves.get(note.channelId)}
                      format={format}
                      kind={kind}
                      isChosen={note.id === chosen}
                      isFocus={note.id === cards.focus}
                      brand={brands?.get(note.brandId) ?? null}
                    />
                  ))}
                </div>
              </section>
            )
          })}
        </div>
      ))}
    </div>
  )
}
