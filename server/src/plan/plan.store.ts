import { and, asc, eq, gte, inArray, isNull, lte, notInArray, sql } from 'drizzle-orm'
import type { Tx } from '../platform/db.ts'
import type { DeliveryState } from '../publish/publish.schema.ts'
import { calendarFeed, campaign, pillar } from './plan.tables.ts'

export type NoteRow = {
  id: string
  brandId: string
  channelId: string
  contentId: string | null
  state: DeliveryState
  format: string
  /** ISO 8601 in UTC, written by the database: thousands of dates taken apart and put together again are felt. */
  dueAt: string
  localTime: string | null
  title: string | null
  words: string | null
  thumbId: string | null
  pillarId: string | null
  campaignId: string | null
  version: number
}

export type Span = { brands: readonly string[]; from: Date; to: Date }
export type NoteFilter = { channelIds: readonly string[]; states: readonly string[]; pillarId: string | null; limit: number }

const uuids = (ids: readonly string[]) => sql`${`{${ids.join(',')}}`}::uuid[]`

/** What a note shows and nothing more: the first words are cut by the database, whole texts and sealed posts stay there. */
export async function notesBetween(tx: Tx, span: Span, filter: NoteFilter): Promise<NoteRow[]> {
  const channels = filter.channelIds.length > 0 ? sql`and d.channel_id = any(${uuids(filter.channelIds)})` : sql``
  const states = filter.states.length > 0 ? sql`and d.state = any(${`{${filter.states.join(',')}}`}::text[])` : sql``
  const ofPillar = filter.pillarId ? sql`and c.pillar_id = ${filter.pillarId}::uuid` : sql``
  const found = await tx.execute<NoteRow>(sql`
    select d.id, d.brand_id as "brandId", d.channel_id as "channelId", d.content_id as "contentId", d.state, d.format,
      to_char(d.due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "dueAt", d.local_time as "localTime", left(c.title, 200) as title,
      left(c.items -> 0 ->> 'text', 140) as words, c.items #>> '{0,media,0,assetId}' as "thumbId",
      c.pillar_id as "pillarId", c.campaign_id as "campaignId", d.version
    from delivery d left join content c on c.id = d.content_id
    where d.brand_id = any(${uuids(span.brands)}) and d.due_at >= ${span.from.toISOString()}::timestamptz
      and d.due_at < ${span.to.toISOString()}::timestamptz and d.kind = 'post' ${channels} ${states} ${ofPillar}
    order by d.due_at, d.id limit ${filter.limit}`)
  return found.rows
}

export type DensityRow = { date: string; channelId: string; count: number; published: number }

export async function densityBetween(tx: Tx, span: Span, zone: string): Promise<DensityRow[]> {
  const found = await tx.execute<DensityRow>(sql`
    select day::text as date, channel_id as "channelId", count(*)::int as count, count(*) filter (where state = 'published')::int as published
    from (select (due_at at time zone ${zone})::date as day, channel_id, state from delivery
    where brand_id = any(${uuids(span.brands)}) and due_at >= ${span.from.toISOString()}::timestamptz
      and due_at < ${span.to.toISOString()}::timestamptz and kind = 'post' and state not in ('cancelled', 'expired')) d
    group by day, channel_id`)
  return found.rows
}

export function campaignsOn(tx: Tx, brands: readonly string[], days: { from: string; to: string }) {
  return tx
    .select()
    .from(campaign)
    .where(and(inArray(campaign.brandId, [...brands]), lte(campaign.startsOn, days.to), gte(campaign.endsOn, days.from)))
    .orderBy(asc(campaign.startsOn), asc(campaign.id))
}

/** How many posts belong to each campaign, whatever the span that is looked at. */
export async function countCampaigns(tx: Tx, brands: readonly string[]): Promise<Map<string, number>> {
  const found = await tx.execute<{ id: string; count: number }>(sql`
    select c.campaign_id as id, count(*)::int as count
    from content c join delivery d on d.content_id = c.id and d.kind = 'post' and d.state not in ('cancelled', 'expired')
    where c.brand_id = any(${uuids(brands)}) and c.campaign_id is not null and c.removed_at is null group by 1`)
  return new Map(found.rows.map((row) => [row.id, row.count]))
}

export async function findCampaign(tx: Tx, id: string) {
  return (await tx.select().from(campaign).where(eq(campaign.id, id)))[0] ?? null
}

export async function insertCampaign(tx: Tx, row: typeof campaign.$inferInsert): Promise<void> {
  await tx.insert(campaign).values(row)
}

export async function setCampaign(tx: Tx, id: string, change: Partial<typeof campaign.$inferInsert>): Promise<boolean> {
  return (await tx.update(campaign).set(change).where(eq(campaign.id, id)).returning({ id: campaign.id })).length > 0
}

export async function deleteCampaign(tx: Tx, id: string): Promise<boolean> {
  await tx.execute(sql`update content set campaign_id = null where campaign_id = ${id}::uuid`)
  return (await tx.delete(campaign).where(eq(campaign.id, id)).returning({ id: campaign.id })).length > 0
}

export function pillarsOf(tx: Tx, brands: readonly string[]) {
  return tx
    .select()
    .from(pillar)
    .where(inArray(pillar.brandId, [...brands]))
    .orderBy(asc(pillar.position), asc(pillar.id))
}

export async function upsertPillar(tx: Tx, row: typeof pillar.$inferInsert): Promise<void> {
  const { name, share, position } = row
  // A row of another brand is left alone: its id cannot be taken over.
  await tx
    .insert(pillar)
    .values(row)
    .onConflictDoUpdate({ target: pillar.id, set: { name, share, position }, setWhere: eq(pillar.brandId, row.brandId) })
}

export async function deletePillarsExcept(tx: Tx, brandId: string, ids: readonly string[]): Promise<void> {
  const gone = await tx
    .delete(pillar)
    .where(and(eq(pillar.brandId, brandId), ids.length > 0 ? notInArray(pillar.id, [...ids]) : undefined))
    .returning({ id: pillar.id })
  if (gone.length === 0) return
  await tx.execute(
    sql`update content set pillar_id = null where brand_id = ${brandId}::uuid and pillar_id = any(${uuids(gone.map((g) => g.id))})`,
  )
}

export type HeardRow = { channelId: string; weekday: number; hour: number; minute: number; engagements: number | null }

/** When each channel spoke in its last months and how its public answered; null where its network gives no figure. */
export async function heardOf(tx: Tx, channels: readonly string[], zone: string): Promise<HeardRow[]> {
  const found = await tx.execute<HeardRow>(sql`
    select d.channel_id as "channelId", extract(isodow from d.published_at at time zone ${zone})::int as weekday,
      extract(hour from d.published_at at time zone ${zone})::int as hour,
      extract(minute from d.published_at at time zone ${zone})::int as minute, r.engagements
    from (
      select id, channel_id, published_at, row_number() over (partition by channel_id order by due_at desc) as rank
      from delivery
      where channel_id = any(${uuids(channels)}) and due_at > now() - interval '180 days' and kind = 'post'
        and state = 'published' and published_at is not null
    ) d
    left join lateral (
      select sum(value)::int as engagements from (
        select distinct on (code) code, value from reading
        where subject_id = d.id and code in ('likes', 'replies', 'reposts', 'quotes') order by code, read_at desc
      ) latest
    ) r on true
    where d.rank <= 400`)
  return found.rows
}

export function feedsOf(tx: Tx, brandId: string, userId: string) {
  return tx
    .select({ id: calendarFeed.id, createdAt: calendarFeed.createdAt })
    .from(calendarFeed)
    .where(and(eq(calendarFeed.brandId, brandId), eq(calendarFeed.userId, userId), isNull(calendarFeed.revokedAt)))
    .orderBy(asc(calendarFeed.createdAt))
}

export async function insertFeed(tx: Tx, row: typeof calendarFeed.$inferInsert): Promise<void> {
  await tx.insert(calendarFeed).values(row)
}

export async function revokeFeed(tx: Tx, id: string, userId: string): Promise<boolean> {
  const done = await tx
    .update(calendarFeed)
    .set({ revokedAt: sql`now()` })
    .where(and(eq(calendarFeed.id, id), eq(calendarFeed.userId, userId), isNull(calendarFeed.revokedAt)))
    .returning({ id: calendarFeed.id })
  return done.length > 0
}

export async function findFeed(tx: Tx, tokenHash: string) {
  const found = await tx
    .select()
    .from(calendarFeed)
    .where(and(eq(calendarFeed.tokenHash, tokenHash), isNull(calendarFeed.revokedAt)))
  return found[0] ?? null
}
