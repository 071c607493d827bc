import type { Note } from './note.ts'
import { MINUTE, shiftDays } from './zone.ts'

/** Ids column by column, as they stand on the page. */
export type Columns = readonly (readonly string[])[]

export type Place = { column: number; row: number }

export function find(columns: Columns, id: string | null): Place | null {
  if (id === null) return null
  for (let column = 0; column < columns.length; column++) {
    const row = columns[column]?.indexOf(id) ?? -1
    if (row >= 0) return { column, row }
  }
  return null
}

function sideways(columns: Columns, from: Place, way: 1 | -1): string | undefined {
  for (let c = from.column + way; c >= 0 && c < columns.length; c += way) {
    const there = columns[c] ?? []
    if (there.length > 0) return there[Math.min(from.row, there.length - 1)]
  }
  return undefined
}

function upOrDown(columns: Columns, from: Place, way: 1 | -1, wrap: number): string | undefined {
  const near = columns[from.column]?.[from.row + way]
  if (near !== undefined || wrap === 0) return near
  for (let c = from.column + way * wrap; c >= 0 && c < columns.length; c += way * wrap) {
    const there = columns[c] ?? []
    if (there.length > 0) return way > 0 ? there[0] : there.at(-1)
  }
  return undefined
}

/** `wrap` is what one step down means once a column ends: seven days in a month, nothing (0) elsewhere. */
export function walk(columns: Columns, key: string, from: Place, wrap: number): string | undefined {
  const flat = () => columns.flat()
  const ways: Record<string, () => string | undefined> = {
    ArrowLeft: () => sideways(columns, from, -1),
    ArrowRight: () => sideways(columns, from, 1),
    ArrowUp: () => upOrDown(columns, from, -1, wrap),
    ArrowDown: () => upOrDown(columns, from, 1, wrap),
    Home: () => flat()[0],
    End: () => flat().at(-1),
  }
  return ways[key]?.()
}

export type Vertical = 'week' | 'quarter'

/** Where Alt and an arrow put a publication: sideways a day, up and down a week or a quarter of an hour; null for another key. */
export function movedBy(zone: string, note: Pick<Note, 'at'>, key: string, vertical: Vertical): number | null {
  const sign = key === 'ArrowLeft' || key === 'ArrowUp' ? -1 : 1
  if (key === 'ArrowLeft' || key === 'ArrowRight') return shiftDays(zone, note.at, sign)
  if (key !== 'ArrowUp' && key !== 'ArrowDown') return null
  return vertical === 'week' ? shiftDays(zone, note.at, sign * 7) : note.at + sign * 15 * MINUTE
}
