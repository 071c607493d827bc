import { type Day, dayIndex, minutesOf, MINUTE, wallOf } from './zone.ts'
import { counts, type Note, type Seasonal } from './note.ts'
import { firstAt } from './layout.ts'

export type Conflict =
  | { kind: 'double'; with: Note; minutes: number }
  | { kind: 'similar'; with: Note }
  | { kind: 'quiet' }
  | { kind: 'sensitive'; name: string }
  | { kind: 'past' }

export const DOUBLE_MINUTES = 30
const SIMILAR_HOURS = 48
const SIMILAR_TITLE = 0.75
const SIMILAR_WORDS = 0.7

const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

const cache = new Map<string, ReadonlySet<string>>()

function words(text: string): ReadonlySet<string> {
  let set = cache.get(text)
  if (!set) {
    set = new Set(
      fold(text)
        .split(' ')
        .filter((w) => w.length > 2),
    )
    if (cache.size > 10_000) cache.clear()
    cache.set(text, set)
  }
  return set
}

/** Words of the one that are in the other. Two in common prove nothing. */
function common(one: ReadonlySet<string>, two: ReadonlySet<string>): number {
  let found = 0
  for (const word of one) if (two.has(word)) found++
  return found < 3 ? 0 : found
}

/** How much of the shorter text stands in the longer: for titles, where a repeat is often shortened. */
export function likeness(a: string, b: string): number {
  const [one, two] = [words(a), words(b)]
  return common(one, two) / Math.max(1, Math.min(one.size, two.size))
}

/** How much of both texts together is shared: for bodies, whose endings (signature, hashtags) are often the same. */
export function overlap(a: string, b: string): number {
  const [one, two] = [words(a), words(b)]
  const shared = common(one, two)
  return shared / Math.max(1, one.size + two.size - shared)
}

/** The notes of one channel in order of time are enough to judge a place on it. */
export function besides(note: Pick<Note, 'id' | 'contentId' | 'words' | 'title'>, at: number, channel: readonly Note[]): Conflict[] {
  const found: Conflict[] = []
  const reach = SIMILAR_HOURS * 60 * MINUTE
  for (let i = firstAt(channel, at - reach); i < channel.length; i++) {
    const other = channel[i] as Note
    if (other.at > at + reach) break
    if (other.id === note.id || !counts(other)) continue
    const apart = Math.abs(other.at - at)
    if (apart < DOUBLE_MINUTES * MINUTE) found.push({ kind: 'double', with: other, minutes: Math.round(apart / MINUTE) })
    else if (sameThing(note, other)) found.push({ kind: 'similar', with: other })
  }
  return found
}

function sameThing(a: Pick<Note, 'contentId' | 'words' | 'title'>, b: Note): boolean {
  if (a.contentId !== null && a.contentId === b.contentId) return true
  return likeness(a.title, b.title) >= SIMILAR_TITLE || overlap(a.words, b.words) >= SIMILAR_WORDS
}

export type Quiet = { from: string; to: string } | null

/** Quiet hours run over midnight more often than not. */
export function isQuiet(quiet: Quiet, minutes: number): boolean {
  if (!quiet) return false
  const from = minutesOf(quiet.from)
  const to = minutesOf(quiet.to)
  return from <= to ? minutes >= from && minutes < to : minutes >= from || minutes < to
}

export type Around = { zone: string; quiet: Quiet; seasonal: readonly Seasonal[]; now: number }

export function judge(note: Note, at: number, channel: readonly Note[], around: Around): Conflict[] {
  const found = besides(note, at, channel)
  const wall = wallOf(around.zone, at)
  if (isQuiet(around.quiet, wall.minutes)) found.push({ kind: 'quiet' })
  const sensitive = around.seasonal.find((s) => s.kind === 'sensitive' && s.date <= wall.date && wall.date <= s.endDate)
  if (sensitive) found.push({ kind: 'sensitive', name: sensitive.name })
  if (at < around.now) found.push({ kind: 'past' })
  return found
}

export type Pair = { at: number; a: Note; b: Note; kind: 'double' | 'similar' }

/** What stands too close to something like it on its own channel, the nearest for each; what is published is past mending. */
export function pairsOf(channel: readonly Note[]): Pair[] {
  const pairs: Pair[] = []
  for (const note of channel) {
    if (!counts(note) || note.state === 'published') continue
    let nearest: Pair | null = null
    for (const conflict of besides(note, note.at, channel)) {
      if (conflict.kind !== 'double' && conflict.kind !== 'similar') continue
      const pair = pairFrom(note, conflict.with, conflict.kind)
      if (pair && (!nearest || pair.b.at - pair.a.at < nearest.b.at - nearest.a.at)) nearest = pair
    }
    if (nearest) pairs.push(nearest)
  }
  return pairs.sort((x, y) => x.at - y.at)
}

/** Said from the earlier of the two, unless that one has already left. */
function pairFrom(note: Note, other: Note, kind: Pair['kind']): Pair | null {
  const later = other.at > note.at || (other.at === note.at && other.id > note.id)
  if (!later && other.state !== 'published') return null
  return { at: Math.min(note.at, other.at), a: later ? note : other, b: later ? other : note, kind }
}

export type Silence = { at: number; from: number; to: number; days: number }
export const SILENCE_DAYS = 3

/** Whole days without a post between two posts of a channel, from three on; a hole whose end is not known is not counted. */
export function silencesOf(channel: readonly Note[], days: readonly Day[]): Silence[] {
  const out: Silence[] = []
  let last = -1
  for (const note of channel) {
    const day = counts(note) ? dayIndex(days, note.at) : -1
    if (day < 0) continue
    const free = day - last - 1
    if (last >= 0 && free >= SILENCE_DAYS) {
      const from = (days[last + 1] as Day).start
      out.push({ at: from, from, to: (days[day] as Day).start, days: free })
    }
    last = day
  }
  return out
}

/** The same idea on several channels within half a day is one gesture: a stem. Further apart they are told apart by the panel. */
export type Stem = { at: number; contentId: string; notes: readonly Note[] }
const STEM_HOURS = 12

export function stemsOf(notes: readonly Note[]): Stem[] {
  const byContent = new Map<string, Note[]>()
  for (const note of notes) {
    if (note.contentId === null || !counts({ state: note.state === 'failed' ? 'scheduled' : note.state })) continue
    const own = byContent.get(note.contentId)
    if (own) own.push(note)
    else byContent.set(note.contentId, [note])
  }
  const stems: Stem[] = []
  for (const [contentId, own] of byContent) {
    if (own.length < 2) continue
    const first = Math.min(...own.map((n) => n.at))
    const near = own.filter((n) => n.at - first <= STEM_HOURS * 60 * MINUTE).sort((a, b) => a.staff - b.staff)
    if (near.length > 1) stems.push({ at: first, contentId, notes: near })
  }
  return stems.sort((a, b) => a.at - b.at)
}
