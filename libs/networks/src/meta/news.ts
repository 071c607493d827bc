import type { Page, Signal } from '../contract.ts'
import { count, list, record, text } from '../json.ts'

/** What came in since a cursor, gathered from several lists that know nothing of each other. Pure. */

/** One thing that was said somewhere, or changed. `id`: by which it is told only once. */
export type Piece = { id: string; at: string; signal: Signal }
/** What one list gave: `until` where it was not read to its end, the moment up to which it is whole. */
export type Gathered = { pieces: Piece[]; until: string | null }

/** `base`: everything up to here was handed out. `seen`: what was handed out beyond it. In milliseconds since 1970. */
type Cursor = { base: number; seen: string[] }

/** A comment may be readable some seconds after the moment that it carries. */
const SETTLE_MS = 15_000
/** How far back the very first reading goes: as long as anybody may still be answered in private. */
const FIRST_MS = 7 * 86_400_000

export function cursorOf(raw: string | null, now: Date): Cursor {
  const first = { base: now.getTime() - FIRST_MS, seen: [] }
  if (raw === null) return first
  try {
    const value = record(JSON.parse(raw))
    const base = count(value['base'])
    return base === null ? first : { base, seen: list(value['seen']).map((one) => text(one, 300)) }
  } catch (error) {
    if (error instanceof SyntaxError) return first
    throw error
  }
}

/** Oldest first, each once. Where a list was not read to its end, nothing later than that end is handed out yet. */
export function newsPage(cursor: Cursor, gathered: readonly Gathered[]): Page<Signal> {
  const ends = gathered.flatMap(({ until }) => (until === null ? [] : [Date.parse(until)]))
  const end = Math.min(Infinity, ...ends)
  const all = [...new Map(gathered.flatMap(({ pieces }) => pieces).map((piece) => [piece.id, piece])).values()]
    .filter(({ at }) => Date.parse(at) > cursor.base && Date.parse(at) <= end)
    .sort((a, b) => (a.at < b.at ? -1 : 1))
  const seen = new Set(cursor.seen)
  const next = advance(cursor, all)
  return { items: all.filter(({ id }) => !seen.has(id)).map(({ signal }) => signal), cursor: JSON.stringify(next), more: ends.length > 0 }
}

function advance(cursor: Cursor, all: readonly Piece[]): Cursor {
  const newest = Math.max(cursor.base, ...all.map(({ at }) => Date.parse(at)))
  const base = Math.max(cursor.base, newest - SETTLE_MS)
  return { base, seen: all.filter(({ at }) => Date.parse(at) > base).map(({ id }) => id) }
}
