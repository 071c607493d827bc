import type { CalendarView } from '@pupitre/server/plan/plan.schema'
import { type Note, placed, linesOf, type Staff, type Seasonal } from './note.ts'
import { lanesOf } from './layout.ts'
import { type Pair, pairsOf, type Quiet, type Silence, silencesOf, type Stem, stemsOf } from './rules.ts'
import { addDays, type Day, dayStart } from './zone.ts'

export type Beam = { id: string; name: string; from: number; to: number; startsOn: string; endsOn: string; notes: number; lane: number }
export type Bracket = { key: string; name: string; kind: Seasonal['kind'] | 'event'; from: number; to: number; campaignId: string | null }
/** Counts a day of one staff, for zooms at which notes are a density. */
export type Column = { at: number; count: number; published: number }

/** Everything the score draws, worked out once when the data changes, never when the view moves. */
export type Scene = {
  zone: string
  staves: readonly Staff[]
  /** Ruled lines of each staff. */
  lines: readonly number[]
  notes: readonly Note[]
  byStaff: readonly (readonly Note[])[]
  byId: ReadonlyMap<string, Note>
  pairs: readonly (readonly Pair[])[]
  silences: readonly (readonly Silence[])[]
  stems: readonly Stem[]
  beams: readonly Beam[]
  lanes: number
  brackets: readonly Bracket[]
  audience: readonly (readonly number[] | null)[]
  columns: readonly (readonly Column[])[]
  quiet: Quiet
  seasonal: readonly Seasonal[]
}

export type DensityDay = { date: string; channelId: string; count: number; published: number }

export const MAX_LANES = 3
const RANK: Record<Bracket['kind'], number> = { sensitive: 0, event: 1, holiday: 2, marronnier: 3, school: 4 }

function bars(view: CalendarView): { beams: Beam[]; brackets: Bracket[] } {
  const over = (startsOn: string, endsOn: string) => ({ from: dayStart(view.zone, startsOn), to: dayStart(view.zone, addDays(endsOn, 1)) })
  const long = view.campaigns.filter((c) => c.kind === 'campaign').map((c) => ({ ...c, ...over(c.startsOn, c.endsOn) }))
  const beams = lanesOf(long, MAX_LANES).map(({ bar, lane }) => ({ ...bar, lane }))
  const events = view.campaigns
    .filter((c) => c.kind === 'event')
    .map((c) => ({ key: c.id, name: c.name, kind: 'event' as const, campaignId: c.id, ...over(c.startsOn, c.endsOn) }))
  const dates = view.seasonal.map((s) => ({
    key: `${s.kind}${s.date}${s.name}`,
    name: s.name,
    kind: s.kind,
    campaignId: null,
    ...over(s.date, s.endDate),
  }))
  return { beams, brackets: [...events, ...dates].sort((a, b) => RANK[a.kind] - RANK[b.kind] || a.from - b.from) }
}

function columnsOf(staves: readonly Staff[], zone: string, density: readonly DensityDay[]): Column[][] {
  const place = new Map(staves.map((s, i) => [s.id, i]))
  const out: Column[][] = staves.map(() => [])
  for (const day of density) {
    const staff = place.get(day.channelId)
    if (staff !== undefined) out[staff]?.push({ at: dayStart(zone, day.date), count: day.count, published: day.published })
  }
  for (const own of out) own.sort((a, b) => a.at - b.at)
  return out
}

/** Every instant a note stands on must be inside `days`. */
export function sceneOf(view: CalendarView, density: readonly DensityDay[], days: readonly Day[]): Scene {
  const notes = placed(view.notes, view.staves, view.pillars)
  const byStaff: Note[][] = view.staves.map(() => [])
  for (const note of notes) byStaff[note.staff]?.push(note)
  const { beams, brackets } = bars(view)
  const heard = new Map(view.audience.map((a) => [a.channelId, a.hours]))
  return {
    zone: view.zone,
    staves: view.staves,
    lines: view.staves.map((s) => linesOf(view.pillars, s.brandId)),
    notes,
    byStaff,
    byId: new Map(notes.map((n) => [n.id, n])),
    pairs: byStaff.map(pairsOf),
    silences: byStaff.map((own) => silencesOf(own, days)),
    stems: stemsOf(notes),
    beams,
    lanes: Math.max(1, ...beams.map((b) => b.lane + 1)),
    brackets,
    audience: view.staves.map((s) => heard.get(s.id) ?? null),
    columns: columnsOf(view.staves, view.zone, density),
    quiet: view.quietHours,
    seasonal: view.seasonal,
  }
}
