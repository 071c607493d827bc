import type { ConversationRow } from '@pupitre/server/engage/engage.schema'

const KEY = 'pupitre.inbox.seen'
/** Leaving for a coffee is not leaving. */
const SHORTEST_ABSENCE = 30 * 60_000

/** When the person last looked at the inbox, if that was a while ago; then the marker line stands there. */
export function readDeparture(brandId: string, now: number): string | null {
  const seen = Number(localStorage.getItem(`${KEY}.${brandId}`))
  return seen > 0 && now - seen > SHORTEST_ABSENCE ? new Date(seen).toISOString() : null
}

export function keepPresence(brandId: string, now: number): void {
  localStorage.setItem(`${KEY}.${brandId}`, String(now))
}

/** Before which row the marker stands: the first one older than the departure, if something newer is above it. */
export function markerAt(rows: readonly Pick<ConversationRow, 'lastAt'>[], departure: string | null): number | null {
  if (departure === null) return null
  const at = rows.findIndex((row) => row.lastAt <= departure)
  return at > 0 ? at : null
}
