import type { MetricCode } from '@pupitre/networks'
import { sql, type SQL } from 'drizzle-orm'
import type { Tx } from '../platform/db.ts'
import { reading } from './measure.tables.ts'

const uuids = (ids: readonly string[]): SQL => sql`${`{${ids.join(',')}}`}::uuid[]`

export type ReadingRow = typeof reading.$inferInsert

export async function insertReadings(tx: Tx, rows: ReadingRow[]): Promise<void> {
  if (rows.length > 0) await tx.insert(reading).values(rows)
}

export type DuePost = {
  id: string
  brandId: string
  channelId: string
  networkId: string
  networkVersion: string | null
  link: string | null
}

/** Young posts are read often, old ones once a day, none after ninety days. */
export async function postsToRead(tx: Tx, limit: number): Promise<DuePost[]> {
  const found = await tx.execute<DuePost>(sql`
    select d.id, d.brand_id as "brandId", d.channel_id as "channelId", d.network_id as "networkId", d.network_version as "networkVersion", d.link
    from delivery d join channel c on c.id = d.channel_id
    left join lateral (select r.read_at from reading r where r.subject_id = d.id order by r.read_at desc limit 1) last on true
    where d.kind = 'post' and d.state = 'published' and d.network_id is not null and c.sealed is not null and d.published_at > now() - interval '90 days'
      and (last.read_at is null or last.read_at < now() - case
        when d.published_at > now() - interval '2 hours' then interval '5 minutes'
        when d.published_at > now() - interval '1 day' then interval '1 hour'
        when d.published_at > now() - interval '7 days' then interval '6 hours'
        else interval '1 day' end)
    order by last.read_at nulls first, d.published_at desc limit ${limit}`)
  return found.rows
}

/** Channels whose own figures were not read for six hours. */
export async function channelsToRead(tx: Tx): Promise<string[]> {
  const found = await tx.execute<{ id: string }>(sql`
    select c.id from channel c where c.sealed is not null
      and not exists (select 1 from reading r where r.subject_id = c.id and r.read_at > now() - interval '6 hours')`)
  return found.rows.map((row) => row.id)
}

export type Latest = { subjectId: string; code: MetricCode; value: number | null; readAt: Date }

/** The last reading of each figure of each subject. */
export async function latestReadings(tx: Tx, subjectIds: readonly string[]): Promise<Latest[]> {
  if (subjectIds.length === 0) return []
  const found = await tx.execute<Latest>(sql`
    select distinct on (subject_id, code) subject_id as "subjectId", code, value, read_at as "readAt"
    from reading where subject_id = any (${uuids(subjectIds)}) order by subject_id, code, read_at desc`)
  return found.rows.map((row) => ({ ...row, readAt: new Date(row.readAt) }))
}

/** Readings of a subject over time, at most one an hour and 500 a figure. */
export async function seriesOf(tx: Tx, subjectId: string): Promise<Latest[]> {
  const found = await tx.execute<Latest>(sql`
    select subject_id as "subjectId", code, value, read_at as "readAt" from (
      select distinct on (code, date_trunc('hour', read_at)) * from reading where subject_id = ${subjectId} order by code, date_trunc('hour', read_at) desc, read_at desc limit 5000
    ) r order by code, read_at`)
  return found.rows.map((row) => ({ ...row, readAt: new Date(row.readAt) }))
}

export type PublishedPost = {
  id: string
  brandId: string
  channelId: string
  title: string
  words: string
  thumb: string | null
  publishedAt: Date
  publishedText: string
  link: string | null
}
export type PostFilter = {
  brands: readonly string[]
  channelId?: string
  cursor: { at: string; id: string } | null
  limit: number
  ids?: string[]
}

/** What was published, newest first, by key. */
export async function publishedPosts(tx: Tx, filter: PostFilter): Promise<PublishedPost[]> {
  const channel = filter.channelId ? sql`and d.channel_id = ${filter.channelId}` : sql``
  const after = filter.cursor ? sql`and (d.published_at, d.id) < (${filter.cursor.at}::timestamptz, ${filter.cursor.id}::uuid)` : sql``
  const only = filter.ids ? sql`and d.id = any (${uuids(filter.ids)})` : sql``
  const found = await tx.execute<PublishedPost>(sql`
    select d.id, d.brand_id as "brandId", d.channel_id as "channelId", coalesce(c.title, '') as title, coalesce(left(v.items -> 0 ->> 'text', 200), '') as words,
      v.items -> 0 -> 'media' -> 0 ->> 'assetId' as thumb, d.published_at as "publishedAt", d.published_at::text as "publishedText", d.link
    from delivery d left join content c on c.id = d.content_id left join variant v on v.id = d.variant_id
    where d.brand_id = any (${uuids(filter.brands)}) and d.kind = 'post' and d.state = 'published' and d.published_at is not null ${channel} ${after} ${only}
    order by d.published_at desc, d.id desc limit ${filter.limit}`)
  return found.rows.map((row) => ({ ...row, publishedAt: new Date(row.publishedAt) }))
}

export type ChannelSums = {
  channelId: string
  posts: number
  replies: number
  read: number
  engagements: number | null
  best: string | null
}

/** Thirty days of a channel: posts, what people wrote, and the interactions of the posts whose figures were read. */
export async function channelSums(tx: Tx, brands: readonly string[]): Promise<ChannelSums[]> {
  const found = await tx.execute<ChannelSums>(sql`
    with posts as (
      select d.id, d.channel_id from delivery d
      where d.brand_id = any (${uuids(brands)}) and d.kind = 'post' and d.state = 'published' and d.published_at > now() - interval '30 days'
    ), last as (
      select distinct on (r.subject_id, r.code) r.subject_id, r.value from reading r join posts p on p.id = r.subject_id
      where r.code in ('likes', 'reposts', 'replies', 'quotes') order by r.subject_id, r.code, r.read_at desc
    ), per_post as (
      select p.channel_id, p.id, sum(l.value)::int as total from posts p left join last l on l.subject_id = p.id group by 1, 2
    ), heard as (
      select m.channel_id, count(*)::int as n from message m
      where m.brand_id = any (${uuids(brands)}) and m.direction = 'in' and m.sent_at > now() - interval '30 days' group by 1
    )
    select c.id as "channelId", count(p.id)::int as posts, coalesce(max(h.n), 0) as replies, count(p.total)::int as read, sum(p.total)::int as engagements,
      (array_agg(p.id order by p.total desc) filter (where p.total > 0))[1] as best
    from channel c left join per_post p on p.channel_id = c.id left join heard h on h.channel_id = c.id
    where c.brand_id = any (${uuids(brands)}) and c.disconnected_at is null group by c.id`)
  return found.rows
}
