import type { Context, InboundMessage, MetricReading, OwnPost, Page, RemoteRef, Signal } from '../contract.ts'
import { NetworkFailure } from '../contract.ts'
import { count, list, record, text, type Json } from '../json.ts'
import { api } from './api.ts'
import { isPersons, messageOf, ownPostOf, placeOf, snowflake, timeOf, type Place, type Reader } from './map.ts'

/** Reading: the channel and its threads, messages after an id (https://docs.discord.com/developers/resources/message). */

const PAGE = 100
/** Ids are given before a message can be read; two written together may appear in the other order. */
const SETTLE_MS = 5_000
const REPLY_PAGES = 5

type Asking = Pick<Context, 'fetch' | 'now' | 'signal' | 'credentials' | 'account'>

/** `base` per channel: everything up to here has certainly been seen. `seen`: what was handed out beyond it. */
type Cursor = { base: Record<string, string>; seen: string[] }

function parseCursor(raw: string | null): Cursor | null {
  if (raw === null) return null
  try {
    const value = record(JSON.parse(raw))
    const base = Object.fromEntries(Object.entries(record(value['base'])).map(([channel, id]) => [channel, text(id, 30)]))
    return { base, seen: list(value['seen']).map((one) => text(one, 30)) }
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

const newer = (a: string, b: string): boolean => BigInt(a) > BigInt(b)

function reader(ctx: Asking, thread: Place | null): Reader {
  const { guildId = '', botId = '' } = ctx.credentials.secret
  return { guild: guildId, botId, thread, now: ctx.now() }
}

/** Oldest first. Discord hands a page out newest first, and with `after` the one that follows directly. */
async function messagesAfter(ctx: Asking, channel: string, after: string | null): Promise<Json[]> {
  const query = after === null ? '' : `&after=${after}`
  const { json } = await api(ctx, { method: 'GET', path: `/channels/${channel}/messages?limit=${PAGE}${query}` })
  return list(json)
    .map(record)
    .sort((a, b) => (newer(snowflake(a['id']), snowflake(b['id'])) ? 1 : -1))
}

/**
 * A page of the channel and of each of its threads that has something new. The first read begins with the last hundred messages
 * of each.
 */
export async function inbox(ctx: Context, raw: string | null): Promise<Page<Signal>> {
  const cursor = parseCursor(raw) ?? { base: {}, seen: [] }
  const next: Cursor = { base: { ...cursor.base }, seen: [] }
  const items: InboundMessage[] = []
  let more = false
  for (const { channel, thread, last } of await placesToRead(ctx)) {
    const base = cursor.base[channel] ?? (thread && raw !== null ? channel : null)
    if (isRead(last, base)) continue
    const page = await messagesAfter(ctx, channel, base)
    const fresh = page.filter((one) => !cursor.seen.includes(snowflake(one['id'])))
    items.push(...fresh.filter((one) => isTheirs(ctx, one)).map((one) => messageOf(one, reader(ctx, thread))))
    const settled = settledBase(page, base)
    next.base[channel] = settled
    next.seen.push(...page.map((one) => snowflake(one['id'])).filter((id) => newer(id, settled)))
    more ||= page.length >= PAGE && base !== null
  }
  items.sort((a, b) => (newer(a.id, b.id) ? 1 : -1))
  return { items: items.map((message) => ({ kind: 'message', message })), cursor: JSON.stringify(next), more }
}

/** A thread tells its last message; the channel itself is asked every time. */
const isRead = (last: string | null, base: string | null): boolean => last !== null && base !== null && !newer(last, base)

/** The newest that is a settle time older than the newest of all; of a full page in the past, its end. */
function settledBase(page: readonly Json[], base: string | null): string {
  const ids = page.map((one) => snowflake(one['id']))
  const [first, last] = [ids[0], ids.at(-1)]
  if (first === undefined || last === undefined) return base ?? '0'
  if (ids.length >= PAGE) return last
  const settled = ids.findLast((id) => timeOf(id) < timeOf(last) - SETTLE_MS)
  return settled ?? base ?? (BigInt(first) - 1n).toString()
}

const isTheirs = (ctx: Asking, message: Json): boolean =>
  isPersons(message) && record(message['author'])['id'] !== ctx.credentials.secret['botId']

type Reading = { channel: string; thread: Place | null; last: string | null }

/** The channel itself, and its threads that are not archived. A thread on a message has that message's id. */
async function placesToRead(ctx: Asking): Promise<Reading[]> {
  const { json } = await api(ctx, { method: 'GET', path: `/guilds/${ctx.credentials.secret['guildId']}/threads/active` })
  const threads = list(record(json)['threads'])
    .map(record)
    .filter((thread) => thread['parent_id'] === ctx.account.id)
    .map((thread) => {
      const id = snowflake(thread['id'])
      const last = text(thread['last_message_id'], 30)
      return { channel: id, thread: { channel: ctx.account.id, message: id }, last: last === '' ? null : last }
    })
  return [{ channel: ctx.account.id, thread: null, last: null }, ...threads]
}

/** What the bot wrote in the channel, newest first; others' messages are left out, so a page may be short. */
export async function history(ctx: Context, cursor: string | null): Promise<Page<OwnPost>> {
  const query = cursor === null ? '' : `&before=${snowflake(cursor)}`
  const { json } = await api(ctx, { method: 'GET', path: `/channels/${ctx.account.id}/messages?limit=${PAGE}${query}` })
  const messages = list(json).map(record)
  const { guild, botId, now } = reader(ctx, null)
  const own = messages.filter((message) => record(message['author'])['id'] === botId)
  const last = messages.at(-1)
  const next = messages.length >= PAGE && last ? snowflake(last['id']) : null
  return { items: own.map((message) => ownPostOf(message, guild, now)), cursor: next, more: next !== null }
}

/** Answers in the channel after the post (five hundred messages at most are looked through), and those in its thread. */
export async function replies(ctx: Context, post: RemoteRef): Promise<InboundMessage[]> {
  const { channel, message } = placeOf(post)
  const found: InboundMessage[] = []
  for (let page = 0, after: string | null = message; page < REPLY_PAGES && after !== null; page++) {
    const messages: Json[] = await messagesAfter(ctx, channel, after)
    const answers = messages.filter((one) => record(one['message_reference'])['message_id'] === message && isTheirs(ctx, one))
    found.push(...answers.map((one) => messageOf(one, reader(ctx, null))))
    const last = messages.at(-1)
    after = messages.length >= PAGE && last ? snowflake(last['id']) : null
  }
  const thread = { channel, message }
  for (const one of await threadMessages(ctx, message)) if (isTheirs(ctx, one)) found.push(messageOf(one, reader(ctx, thread)))
  return found.map((one) => ({ ...one, root: post }))
}

async function threadMessages(ctx: Context, thread: string): Promise<Json[]> {
  try {
    return await messagesAfter(ctx, thread, null)
  } catch (error) {
    if (error instanceof NetworkFailure && (error.kind === 'account_gone' || error.kind === 'not_found')) return []
    throw error
  }
}

/** Reactions are all that Discord counts for a bot: every reaction of every kind. */
export async function postMetrics(ctx: Context, posts: readonly RemoteRef[]): Promise<Map<string, MetricReading[]>> {
  const found = new Map<string, MetricReading[]>()
  for (const post of posts) {
    const { channel, message } = placeOf(post)
    try {
      const { json } = await api(ctx, { method: 'GET', path: `/channels/${channel}/messages/${message}` })
      found.set(post.id, readings(record(json)))
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
    { code: 'impressions', name: null, value: null },
  ]
}

export async function accountMetrics(ctx: Context): Promise<MetricReading[]> {
  const { json } = await api(ctx, { method: 'GET', path: `/guilds/${ctx.credentials.secret['guildId']}?with_counts=true` })
  return [{ code: 'followers', name: 'approximate_member_count', value: count(record(json)['approximate_member_count']) }]
}
