import { sql, type SQL } from 'drizzle-orm'
import type { Tx } from '../platform/db.ts'
import type { Marks } from '../engage/engage.schema.ts'
import type { DeliveryState, HeldReason, PostFormat } from '../publish/publish.schema.ts'

const uuids = (ids: readonly string[]): SQL => sql`${`{${ids.join(',')}}`}::uuid[]`

export type Common = { id: string; brandId: string; brandName: string; network: string; channel: string }
export type WaitingRow = Common & {
  person: string
  words: string
  about: string | null
  since: Date
  pressing: boolean
  marks: Marks | null
}
export type TroubledRow = Common & {
  state: DeliveryState
  title: string
  said: string
  cause: string | null
  reason: HeldReason | null
  author: string | null
  contentId: string | null
  dueAt: Date | null
}
export type ChannelTrouble = Common & { health: string; said: string | null; heardAt: Date | null; expiresAt: Date | null }

const titleOf = sql`coalesce(nullif(c.title, ''), nullif(left(v.items -> 0 ->> 'text', 60), ''), '')`

/** Whom somebody should see at once, then who has waited longest. */
export async function whoWaits(tx: Tx, brands: readonly string[], userId: string, limit: number): Promise<WaitingRow[]> {
  const found = await tx.execute<WaitingRow>(sql`
    select q.id, q.brand_id as "brandId", b.name as "brandName", q.network, ch.name as channel, p.name as person, q.first_line as words, ${titleOf} as about, q.waiting_since as since, q.pressing, q.marks
    from (
      select * from conversation where brand_id = any (${uuids(brands)}) and state = 'open' and waiting_since is not null and (assignee_id is null or assignee_id = ${userId})
      order by pressing desc, waiting_since limit ${limit}
    ) q
    join brand b on b.id = q.brand_id join channel ch on ch.id = q.channel_id join person p on p.id = q.person_id
    left join delivery d on d.id = q.delivery_id left join content c on c.id = d.content_id left join variant v on v.id = d.variant_id
    order by q.pressing desc, q.waiting_since`)
  return found.rows
}

/** Deliveries that need a person: failed, uncertain, held, waiting for approval, and drafts meant for today that nobody scheduled. */
export async function whatIsStuck(tx: Tx, brands: readonly string[], until: Date, limit: number): Promise<TroubledRow[]> {
  const found = await tx.execute<TroubledRow>(sql`
    select d.id, d.brand_id as "brandId", b.name as "brandName", ch.network, ch.name as channel, d.state, ${titleOf} as title, coalesce(d.cause ->> 'said', '') as said, d.cause ->> 'kind' as cause,
      d.held_reason as reason, u.name as author, d.content_id as "contentId", d.due_at as "dueAt"
    from delivery d join brand b on b.id = d.brand_id join channel ch on ch.id = d.channel_id
    left join content c on c.id = d.content_id left join variant v on v.id = d.variant_id left join "user" u on u.id = d.created_by
    where d.brand_id = any (${uuids(brands)}) and (
      d.state in ('failed', 'unknown', 'held', 'awaiting') or (d.state = 'draft' and d.due_at < ${until.toISOString()}::timestamptz and d.due_at > now() - interval '2 days'))
      and (c.id is null or c.removed_at is null)
    order by d.due_at limit ${limit}`)
  return found.rows
}

export async function channelTroubles(tx: Tx, brands: readonly string[]): Promise<ChannelTrouble[]> {
  const found = await tx.execute<ChannelTrouble>(sql`
    select ch.id, ch.brand_id as "brandId", b.name as "brandName", ch.network, ch.name as channel, ch.health, ch.trouble ->> 'said' as said, ch.heard_at as "heardAt",
      ch.credentials_expire_at as "expiresAt"
    from channel ch join brand b on b.id = ch.brand_id where ch.brand_id = any (${uuids(brands)}) and ch.sealed is not null and ch.health <> 'ok'`)
  return found.rows
}

/** `titles` of the first few, in the order in which they leave; `contentId` is the first's. */
export type OutgrownRow = Common & { count: number; titles: string[]; contentId: string; dueAt: Date | null }

/** What waits on each channel and does not fit its limits any more since they changed. */
export async function whatNoLongerFits(tx: Tx, brands: readonly string[]): Promise<OutgrownRow[]> {
  const found = await tx.execute<OutgrownRow>(sql`
    select ch.id, ch.brand_id as "brandId", b.name as "brandName", ch.network, ch.name as channel, count(*)::int as count,
      (array_agg(${titleOf} order by d.due_at, d.id))[1:3] as titles, (array_agg(c.id order by d.due_at, d.id))[1] as "contentId", min(d.due_at) as "dueAt"
    from variant v join delivery d on d.variant_id = v.id join content c on c.id = v.content_id join channel ch on ch.id = v.channel_id join brand b on b.id = ch.brand_id
    where v.brand_id = any (${uuids(brands)}) and v.outgrown <> '[]'::jsonb and d.state in ('draft', 'awaiting', 'scheduled', 'held') and c.removed_at is null
      and ch.disconnected_at is null
    group by ch.id, b.id`)
  return found.rows
}

/** Each network that the desk speaks to itself, with one of its channels. */
export async function spokenNetworks(tx: Tx, brands: readonly string[]): Promise<Common[]> {
  const found = await tx.execute<Common>(sql`
    select distinct on (ch.network) ch.id, ch.brand_id as "brandId", b.name as "brandName", ch.network, ch.name as channel
    from channel ch join brand b on b.id = ch.brand_id where ch.brand_id = any (${uuids(brands)}) and ch.sealed is not null and not ch.assisted
    order by ch.network, ch.position, ch.id`)
  return found.rows
}

export type DayNote = {
  id: string
  at: Date
  state: DeliveryState
  format: PostFormat
  title: string
  network: string
  contentId: string | null
}

/** The day's publications: an idea that leaves on several channels at the same minute is one. */
export async function notesBetween(tx: Tx, brands: readonly string[], from: Date, to: Date): Promise<DayNote[]> {
  const found = await tx.execute<DayNote>(sql`
    select distinct on (d.due_at, coalesce(d.content_id, d.id)) d.id, d.due_at as at, d.state, d.format, ${titleOf} as title, ch.network, d.content_id as "contentId"
    from delivery d join channel ch on ch.id = d.channel_id left join content c on c.id = d.content_id left join variant v on v.id = d.variant_id
    where d.brand_id = any (${uuids(brands)}) and d.kind = 'post' and d.due_at >= ${from.toISOString()}::timestamptz and d.due_at < ${to.toISOString()}::timestamptz
      and d.state <> 'cancelled' and (c.id is null or c.removed_at is null)
    order by d.due_at, coalesce(d.content_id, d.id), ch.position limit 100`)
  return found.rows
}

export type Settled = { published: number; answered: number; done: number; reconciled: number }

/** What was settled since this morning, or since yesterday evening. */
export async function settledSince(tx: Tx, brands: readonly string[], since: Date): Promise<Settled> {
  const at = since.toISOString()
  const found = await tx.execute<Settled>(sql`
    select
      (select count(*)::int from delivery where brand_id = any (${uuids(brands)}) and kind = 'post' and state = 'published' and published_at >= ${at}::timestamptz) as published,
      (select count(*)::int from delivery where brand_id = any (${uuids(brands)}) and kind = 'reply' and state = 'published' and published_at >= ${at}::timestamptz) as answered,
      (select count(*)::int from conversation where brand_id = any (${uuids(brands)}) and state = 'done' and last_at >= ${at}::timestamptz) as done,
      (select count(distinct delivery_id)::int from delivery_line where brand_id = any (${uuids(brands)}) and at >= ${at}::timestamptz and detail ->> 'reconciled' in ('there', 'not_there')) as reconciled`)
  return found.rows[0] ?? { published: 0, answered: 0, done: 0, reconciled: 0 }
}

export type Next = { key: 'post' | 'campaign' | 'expiry'; label: string; at: Date }

export async function whatComes(tx: Tx, brands: readonly string[], after: Date): Promise<Next[]> {
  const at = after.toISOString()
  const found = await tx.execute<Next>(sql`
    (select distinct on (d.due_at, d.content_id) 'post' as key, ${titleOf} as label, d.due_at as at from delivery d left join content c on c.id = d.content_id left join variant v on v.id = d.variant_id
      where d.brand_id = any (${uuids(brands)}) and d.kind = 'post' and d.state = 'scheduled' and d.due_at >= ${at}::timestamptz order by d.due_at, d.content_id limit 2)
    union all
    (select 'campaign', name, starts_on::timestamptz from campaign where brand_id = any (${uuids(brands)}) and starts_on >= ${at}::date and starts_on < ${at}::date + 14 order by starts_on limit 2)
    union all
    (select 'expiry', name, credentials_expire_at from channel where brand_id = any (${uuids(brands)}) and health = 'expiring' order by credentials_expire_at limit 2)
    order by at`)
  return found.rows
}
