import { Temporal } from 'temporal-polyfill'

/** A wall time that does not exist, or exists twice, on the night the clocks change. */
export type WallTime =
  | { kind: 'exact'; instant: Date }
  | { kind: 'lost'; before: string; after: string }
  | { kind: 'repeated'; first: Date; second: Date }

export function isZone(zone: string): boolean {
  try {
    Temporal.Now.zonedDateTimeISO(zone)
    return true
  } catch (cause) {
    if (cause instanceof RangeError) return false
    throw cause
  }
}

/** Ten years: a date beyond is a slip of the year, and nobody would see it again. */
export const furthestMilliseconds = 3_653 * 86_400_000

/** Reads a wall time in a zone. `local` is `YYYY-MM-DDTHH:MM` with optional seconds; throws RangeError on an impossible date. */
export function readWallTime(local: string, zone: string): WallTime {
  const plain = Temporal.PlainDateTime.from(local, { overflow: 'reject' })
  const earlier = plain.toZonedDateTime(zone, { disambiguation: 'earlier' })
  const later = plain.toZonedDateTime(zone, { disambiguation: 'later' })
  if (earlier.epochMilliseconds === later.epochMilliseconds) return { kind: 'exact', instant: new Date(earlier.epochMilliseconds) }
  if (earlier.toPlainDateTime().equals(plain)) {
    return { kind: 'repeated', first: new Date(earlier.epochMilliseconds), second: new Date(later.epochMilliseconds) }
  }
  return { kind: 'lost', before: earlier.toPlainDateTime().toString(), after: later.toPlainDateTime().toString() }
}

/** `YYYY-MM-DDTHH:MM:SS` of an instant in a zone. */
export function wallTimeOf(instant: Date, zone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime())
    .toZonedDateTimeISO(zone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'second' })
}

/** First instant of a day or month of a zone, `YYYY-MM-DD`. */
export function startOfDay(day: string, zone: string): Date {
  return new Date(Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds)
}

/**
 * The time as the database told it, going on by a clock that nobody sets: this machine's own may be minutes off, or be put right
 * while a delivery is on its way.
 */
export function clockFrom(told: Date): () => Date {
  const heard = performance.now()
  return () => new Date(told.getTime() + performance.now() - heard)
}
