import type { Context, InboundMessage, MetricReading, OwnPost, Page, RemoteRef, Signal } from '../contract.ts'
import { count, list, record, text, type Json } from '../json.ts'
import { api, id } from './api.ts'
import { ownPostOf } from './map.ts'

/** Reading: the board's own pins and their figures. Comments, messages and mentions are shown to no software. */

export async function inbox(): Promise<Page<Signal>> {
  return { items: [], cursor: null, more: false }
}

export async function replies(): Promise<InboundMessage[]> {
  return []
}

export async function history(ctx: Context, cursor: string | null): Promise<Page<OwnPost>> {
  const { items, bookmark } = await pinsPage(ctx, 100, cursor ?? '')
  return { items: items.map((pin) => ownPostOf(pin, ctx.now())), cursor: bookmark || null, more: bookmark !== '' }
}

type Pins = { items: Json[]; bookmark: string; headers: Headers; isPage: boolean }

/** Newest first. */
export async function pinsPage(ctx: Context, size: number, bookmark: string): Promise<Pins> {
  const from = bookmark === '' ? '' : `&bookmark=${id(bookmark)}`
  const { json, headers } = await api(ctx, { method: 'GET', path: `/boards/${id(ctx.account.id)}/pins?page_size=${size}${from}` })
  const body = record(json)
  return { items: list(body['items']).map(record), bookmark: text(body['bookmark'], 500), headers, isPage: Array.isArray(body['items']) }
}

const BATCH = 100
const DAYS = 89
const NAMES: readonly [MetricReading['code'], string, 'summary_metrics' | 'lifetime_metrics'][] = [
  ['impressions', 'IMPRESSION', 'summary_metrics'],
  ['clicks', 'OUTBOUND_CLICK', 'summary_metrics'],
  ['saves', 'SAVE', 'summary_metrics'],
  ['likes', 'TOTAL_REACTIONS', 'lifetime_metrics'],
  ['replies', 'TOTAL_COMMENTS', 'lifetime_metrics'],
]

/** Impressions, clicks and saves of the last ninety days (Pinterest gives no more at once); reactions and comments of a pin's whole life. */
export async function postMetrics(ctx: Context, posts: readonly RemoteRef[]): Promise<Map<string, MetricReading[]>> {
  const known = posts.filter((post) => /^\d+$/.test(post.id))
  const day = (at: number) => new Date(at).toISOString().slice(0, 10)
  const now = ctx.now().getTime()
  const asked = `start_date=${day(now - DAYS * 86_400_000)}&end_date=${day(now)}&metric_types=${NAMES.map(([, name]) => name).join(',')}`
  const found = new Map<string, MetricReading[]>()
  for (let i = 0; i < known.length; i += BATCH) {
    const ids = known.slice(i, i + BATCH).map((post) => `pin_ids=${id(post.id)}`)
    const { json } = await api(ctx, { method: 'GET', path: `/pins/analytics?${ids.join('&')}&${asked}` })
    for (const [pinId, told] of Object.entries(record(json))) found.set(pinId, readings(record(record(told)['all'])))
  }
  return found
}

function readings(told: Json): MetricReading[] {
  return NAMES.map(([code, name, part]) => ({ code, name, value: count(record(told[part])[name]) }))
}

export async function accountMetrics(ctx: Context): Promise<MetricReading[]> {
  const { json } = await api(ctx, { method: 'GET', path: '/user_account' })
  return [{ code: 'followers', name: 'follower_count', value: count(record(json)['follower_count']) }]
}
