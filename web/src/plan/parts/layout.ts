import { LOOK, worst, type Look, type Note, type Staff } from './note.ts'

/** One mark on a staff: a note, or a chord of those that would overlap. */
export type Mark = { notes: readonly Note[]; first: Note; at: number; line: number; look: Look }

/** Staff by staff, in order of time: found by halving, so a pan touches only what is in sight. */
export type Marks = readonly (readonly Mark[])[]

/** Two shapes may touch and overlap by a third before they are told together. */
export const CHORD_PX = 17

type Open = { notes: Note[]; start: number; last: number; look: Look; line: number }

const closed = (open: Open): Mark => {
  const first = open.notes[0] as Note
  return {
    notes: open.notes,
    first,
    at: open.notes.length === 1 ? first.at : (open.start + open.last) / 2,
    line: open.line,
    look: open.look,
  }
}

/** `reach` in time and `rows` in lines: what is nearer than both would overlap. */
export type Nearness = { reach: number; rows: number }

const joins = (open: Open, note: Note, near: Nearness): boolean =>
  Math.abs(open.line - note.line) <= near.rows && note.at - open.last <= near.reach && note.at - open.start <= near.reach * 1.6

function chordsOf(notes: readonly Note[], near: Nearness): Mark[] {
  let open: Open[] = []
  const marks: Mark[] = []
  for (const note of notes) {
    const current = open.find((chord) => joins(chord, note, near))
    if (current) {
      current.notes.push(note)
      current.last = note.at
      current.look = worst(current.look, LOOK[note.state])
      continue
    }
    const over = (chord: Open) => note.at - chord.last > near.reach || chord.line === note.line
    for (const chord of open) if (over(chord)) marks.push(closed(chord))
    open = open.filter((chord) => !over(chord))
    open.push({ notes: [note], start: note.at, last: note.at, look: LOOK[note.state], line: note.line })
  }
  for (const rest of open) marks.push(closed(rest))
  return marks.sort((a, b) => a.at - b.at)
}

/** Depends on the zoom alone: a pan lays nothing out again. */
export function marksOf(notes: readonly Note[], staves: readonly Staff[], near: Nearness): Marks {
  const byStaff: Note[][] = staves.map(() => [])
  for (const note of notes) byStaff[note.staff]?.push(note)
  return byStaff.map((own) => chordsOf(own, near))
}

/** Index of the first item at or after an instant. */
export function firstAt(items: readonly { at: number }[], instant: number): number {
  let low = 0
  let high = items.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((items[middle] as { at: number }).at < instant) low = middle + 1
    else high = middle
  }
  return low
}

export function eachIn<T extends { at: number }>(items: readonly T[], from: number, to: number, visit: (item: T) => void): void {
  for (let i = firstAt(items, from); i < items.length; i++) {
    const item = items[i] as T
    if (item.at > to) return
    visit(item)
  }
}

/** Where the staves stand: rows share the height, lines keep eleven pixels unless the rows are low. */
export type Rows = { top: number; height: number; gap: number; pad: number; lines: readonly number[] }

export const MIN_ROW = 66
const MAX_ROW = 132
const FOOT = 34

export function rowsOf(lines: readonly number[], top: number, height: number): Rows {
  const count = Math.max(1, lines.length)
  const most = Math.max(3, ...lines)
  const row = Math.min(MAX_ROW, Math.max(MIN_ROW, height / count))
  const pad = 17
  const gap = Math.min(11, (row - pad - FOOT) / (most - 1))
  return { top, height: row, gap: Math.max(4, gap), pad, lines }
}

export const lineY = (rows: Rows, staff: number, line: number): number => rows.top + staff * rows.height + rows.pad + line * rows.gap
export const staffAt = (rows: Rows, y: number): number => Math.floor((y - rows.top) / rows.height)

/** Bars that overlap in time stand in lanes under each other. */
export function lanesOf<T extends { from: number; to: number }>(bars: readonly T[], most: number): { bar: T; lane: number }[] {
  const ends: number[] = []
  const out: { bar: T; lane: number }[] = []
  for (const bar of [...bars].sort((a, b) => a.from - b.from || b.to - a.to)) {
    let lane = ends.findIndex((end) => end <= bar.from)
    if (lane < 0) lane = ends.length
    if (lane >= most) continue
    ends[lane] = bar.to
    out.push({ bar, lane })
  }
  return out
}
