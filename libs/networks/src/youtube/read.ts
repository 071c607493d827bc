import type { Context, InboundMessage, OwnPost, Page, RemoteRef, Signal } from '../contract.ts'
import { NetworkFailure } from '../contract.ts'
import { afterAnswer } from '../http.ts'
import { instant, list, record, text, type Json } from '../json.ts'
import { safe, type Asking } from '../google/api.ts'
import { youtube } from './api.ts'
import { authorIdOf, messageOf, ownPostOf, uploadsOf } from './map.ts'

/**
 * Reading comments and the channel's films. Threads come newest first by their first comment; answers in one of the hundred newest threads
 * are always seen, later ones below an older thread only where somebody opens that film.
 */

const PAGES = 5
const SETTLE_MS = 60_000

type Threads = { threads: Json[]; next: string; headers: Headers }

/** `where`: of a whole channel, or of one film. */
export async function threadsOf(ctx: Asking, where: string, pageToken: string): Promise<Threads> {
  const from = pageToken === '' ? '' : `&pageToken=${safe(pageToken)}`
  const path = `/youtube/v3/commentThreads?part=snippet,replies&${where}&order=time&textFormat=plainText&maxResults=100${from}`
  const { json, headers } = await youtube(ctx, { method: 'GET', path })
  const items = record(json)['items']
  // Anything else than a list says nothing: an empty one would say that a comment is not there.
  if (!Array.isArray(items)) throw afterAnswer(false, 'no list in the answer')
  return { threads: items.map(record), next: text(record(json)['nextPageToken'], 500), headers }
}

/** Answers below a comment, oldest first as YouTube gives them. */
export async function answersBelow(ctx: Asking, parentId: string): Promise<{ comments: Json[]; headers: Headers }> {
  const comments: Json[] = []
  let pageToken = ''
  for (let page = 0; ; page++) {
    const from = pageToken === '' ? '' : `&pageToken=${safe(pageToken)}`
    const path = `/youtube/v3/comments?part=snippet&parentId=${safe(parentId)}&textFormat=plainText&maxResults=100${from}`
    const { json, headers } = await youtube(ctx, { method: 'GET', path })
    const items = record(json)['items']
    if (!Array.isArray(items)) throw afterAnswer(false, 'no list in the answer')
    comments.push(...items.map(record))
    pageToken = text(record(json)['nextPageToken'], 500)
    if (pageToken === '' || page + 1 === PAGES) return { comments, headers }
  }
}

type Heard = { comment: Json; video: string; canReply: boolean; at: string; key: string }

/** A thread shows its first answers; where there are more, all are read. */
async function saidIn(ctx: Asking, thread: Json): Promise<Heard[]> {
  const snippet = record(thread['snippet'])
  const shown = list(record(thread['replies'])['comments']).map(record)
  const answers =
    Number(snippet['totalReplyCount'] ?? 0) > shown.length ? (await answersBelow(ctx, text(thread['id'], 100))).comments : shown
  const [video, canReply] = [text(snippet['videoId'], 20), snippet['canReply'] !== false]
  return [record(snippet['topLevelComment']), ...answers].map((comment) => {
    const told = record(comment['snippet'])
    const at = instant(told['updatedAt']) ?? instant(told['publishedAt']) ?? new Date(0).toISOString()
    return { comment, video, canReply, at, key: `${text(comment['id'], 100)} ${at}` }
  })
}

/** `base`: everything up to here was seen. `seen`: what was handed out beyond it, with the moment of its last change. */
type Cursor = { base: string; seen: string[] }

function parseCursor(raw: string | null): Cursor | null {
  if (raw === null) return null
  try {
    const value = record(JSON.parse(raw))
    return { base: instant(value['base']) ?? '', seen: list(value['seen']).map((one) => text(one, 150)) }
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

/** Oldest first. The last minute before the newest is read again, and what was handed out is left out; a changed comment comes as an edit. */
export async function inbox(ctx: Context, raw: string | null): Promise<Page<Signal>> {
  const cursor = parseCursor(raw)
  const heard = (await heardSince(ctx, cursor?.base ?? '')).filter(({ at }) => cursor === null || at >= cursor.base)
  heard.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
  const fresh = heard.filter(({ key, comment }) => !cursor?.seen.includes(key) && authorIdOf(comment) !== ctx.account.id)
  const items = fresh.map((one) => signalOf(one, cursor))
  const last = heard.at(-1)?.at ?? cursor?.base ?? ctx.now().toISOString()
  const settled = new Date(Date.parse(last) - SETTLE_MS).toISOString()
  const base = cursor !== null && cursor.base > settled ? cursor.base : settled
  const seen = heard.filter(({ at }) => at >= base).map(({ key }) => key)
  return { items, cursor: JSON.stringify({ base, seen } satisfies Cursor), more: false }
}

/** The newest hundred threads, and further ones as long as they are newer than what was seen. */
async function heardSince(ctx: Context, base: string): Promise<Heard[]> {
  const heard: Heard[] = []
  let pageToken = ''
  for (let page = 0; page < PAGES; page++) {
    const { threads, next } = await threadsOf(ctx, `allThreadsRelatedToChannelId=${safe(ctx.account.id)}`, pageToken)
    for (const thread of threads) heard.push(...(await saidIn(ctx, thread)))
    const oldest = record(record(record(threads.at(-1)?.['snippet'])['topLevelComment'])['snippet'])['publishedAt']
    if (next === '' || base === '' || (instant(oldest) ?? '') < base) return heard
    pageToken = next
  }
  return heard
}

function signalOf({ comment, video, canReply, at }: Heard, cursor: Cursor | null): Signal {
  const message = messageOf(comment, video, canReply)
  const known = cursor !== null && (message.sentAt < cursor.base || cursor.seen.some((key) => key.startsWith(`${message.id} `)))
  return known ? { kind: 'edited', id: message.id, text: message.text, at } : { kind: 'message', message }
}

export async function history(ctx: Context, cursor: string | null): Promise<Page<OwnPost>> {
  const from = cursor === null ? '' : `&pageToken=${safe(cursor)}`
  const path = `/youtube/v3/playlistItems?part=snippet,contentDetails&playlistId=${safe(uploadsOf(ctx.account))}&maxResults=50${from}`
  try {
    const { json } = await youtube(ctx, { method: 'GET', path })
    const next = text(record(json)['nextPageToken'], 500)
    const items = list(record(json)['items']).map((item) => ownPostOf(record(item), ctx.now()))
    return { items, cursor: next || null, more: next !== '' }
  } catch (error) {
    // A channel without any film has no list of uploads.
    if (error instanceof NetworkFailure && error.kind === 'not_found') return { items: [], cursor: null, more: false }
    throw error
  }
}

export async function replies(ctx: Context, post: RemoteRef): Promise<InboundMessage[]> {
  const { threads } = await threadsOf(ctx, `videoId=${safe(post.id)}`, '')
  const heard: Heard[] = []
  for (const thread of threads) heard.push(...(await saidIn(ctx, thread)))
  return heard
    .filter(({ comment }) => authorIdOf(comment) !== ctx.account.id)
    .map(({ comment, video, canReply }) => messageOf(comment, video || post.id, canReply))
}
