import { Temporal } from 'temporal-polyfill'
import { v7 as uuid } from 'uuid'
import { listChannels, connectorFor, type ChannelRow, type ConnectorOf } from '../channels/channels.public.ts'
import type { BrandGrant, Grant } from '../platform/access.ts'
import { wallTimeOf } from '../platform/clock.ts'
import type { Db, Tx } from '../platform/db.ts'
import { notFound } from '../platform/errors.ts'
import { announce } from '../platform/events.ts'
import { deliveryStates, type PostFormat } from '../publish/publish.schema.ts'
import { findBrands, recordAudit } from '../team/team.public.ts'
import { habitOf, type Habit } from './rules/habit.ts'
import { seasonalBetween } from './rules/seasonal-dates.ts'
import { campaignReversed, spanTooLong } from './plan.errors.ts'
import { planChanged } from './plan.events.ts'
import type { CalendarQuery, CalendarView, CampaignBody, DensityView, NoteView, PillarsBody } from './plan.schema.ts'
import {
  campaignsOn,
  countCampaigns,
  deleteCampaign,
  deletePillarsExcept,
  densityBetween,
  findCampaign,
  heardOf,
  insertCampaign,
  notesBetween,
  pillarsOf,
  setCampaign,
  upsertPillar,
  type NoteRow,
} from './plan.store.ts'

export const maxNotes = 6000
const maxSpan = 3 * 366 * 86_400_000
/** No brand has said otherwise yet: nights are quiet. */
const quietHours = { from: '22:00', to: '07:00' }

type Held<T> = { at: number; value: T }

/** Habits and counts move by the day: they are worked out once in a while, not at each look. */
export type PlanMemory = { habits: Map<string, Held<Habit>>; counts: Map<string, Held<Map<string, number>>> }
export const newMemory = (): PlanMemory => ({ habits: new Map(), counts: new Map() })
const habitLife = 3_600_000
const countLife = 60_000

export type PlanDeps = { db: Db; memory: PlanMemory; connectorOf: ConnectorOf }

function spanOf(query: { from: string; to: string }): { from: Date; to: Date } {
  const [from, to] = [new Date(query.from), new Date(query.to)]
  if (!(from < to) || to.getTime() - from.getTime() > maxSpan) throw spanTooLong()
  return { from, to }
}

const ids = (text: string | undefined): string[] => (text ?? '').split(',').filter((id) => /^[0-9a-f-]{36}$/.test(id))

function presentNote(row: NoteRow, zone: string): NoteView {
  const { dueAt, localTime, title, words, thumbId, format, ...rest } = row
  return {
    ...rest,
    format: format as PostFormat,
    dueAt,
    localTime: (localTime ?? wallTimeOf(new Date(dueAt), zone)).slice(0, 16),
    title: title ?? '',
    words: words ?? '',
    thumbUrl: thumbId ? `/api/v1/brands/${row.brandId}/assets/${thumbId}?size=thumb` : null,
  }
}

async function habitsFor(deps: PlanDeps, tx: Tx, channels: readonly string[], zone: string): Promise<Map<string, Habit>> {
  const { habits } = deps.memory
  const now = Date.now()
  const missing = channels.filter((id) => now - (habits.get(id)?.at ?? 0) > habitLife)
  if (missing.length > 0) {
    const heard = await heardOf(tx, missing, zone)
    for (const id of missing) habits.set(id, { at: now, value: habitOf(heard.filter((row) => row.channelId === id)) })
  }
  return new Map(channels.flatMap((id) => (habits.has(id) ? [[id, (habits.get(id) as Held<Habit>).value] as const] : [])))
}

async function countsFor(deps: PlanDeps, tx: Tx, brands: readonly string[]): Promise<Map<string, number>> {
  const key = brands.join()
  const held = deps.memory.counts.get(key)
  if (held && Date.now() - held.at < countLife) return held.value
  const value = await countCampaigns(tx, brands)
  if (deps.memory.counts.size > 500) deps.memory.counts.clear()
  deps.memory.counts.set(key, { at: Date.now(), value })
  return value
}

/** A channel of conversations alone has no stave. */
const publishes = (deps: PlanDeps, channel: ChannelRow): boolean => connectorFor(deps, channel).capabilities.acts.post.can

export async function readCalendar(deps: PlanDeps, grant: Grant<'read'>, query: CalendarQuery): Promise<CalendarView> {
  const span = spanOf(query)
  const states = deliveryStates.filter((state) => (query.states ?? '').split(',').includes(state))
  return deps.db.readBrands(grant.brands, async (tx) => {
    const brands = await findBrands(tx, grant.brands)
    const zone = brands[0]?.zone ?? 'UTC'
    const days = { from: wallTimeOf(span.from, zone).slice(0, 10), to: wallTimeOf(span.to, zone).slice(0, 10) }
    const filter = { channelIds: ids(query.channelIds), states, pillarId: query.pillarId ?? null, limit: maxNotes + 1 }
    const rows = await notesBetween(tx, { brands: grant.brands, ...span }, filter)
    const channels = (await listChannels(tx, grant.brands)).filter((channel) => channel.disconnectedAt === null && publishes(deps, channel))
    const campaigns = await campaignsOn(tx, grant.brands, days)
    const counts = campaigns.length > 0 ? await countsFor(deps, tx, grant.brands) : new Map<string, number>()
    const habits = await habitsFor(deps, tx, channels.map((c) => c.id), zone) // prettier-ignore
    const zones = new Map(brands.map((b) => [b.id, b.zone]))
    return {
      zone,
      brands: brands.map(({ id, name, color, zone }) => ({ id, name, color, zone })),
      staves: channels.map(({ id, brandId, network, name, handle, avatarUrl, health }) => ({
        id, brandId, network, name, handle, avatarUrl, health, usualTime: habits.get(id)?.usualTime ?? null,
      })), // prettier-ignore
      notes: rows.slice(0, maxNotes).map((row) => presentNote(row, zones.get(row.brandId) ?? zone)),
      truncated: rows.length > maxNotes,
      campaigns: campaigns.map(({ createdAt: _, ...one }) => ({ ...one, notes: counts.get(one.id) ?? 0 })),
      seasonal: seasonalBetween(days.from, days.to, grant.actor.language),
      pillars: await pillarsOf(tx, grant.brands),
      audience: channels.map((c) => ({ channelId: c.id, hours: habits.get(c.id)?.hours ?? null, sample: habits.get(c.id)?.sample ?? 0 })),
      quietHours,
    }
  })
}

export async function readDensity(deps: PlanDeps, grant: Grant<'read'>, query: { from: string; to: string }): Promise<DensityView> {
  const span = spanOf(query)
  return deps.db.readBrands(grant.brands, async (tx) => {
    const [brand] = await findBrands(tx, grant.brands)
    return { days: await densityBetween(tx, { brands: grant.brands, ...span }, brand?.zone ?? 'UTC') }
  })
}

async function changed(tx: Tx, grant: BrandGrant, action: string, subject: string): Promise<void> {
  await recordAudit(tx, grant, action, subject)
  await announce(tx, grant.brandId, planChanged, { what: action })
}

export async function saveCampaign(deps: PlanDeps, grant: BrandGrant<'write'>, id: string | null, body: CampaignBody) {
  if (body.endsOn < body.startsOn) throw campaignReversed()
  Temporal.PlainDate.from(body.startsOn)
  return deps.db.inBrands(grant.brands, async (tx) => {
    const made = id ?? uuid()
    if (id === null) await insertCampaign(tx, { id: made, brandId: grant.brandId, ...body })
    else if (!(await findCampaign(tx, id)) || !(await setCampaign(tx, id, body))) throw notFound()
    await changed(tx, grant, id === null ? 'plan.campaign_made' : 'plan.campaign_changed', made)
    return { id: made, ...body }
  })
}

export async function removeCampaign(deps: PlanDeps, grant: BrandGrant<'write'>, id: string): Promise<void> {
  await deps.db.inBrands(grant.brands, async (tx) => {
    if (!(await deleteCampaign(tx, id))) throw notFound()
    await changed(tx, grant, 'plan.campaign_removed', id)
  })
}

export async function savePillars(deps: PlanDeps, grant: BrandGrant<'write'>, body: PillarsBody) {
  return deps.db.inBrands(grant.brands, async (tx) => {
    const known = new Set((await pillarsOf(tx, grant.brands)).map((row) => row.id))
    if (body.pillars.some((one) => one.id !== null && !known.has(one.id))) throw notFound()
    const rows = body.pillars.map((one, position) => ({ ...one, id: one.id ?? uuid(), brandId: grant.brandId, position }))
    await deletePillarsExcept(tx, grant.brandId, rows.map((row) => row.id)) // prettier-ignore
    for (const row of rows) await upsertPillar(tx, row)
    await changed(tx, grant, 'plan.pillars_changed', grant.brandId)
    return { pillars: (await pillarsOf(tx, grant.brands)).map(({ id, name, share }) => ({ id, name, share })) }
  })
}
