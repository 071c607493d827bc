import type { Context, InboundMessage, MetricReading, OwnPost, Page, RemoteRef, Signal } from '../contract.ts'
import { afterAnswer } from '../http.ts'
import { instant, list, record, text, type Json } from '../json.ts'
import { numberIn, safe, type Asking } from '../google/api.ts'
import { business, moved } from './api.ts'
import { ownPostOf, reviewMessage } from './map.ts'

/** Reading reviews and the place's own posts. Nothing is said below posts; chats with businesses ended on 31 July 2024. */

type Reading = Asking & Pick<Context, 'account'>

const PAGES = 5
const SETTLE_MS = 60_000

type Heard = { review: Json; at: string; key: string }

/** Those that changed last come first. */
async function reviewsSince(ctx: Reading, base: string): Promise<Heard[]> {
  const heard: Heard[] = []
  let token = ''
  for (let page = 0; page < PAGES; page++) {
    const from = token === '' ? '' : `&pageToken=${safe(token)}`
    const name = `${ctx.account.id}/reviews?pageSize=50&orderBy=${safe('updateTime desc')}${from}`
    const body = record((await business(ctx, { method: 'GET', name })).json)
    // A place without reviews is answered with an empty object.
    const reviews = list(body['reviews']).map(record)
    heard.push(...reviews.map(heardOf))
    token = text(body['nextPageToken'], 500)
    if (token === '' || heard.some(({ at }) => at < base)) break
  }
  return heard
}

/** What the house answered changes a review too, but not its own time. */
function heardOf(review: Json): Heard {
  const at = instant(review['updateTime']) ?? instant(review['createTime']) ?? new Date(0).toISOString()
  return { review, at, key: `${text(review['name'], 300)} ${at}` }
}

/** `base`: everything up to here was seen. `seen`: what was handed out beyond it, with the moment of its last change. */
type Cursor = { base: string; seen: string[] }

function parseCursor(raw: string | null): Cursor | null {
  if (raw === null) return null
  try {
    const value = record(JSON.parse(raw))
    return { base: instant(value['base']) ?? '', seen: list(value['seen']).map((one) => text(one, 400)) }
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

/** Oldest first. The last minute before the newest is read again, and what was handed out is left out; a changed review comes as an edit. */
export async function inbox(ctx: Context, raw: string | null): Promise<Page<Signal>> {
  const cursor = parseCursor(raw)
  const heard = (await reviewsSince(ctx, cursor?.base ?? '')).filter(({ at }) => cursor === null || at >= cursor.base)
  heard.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
  const items = heard.filter(({ key }) => !cursor?.seen.includes(key)).map((one) => signalOf(ctx, one, cursor))
  const last = heard.at(-1)?.at ?? cursor?.base ?? ctx.now().toISOString()
  const settled = new Date(Date.parse(last) - SETTLE_MS).toISOString()
  const base = cursor !== null && cursor.base > settled ? cursor.base : settled
  const seen = heard.filter(({ at }) => at >= base).map(({ key }) => key)
  return { items, cursor: JSON.stringify({ base, seen } satisfies Cursor), more: false }
}

function signalOf(ctx: Reading, { review, at }: Heard, cursor: Cursor | null): Signal {
  const message = reviewMessage(review, ctx.account.profileUrl)
  const known = cursor !== null && (message.sentAt < cursor.base || cursor.seen.some((key) => key.startsWith(`${message.id} `)))
  return known ? { kind: 'edited', id: message.id, text: message.text, at } : { kind: 'message', message }
}

export async function replies(): Promise<InboundMessage[]> {
  return []
}

type Posts = { posts: Json[]; next: string; headers: Headers }

/** Newest first. */
export async function postsPage(ctx: Reading, token: string): Promise<Posts> {
  const from = token === '' ? '' : `&pageToken=${safe(token)}`
  const { json, headers } = await business(ctx, { method: 'GET', name: `${ctx.account.id}/localPosts?pageSize=100${from}` })
  const body = record(json)
  // A place without posts is answered with an empty object; anything else that has no list says nothing.
  if (!Array.isArray(body['localPosts']) && Object.keys(body).length > 0) throw afterAnswer(false, 'no list in the answer')
  return { posts: list(body['localPosts']).map(record), next: text(body['nextPageToken'], 500), headers }
}

export async function history(ctx: Context, cursor: string | null): Promise<Page<OwnPost>> {
  const { posts, next } = await postsPage(ctx, cursor ?? '')
  return { items: posts.map((post) => ownPostOf(post, ctx.now())), cursor: next || null, more: next !== '' }
}

/** Of single posts Google counts nothing any more. */
export async function postMetrics(_ctx: Context, posts: readonly RemoteRef[]): Promise<Map<string, MetricReading[]>> {
  return new Map(posts.map(({ id }) => [id, [{ code: 'impressions', name: null, value: null }]]))
}

const SHOWN = [
  'BUSINESS_IMPRESSIONS_DESKTOP_MAPS',
  'BUSINESS_IMPRESSIONS_DESKTOP_SEARCH',
  'BUSINESS_IMPRESSIONS_MOBILE_MAPS',
  'BUSINESS_IMPRESSIONS_MOBILE_SEARCH',
]
const ACTED = ['WEBSITE_CLICKS', 'CALL_CLICKS', 'BUSINESS_DIRECTION_REQUESTS']
const DAYS = 28
const BEHIND = 3

/** Of the last four weeks that are counted, which is three days ago: how often the place was shown, and what people did there. */
export async function accountMetrics(ctx: Context): Promise<MetricReading[]> {
  const day = (ago: number) => new Date(ctx.now().getTime() - ago * 86_400_000)
  const part = (name: string, at: Date) =>
    `dailyRange.${name}.year=${at.getUTCFullYear()}&dailyRange.${name}.month=${at.getUTCMonth() + 1}&dailyRange.${name}.day=${at.getUTCDate()}`
  const metrics = [...SHOWN, ...ACTED].map((name) => `dailyMetrics=${name}`).join('&')
  const place = ctx.account.id.replace(/^accounts\/\d+\//, '')
  const range = `${part('startDate', day(DAYS + BEHIND))}&${part('endDate', day(BEHIND))}`
  const { json } = await moved(ctx, 'figures', `/v1/${place}:fetchMultiDailyMetricsTimeSeries?${metrics}&${range}`)
  const sums = sumsIn(record(json))
  return [
    { code: 'followers', name: null, value: null },
    { code: 'impressions', name: SHOWN.join('+'), value: sum(SHOWN, sums) },
    { code: 'clicks', name: ACTED.join('+'), value: sum(ACTED, sums) },
  ]
}

/** A day without a figure is left out by Google; a figure that never comes is none. */
function sumsIn(told: Json): Map<string, number> {
  const series = list(told['multiDailyMetricTimeSeries']).flatMap((one) => list(record(one)['dailyMetricTimeSeries']).map(record))
  return new Map(
    series.map((one) => {
      const values = list(record(one['timeSeries'])['datedValues']).map((value) => numberIn(record(value)['value']) ?? 0)
      return [text(one['dailyMetric'], 80), values.reduce((a, b) => a + b, 0)]
    }),
  )
}

function sum(names: readonly string[], sums: ReadonlyMap<string, number>): number | null {
  const found = names.flatMap((name) => sums.get(name) ?? [])
  return found.length === 0 ? null : found.reduce((a, b) => a + b, 0)
}
