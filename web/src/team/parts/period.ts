import { resolveLocal, toLocal } from '../../ui/date-time.ts'

/** A day of access begins at midnight and ends at the last second, on the brand's clock. */
export function instantOf(day: string, end: boolean, zone: string): string | null {
  if (!day) return null
  const resolved = resolveLocal({ date: day, time: end ? '23:59:59' : '00:00:00', zone })
  if (resolved.kind === 'exact') return resolved.utc
  return resolved.kind === 'repeated' ? resolved.first : null
}

export function dayOf(instant: string | null, zone: string): string {
  return instant ? toLocal(instant, zone).date : ''
}
