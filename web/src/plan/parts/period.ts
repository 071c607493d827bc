import type { Format } from '../../ui/format.ts'
import { labelsIn } from './labels.ts'
import { loadSpan, type Scale, spanOf, endOf } from './scale.ts'
import { addDays, DAY, dateOf, dayStart, mondayOf } from './zone.ts'

export const VIEWS = ['score', 'week', 'month', 'list', 'board'] as const
export type View = (typeof VIEWS)[number]

const KEY = 'pupitre.calendar.view'
const isPhone = (): boolean => matchMedia('(max-width: 720px)').matches
const isView = (value: string | null): value is View => VIEWS.some((view) => view === value)

/** The last view used is the one that opens; on a phone the list, whatever was used on the desk. */
export function firstView(): View {
  const kept = localStorage.getItem(`${KEY}.${isPhone() ? 'phone' : 'desk'}`)
  return isView(kept) ? kept : isPhone() ? 'list' : 'score'
}

export function keepView(view: View): void {
  localStorage.setItem(`${KEY}.${isPhone() ? 'phone' : 'desk'}`, view)
}

const firstOfMonth = (date: string): string => `${date.slice(0, 7)}-01`
export const nextMonth = (date: string, by: number): string => {
  const month = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 + by
  return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-01`
}

export type Span = { from: number; to: number }

/** What a view shows around a date. */
export function spanFor(view: View, date: string, zone: string): Span {
  if (view === 'week') {
    const monday = mondayOf(date)
    return { from: dayStart(zone, monday), to: dayStart(zone, addDays(monday, 7)) }
  }
  const first = firstOfMonth(date)
  const end = nextMonth(first, 1)
  if (view === 'month') {
    const monday = mondayOf(first)
    return { from: dayStart(zone, monday), to: dayStart(zone, addDays(mondayOf(addDays(end, -1)), 7)) }
  }
  return { from: dayStart(zone, first), to: dayStart(zone, end) }
}

/** Beyond four months the notes of the middle are enough: what is seen then is a density. */
const MOST = 130 * DAY

export function loadFor(scale: Scale): Span {
  const [from, to] = [scale.from, endOf(scale)]
  if (spanOf(scale) <= MOST) return loadSpan(from, to)
  const middle = (from + to) / 2
  return loadSpan(middle - MOST / 2, middle + MOST / 2)
}

/** The year below the score; its neighbours only where the score itself shows a density that may cross New Year. */
export const densityFor = (zone: string, scale: Scale): { year: number; span: Span } => {
  const year = Number(dateOf(zone, scale.from + spanOf(scale) / 2).slice(0, 4))
  const more = spanOf(scale) > MOST ? 1 : 0
  return { year, span: { from: dayStart(zone, `${year - more}-01-01`), to: dayStart(zone, `${year + 1 + more}-01-01`) } }
}

/** « 23 – 29 novembre », « jeudi 26 novembre », « novembre 2026 ». */
export function periodText(view: View, span: Span, format: Format): string {
  const labels = labelsIn(format.language)
  const first = dateOf(format.zone, span.from + 1)
  const last = dateOf(format.zone, span.to - 1)
  if (view === 'month' || view === 'list' || view === 'board') return labels.monthYear(dateOf(format.zone, (span.from + span.to) / 2))
  if (span.to - span.from <= 1.5 * DAY) return format.day((span.from + span.to) / 2)
  if (span.to - span.from > 45 * DAY) return `${labels.monthShort(first)} – ${labels.monthShort(last)} ${last.slice(0, 4)}`
  const day = (date: string) => Number(date.slice(8))
  if (first.slice(0, 7) === last.slice(0, 7)) return `${day(first)} – ${day(last)} ${labels.month(last)}`
  return `${day(first)} ${labels.monthShort(first)} – ${day(last)} ${labels.monthShort(last)}`
}
