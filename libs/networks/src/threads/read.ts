import type { Context, InboundMessage, MetricReading, OwnPost, Page, RemoteRef, Signal } from '../contract.ts'
import { NetworkFailure } from '../contract.ts'
import { count, instant, list, record, text, type Json } from '../json.ts'
import { edgeOf, part, type Edge } from '../meta/graph.ts'
import { cursorOf, newsPage, type Gathered, type Piece } from '../meta/news.ts'
import { graph } from './api.ts'
import { isRepost, messageOf, ownPostOf, POST, REPLY } from './map.ts'

/** Reading: what was said below one's last posts, and where one was named. There are no messages. */

const POSTS = 25
const PAGE = 50
const PAGES = 10

export async function inbox(ctx: Context, raw: string | null): Promise<Page<Signal>> {
  const cursor = cursorOf(raw, ctx.now())
  // An answer that also names the account is an answer: the later of the two is kept.
  return newsPage(cursor, [await mentions(ctx), await below(ctx, cursor.base)])
}

const pieceOf = (message: InboundMessage): Piece => ({ id: message.id, at: message.sentAt, signal: { kind: 'message', message } })

const isOwn = (ctx: Pick<Context, 'account'>, post: Json): boolean =>
  post['is_reply_owned_by_me'] === true || text(post['username'], 100) === ctx.account.handle

async function mentions(ctx: Context): Promise<Gathered> {
  try {
    const { items } = edgeOf(await graph(ctx, { method: 'GET', path: '/me/mentions', query: { fields: POST, limit: PAGE } }))
    return { pieces: items.filter((post) => !isOwn(ctx, post)).map((post) => pieceOf(messageOf(post, 'mention', ctx.now()))), until: null }
  } catch (error) {
    if (error instanceof NetworkFailure && error.kind === 'forbidden') return { pieces: [], until: null }
    throw error
  }
}

async function below(ctx: Context, sinceMs: number): Promise<Gathered> {
  const { items } = await postsPage(ctx, 'id,has_replies', POSTS, null)
  const pieces: Piece[] = []
  for (const post of items.filter((one) => one['has_replies'] !== false)) {
    const found = await conversation(ctx, text(post['id'], 40), sinceMs)
    pieces.push(...found.map((reply) => pieceOf(messageOf(reply, 'reply', ctx.now()))))
  }
  return { pieces, until: null }
}

/** Answers and answers to answers, newest first, until one that is older; one's own are none. */
async function conversation(ctx: Context, postId: string, sinceMs: number): Promise<Json[]> {
  const found: Json[] = []
  let after: string | null = null
  for (let page = 0; page < PAGES; page++) {
    const query = { fields: REPLY, reverse: 'true', limit: PAGE, ...(after !== null && { after }) }
    const edge: Edge = edgeOf(await graph(ctx, { method: 'GET', path: `/${part(postId)}/conversation`, query }))
    found.push(...edge.items)
    after = edge.after
    const oldest = Date.parse(instant(edge.items.at(-1)?.['timestamp']) ?? '')
    if (after === null || oldest < sinceMs) break
  }
  return found.filter((reply) => !isOwn(ctx, reply))
}

export async function replies(ctx: Context, post: RemoteRef): Promise<InboundMessage[]> {
  return (await conversation(ctx, post.id, 0)).map((reply) => messageOf(reply, 'reply', ctx.now()))
}

/** One's own posts, newest first, without answers. */
export async function postsPage(
  ctx: Context,
  fields: string,
  limit: number,
  after: string | null,
  heard?: (headers: Headers) => void,
): Promise<Edge> {
  const query = { fields, limit, ...(after !== null && { after }) }
  return edgeOf(await graph(ctx, { method: 'GET', path: '/me/threads', query, ...(heard && { heard }) }))
}

export async function history(ctx: Context, cursor: string | null): Promise<Page<OwnPost>> {
  const { items, after } = await postsPage(ctx, `${POST},poll_attachment`, PAGE, cursor)
  const own = items.filter((post) => !isRepost(post)).map((post) => ownPostOf(post, ctx.now()))
  return { items: own, cursor: after, more: after !== null }
}

/** The repost of this post among one's own, by its number; null where there is none. */
export async function repostOf(ctx: Context, targetId: string): Promise<string | null> {
  let after: string | null = null
  for (let page = 0; page < PAGES; page++) {
    const edge: Edge = await postsPage(ctx, 'id,media_type,reposted_post', PAGE, after)
    const found = edge.items.find((post) => isRepost(post) && text(record(post['reposted_post'])['id'], 40) === targetId)
    if (found) return text(found['id'], 40)
    after = edge.after
    if (after === null) break
  }
  return null
}

const INSIGHTS: readonly [MetricReading['code'], string][] = [
  ['views', 'views'],
  ['likes', 'likes'],
  ['replies', 'replies'],
  ['reposts', 'reposts'],
  ['quotes', 'quotes'],
]

/** https://developers.facebook.com/docs/threads/insights. Impressions are called views here. */
export async function postMetrics(ctx: Context, posts: readonly RemoteRef[]): Promise<Map<string, MetricReading[]>> {
  const found = new Map<string, MetricReading[]>()
  const query = { metric: INSIGHTS.map(([, name]) => name).join(',') }
  for (const post of posts.filter(({ id }) => /^\d+$/.test(id))) {
    try {
      const { items } = edgeOf(await graph(ctx, { method: 'GET', path: `/${part(post.id)}/insights`, query }))
      const told = INSIGHTS.map(([code, name]): MetricReading => ({ code, name, value: valueOf(items, name) }))
      found.set(post.id, [...told, { code: 'impressions', name: null, value: null }])
    } catch (error) {
      if (!(error instanceof NetworkFailure) || error.kind !== 'not_found') throw error
    }
  }
  return found
}

function valueOf(items: readonly Json[], name: string): number | null {
  const insight = items.find((one) => one['name'] === name) ?? {}
  return count(record(insight['total_value'])['value']) ?? count(record(list(insight['values']).at(-1))['value'])
}

/** Followers now; views of the last day. */
export async function accountMetrics(ctx: Context): Promise<MetricReading[]> {
  const { items } = edgeOf(await graph(ctx, { method: 'GET', path: '/me/threads_insights', query: { metric: 'followers_count,views' } }))
  return [
    { code: 'followers', name: 'followers_count', value: valueOf(items, 'followers_count') },
    { code: 'views', name: 'views', value: valueOf(items, 'views') },
  ]
}
