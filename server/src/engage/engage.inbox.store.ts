import { sql, type SQL } from 'drizzle-orm'
import type { Tx } from '../platform/db.ts'
import type { InboxView, Marks } from './engage.schema.ts'

export type InboxFilter = {
  brands: readonly string[]
  userId: string
  view: InboxView
  /** Those that should be seen at once first, or the newest only. */
  sort: 'recent' | 'urgent'
  channelId?: string | undefined
  ids?: readonly string[] | undefined
  cursor: { at: string; id: string; pressing: boolean } | null
  limit: number
}

const uuids = (ids: readonly string[]): SQL => sql`${`{${ids.join(',')}}`}::uuid[]`

/** Written into the statement, so that a plan made once knows how few rows are wanted. */
const atMost = (count: number): SQL => sql.raw(String(Math.trunc(count)))

/** One brand is asked by equality, so that its index gives the order. */
const ofBrands = (brands: readonly string[]): SQL =>
  brands.length === 1 ? sql`c.brand_id = ${brands[0]}` : sql`c.brand_id = any (${uuids(brands)})`

function inView(view: InboxView, userId: string): SQL {
  switch (view) {
    case 'mine':
      return sql`c.state = 'open' and c.assignee_id = ${userId}`
    case 'team':
      return sql`c.state = 'open'`
    case 'waiting':
      return sql`c.state = 'open' and c.waiting_since is not null`
    case 'snoozed':
      return sql`c.state = 'snoozed'`
    case 'done':
      return sql`c.state = 'done'`
    default:
      return sql`true`
  }
}

/** Which conversations stand in a view, by key, newest first. */
export function inboxIds(filter: InboxFilter): SQL {
  const { cursor } = filter
  const first = filter.sort === 'urgent' ? sql`c.pressing desc, ` : sql``
  const after =
    cursor === null
      ? sql``
      : filter.sort === 'urgent'
        ? sql`and (c.pressing, c.last_at, c.id) < (${cursor.pressing}, ${cursor.at}::timestamptz, ${cursor.id}::uuid)`
        : sql`and (c.last_at, c.id) < (${cursor.at}::timestamptz, ${cursor.id}::uuid)`
  const channel = filter.channelId ? sql`and c.channel_id = ${filter.channelId}` : sql``
  const among = filter.ids ? sql`and c.id = any (${uuids(filter.ids)})` : sql``
  return sql`select c.id from conversation c where ${ofBrands(filter.brands)} and ${inView(filter.view, filter.userId)} ${channel} ${among} ${after} order by ${first}c.last_at desc, c.id desc limit ${atMost(filter.limit)}`
}

/** How many of the newest messages, and of the people last seen, a search looks at: far more than its page of conversations shows. */
const searchMost = { messages: 500, people: 50 }

/** Words in messages, accents and endings aside, and names of people, in whatever state the conversation is. Ids only: the barrier stands in the functions. */
export function searchIds(filter: InboxFilter & { search: string }): SQL {
  const channel = filter.channelId ? sql`and c.channel_id = ${filter.channelId}` : sql``
  return sql`
    select c.id from (
      select s.conversation_id as id, s.last_at as at from search_messages(${filter.search}, ${searchMost.messages}) s
      union all
      select k.id, k.last_at from search_people(${filter.search}, ${searchMost.people}) p join conversation k on k.person_id = p.person_id
    ) found join conversation c on c.id = found.id
    where ${ofBrands(filter.brands)} ${channel}
    group by c.id order by max(found.at) desc, c.id limit ${atMost(filter.limit)}`
}

export type InboxRow = {
  id: string
  brand_id: string
  brand_name: string
  channel_id: string
  network: string
  kind: 'reply' | 'mention' | 'quote' | 'direct' | 'review'
  first_line: string
  state: 'open' | 'snoozed' | 'done'
  snooze_until: Date | null
  labels: string[]
  unread: number
  last_at: Date
  last_text: string
  waiting_since: Date | null
  version: number
  marks: Marks | null
  pressing: boolean
  assignee_id: string | null
  assignee_name: string | null
  person_id: string
  person_name: string
  handle: string
  avatar_url: string | null
  profile_url: string | null
  followers: number | null
}

const rowOf = sql`c.id, c.brand_id, b.name as brand_name, c.channel_id, c.network, c.kind, c.first_line, c.state, c.snooze_until, c.labels, c.unread, c.last_at,
  c.last_at::text as last_text, c.waiting_since, c.version, c.marks, c.pressing, c.assignee_id, u.name as assignee_name,
  p.id as person_id, p.name as person_name, p.handle, p.avatar_url, p.profile_url, p.followers`
const around = sql`join person p on p.id = c.person_id join brand b on b.id = c.brand_id left join "user" u on u.id = c.assignee_id`

export async function findInboxRow(tx: Tx, id: string): Promise<InboxRow | null> {
  const found = await tx.execute<InboxRow>(sql`select ${rowOf} from conversation c ${around} where c.id = ${id}`)
  return found.rows[0] ?? null
}

/** Counted up to a thousand: beyond, a figure would cost more than it says. */
const countMost = 1000

export type ViewCounts = { mine: number; team: number; waiting: number; snoozed: number }

/** The rows that `ids` chooses, in its order, and how many stand in each view: in one way to the database and back. */
export async function loadInbox(
  tx: Tx,
  ids: SQL,
  of: Pick<InboxFilter, 'brands' | 'userId'>,
): Promise<{ rows: InboxRow[]; counts: ViewCounts }> {
  const count = (view: InboxView) =>
    sql`(select count(*)::int from (select 1 from conversation c where ${ofBrands(of.brands)} and ${inView(view, of.userId)} limit ${atMost(countMost)}) q)`
  const found = await tx.execute<{ counts: ViewCounts } & { [column in keyof InboxRow]: InboxRow[column] | null }>(sql`
    with wanted as materialized (select id, row_number() over () as nth from (${ids}) q),
    page as (select nth, ${rowOf} from wanted w join conversation c on c.id = w.id ${around})
    select counts, page.* from (
      select jsonb_build_object('mine', ${count('mine')}, 'team', ${count('team')}, 'waiting', ${count('waiting')}, 'snoozed', ${count('snoozed')}) as counts
    ) q left join page on true order by nth`)
  const [first] = found.rows
  if (!first) throw new Error('the counts are always there')
  return { rows: found.rows.filter((row): row is InboxRow & typeof row => row.id !== null), counts: first.counts }
}

/** The brand's own post a conversation hangs under. */
export async function loadPost(tx: Tx, deliveryId: string) {
  const found = await tx.execute<{
    id: string
    brand_id: string
    title: string
    words: string
    thumb: string | null
    link: string | null
    published_at: Date | null
  }>(sql`
    select d.id, d.brand_id, coalesce(c.title, '') as title, coalesce(left(v.items -> 0 ->> 'text', 200), '') as words,
      v.items -> 0 -> 'media' -> 0 ->> 'assetId' as thumb, d.link, d.published_at
    from delivery d left join content c on c.id = d.content_id left join variant v on v.id = d.variant_id where d.id = ${deliveryId}`)
  return found.rows[0] ?? null
}
