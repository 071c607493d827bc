import { type DragEvent, type KeyboardEvent, type MouseEvent, useLayoutEffect, useRef, useState } from 'react'
import { movable, type Note } from './note.ts'
import { dateOf, dayStart, MINUTE, shiftDays } from './zone.ts'

export type CardActs = {
  choose: (note: Note) => void
  open: (note: Note) => void
  move: (note: Note, at: number) => void
  fixed: () => void
}

type Options = {
  /** Ids column by column, as they stand on the page. */
  columns: readonly (readonly string[])[]
  byId: ReadonlyMap<string, Note>
  zone: string
  /** What one step down means once a column ends: a week later in a month, nothing elsewhere. */
  wrap: number
  /** Alt with up and down: a week in a month, a quarter of an hour elsewhere. */
  vertical: 'week' | 'quarter'
  acts: CardActs
}

type Place = { column: number; row: number }

function find(columns: Options['columns'], id: string | null): Place | null {
  if (id === null) return null
  for (let column = 0; column < columns.length; column++) {
    const row = columns[column]?.indexOf(id) ?? -1
    if (row >= 0) return { column, row }
  }
  return null
}

function sideways(columns: Options['columns'], from: Place, way: 1 | -1): string | undefined {
  for (let c = from.column + way; c >= 0 && c < columns.length; c += way) {
    const there = columns[c] ?? []
    if (there.length > 0) return there[Math.min(from.row, there.length - 1)]
  }
  return undefined
}

function upOrDown(columns: Options['columns'], from: Place, way: 1 | -1, wrap: number): string | undefined {
  const near = columns[from.column]?.[from.row + way]
  if (near !== undefined || wrap === 0) return near
  for (let c = from.column + way * wrap; c >= 0 && c < columns.length; c += way * wrap) {
    const there = columns[c] ?? []
    if (there.length > 0) return way > 0 ? there[0] : there.at(-1)
  }
  return undefined
}

function target(options: Options, key: string, from: Place): string | undefined {
  const { columns, wrap } = options
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

function movedTo(options: Options, note: Note, key: string): number | null {
  const { zone, vertical } = options
  const sign = key === 'ArrowLeft' || key === 'ArrowUp' ? -1 : 1
  if (key === 'ArrowLeft' || key === 'ArrowRight') return shiftDays(zone, note.at, sign)
  if (key !== 'ArrowUp' && key !== 'ArrowDown') return null
  return vertical === 'week' ? shiftDays(zone, note.at, sign * 7) : note.at + sign * 15 * MINUTE
}

const idOf = (target: EventTarget | null): string | null =>
  target instanceof Element ? (target.closest<HTMLElement>('[data-note]')?.dataset.note ?? null) : null

/** One listener for a thousand cards: arrows walk, Enter opens, Alt and arrows move, the mouse drags to another day. */
export function useCards(options: Options) {
  const root = useRef<HTMLDivElement>(null)
  const first = options.columns.find((c) => c.length > 0)?.[0] ?? null
  const [kept, setFocus] = useState<string | null>(null)
  const focus = kept !== null && options.byId.has(kept) ? kept : first
  const again = useRef<string | null>(null)
  const toCard = (id: string) => root.current?.querySelector<HTMLElement>(`[data-note="${CSS.escape(id)}"]`)?.focus()
  // A card that changed its day is another element: the focus follows the publication, not the place.
  useLayoutEffect(() => {
    if (again.current === null) return
    toCard(again.current)
    again.current = null
  })
  const move = (note: Note, at: number) => {
    if (!movable(note)) return options.acts.fixed()
    again.current = note.id
    options.acts.move(note, at)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const id = idOf(event.target)
    const note = id === null ? undefined : options.byId.get(id)
    const from = find(options.columns, id)
    if (!note || !from || event.ctrlKey || event.metaKey) return
    const at = event.altKey ? movedTo(options, note, event.key) : null
    if (at !== null) move(note, at)
    else if (event.key === 'Enter') options.acts.open(note)
    else if (event.key === ' ') options.acts.choose(note)
    else {
      const next = event.altKey ? undefined : target(options, event.key, from)
      if (next === undefined) return
      setFocus(next)
      toCard(next)
    }
    event.preventDefault()
    event.stopPropagation()
  }
  const onDragOver = (event: DragEvent) => event.preventDefault()
  return {
    root,
    focus,
    listeners: {
      onKeyDown,
      onFocus: (event: { target: EventTarget }) => {
        const id = idOf(event.target)
        if (id !== null && id !== focus) setFocus(id)
      },
      onClick: (event: MouseEvent) => {
        const note = options.byId.get(idOf(event.target) ?? '')
        if (note) options.acts.choose(note)
      },
      onDoubleClick: (event: MouseEvent) => {
        const note = options.byId.get(idOf(event.target) ?? '')
        if (note) options.acts.open(note)
      },
      onDragStart: (event: DragEvent) => event.dataTransfer.setData('text/plain', idOf(event.target) ?? ''),
      onDragOver,
      onDrop: (event: DragEvent) => {
        event.preventDefault()
        const note = options.byId.get(event.dataTransfer.getData('text/plain'))
        const day = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-day]')?.dataset.day : undefined
        if (!note || day === undefined) return
        const was = dateOf(options.zone, note.at)
        const days = Math.round((dayStart(options.zone, day) - dayStart(options.zone, was)) / 86_400_000)
        if (days !== 0) move(note, shiftDays(options.zone, note.at, days))
      },
    },
  }
}
