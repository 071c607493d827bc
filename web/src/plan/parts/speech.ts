import type { Format } from '../../ui/format.ts'
import type { words } from '../plan.fr.ts'
import type { Note, Staff } from './note.ts'
import type { ScoreWords } from './painting.ts'
import type { Conflict } from './rules.ts'
import type { Beam } from './scene.ts'
import type { TwinWords } from './twin.ts'

type Words = typeof words

export const titleOf = (t: Words, note: { title: string; words: string }): string => note.title || note.words || t.untitled

export function conflictText(t: Words, conflict: Conflict): string {
  switch (conflict.kind) {
    case 'double':
      return t.conflicts.double(conflict.minutes, titleOf(t, conflict.with).slice(0, 40))
    case 'similar':
      return t.conflicts.similar(titleOf(t, conflict.with).slice(0, 40))
    case 'sensitive':
      return t.conflicts.sensitive(conflict.name)
    case 'quiet':
      return t.conflicts.quiet
    case 'past':
      return t.conflicts.past
  }
}

/** « Instagram, jeudi 26 novembre 12:15, vidéo, programmée, Praluline » */
export function noteName(
  t: Words,
  format: Format,
  staff: Staff | undefined,
  note: Pick<Note, 'dueAt' | 'format' | 'state' | 'title' | 'words'>,
): string {
  return t.noteName({
    channel: staff?.name ?? '',
    when: `${format.day(note.dueAt)} ${format.time(note.dueAt)}`,
    format: t.formats[note.format],
    state: t.states[note.state],
    title: titleOf(t, note),
  })
}

export function scoreWords(t: Words, format: Format): ScoreWords {
  // Said once for each bar, not once a frame.
  const beams = new Map<Beam, string>()
  return {
    unknownAudience: t.unknownAudience,
    sensitive: t.sensitive,
    double: t.double,
    similar: t.similar,
    silence: () => t.silence,
    failed: t.failed,
    unknown: t.unknown,
    held: t.held,
    beam: (beam) => {
      let said = beams.get(beam)
      if (said === undefined) {
        if (beams.size > 500) beams.clear()
        beams.set(beam, (said = t.beam(format.dateShort(beam.to - 1), beam.notes)))
      }
      return said
    },
    conflict: (conflict) => conflictText(t, conflict),
    when: (at) => `${format.dayShort(at)}, ${format.time(at)}`,
  }
}

export function twinWords(t: Words, format: Format, staves: readonly Staff[]): TwinWords {
  return { grid: t.grid(staves.length), fixed: t.fixed, name: (note) => noteName(t, format, staves[note.staff], note) }
}

export const cityOf = (zone: string): string => (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ')
