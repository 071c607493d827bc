import type { Context, InboundMessage, MetricReading, OwnPost, Page, RemoteRef, Signal } from '../contract.ts'
import { NetworkFailure } from '../contract.ts'
import { count, list, record, text, type Json } from '../json.ts'
import { api, id } from './api.ts'
import { directMessageOf, idOf, includesOf, messageOf, ownPostOf, snowflakeAt, type Includes } from './map.ts'

/** Reading: mentions, private messages, the own timeline, figures. Every thing read is billed once a day. */

const POST_FIELDS =
  'tweet.fields=created_at,author_id,conversation_id,in_reply_to_user_id,referenced_tweets,entities,attachments,lang,note_tweet'
const MEDIA_FIELDS = 'media.fields=media_key,type,url,preview_image_url,alt_text'
const USER_FIELDS = 'user.fields=profile_image_url,public_metrics'
const WITH_AUTHOR = `${POST_FIELDS}&expansions=author_id,attachments.media_keys&${USER_FIELDS}&${MEDIA_FIELDS}`
export const OWN = `${POST_FIELDS}&expansions=attachments.media_keys&${MEDIA_FIELDS}`

/** Ids are given before a post is visible; two born together may appear in the other order. */
const SETTLE_MS = 30_000
/** The timeline of mentions goes back 800 posts. */
const PAGES = 8

/** `base`: everything up to here has certainly been seen. `seen`: what was handed out beyond it. Empty before the first read. */
type Mark = { base: string; seen: string[] }
type Cursor = { mentions: Mark; messages: Mark }

function markOf(value: unknown): Mark {
  const { base, seen } = record(value)
  return { base: text(base, 30), seen: list(seen).map((one) => text(one, 30)) }
}

function parseCursor(raw: string | null): Cursor {
  try {
    const value = record(JSON.parse(raw ?? '{}'))
    return { mentions: markOf(value['mentions']), messages: markOf(value['messages']) }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return { mentions: markOf(null), messages: markOf(null) }
  }
}

type Found = { json: Json; includes: Includes }

/** Pages come newest first; the first read takes one of them, later ones go down to what was seen. Answers oldest first. */
async function since(ctx: Context, path: string, mark: Mark): Promise<Found[]> {
  const all: Found[] = []
  let token = ''
  for (let page = 0; page < (mark.base === '' ? 1 : PAGES); page++) {
    const body = record((await api(ctx, { method: 'GET', path: token === '' ? path : `${path}&pagination_token=${id(token)}` })).json)
    const includes = includesOf(body)
    const items = list(body['data']).map(record)
    all.push(...items.map((json) => ({ json, includes })))
    token = text(record(body['meta'])['next_token'], 200)
    const known = items.some((one) => mark.base !== '' && BigInt(idOf(one['id'])) <= BigInt(mark.base))
    if (token === '' || known) break
  }
  return all.reverse().filter(({ json }) => !mark.seen.includes(idOf(json['id'])) && isAfter(json, mark.base))
}

const isAfter = (json: Json, base: string) => base === '' || BigInt(idOf(json['id'])) > BigInt(base)

/** The last 30 seconds before the newest are read again next time, and what was seen is left out. */
function advance(ctx: Context, mark: Mark, fresh: Found[]): Mark {
  const ids = [...mark.seen, ...fresh.map(({ json }) => idOf(json['id']))].map(BigInt)
  const [newest, ...others] = ids.toSorted((a, b) => (a > b ? -1 : 1))
  if (newest === undefined) return mark
  const settled = snowflakeAt(new Date(ctx.now().getTime() - SETTLE_MS))
  const wanted = newest < settled ? newest : settled
  const base = mark.base === '' || wanted > BigInt(mark.base) ? wanted : BigInt(mark.base)
  return { base: String(base), seen: [newest, ...others].filter((one) => one > base).map(String) }
}

export async function inbox(ctx: Context, cursor: string | null): Promise<Page<Signal>> {
  const from = parseCursor(cursor)
  const sinceId = from.mentions.base === '' ? '' : `&since_id=${id(from.mentions.base)}`
  const mentions = await since(ctx, `/2/users/${id(ctx.account.id)}/mentions?max_results=100${sinceId}&${WITH_AUTHOR}`, from.mentions)
  const direct = await directSince(ctx, from.messages)
  const others = ({ json }: Found, field: string) => json[field] !== ctx.account.id
  const items: InboundMessage[] = [
    ...mentions.filter((one) => others(one, 'author_id')).map(({ json, includes }) => messageOf(json, includes, ctx.account.id, ctx.now())),
    ...direct.filter((one) => others(one, 'sender_id')).map(({ json, includes }) => directMessageOf(json, includes, ctx.now())),
  ]
  const next: Cursor = { mentions: advance(ctx, from.mentions, mentions), messages: advance(ctx, from.messages, direct) }
  const sorted = items.toSorted((a, b) => (a.sentAt < b.sentAt ? -1 : 1))
  return { items: sorted.map((message) => ({ kind: 'message', message })), cursor: JSON.stringify(next), more: false }
}

const EVENTS =
  'event_types=MessageCreate&dm_event.fields=id,text,event_type,created_at,sender_id,dm_conversation_id,attachments&expansions=sender_id,attachments.media_keys'

/** An access without private messages, or their narrow limit (15 in 15 minutes), does not keep the mentions back. */
async function directSince(ctx: Context, mark: Mark): Promise<Found[]> {
  try {
    return await since(ctx, `/2/dm_events?max_results=100&${EVENTS}&${USER_FIELDS}&${MEDIA_FIELDS}`, mark)
  } catch (error) {
    if (error instanceof NetworkFailure && ['forbidden', 'unauthorized', 'rate_limited'].includes(error.kind)) return []
    throw error
  }
}

export async function history(ctx: Context, cursor: string | null): Promise<Page<OwnPost>> {
  const from = cursor === null ? '' : `&pagination_token=${id(cursor)}`
  const path = `/2/users/${id(ctx.account.id)}/tweets?max_results=100&exclude=retweets${from}&${OWN}`
  const body = record((await api(ctx, { method: 'GET', path })).json)
  const includes = includesOf(body)
  const items = list(body['data']).map((post) => ownPostOf(record(post), includes, ctx.now()))
  const next = text(record(body['meta'])['next_token'], 200) || null
  return { items, cursor: next, more: next !== null }
}

/** X searches the last seven days; what is older is in the inbox only. */
export async function replies(ctx: Context, post: RemoteRef): Promise<InboundMessage[]> {
  const query = encodeURIComponent(`(conversation_id:${post.id} OR in_reply_to_tweet_id:${post.id})`)
  const body = record(
    (await api(ctx, { method: 'GET', path: `/2/tweets/search/recent?query=${query}&max_results=100&${WITH_AUTHOR}` })).json,
  )
  const includes = includesOf(body)
  return list(body['data'])
    .map(record)
    .filter((one) => one['author_id'] !== ctx.account.id && one['id'] !== post.id)
    .map((one) => messageOf(one, includes, ctx.account.id, ctx.now()))
    .reverse()
}

const BATCH = 100

/** Names of the figures as X gives them, the older first. */
const NAMES: readonly [MetricReading['code'], string, string?][] = [
  ['impressions', 'impression_count'],
  ['likes', 'like_count'],
  ['reposts', 'retweet_count', 'repost_count'],
  ['replies', 'reply_count'],
  ['quotes', 'quote_count'],
  ['saves', 'bookmark_count'],
]

export async function postMetrics(ctx: Context, posts: readonly RemoteRef[]): Promise<Map<string, MetricReading[]>> {
  const known = posts.filter((post) => /^\d{1,19}$/.test(post.id))
  const found = new Map<string, MetricReading[]>()
  for (let i = 0; i < known.length; i += BATCH) {
    const ids = known.slice(i, i + BATCH).map((post) => post.id)
    const { json } = await api(ctx, { method: 'GET', path: `/2/tweets?ids=${ids.join(',')}&tweet.fields=public_metrics` })
    for (const post of list(record(json)['data']).map(record)) found.set(idOf(post['id']), readings(record(post['public_metrics'])))
  }
  return found
}

function readings(metrics: Json): MetricReading[] {
  return NAMES.map(([code, name, newer]) => {
    const used = newer !== undefined && metrics[name] === undefined && metrics[newer] !== undefined ? newer : name
    return { code, name: used, value: count(metrics[used]) }
  })
}

export async function accountMetrics(ctx: Context): Promise<MetricReading[]> {
  const { json } = await api(ctx, { method: 'GET', path: '/2/users/me?user.fields=public_metrics' })
  const { followers_count: followers } = record(record(record(json)['data'])['public_metrics'])
  return [{ code: 'followers', name: 'followers_count', value: count(followers) }]
}
