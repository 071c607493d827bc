import type { CalendarView, NoteView } from '@pupitre/server/plan/plan.schema'
import type { DeliveryState } from '@pupitre/server/publish/publish.schema'

export type Staff = CalendarView['staves'][number]
export type Pillar = CalendarView['pillars'][number]
export type Campaign = CalendarView['campaigns'][number]
export type Seasonal = CalendarView['seasonal'][number]
export type Audience = CalendarView['audience'][number]

/** A note as it is laid out: its instant as a number and the ruled line it stands on. */
export type Note = NoteView & { at: number; staff: number; line: number }

/** What a state looks like. Three ways of waiting to be sent look alike, since nothing can be done about their difference. */
export type Look = 'draft' | 'awaiting' | 'scheduled' | 'leaving' | 'published' | 'failed' | 'unknown' | 'held' | 'gone'

export const LOOK: Record<DeliveryState, Look> = {
  draft: 'draft',
  awaiting: 'awaiting',
  scheduled: 'scheduled',
  claimed: 'leaving',
  sending: 'leaving',
  published: 'published',
  failed: 'failed',
  unknown: 'unknown',
  held: 'held',
  expired: 'gone',
  cancelled: 'gone',
}

/** A chord shows the state that most needs a person. */
const URGENCY: readonly Look[] = ['failed', 'unknown', 'held', 'awaiting', 'draft', 'leaving', 'scheduled', 'published', 'gone']
export const worst = (a: Look, b: Look): Look => (URGENCY.indexOf(a) <= URGENCY.indexOf(b) ? a : b)

/** A draft has no promise yet and a scheduled post has not left: these may move. Everything else is history or on its way. */
export const movable = (note: { state: DeliveryState }): boolean =>
  note.state === 'draft' || note.state === 'awaiting' || note.state === 'scheduled'

/** Takes up a place in the plan: what was cancelled or expired leaves a hole. */
export const counts = (note: { state: DeliveryState }): boolean =>
  note.state !== 'cancelled' && note.state !== 'expired' && note.state !== 'failed'

export const MIN_LINES = 3
export const MAX_LINES = 6

/** As many ruled lines as the brand has pillars, three to six. */
export function linesOf(pillars: readonly Pillar[], brandId: string): number {
  const own = pillars.reduce((n, p) => n + (p.brandId === brandId ? 1 : 0), 0)
  return Math.min(MAX_LINES, Math.max(MIN_LINES, own))
}

/** Notes in order of time with the place they take; those of channels that are not shown are left out. */
export function placed(notes: readonly NoteView[], staves: readonly Staff[], pillars: readonly Pillar[]): Note[] {
  const staffOf = new Map(staves.map((s, i) => [s.id, i]))
  const lineOf = new Map<string, number>()
  const seen = new Map<string, number>()
  for (const pillar of [...pillars].sort((a, b) => a.position - b.position)) {
    const line = seen.get(pillar.brandId) ?? 0
    lineOf.set(pillar.id, Math.min(line, MAX_LINES - 1))
    seen.set(pillar.brandId, line + 1)
  }
  const out: Note[] = []
  for (const note of notes) {
    const staff = staffOf.get(note.channelId)
    if (staff === undefined) continue
    // Without a pillar a note stands in the middle, between the lines of the others.
    const line = (note.pillarId === null ? undefined : lineOf.get(note.pillarId)) ?? (linesOf(pillars, note.brandId) - 1) / 2
    out.push({ ...note, at: Date.parse(note.dueAt), staff, line })
  }
  return out.sort((a, b) => a.at - b.at || a.staff - b.staff || (a.id < b.id ? -1 : 1))
}
