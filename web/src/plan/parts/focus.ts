import type { Note } from './note.ts'
import { firstAt } from './layout.ts'

export type Step = 'left' | 'right' | 'up' | 'down' | 'first' | 'last'

/** Nearest in time to an instant; the earlier one when two are as near. */
export function nearest(notes: readonly Note[], at: number): Note | undefined {
  const i = firstAt(notes, at)
  const after = notes[i]
  const before = notes[i - 1]
  if (!after || !before) return after ?? before
  return after.at - at < at - before.at ? after : before
}

function across(staves: readonly (readonly Note[])[], note: Note, step: 1 | -1): Note {
  for (let s = note.staff + step; s >= 0 && s < staves.length; s += step) {
    const there = nearest(staves[s] as readonly Note[], note.at)
    if (there) return there
  }
  return note
}

/** Left and right follow a staff in time, up and down go to the nearest note of the next staff that has one. */
export function step(staves: readonly (readonly Note[])[], note: Note, way: Step): Note {
  const own = staves[note.staff] ?? []
  const i = own.findIndex((n) => n.id === note.id)
  switch (way) {
    case 'left':
      return own[i - 1] ?? note
    case 'right':
      return own[i + 1] ?? note
    case 'first':
      return own[0] ?? note
    case 'last':
      return own.at(-1) ?? note
    case 'up':
      return across(staves, note, -1)
    case 'down':
      return across(staves, note, 1)
  }
}
