import type { Context, InboundMessage, MetricReading, OwnPost, Page, RemoteRef, Signal } from '../contract.ts'
import { NetworkFailure } from '../contract.ts'
import { count, instant, list, record, text, type Json } from '../json.ts'
import { edgeOf, part, type Edge } from '../meta/graph.ts'
import { conversationsSince } from '../meta/messages.ts'
import { cursorOf, newsPage, type Gathered, type Piece } from '../meta/news.ts'
import { graph } from './api.ts'
import { direct } from './direct.ts'
import { COMMENT, commentOf, OWN_MEDIA, ownPostOf, refOf, tagOf } from './map.ts'

/** Reading an account: comments below its media, pictures that carry its name, conversations. */

const MEDIA_READ = 25
const COMMENTS = 50
const PAGES = 10
const COMMENTS_BELOW = `comments.limit(${COMMENTS}){${COMMENT},replies{${COMMENT}}}`

export async function inbox(ctx: Context, raw: string | null): Promise<Page<Signal>> {
  const cursor = cursorOf(raw, ctx.now())
  const gathered = [
    await below(ctx, cursor.base),
    await granted(() => tagged(ctx)),
    await granted(() => conversationsSince(ctx, direct, cursor.base)),
  ]
  return newsPage(cursor, gathered)
}

/** An account whose app was not granted conversations is read without them. */
async function granted(read: () => Promise<Gathered>): Promise<Gathered> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof NetworkFailure && error.kind === 'forbidden') return { pieces: [], until: null }
    throw error
  }
}

const pieceOf = (message: InboundMessage): Piece => ({ id: message.id, at: message.sentAt, signal: { kind: 'message', message } })

/** Comments below the last media. Those below older ones are heard of by webhook. */
async function below(ctx: Context, sinceMs: number): Promise<Gathered> {
  const query = { fields: `id,permalink,timestamp,comments_count,${COMMENTS_BELOW}`, limit: MEDIA_READ }
  const { items } = edgeOf(await graph(ctx, { method: 'GET', path: `/${part(ctx.account.id)}/media`, query }))
  const pieces: Piece[] = []
  for (const media of items.filter((one) => count(one['comments_count']) !== 0)) {
    const comments = await commentsOf(ctx, refOf(media), edgeOf({ data: [], ...record(media['comments']) }), sinceMs)
    pieces.push(...theirs(ctx, comments, refOf(media)).map(pieceOf))
  }
  return { pieces, until: null }
}

/** Newest first, until one that is older, each with its answers. */
async function commentsOf(ctx: Context, media: RemoteRef, first: Edge, sinceMs: number): Promise<Json[]> {
  const found = [...first.items]
  let edge = first
  for (let page = 0; page < PAGES && edge.after !== null; page++) {
    const oldest = Date.parse(instant(edge.items.at(-1)?.['timestamp']) ?? '')
    if (oldest < sinceMs) break
    const query = { fields: `${COMMENT},replies{${COMMENT}}`, limit: COMMENTS, after: edge.after }
    edge = edgeOf(await graph(ctx, { method: 'GET', path: `/${part(media.id)}/comments`, query }))
    found.push(...edge.items)
  }
  return found.flatMap((comment) => [
    comment,
    ...list(record(comment['replies'])['data'])
      .map(record)
      .map((reply): Json => ({ parent_id: comment['id'], ...reply })),
  ])
}

function theirs(ctx: Context, comments: readonly Json[], root: RemoteRef): InboundMessage[] {
  const others = comments.filter((comment) => {
    const name = text(comment['username'], 100) || text(record(comment['from'])['username'], 100)
    return name !== ctx.account.handle
  })
  return others.map((comment) => commentOf(comment, root, ctx.now()))
}

async function tagged(ctx: Context): Promise<Gathered> {
  const fields = 'id,caption,media_type,media_url,permalink,timestamp,username'
  const { items } = edgeOf(await graph(ctx, { method: 'GET', path: `/${part(ctx.account.id)}/tags`, query: { fields, limit: COMMENTS } }))
  return { pieces: items.map((media) => pieceOf(tagOf(media, ctx.now()))), until: null }
}

export async function replies(ctx: Context, post: RemoteRef): Promise<InboundMessage[]> {
  const query = { fields: `${COMMENT},replies{${COMMENT}}`, limit: COMMENTS }
  const first = edgeOf(await graph(ctx, { method: 'GET', path: `/${part(post.id)}/comments`, query }))
  return theirs(ctx, await commentsOf(ctx, post, first, 0), post)
}

/** Newest first. */
export async function mediaPage(ctx: Context, size: number, after: string | null, heard?: (headers: Headers) => void): Promise<Edge> {
  const query = { fields: OWN_MEDIA, limit: size, ...(after !== null && { after }) }
  return edgeOf(await graph(ctx, { method: 'GET', path: `/${part(ctx.account.id)}/media`, query, ...(heard && { heard }) }))
}

export async function history(ctx: Context, cursor: string | null): Promise<Page<OwnPost>> {
  const { items, after } = await mediaPage(ctx, 25, cursor)
  return { items: items.map((media) => ownPostOf(media, ctx.now())), cursor: after, more: after !== null }
}

const INSIGHTS: readonly [MetricReading['code'], string][] = [
  ['views', 'views'],
  ['reach', 'reach'],
  ['likes', 'likes'],
  ['replies', 'comments'],
  ['reposts', 'shares'],
  ['saves', 'saved'],
]

/** Impressions are told no more since 21 April 2025: views took their place. */
const GONE: MetricReading = { code: 'impressions', name: null, value: null }

/** https://developers.facebook.com/docs/instagram-platform/reference/instagram-media/insights: up to two days late; absent is not zero. */
export async function postMetrics(ctx: Context, posts: readonly RemoteRef[]): Promise<Map<string, MetricReading[]>> {
  const found = new Map<string, MetricReading[]>()
  for (const post of posts.filter(({ id }) => /^\d+$/.test(id))) {
    try {
      const query = { metric: INSIGHTS.map(([, name]) => name).join(',') }
      const { items } = edgeOf(await graph(ctx, { method: 'GET', path: `/${part(post.id)}/insights`, query }))
      found.set(post.id, [...INSIGHTS.map(([code, name]) => ({ code, name, value: valueOf(items, name) })), GONE])
    } catch (error) {
      if (!(error instanceof NetworkFailure) || error.kind !== 'not_found') throw error
    }
  }
  return found
}

/** Media tell a list of values, accounts a total. */
function valueOf(items: readonly Json[], name: string): number | null {
  const insight = items.find((one) => one['name'] === name) ?? {}
  const values = list(insight['values']).map(record)
  return count(values.at(-1)?.['value']) ?? count(record(insight['total_value'])['value'])
}

/** Followers now; views and people of the last day. */
export async function accountMetrics(ctx: Context): Promise<MetricReading[]> {
  const path = `/${part(ctx.account.id)}`
  const user = await graph(ctx, { method: 'GET', path, query: { fields: 'id,followers_count' } })
  const query = { metric: 'views,reach', period: 'day', metric_type: 'total_value' }
  const { items } = edgeOf(await graph(ctx, { method: 'GET', path: `${path}/insights`, query }))
  return [
    { code: 'followers', name: 'followers_count', value: count(user['followers_count']) },
    { code: 'views', name: 'views', value: valueOf(items, 'views') },
    { code: 'reach', name: 'reach', value: valueOf(items, 'reach') },
  ]
}
