import { type KeyboardEvent, useMemo, useState } from 'react'
import { cx } from '../../ui/cx.ts'
import { Glyph } from '../../ui/icon.tsx'
import { useLanguage, useT } from '../../ui/language.ts'
import { useNow } from '../../ui/now.ts'
import { VirtualList } from '../../ui/list.tsx'
import { EmptyState } from '../../ui/states.tsx'
import style from '../plan.module.css'
import { planWords } from '../plan.words.ts'
import { Thumb } from './card.tsx'
import { type CardsProps, notesById } from './days.tsx'
import { labelsIn } from './labels.ts'
import { LOOK, movable } from './note.ts'
import { Sign } from './sign.tsx'
import { noteName, titleOf } from './speech.ts'
import { type Day, dayIndex, daysIn, MINUTE, shiftDays } from './zone.ts'

const ROW = 60

/** Everything in order of time; on a phone this is the calendar. It opens at the first that is still to come. */
export function Agenda({ view, span, format, chosen, brands, acts }: CardsProps) {
  const t = useT(planWords)
  const labels = labelsIn(useLanguage())
  const notes = useMemo(() => [...view.notes].sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1)), [view.notes])
  const byId = useMemo(() => notesById(view), [view])
  const staves = useMemo(() => new Map(view.staves.map((s) => [s.id, s])), [view.staves])
  const days = useMemo(() => daysIn(view.zone, span.from, span.to), [view.zone, span.from, span.to])
  const now = useNow(60_000)
  const next = notes.findIndex((n) => Date.parse(n.dueAt) >= now)
  const [kept, setActive] = useState<string | null>(chosen)
  const found = notes.findIndex((n) => n.id === kept)
  const active = found >= 0 ? found : Math.max(0, next)
  if (notes.length === 0) return <EmptyState title={t.emptyListTitle}>{t.emptyListText}</EmptyState>
  const dayOf = (at: string): Day | undefined => days[dayIndex(days, Date.parse(at))]
  const onKeyDown = (event: KeyboardEvent) => {
    const note = byId.get(notes[active]?.id ?? '')
    const sign = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key]
    if (!note || sign === undefined || !event.altKey) return
    event.preventDefault()
    event.stopPropagation()
    if (!movable(note)) acts.fixed()
    else
      acts.move(
        note,
        event.key === 'ArrowLeft' || event.key === 'ArrowRight' ? shiftDays(view.zone, note.at, sign) : note.at + sign * 15 * MINUTE,
      )
  }
  return (
    <div className={style.agenda} onKeyDownCapture={onKeyDown}>
      <VirtualList
        label={t.views.list}
        items={notes}
        keyOf={(note) => note.id}
        active={active}
        onActive={(index) => {
          const note = byId.get(notes[index]?.id ?? '')
          setActive(note?.id ?? null)
          if (note) acts.choose(note)
        }}
        onOpen={(item) => {
          const note = byId.get(item.id)
          if (note) acts.open(note)
        }}
        rowHeight={ROW}
        row={(note, { index }) => {
          const day = dayOf(note.dueAt)
          const before = notes[index - 1]
          const isFirst = !before || dayOf(before.dueAt)?.date !== day?.date
          const staff = staves.get(note.channelId)
          return (
            <div
              className={cx(style.item, isFirst && style.isFirst, note.id === chosen && style.isChosen)}
              aria-label={noteName(t, format, staff, note)}
              role="group"
            >
              <span className={style.itemDay}>
                {isFirst && day && (
                  <>
                    <b>{Number(day.date.slice(8))}</b>
                    <span className={style.wideDay}>{labels.weekday(day.date)}</span>
                    <span className={style.narrowDay} aria-hidden>
                      {labels.weekdayShort(day.date)}
                    </span>
                  </>
                )}
              </span>
              <span className={cx('num', style.itemTime)}>{format.time(note.dueAt)}</span>
              <Sign format={note.format} look={LOOK[note.state]} size={18} />
              <span className={style.itemWords}>
                <span className="cut">{titleOf(t, note)}</span>
                <span className={style.itemSub}>
                  {staff && <Glyph network={staff.network} size={12} />}
                  <span className="cut">{[brands?.get(note.brandId), staff?.name, t.states[note.state]].filter(Boolean).join(' · ')}</span>
                </span>
              </span>
              <Thumb url={note.thumbUrl} size={44} />
            </div>
          )
        }}
      />
    </div>
  )
}
