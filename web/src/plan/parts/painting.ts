import type { Ink } from './ink.ts'
import type { Labels } from './labels.ts'
import type { Marks, Rows } from './layout.ts'
import type { Note } from './note.ts'
import type { Pictures } from './pictures.ts'
import type { Conflict } from './rules.ts'
import { endOf, type Scale } from './scale.ts'
import type { Beam, Scene } from './scene.ts'
import type { Sprites } from './sprites.ts'
import type { Day } from './zone.ts'

export const AXIS = 56

/** Where a note would go, shown before it goes. */
export type Ghost = { note: Note; at: number; staff: number; copy: boolean; conflicts: readonly Conflict[] }

/** The words that stand in the drawing. */
export type ScoreWords = {
  unknownAudience: string
  sensitive: string
  double: (minutes: number) => string
  similar: string
  silence: (days: number) => string
  failed: string
  unknown: string
  held: string
  beam: (beam: Beam) => string
  conflict: (conflict: Conflict) => string
  when: (at: number) => string
}

export type Painting = {
  ctx: CanvasRenderingContext2D
  ink: Ink
  sprites: Sprites
  pictures: Pictures
  scene: Scene
  scale: Scale
  rows: Rows
  marks: Marks
  days: readonly Day[]
  labels: Labels
  words: ScoreWords
  width: number
  height: number
  now: number
  chosen: string | null
  hover: string | null
  ghosts: readonly Ghost[]
  /** Words that are written last, over everything. */
  late: (() => void)[]
}

export const bandOf = (lanes: number): number => 36 + lanes * 26
export const PICTURES_FROM = 420
export const DENSITY_BELOW = 8.5

/** What the hand holds is drawn as a ghost, not in its old place. */
export const isHeld = (p: Painting, id: string): boolean => p.ghosts.some((ghost) => !ghost.copy && ghost.note.id === id)

/** What stands in sight, with a margin for what is wider than its instant. */
export function sightOf(p: Painting, margin = 60): { from: number; to: number } {
  return { from: p.scale.from - margin * p.scale.perPx, to: endOf(p.scale) + margin * p.scale.perPx }
}

export function clockOf(p: Painting, at: number): string {
  const day = p.days.find((d) => at >= d.start && at < d.end)
  return day ? p.labels.clock(Math.floor((at - day.start) / 60_000)) : ''
}
