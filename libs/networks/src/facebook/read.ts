import type { Context, InboundMessage, MetricReading, OwnPost, Page, RemoteRef, Signal } from '../contract.ts'
import { NetworkFailure } from '../contract.ts'
import { count, list, record, text, type Json } from '../json.ts'
import { edgeOf, idIn, part } from '../meta/graph.ts'
import { conversationsSince } from '../meta/messages.ts'
import { cursorOf, newsPage, type Gathered, type Piece } from '../meta/news.ts'
import { graph } from './api.ts'
import { COMMENT, commentOf, mentionOf, ownPostOf, photosOf, POST, reviewOf } from './map.ts'
import { messenger } from './messenger.ts'

/** Reading a Page: comments below posts and ads, posts of others, reviews, conversations. */

const POSTS = 50
const COMMENTS = 50
const PAGES = 10

export async function inbox(ctx: Context, raw: string | null): Promise<Page<Signal>> {
  const cursor = cursorOf(raw, ctx.now())
  const since = Math.floor(cursor.base / 1000)
  const gathered = [
    await below(ctx, 'feed', since),
    await granted(() => below(ctx, 'ads_posts', since)),
    await granted(() => tagged(ctx)),
    await granted(() => reviews(ctx)),
    await granted(() => conversationsSince(ctx, messenger, cursor.base)),
  ]
  return newsPage(cursor, gathered)
}

const NOTHING: Gathered = { pieces: [], until: null }

/** A Page whose app was not granted ads, mentions, reviews or conversations is read without them. */
async function granted(read: () => Promise<Gathered>): Promise<Gathered> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof NetworkFailure && error.kind === 'forbidden') return NOTHING
    throw error
  }
}

const commentsSince = (since: number) => `comments.filter(stream).order(chronological).since(${since}).limit(${COMMENTS}){${COMMENT}}`

const messagePiece = (message: InboundMessage): Piece => ({ id: message.id, at: message.sentAt, signal: { kind: 'message', message } })

const isOwn = (ctx: Pick<Context, 'account'>, thing: Json): boolean => text(record(thing['from'])['id'], 40) === ctx.account.id

/** Comments below the last posts, and posts of others on the Page. Older posts are heard of by webhook. */
async function below(ctx: Context, edge: 'feed' | 'ads_posts', since: number): Promise<Gathered> {
  const query = { fields: `${POST},${commentsSince(since)}`, limit: POSTS }
  const { items } = edgeOf(await graph(ctx, { method: 'GET', path: `/${part(ctx.account.id)}/${edge}`, query }))
  const gathered: Gathered[] = []
  for (const post of items) {
    if (edge === 'feed' && !isOwn(ctx, post)) gathered.push({ pieces: [messagePiece(mentionOf(post, ctx.now()))], until: null })
    gathered.push(await commentsOf(ctx, idIn(post), record(post['comments']), since))
  }
  return merged(gathered)
}

function merged(gathered: readonly Gathered[]): Gathered {
  const ends = gathered.flatMap(({ until }) => until ?? []).sort()
  return { pieces: gathered.flatMap(({ pieces }) => pieces), until: ends[0] ?? null }
}

/** Old to new, page by page; where there are too many for one reading, up to the last that was read. */
async function commentsOf(ctx: Context, postId: string, first: Json, since: number): Promise<Gathered> {
  let edge = edgeOf({ data: [], ...first })
  const comments = [...edge.items]
  for (let page = 0; page < PAGES && edge.after !== null; page++) {
    edge = await commentsAfter(ctx, postId, since, edge.after)
    comments.push(...edge.items)
  }
  const all = comments.map((comment) => commentOf(comment, postId, ctx.now()))
  const theirs = all.filter((_message, index) => !isOwn(ctx, comments[index] ?? {}))
  return { pieces: theirs.map(messagePiece), until: edge.after === null ? null : (all.at(-1)?.sentAt ?? null) }
}

async function commentsAfter(ctx: Context, postId: string, since: number, after: string | null) {
  const query = {
    fields: COMMENT,
    filter: 'stream',
    order: 'chronological',
    limit: COMMENTS,
    ...(since > 0 && { since }),
    ...(after && { after }),
  }
  return edgeOf(await graph(ctx, { method: 'GET', path: `/${part(postId)}/comments`, query }))
}

async function tagged(ctx: Context): Promise<Gathered> {
  const query = { fields: POST, limit: POSTS }
  const { items } = edgeOf(await graph(ctx, { method: 'GET', path: `/${part(ctx.account.id)}/tagged`, query }))
  const theirs = items.filter((post) => !isOwn(ctx, post))
  return { pieces: theirs.map((post) => messagePiece(mentionOf(post, ctx.now()))), until: null }
}

async function reviews(ctx: Context): Promise<Gathered> {
  const fields = 'created_time,rating,recommendation_type,review_text,reviewer,open_graph_story'
  const { items } = edgeOf(await graph(ctx, { method: 'GET', path: `/${part(ctx.account.id)}/ratings`, query: { fields, limit: POSTS } }))
  return { pieces: items.flatMap((review) => reviewOf(review, ctx.now()) ?? []).map(messagePiece), until: null }
}

export async function replies(ctx: Context, post: RemoteRef): Promise<InboundMessage[]> {
  const found: Json[] = []
  let after: string | null = null
  for (let page = 0; page < PAGES; page++) {
    const edge = await commentsAfter(ctx, post.id, 0, after)
    found.push(...edge.items)
    after = edge.after
    if (after === null) break
  }
  return found.filter((comment) => !isOwn(ctx, comment)).map((comment) => commentOf(comment, post.id, ctx.now()))
}

/** Newest first. */
export async function postsPage(ctx: Context, size: number, after: string | null, heard?: (headers: Headers) => void) {
  const query = { fields: POST, limit: size, ...(after !== null && { after }) }
  const asked = { method: 'GET', path: `/${part(ctx.account.id)}/published_posts`, query } as const
  return edgeOf(await graph(ctx, heard ? { ...asked, heard } : asked))
}

export async function history(ctx: Context, cursor: string | null): Promise<Page<OwnPost>> {
  const { items, after } = await postsPage(ctx, 25, cursor)
  const photos = items.flatMap((post) => photosOf(post).map(({ id }) => id)).filter((id) => id !== '')
  const alts = await altsOf(ctx, photos)
  const altOf = (id: string) => alts.get(id) ?? ''
  return { items: items.map((post) => ownPostOf(post, altOf, ctx.now())), cursor: after, more: after !== null }
}

const AT_ONCE = 50

/** What pictures were described with: posts do not tell it, photos do. */
async function altsOf(ctx: Context, photos: readonly string[]): Promise<Map<string, string>> {
  const alts = new Map<string, string>()
  for (let i = 0; i < photos.length; i += AT_ONCE) {
    const query = { ids: photos.slice(i, i + AT_ONCE).join(','), fields: 'id,alt_text_custom' }
    const answer = await graph(ctx, { method: 'GET', path: '/', query })
    for (const [id, photo] of Object.entries(answer)) alts.set(id, text(record(photo)['alt_text_custom'], 1_500))
  }
  return alts
}

const INSIGHTS: readonly [MetricReading['code'], string][] = [
  ['impressions', 'post_media_view'],
  ['reach', 'post_total_media_view_unique'],
  ['clicks', 'post_clicks'],
]
const FIGURES = `shares,comments.summary(true).limit(0),reactions.summary(true).limit(0),insights.metric(${INSIGHTS.map(([, name]) => name).join(',')}){name,period,values}`

/** Views and people of a post's whole life; Pages of fewer than a hundred followers are told none of them. */
export async function postMetrics(ctx: Context, posts: readonly RemoteRef[]): Promise<Map<string, MetricReading[]>> {
  const found = new Map<string, MetricReading[]>()
  for (const post of posts.filter(({ id }) => /^\d+(_\d+)?$/.test(id))) {
    try {
      const told = await graph(ctx, { method: 'GET', path: `/${part(post.id)}`, query: { fields: `id,${FIGURES}` } })
      found.set(post.id, readings(told))
    } catch (error) {
      if (!(error instanceof NetworkFailure) || error.kind !== 'not_found') throw error
    }
  }
  return found
}

const summaryOf = (edge: unknown): number | null => count(record(record(edge)['summary'])['total_count'])

function readings(told: Json): MetricReading[] {
  const insights = list(record(told['insights'])['data']).map(record)
  return [
    ...INSIGHTS.map(([code, name]) => ({ code, name, value: valueOf(insights, name) })),
    { code: 'likes', name: 'reactions.total_count', value: summaryOf(told['reactions']) },
    { code: 'replies', name: 'comments.total_count', value: summaryOf(told['comments']) },
    // A post that was never shared has no such field.
    { code: 'reposts', name: 'shares.count', value: count(record(told['shares'])['count']) ?? 0 },
  ]
}

function valueOf(insights: readonly Json[], name: string): number | null {
  const values = list(insights.find((one) => one['name'] === name)?.['values']).map(record)
  return count(values.at(-1)?.['value'])
}

const PAGE_INSIGHTS: readonly [MetricReading['code'], string][] = [
  ['impressions', 'page_media_view'],
  ['reach', 'page_total_media_view_unique'],
]

/** Followers now; views and people of the last whole day. */
export async function accountMetrics(ctx: Context): Promise<MetricReading[]> {
  const path = `/${part(ctx.account.id)}`
  const page = await graph(ctx, { method: 'GET', path, query: { fields: 'id,followers_count' } })
  const query = { metric: PAGE_INSIGHTS.map(([, name]) => name).join(','), period: 'day' }
  const { items } = edgeOf(await graph(ctx, { method: 'GET', path: `${path}/insights`, query }))
  return [
    { code: 'followers', name: 'followers_count', value: count(page['followers_count']) },
    ...PAGE_INSIGHTS.map(([code, name]) => ({ code, name, value: valueOf(items, name) })),
  ]
}
