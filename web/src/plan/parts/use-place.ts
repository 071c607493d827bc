import { type RefObject, useState } from 'react'
import { firstView, keepView, nextMonth, spanFor, type Span, type View } from './period.ts'
import { endOf, panBy, type Scale, scaleOver, SPAN, spanOf } from './scale.ts'
import type { Stage } from './stage.ts'
import { addDays, dateOf, dayStart, mondayOf } from './zone.ts'

const isWeekly = (span: number): boolean => span > 2 * SPAN.day && span < 10 * SPAN.day

/** Where one looks: the score by its scale, the other views by a date. They follow each other. */
export function usePlace(zone: string, stage: RefObject<Stage | null>) {
  const [view, setView] = useState<View>(firstView)
  const [date, setDate] = useState(() => dateOf(zone, Date.now()))
  const [scale, setScale] = useState<Scale>(() => scaleOver(dayStart(zone, mondayOf(date)), SPAN.week, 1000))
  const shown: Span = view === 'score' ? { from: scale.from, to: endOf(scale) } : spanFor(view, date, zone)
  const show = (next: View) => {
    keepView(next)
    if (next === 'score' && view !== 'score') setScale(scaleOver(dayStart(zone, mondayOf(date)), spanOf(scale), scale.width))
    if (next !== 'score' && view === 'score') {
      const now = Date.now()
      setDate(dateOf(zone, now >= shown.from && now <= shown.to ? now : (shown.from + shown.to) / 2))
    }
    setView(next)
  }
  const today = () => {
    const now = dateOf(zone, Date.now())
    setDate(now)
    const held = stage.current?.scale
    if (!held) return
    const span = spanOf(held)
    stage.current?.look({ ...held, from: isWeekly(span) ? dayStart(zone, mondayOf(now)) : Date.now() - span / 3 })
  }
  const turn = (by: 1 | -1) => {
    if (view !== 'score') return setDate(view === 'week' ? addDays(date, 7 * by) : nextMonth(date, by))
    const held = stage.current?.scale
    if (held) stage.current?.look(panBy(held, -by * held.width))
  }
  return { view, shown, scale, setScale, show, today, turn }
}
