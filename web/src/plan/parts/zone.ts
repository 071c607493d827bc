import { Temporal } from 'temporal-polyfill'

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** A calendar day in the brand's zone: 23, 24 or 25 hours long. */
export type Day = { date: string; start: number; end: number }
export type Wall = { date: string; minutes: number }

const starts = new Map<string, number>()

/** The instant a date begins in a zone, which is not midnight everywhere on the night the clocks change. */
export function dayStart(zone: string, date: string): number {
  const key = `${zone} ${date}`
  let start = starts.get(key)
  if (start === undefined) {
    start = Temporal.PlainDate.from(date).toZonedDateTime(zone).epochMilliseconds
    if (starts.size > 20_000) starts.clear()
    starts.set(key, start)
  }
  return start
}

export function addDays(date: string, days: number): string {
  return Temporal.PlainDate.from(date).add({ days }).toString()
}

export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY)
}

/** 1 is Monday. */
export function weekday(date: string): number {
  return ((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7) + 1
}

export function mondayOf(date: string): string {
  return addDays(date, 1 - weekday(date))
}

export function wallOf(zone: string, instant: number): Wall {
  const at = Temporal.Instant.fromEpochMilliseconds(Math.floor(instant)).toZonedDateTimeISO(zone)
  return { date: at.toPlainDate().toString(), minutes: at.hour * 60 + at.minute }
}

export function dateOf(zone: string, instant: number): string {
  return wallOf(zone, instant).date
}

/** Every day that has a part between two instants. */
export function daysIn(zone: string, from: number, to: number): Day[] {
  const days: Day[] = []
  let date = dateOf(zone, from)
  let start = dayStart(zone, date)
  while (start < to) {
    const next = addDays(date, 1)
    const end = dayStart(zone, next)
    days.push({ date, start, end })
    date = next
    start = end
  }
  return days
}

export type Asked = { kind: 'once'; instant: number } | { kind: 'lost' } | { kind: 'twice'; first: number; second: number }

/** What a wall time means: one instant, none in the hour that is skipped in spring, two in the hour that is repeated in autumn. */
export function instantsOf(zone: string, local: string): Asked {
  const wall = Temporal.PlainDateTime.from(local)
  const first = wall.toZonedDateTime(zone, { disambiguation: 'earlier' })
  const second = wall.toZonedDateTime(zone, { disambiguation: 'later' })
  if (first.epochMilliseconds === second.epochMilliseconds) return { kind: 'once', instant: first.epochMilliseconds }
  if (!first.toPlainDateTime().equals(wall)) return { kind: 'lost' }
  return { kind: 'twice', first: first.epochMilliseconds, second: second.epochMilliseconds }
}

/** `2026-11-26T12:15`, as a person writes it. */
export function localTimeOf(zone: string, instant: number): string {
  return Temporal.Instant.fromEpochMilliseconds(Math.floor(instant))
    .toZonedDateTimeISO(zone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute' })
}

/** Which of the two equal wall times an instant is; null when there is only one. */
export function repeatOf(zone: string, instant: number): 'first' | 'second' | null {
  const asked = instantsOf(zone, localTimeOf(zone, instant))
  if (asked.kind !== 'twice') return null
  return Math.abs(asked.first - instant) < Math.abs(asked.second - instant) ? 'first' : 'second'
}

/** A day later is the same hour of the next day, also when the clocks change between; the lost hour moves on by one. */
export function shiftDays(zone: string, instant: number, days: number): number {
  return Temporal.Instant.fromEpochMilliseconds(Math.floor(instant)).toZonedDateTimeISO(zone).add({ days }).epochMilliseconds
}

/** To the nearest step of the clock on the wall, so that a drag never ends at 12:07. */
export function snap(zone: string, instant: number, minutes: number): number {
  const start = dayStart(zone, dateOf(zone, instant))
  const step = minutes * MINUTE
  return start + Math.round((instant - start) / step) * step
}

export const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))

/** Which of these days holds an instant; -1 when none does. Asks Temporal nothing, so it may run for every note. */
export function dayIndex(days: readonly Day[], instant: number): number {
  let low = 0
  let high = days.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const day = days[middle] as Day
    if (instant < day.start) high = middle - 1
    else if (instant >= day.end) low = middle + 1
    else return middle
  }
  return -1
}
