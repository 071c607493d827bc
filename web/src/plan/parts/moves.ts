import type { NoteView } from '@pupitre/server/plan/plan.schema'
import { useSyncExternalStore } from 'react'

/** Where notes were put and the server has not yet said so. Laid over every answer until it has. */
type Pending = ReadonlyMap<string, { dueAt: string; localTime: string }>

let pending: Pending = new Map()
const listeners = new Set<() => void>()

function set(next: Pending): void {
  pending = next
  for (const tell of listeners) tell()
}

export function hold(moves: readonly { id: string; dueAt: string; localTime: string }[]): void {
  set(new Map([...pending, ...moves.map(({ id, dueAt, localTime }) => [id, { dueAt, localTime }] as const)]))
}

export function release(ids: readonly string[]): void {
  if (!ids.some((id) => pending.has(id))) return
  set(new Map([...pending].filter(([id]) => !ids.includes(id))))
}

export function usePending(): Pending {
  return useSyncExternalStore(
    (tell) => {
      listeners.add(tell)
      return () => listeners.delete(tell)
    },
    () => pending,
  )
}

export function overlaid(notes: readonly NoteView[], held: Pending): readonly NoteView[] {
  if (held.size === 0) return notes
  return notes.map((note) => {
    const put = held.get(note.id)
    return put ? { ...note, ...put } : note
  })
}
