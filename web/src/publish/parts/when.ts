import { type LocalTime, resolveLocal } from '../../ui/date-time.ts'
import type { When } from '../publish.client.ts'

/** A wall time as the server reads it, and which of the two where it exists twice. */
export function whenOf(local: LocalTime, utc: string): When {
  const read = resolveLocal(local)
  const localTime = `${local.date}T${local.time}`
  return read.kind === 'repeated' ? { localTime, repeatedHour: utc === read.first ? 'first' : 'second' } : { localTime }
}
