import type { Context, InboundMessage, MetricReading, OwnPost, Page, RemoteRef, Signal } from '../contract.ts'
import { NetworkFailure } from '../contract.ts'
import { count, instant, list, record, text, type Json } from '../json.ts'
import type { Answer } from '../http.ts'
import { api, id } from './api.ts'
import { idOf, kindOf, messageOf, ownPostOf } from './map.ts'

/** Reading: notifications, own statuses, threads, figures (https://docs.joinmastodon.org/methods/notifications/). */

const PAGE = 40
/** Ids are given before a notification is visible; two born together may appear in the other order. */
const SETTLE_MS = 30_000

/**
 * `base`: everything up to here has certainly been seen. `at`: how far the current pass has read.
 * `seen`: what was handed out beyond `base`, so that reading it again repeats nothing. `last`: newest time of the pass.
 */
type Cursor = { base: string; at: string; seen: string[]; last: string }

function parseCursor(raw: string | null): Cursor {
  const start = { base: '0', at: '0', seen: [], last: '' }
  if (raw === null) return start
  try {
    const value = record(JSON.parse(raw))
    return {
      base: text(value['base'], 100) || '0',
      at: text(value['at'], 100) || '0',
      seen: list(value['seen']).map((one) => text(one, 100)),
      last: text(value['last'], 40),
    }
  } catch (error) {
    if (error instanceof SyntaxError) return start
    throw error
  }
}

/** Oldest first from the cursor. The last 30 seconds before the newest are read again, and what was seen is left out. */
export async function inbox(ctx: Context, cursor: string | null): Promise<Page<Signal>> {
  const from = parseCursor(cursor)
  const path = `/api/v1/notifications?types[]=mention&types[]=quote&limit=${PAGE}&min_id=${id(from.at)}`
  const page = list((await api(ctx, { method: 'GET', path })).json)
    .map(record)
    .reverse()
  const fresh = page.filter((one) => !from.seen.includes(idOf(one['id'])))
  const items = fresh.flatMap((one) => signalOf(ctx, one))
  return { items, cursor: JSON.stringify(advance(from, page, fresh)), more: page.length >= PAGE }
}

function advance(from: Cursor, page: Json[], fresh: Json[]): Cursor {
  const at = (one: Json) => instant(one['created_at']) ?? ''
  const last = page.map(at).reduce((a, b) => (a > b ? a : b), from.last)
  const seen = [...from.seen, ...fresh.map((one) => idOf(one['id']))]
  const newest = page.at(-1)
  if (page.length >= PAGE && newest) return { base: from.base, at: idOf(newest['id']), seen, last }
  const settled = Date.parse(last) - SETTLE_MS
  const old = page.findLast((one) => Date.parse(at(one)) < settled)
  const base = old ? idOf(old['id']) : from.base
  return { base, at: base, seen: seen.filter((one) => after(one, base)), last }
}

/** Ids grow; they are numbers at Mastodon and sortable texts elsewhere. */
function after(a: string, b: string): boolean {
  return /^\d+$/.test(a) && /^\d+$/.test(b) ? BigInt(a) > BigInt(b) : a > b
}

/** A notification whose status was deleted meanwhile carries none and says nothing. */
export function signalOf(ctx: Context, notification: Json): Signal[] {
  const status = record(notification['status'])
  if (!status['id'] || record(status['account'])['id'] === ctx.account.id) return []
  const kind = kindOf(status, text(notification['type']))
  return [{ kind: 'message', message: messageOf(status, kind, ctx.credentials.server, ctx.now()) }]
}

export async function history(ctx: Context, cursor: string | null): Promise<Page<OwnPost>> {
  const query = cursor === null ? '' : `&max_id=${id(cursor)}`
  const path = `/api/v1/accounts/${id(ctx.account.id)}/statuses?limit=${PAGE}&exclude_reblogs=true${query}`
  const answer = await api(ctx, { method: 'GET', path })
  const statuses = list(answer.json).map(record)
  const next = nextMaxId(answer) ?? (statuses.length >= PAGE ? idOf(statuses.at(-1)?.['id']) : null)
  return { items: statuses.map((status) => ownPostOf(status, ctx.now())), cursor: next, more: next !== null && statuses.length > 0 }
}

/** The next page by the Link header (https://docs.joinmastodon.org/api/guidelines/#pagination). */
function nextMaxId(answer: Answer): string | null {
  const next = /<([^>]+)>;\s*rel="next"/.exec((answer.headers.get('link') ?? '').slice(0, 4_000))?.[1]
  return next && URL.canParse(next) ? new URL(next).searchParams.get('max_id') : null
}

export async function replies(ctx: Context, post: RemoteRef): Promise<InboundMessage[]> {
  const { json } = await api(ctx, { method: 'GET', path: `/api/v1/statuses/${id(post.id)}/context` })
  const root: RemoteRef = post
  return list(record(json)['descendants'])
    .map(record)
    .filter((status) => record(status['account'])['id'] !== ctx.account.id)
    .map((status) => ({ ...messageOf(status, kindOf(status, 'mention'), ctx.credentials.server, ctx.now()), root }))
}

const BATCH = 20

export async function postMetrics(ctx: Context, posts: readonly RemoteRef[]): Promise<Map<string, MetricReading[]>> {
  const found = new Map<string, MetricReading[]>()
  for (let i = 0; i < posts.length; i += BATCH) {
    for (const status of await statuses(ctx, posts.slice(i, i + BATCH))) found.set(idOf(status['id']), readings(status))
  }
  return found
}

/** Several at once since 4.3 (GET /api/v1/statuses?id[]=); one by one on servers that do not know it. */
async function statuses(ctx: Context, posts: readonly RemoteRef[]): Promise<Json[]> {
  try {
    const query = posts.map((post) => `id[]=${id(post.id)}`).join('&')
    return list((await api(ctx, { method: 'GET', path: `/api/v1/statuses?${query}` })).json).map(record)
  } catch (error) {
    if (!(error instanceof NetworkFailure) || !['not_found', 'rejected_content', 'bad_answer'].includes(error.kind)) throw error
  }
  const found = []
  for (const post of posts) {
    const { status, json } = await api(ctx, { method: 'GET', path: `/api/v1/statuses/${id(post.id)}`, accept: [404, 410] })
    if (status === 200) found.push(record(json))
  }
  return found
}

function readings(status: Json): MetricReading[] {
  const read = (code: MetricReading['code'], name: string): MetricReading => ({ code, name, value: count(status[name]) })
  return [
    read('likes', 'favourites_count'),
    read('reposts', 'reblogs_count'),
    read('replies', 'replies_count'),
    read('quotes', 'quotes_count'),
    { code: 'impressions', name: null, value: null },
  ]
}

export async function accountMetrics(ctx: Context): Promise<MetricReading[]> {
  const { json } = await api(ctx, { method: 'GET', path: '/api/v1/accounts/verify_credentials' })
  return [{ code: 'followers', name: 'followers_count', value: count(record(json)['followers_count']) }]
}
