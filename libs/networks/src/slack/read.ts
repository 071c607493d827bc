import type { Author, Context, InboundMessage, MetricReading, OwnPost, Page, RemoteRef, Signal } from '../contract.ts'
import { NetworkFailure } from '../contract.ts'
import { afterAnswer } from '../http.ts'
import { count, list, record, text, type Json } from '../json.ts'
import { ask } from './api.ts'
import { houseOf } from './auth.ts'
import { authorOf, isOwn, isPersons, messageOf, ownPostOf, placeOf, tsOf } from './map.ts'

/** Reading: the channel and its threads (https://docs.slack.dev/reference/methods/conversations.history, conversations.replies). */

const PAGE = 100
const PAGES = 10
/** Every thread is a question of its own, and Slack counts questions by the minute. */
const FIRST_THREADS = 20
/** A message may be readable a moment after its time stamp was given. */
const SETTLE_SECONDS = 5

type Asking = Pick<Context, 'fetch' | 'now' | 'signal' | 'credentials' | 'account'>
type Wanted = { from: string | null; thread: string | null }

/** Everything in the channel, or in one of its threads, since a time stamp, oldest first. */
export async function messagesSince(ctx: Asking, { from, thread }: Wanted): Promise<{ messages: Json[]; complete: boolean }> {
  const method = thread === null ? 'conversations.history' : 'conversations.replies'
  const base: Record<string, string> = { channel: ctx.account.id, limit: String(PAGE), include_all_metadata: 'true' }
  if (thread !== null) base['ts'] = thread
  if (from !== null) base['oldest'] = from
  const messages: Json[] = []
  let cursor = ''
  for (let page = 0; page < PAGES; page++) {
    const answer = await ask(ctx, method, cursor === '' ? base : { ...base, cursor })
    // Anything else than a list says nothing: an empty one would say that a post is not there.
    if (!Array.isArray(answer['messages'])) throw afterAnswer(false, 'no list in the answer')
    messages.push(...answer['messages'].map(record))
    cursor = text(record(answer['response_metadata'])['next_cursor'], 500)
    if (answer['has_more'] !== true || cursor === '') return { messages: sorted(messages), complete: true }
  }
  return { messages: sorted(messages), complete: false }
}

const sorted = (messages: Json[]): Json[] => messages.sort((a, b) => (tsOf(a['ts']) < tsOf(b['ts']) ? -1 : 1))

/** `base`: everything up to here has certainly been seen. `seen`: what was handed out beyond it. */
type Cursor = { base: string; seen: string[] }

function parseCursor(raw: string | null): Cursor | null {
  if (raw === null) return null
  try {
    const value = record(JSON.parse(raw))
    return { base: tsOf(value['base']), seen: list(value['seen']).map((one) => text(one, 20)) }
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

/** The last hundred messages of the channel, whose threads are looked into, and whatever else came since the cursor. */
async function newest(ctx: Asking): Promise<Json[]> {
  const answer = await ask(ctx, 'conversations.history', { channel: ctx.account.id, limit: String(PAGE) })
  return list(answer['messages']).map(record)
}

/** Oldest first. The last seconds before the newest are read again, and what was handed out is left out. */
export async function inbox(ctx: Context, raw: string | null): Promise<Page<Signal>> {
  const cursor = parseCursor(raw)
  const recent = await newest(ctx)
  const since = cursor === null ? recent : (await messagesSince(ctx, { from: cursor.base, thread: null })).messages
  const inThreads: Json[] = []
  const threads = recent.filter((message) => hasNews(message, cursor?.base ?? '0'))
  for (const parent of cursor === null ? threads.slice(0, FIRST_THREADS) : threads) {
    const { messages } = await messagesSince(ctx, { from: cursor?.base ?? null, thread: tsOf(parent['ts']) })
    inThreads.push(...messages.filter((message) => message['ts'] !== parent['ts']))
  }
  const all = unique([...since, ...inThreads]).filter((message) => cursor === null || tsOf(message['ts']) > cursor.base)
  const fresh = all.filter((message) => !cursor?.seen.includes(tsOf(message['ts'])))
  const theirs = fresh.filter((message) => isPersons(message) && !isOwn(message, houseOf(ctx)))
  const items = (await withAuthors(ctx, theirs)).map((message): Signal => ({ kind: 'message', message }))
  return { items, cursor: JSON.stringify(advance(ctx, cursor, all)), more: false }
}

function hasNews(message: Json, base: string): boolean {
  return text(message['latest_reply'], 20) > base
}

function unique(messages: Json[]): Json[] {
  return sorted([...new Map(messages.map((message) => [tsOf(message['ts']), message])).values()])
}

function advance(ctx: Asking, cursor: Cursor | null, all: Json[]): Cursor {
  const stamps = all.map((message) => tsOf(message['ts']))
  const last = stamps.at(-1)
  const start = cursor?.base ?? stamps[0] ?? '0000000000.000000'
  if (last === undefined) return { base: start, seen: cursor?.seen ?? [] }
  const base = stamps.findLast((ts) => Number(ts) < Number(last) - SETTLE_SECONDS) ?? start
  return { base, seen: stamps.filter((ts) => ts > base) }
}

/** Slack names people by number; who they are is asked once each. */
async function withAuthors(ctx: Asking, messages: Json[]): Promise<InboundMessage[]> {
  const authors = new Map<string, Author>()
  for (const id of new Set(messages.map((message) => text(message['user'], 30)))) authors.set(id, await authorBy(ctx, id))
  const nameOf = (id: string) => authors.get(id)?.name ?? null
  const house = houseOf(ctx)
  return messages.map((message) => {
    const id = text(message['user'], 30)
    return messageOf(message, authors.get(id) ?? authorOf(null, id), house, nameOf)
  })
}

async function authorBy(ctx: Asking, id: string): Promise<Author> {
  try {
    return authorOf((await ask(ctx, 'users.info', { user: id }))['user'], id)
  } catch (error) {
    // Who left, or is of another workspace, keeps the number as a name.
    if (error instanceof NetworkFailure && error.kind === 'rejected_content') return authorOf(null, id)
    throw error
  }
}

/** What the app wrote, newest first: in the channel, and in the threads of this page that it wrote in. */
export async function history(ctx: Context, cursor: string | null): Promise<Page<OwnPost>> {
  const house = houseOf(ctx)
  const query: Record<string, string> = { channel: ctx.account.id, limit: String(PAGE) }
  if (cursor !== null) query['cursor'] = cursor
  const answer = await ask(ctx, 'conversations.history', query)
  const page = list(answer['messages']).map(record)
  const inThreads: Json[] = []
  for (const parent of page.filter((message) => list(message['reply_users']).includes(house.botUserId))) {
    const { messages } = await messagesSince(ctx, { from: null, thread: tsOf(parent['ts']) })
    inThreads.push(...messages.filter((message) => message['ts'] !== parent['ts']))
  }
  const own = unique([...page, ...inThreads]).filter((message) => isOwn(message, house))
  const next = text(record(answer['response_metadata'])['next_cursor'], 500)
  const more = answer['has_more'] === true && next !== ''
  return { items: own.reverse().map((message) => ownPostOf(message, house)), cursor: more ? next : null, more }
}

export async function replies(ctx: Context, post: RemoteRef): Promise<InboundMessage[]> {
  const { ts } = placeOf(post)
  const { messages } = await messagesSince(ctx, { from: null, thread: ts })
  const house = houseOf(ctx)
  return withAuthors(
    ctx,
    messages.filter((message) => message['ts'] !== ts && isPersons(message) && !isOwn(message, house)),
  )
}

/** Reactions and answers are all that Slack counts for an app. */
export async function postMetrics(ctx: Context, posts: readonly RemoteRef[]): Promise<Map<string, MetricReading[]>> {
  const found = new Map<string, MetricReading[]>()
  for (const post of posts) {
    const { channel, ts } = placeOf(post)
    try {
      const answer = await ask(ctx, 'conversations.replies', { channel, ts, limit: '1' })
      const message = list(answer['messages'])
        .map(record)
        .find((one) => one['ts'] === ts)
      if (message) found.set(post.id, readings(message))
    } catch (error) {
      if (!(error instanceof NetworkFailure) || error.kind !== 'not_found') throw error
    }
  }
  return found
}

function readings(message: Json): MetricReading[] {
  const counts = list(message['reactions']).map((one) => count(record(one)['count']) ?? 0)
  return [
    { code: 'likes', name: 'reactions.count', value: counts.reduce((a, b) => a + b, 0) },
    { code: 'replies', name: 'reply_count', value: count(message['reply_count']) ?? 0 },
    { code: 'impressions', name: null, value: null },
  ]
}

export async function accountMetrics(ctx: Context): Promise<MetricReading[]> {
  const answer = await ask(ctx, 'conversations.info', { channel: ctx.account.id, include_num_members: 'true' })
  return [{ code: 'followers', name: 'num_members', value: count(record(answer['channel'])['num_members']) }]
}
