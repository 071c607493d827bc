import { Temporal } from 'temporal-polyfill'

/** A local time in a zone, and what the clock of that zone makes of it. */
export type LocalTime = { date: string; time: string; zone: string }

export type Resolved =
  | { kind: 'exact'; utc: string }
  /** The hour the spring change skips: `later` is the same moment on the new clock. */
  | { kind: 'lost'; later: string }
  /** The hour the autumn change plays twice: one must be chosen. */
  | { kind: 'repeated'; first: string; second: string }
  | { kind: 'unreadable' }

export function resolveLocal({ date, time, zone }: LocalTime): Resolved {
  const local = readLocal(date, time)
  if (!local) return { kind: 'unreadable' }
  const earlier = local.toZonedDateTime(zone, { disambiguation: 'earlier' })
  const later = local.toZonedDateTime(zone, { disambiguation: 'later' })
  if (earlier.epochNanoseconds === later.epochNanoseconds) return { kind: 'exact', utc: earlier.toInstant().toString() }
  if (!later.toPlainDateTime().equals(local)) return { kind: 'lost', later: later.toPlainTime().toString() }
  return { kind: 'repeated', first: earlier.toInstant().toString(), second: later.toInstant().toString() }
}

function readLocal(date: string, time: string): Temporal.PlainDateTime | null {
  try {
    const local = Temporal.PlainDateTime.from(`${date}T${time}`)
    // A year comes digit by digit: 0002, 0020, 0202.
    return local.year < 2000 || local.year > 2199 ? null : local
  } catch {
    return null
  }
}

const TIME = /^(\d{1,2})(?:\s*[h:.]\s*(\d{1,2})?)?(?:\s*[:.m]\s*(\d{1,2}))?\s*([ap])?\.?m?\.?s?$/i

function toDay(hour: number, half: string | undefined): number {
  if (!half) return hour
  return hour < 1 || hour > 12 ? 24 : (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0)
}

/** 8 · 8h05 · 8:05 · 18 h 30 · 8:05:30 · 6.30pm → HH:MM:SS, or null. */
export function parseTime(text: string): string | null {
  const match = TIME.exec(text.trim())
  if (!match) return null
  const parts = [toDay(Number(match[1]), match[4]), Number(match[2] ?? 0), Number(match[3] ?? 0)] as const
  if (parts[0] > 23 || parts[1] > 59 || parts[2] > 59) return null
  return parts.map((part) => String(part).padStart(2, '0')).join(':')
}

/** A moment as the brand's wall clock shows it. */
export function toLocal(utc: string, zone: string): LocalTime {
  const zoned = Temporal.Instant.from(utc).toZonedDateTimeISO(zone)
  return { date: zoned.toPlainDate().toString(), time: zoned.toPlainTime().toString({ smallestUnit: 'second' }), zone }
}
