import type { Context, InboundMessage, MetricReading, OwnPost, Page, RemoteRef, Signal } from '../contract.ts'
import { NetworkFailure } from '../contract.ts'
import { afterAnswer } from '../http.ts'
import { count, list, record, type Json } from '../json.ts'
import { api, type Asking } from './api.ts'
import { messageOf, ownPostOf, placeOf } from './map.ts'

/** Reading: the site's comments, its articles, and how many comments stand below them. */

const PER_PAGE = 100
/** Pages overlap by so many: what arrives or goes between two calls moves the rest by a few places. */
const OVERLAP = 10
const FIELDS = 'id,post,parent,author,author_name,author_email,author_url,author_avatar_urls,date_gmt,content,status,type,link'

/** Anything else than a list says nothing: an empty one would say that nothing is there. */
export async function listAt(ctx: Asking, path: string): Promise<{ items: Json[]; headers: Headers }> {
  const { json, headers } = await api(ctx, { method: 'GET', path, maxBytes: 32 * 1024 * 1024 })
  if (!Array.isArray(json)) throw afterAnswer(false, 'no list in the answer')
  return { items: list(json).map(record), headers }
}

const numberOf = (thing: Json): number => count(thing['id']) ?? 0

/** Comments that stand or wait for moderation, newest first, as long as `wanted` says so of the lowest number of a page. */
async function commentsWhile(ctx: Asking, wanted: (lowest: number, page: number) => boolean): Promise<Map<number, Json>> {
  const found = new Map<number, Json>()
  for (let page = 0; ; page++) {
    const offset = page * (PER_PAGE - OVERLAP)
    const query = `?context=edit&status=all&type=all&orderby=id&order=desc&per_page=${PER_PAGE}&offset=${offset}&_fields=${FIELDS}`
    const { items } = await listAt(ctx, `/comments${query}`)
    for (const comment of items) found.set(numberOf(comment), comment)
    if (items.length < PER_PAGE || !wanted(Math.min(...items.map(numberOf)), page)) return found
  }
}

/** A number is given before a comment is kept: so many numbers back are looked at again. */
const WINDOW = 50

type Cursor = { upTo: number; seen: ReadonlySet<number> }

function readCursor(cursor: string | null): Cursor | null {
  const [, upTo, seen] = /^(\d{1,15}):([\d.]*)$/.exec(cursor ?? '') ?? []
  return upTo === undefined ? null : { upTo: Number(upTo), seen: new Set((seen ?? '').split('.').map(Number)) }
}

/** The first time the newest hundred; then everything since, and what came late among the numbers before. */
export async function inbox(ctx: Context, cursor: string | null): Promise<Page<Signal>> {
  const before = readCursor(cursor)
  const floor = before ? before.upTo - WINDOW : 0
  const comments = await commentsWhile(ctx, (lowest) => before !== null && lowest > floor)
  const numbers = [...comments.keys()].filter((id) => id > floor).sort((a, b) => a - b)
  const upTo = Math.max(before?.upTo ?? 0, ...numbers)
  const seen = numbers.filter((id) => id > upTo - WINDOW)
  const items = numbers
    .filter((id) => !before?.seen.has(id))
    .flatMap((id): Signal[] => {
      const message = readerWrote(ctx, comments.get(id) ?? {})
      return message ? [{ kind: 'message', message }] : []
    })
  return { items, cursor: `${upTo}:${seen.join('.')}`, more: false }
}

/** Null for what this very user wrote. */
function readerWrote({ credentials: { server, secret } }: Asking, comment: Json): InboundMessage | null {
  return String(count(comment['author']) ?? 0) === secret['userId'] ? null : messageOf(comment, server)
}

export async function replies(ctx: Context, post: RemoteRef): Promise<InboundMessage[]> {
  const { kind, id } = placeOf(post)
  const below = kind === 'posts' ? `post=${id}` : `parent=${id}`
  const query = `?context=edit&status=all&type=all&orderby=id&order=desc&per_page=${PER_PAGE}&_fields=${FIELDS}&${below}`
  const { items } = await listAt(ctx, `/comments${query}`)
  return items.reverse().flatMap((comment) => readerWrote(ctx, comment) ?? [])
}

const ARTICLES = 50
export const ARTICLE_FIELDS = 'id,author,date_gmt,link,status,title.raw,content.raw,sticky,comment_status,_links,_embedded'

/** Newest first by number. The cursor is the lowest number seen and how many were. */
export async function history(ctx: Context, cursor: string | null): Promise<Page<OwnPost>> {
  const [, last, read] = /^(\d{1,15}):(\d{1,9})$/.exec(cursor ?? '') ?? []
  const below = last === undefined ? Infinity : Number(last)
  const offset = Math.max(0, Number(read ?? 0) - OVERLAP)
  const query = `?context=edit&status=publish&orderby=id&order=desc&per_page=${ARTICLES}&offset=${offset}&_embed=wp:featuredmedia&_fields=${ARTICLE_FIELDS}`
  const { items } = await listAt(ctx, `/posts${query}`)
  const fresh = items.filter((post) => numberOf(post) < below)
  const lowest = Math.min(below, ...fresh.map(numberOf))
  const more = items.length === ARTICLES
  const next = more ? `${lowest}:${offset + items.length}` : null
  return { items: fresh.map((post) => ownPostOf(post, ctx.now())), cursor: next, more }
}

/** How many comments stand below an article: the one figure that a site itself has. */
export async function postMetrics(ctx: Context, posts: readonly RemoteRef[]): Promise<Map<string, MetricReading[]>> {
  const found = new Map<string, MetricReading[]>()
  for (const post of posts) {
    const value = await commentsBelow(ctx, post)
    found.set(post.id, [
      { code: 'replies', name: 'X-WP-Total', value },
      { code: 'impressions', name: null, value: null },
    ])
  }
  return found
}

async function commentsBelow(ctx: Context, post: RemoteRef): Promise<number | null> {
  const { kind, id } = placeOf(post)
  const below = kind === 'posts' ? `post=${id}` : `parent=${id}`
  try {
    const { headers } = await listAt(ctx, `/comments?per_page=1&_fields=id&${below}`)
    return /^\d{1,9}$/.test(headers.get('x-wp-total') ?? '') ? Number(headers.get('x-wp-total')) : null
  } catch (error) {
    if (error instanceof NetworkFailure && error.kind === 'not_found') return null
    throw error
  }
}

/** A site has no followers that it would know of. */
export async function accountMetrics(): Promise<MetricReading[]> {
  return [{ code: 'followers', name: null, value: null }]
}
