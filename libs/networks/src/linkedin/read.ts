import type { Context, InboundMessage, OwnPost, Page, RemoteRef, Signal } from '../contract.ts'
import { afterAnswer } from '../http.ts'
import { count, list, positive, record, text, type Json } from '../json.ts'
import { api, urn, urns, type Asking } from './api.ts'
import { authorsOf } from './authors.ts'
import { authorOf, inboundOf, isPage, momentOf, ownPostOf, picturesOf, refOfComment } from './map.ts'
import { ACTIONS, generatedOf, signalOf } from './notifications.ts'

/** Reading what a page hears and wrote. Of a member's account nothing is shown to an ordinary app, so nothing is asked. */

type Reading = Asking & Pick<Context, 'account'>

const PAGE = 50
const PAGES = 10
/** Notifications can be read back for so long. */
const KEPT_MS = 60 * 86_400_000
/** A notification may be readable a moment after its own time. */
const SETTLE_MS = 60_000

/** `base`: everything up to here was seen, in ms. `seen`: notifications handed out beyond it. */
type Cursor = { base: number; seen: string[] }

function parseCursor(raw: string | null, otherwise: number): Cursor {
  try {
    const value = record(raw === null ? {} : JSON.parse(raw))
    return { base: positive(value['base'], otherwise), seen: list(value['seen']).map((one) => text(one, 40)) }
  } catch (error) {
    if (error instanceof SyntaxError) return { base: otherwise, seen: [] }
    throw error
  }
}

/** What happened at the same moment keeps the order of its numbers. */
const inOrder = (a: Json, b: Json): number => atOf(a) - atOf(b) || Number(a['notificationId']) - Number(b['notificationId'])
const atOf = (notification: Json): number => count(notification['lastModifiedAt']) ?? 0
const nameOf = (notification: Json): string => String(notification['notificationId'])

/** Oldest first. The last minute before the newest is read again, and what was handed out is left out. */
export async function inbox(ctx: Context, raw: string | null): Promise<Page<Signal>> {
  if (!isPage(ctx.account)) return { items: [], cursor: null, more: false }
  const cursor = parseCursor(raw, ctx.now().getTime() - KEPT_MS)
  const all = (await notificationsSince(ctx, cursor.base)).sort(inOrder)
  const fresh = all.filter((one) => !cursor.seen.includes(nameOf(one)))
  const own = (one: Json) => text(generatedOf(one).owner, 100) === ctx.account.id
  const theirs = fresh.filter((one) => !own(one))
  const authors = await authorsOf(
    ctx,
    theirs.map((one) => text(generatedOf(one).owner, 100)),
  )
  const items = theirs.flatMap((one) => signalOf(one, authors) ?? [])
  const last = atOf(all.at(-1) ?? {})
  const base = Math.max(cursor.base, last - SETTLE_MS)
  const seen = all.filter((one) => atOf(one) >= base).map(nameOf)
  return { items, cursor: JSON.stringify({ base, seen } satisfies Cursor), more: false }
}

async function notificationsSince(ctx: Context, from: number): Promise<Json[]> {
  const found: Json[] = []
  const query = `q=criteria&actions=List(${ACTIONS.join(',')})&organizationalEntity=${urn(ctx.account.id)}&timeRange=(start:${from})`
  for (let page = 0; page < PAGES; page++) {
    const path = `/rest/organizationalEntityNotifications?${query}&start=${page * 100}&count=100`
    const { json } = await api(ctx, { method: 'GET', path })
    const told = record(json)['elements']
    if (!Array.isArray(told)) throw afterAnswer(false, 'no list in the answer')
    found.push(...told.map(record))
    if (told.length < 100) break
  }
  return found
}

type Posts = { items: Json[]; headers: Headers; more: boolean }

/** Newest first. */
export async function postsPage(ctx: Reading, start: number, size: number): Promise<Posts> {
  const path = `/rest/posts?author=${urn(ctx.account.id)}&q=author&count=${size}&start=${start}&sortBy=CREATED`
  const { json, headers } = await api(ctx, { method: 'GET', path, headers: { 'x-restli-method': 'FINDER' } })
  const told = record(json)['elements']
  // Anything else than a list says nothing: an empty one would say that a post is not there.
  if (!Array.isArray(told)) throw afterAnswer(false, 'no list in the answer')
  return { items: told.map(record), headers, more: told.length === size }
}

export async function history(ctx: Context, cursor: string | null): Promise<Page<OwnPost>> {
  if (!isPage(ctx.account)) return { items: [], cursor: null, more: false }
  const start = /^\d{1,9}$/.test(cursor ?? '') ? Number(cursor) : 0
  const { items, more } = await postsPage(ctx, start, PAGE)
  const addresses = await addressesOf(
    ctx,
    items.flatMap((post) => picturesOf(post['content']).map((one) => one.urn)),
  )
  return { items: items.map((post) => ownPostOf(post, addresses, ctx.now())), cursor: more ? String(start + PAGE) : null, more }
}

/** Where pictures can be looked at; LinkedIn's addresses end after some weeks. */
async function addressesOf(ctx: Reading, wanted: readonly string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  const each = [...new Set(wanted)]
  for (let i = 0; i < each.length; i += PAGE) {
    const { json } = await api(ctx, { method: 'GET', path: `/rest/images?ids=${urns(each.slice(i, i + PAGE))}` })
    for (const [id, told] of Object.entries(record(record(json)['results']))) {
      const address = text(record(told)['downloadUrl'], 2_000)
      if (address !== '') found.set(id, address)
    }
  }
  return found
}

/** Comments on a post, or answers to a comment. */
export async function commentsBelow(ctx: Reading, entity: string): Promise<{ comments: Json[]; headers: Headers; complete: boolean }> {
  const comments: Json[] = []
  for (let page = 0; ; page++) {
    const path = `/rest/socialActions/${urn(entity)}/comments?start=${page * 100}&count=100`
    const { json, headers } = await api(ctx, { method: 'GET', path })
    const told = record(json)['elements']
    if (!Array.isArray(told)) throw afterAnswer(false, 'no list in the answer')
    comments.push(...told.map(record))
    if (told.length < 100 || page + 1 === PAGES) return { comments, headers, complete: told.length < 100 }
  }
}

export async function replies(ctx: Context, post: RemoteRef): Promise<InboundMessage[]> {
  if (!isPage(ctx.account)) return []
  const { comments } = await commentsBelow(ctx, post.id)
  const below: Json[] = []
  for (const comment of comments) {
    const answers = count(record(comment['commentsSummary'])['totalFirstLevelComments']) ?? 0
    if (answers > 0) below.push(...(await commentsBelow(ctx, refOfComment(comment).id)).comments)
  }
  const theirs = [...comments, ...below].filter((comment) => comment['actor'] !== ctx.account.id)
  const authors = await authorsOf(
    ctx,
    theirs.map((comment) => text(comment['actor'], 100)),
  )
  return theirs.map((comment) => {
    const [ref, actor] = [refOfComment(comment), text(comment['actor'], 100)]
    return inboundOf(
      {
        id: ref.id,
        thread: ref.version,
        post,
        author: authors.get(actor) ?? authorOf(actor, null),
        words: text(record(comment['message'])['text'], 20_000),
        at: momentOf(record(comment['created'])['time']) ?? ctx.now().toISOString(),
      },
      'reply',
    )
  })
}
