import type { Context, InboundMessage, MetricReading, OwnPost, Page, RemoteRef } from '../contract.ts'
import { count, list, record, text, type Json } from '../json.ts'
import { messageOf, ownPostOf } from './map.ts'
import { query } from './xrpc.ts'

/** Own posts, threads and figures (app.bsky.feed.*, app.bsky.actor.getProfile). */

export async function history(ctx: Context, cursor: string | null): Promise<Page<OwnPost>> {
  const params = { actor: ctx.account.id, filter: 'posts_with_replies', limit: 100, ...(cursor !== null && { cursor }) }
  const body = record((await query(ctx, 'app.bsky.feed.getAuthorFeed', params)).json)
  const entries = list(body['feed']).map(record)
  const own = entries.filter((entry) => !entry['reason']).map((entry) => record(entry['post']))
  const next = text(body['cursor'], 500) || null
  return {
    items: own.filter((post) => record(post['author'])['did'] === ctx.account.id).map((post) => ownPostOf(post, ctx.now())),
    cursor: next,
    more: next !== null && entries.length > 0,
  }
}

const MAX_REPLIES = 1_000

export async function replies(ctx: Context, post: RemoteRef): Promise<InboundMessage[]> {
  const { json } = await query(ctx, 'app.bsky.feed.getPostThread', { uri: post.id, depth: 20, parentHeight: 0 })
  const found: InboundMessage[] = []
  const waiting = list(record(record(json)['thread'])['replies']).map(record)
  while (waiting.length > 0 && found.length < MAX_REPLIES) {
    const node = waiting.shift() ?? {}
    const view = record(node['post'])
    if (text(view['uri'], 3_000) === '') continue
    if (record(view['author'])['did'] !== ctx.account.id) found.push(messageOf(view, 'reply', ctx.now()))
    waiting.push(...list(node['replies']).map(record))
  }
  return found.sort((a, b) => a.sentAt.localeCompare(b.sentAt))
}

const BATCH = 25

/** Posts by address, those that still stand. */
export async function postViews(ctx: Context, uris: readonly string[]): Promise<Map<string, Json>> {
  const found = new Map<string, Json>()
  for (let i = 0; i < uris.length; i += BATCH) {
    const { json } = await query(ctx, 'app.bsky.feed.getPosts', { uris: uris.slice(i, i + BATCH) })
    for (const view of list(record(json)['posts']).map(record)) found.set(text(view['uri'], 3_000), view)
  }
  return found
}

export async function postMetrics(ctx: Context, posts: readonly RemoteRef[]): Promise<Map<string, MetricReading[]>> {
  const views = await postViews(
    ctx,
    posts.map(({ id }) => id),
  )
  return new Map([...views].map(([uri, view]) => [uri, readings(view)]))
}

function readings(view: Json): MetricReading[] {
  const read = (code: MetricReading['code'], name: string): MetricReading => ({ code, name, value: count(view[name]) })
  return [
    read('likes', 'likeCount'),
    read('reposts', 'repostCount'),
    read('replies', 'replyCount'),
    read('quotes', 'quoteCount'),
    read('saves', 'bookmarkCount'),
    { code: 'impressions', name: null, value: null },
  ]
}

export async function accountMetrics(ctx: Context): Promise<MetricReading[]> {
  const { json } = await query(ctx, 'app.bsky.actor.getProfile', { actor: ctx.account.id })
  return [{ code: 'followers', name: 'followersCount', value: count(record(json)['followersCount']) }]
}
