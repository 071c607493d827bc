import { type DragEvent, type KeyboardEvent, type MouseEvent, useState } from 'react'
import { movable, type Note } from './note.ts'
import { type Columns, find, movedBy, type Vertical, walk } from './walk.ts'
import { dateOf, daysBetween, shiftDays } from './zone.ts'

export type CardActs = {
  choose: (note: Note) => void
  open: (note: Note) => void
  move: (note: Note, at: number) => void
  fixed: () => void
}

type Options = {
  columns: Columns
  byId: ReadonlyMap<string, Note>
  zone: string
  wrap: number
  /** Alt with up and down: a week in a month, a quarter of an hour elsewhere. */
  vertical: Vertical
  acts: CardActs
}

const idOf = (target: EventTarget | null): string | null =>
  target instanceof Element ? (target.closest<HTMLElement>('[data-note]')?.dataset.note ?? null) : null

const toCard = (id: string): void => document.querySelector<HTMLElement>(`main [data-note="${CSS.escape(id)}"]`)?.focus()

/** One listener for a thousand cards: arrows walk, Enter opens, Alt and arrows move, the mouse drags to another day. */
export function useCards(options: Options) {
  const first = options.columns.find((c) => c.length > 0)?.[0] ?? null
  const [kept, setFocus] = useState<string | null>(null)
  const focus = kept !== null && options.byId.has(kept) ? kept : first
  const keep = (id: string | null) => {
    if (id !== null && id !== focus) setFocus(id)
  }
  const move = (note: Note, at: number) => {
    if (!movable(note)) return options.acts.fixed()
    options.acts.move(note, at)
    // A card that changed its day is another element: the focus follows the publication, not the place.
    requestAnimationFrame(() => toCard(note.id))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const id = idOf(event.target)
    const note = id === null ? undefined : options.byId.get(id)
    const from = find(options.columns, id)
    if (!note || !from || event.ctrlKey || event.metaKey) return
    const at = event.altKey ? movedBy(options.zone, note, event.key, options.vertical) : null
    if (at !== null) move(note, at)
    else if (event.key === 'Enter') options.acts.open(note)
    else if (event.key === ' ') options.acts.choose(note)
    else {
      const next = event.altKey ? undefined : walk(options.columns, event.key, from, options.wrap)
      if (next === undefined) return
      setFocus(next)
      toCard(next)
    }
    event.preventDefault()
    event.stopPropagation()
  }
  return {
    focus,
    listeners: { onKeyDown, onFocus: (event: { target: EventTarget }) => keep(idOf(event.target)), ...mouse(options, move) },
  }
}

/** The mouse's half: a click chooses, two open, and a card dragged to another day keeps its hour. */
function mouse({ byId, acts, zone }: Options, move: (note: Note, at: number) => void) {
  const under = (event: MouseEvent) => byId.get(idOf(event.target) ?? '')
  const then = (act: (note: Note) => void) => (event: MouseEvent) => {
    const note = under(event)
    if (note) act(note)
  }
  return {
    onClick: then(acts.choose),
    onDoubleClick: then(acts.open),
    onDragStart: (event: DragEvent) => event.dataTransfer.setData('text/plain', idOf(event.target) ?? ''),
    onDragOver: (event: DragEvent) => event.preventDefault(),
    onDrop: (event: DragEvent) => {
      event.preventDefault()
      const note = byId.get(event.dataTransfer.getData('text/plain'))
      const day = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-day]')?.dataset.day : undefined
      const days = note && day !== undefined ? daysBetween(dateOf(zone, note.at), day) : 0
      if (note && days !== 0) move(note, shiftDays(zone, note.at, days))
    },
  }
}
