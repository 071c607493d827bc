import type { Act, Reconciled, RemoteRef, SendContext, Step } from '../contract.ts'
import { NetworkFailure } from '../contract.ts'
import { htmlToText } from '../html.ts'
import { aheadOf, failure } from '../http.ts'
import { count, record, text, type Json } from '../json.ts'
import { loose } from '../spans.ts'
import { api } from './api.ts'
import { placeOf, refOf, wordsOf, writtenAt, type Kind } from './map.ts'
import { ARTICLE_FIELDS, listAt } from './read.ts'
import { partsFor, placesOf, stateFor } from './send.ts'

type PostAct = Extract<Act, { kind: 'post' }>

/** Read back at most: pages of a hundred. */
const PAGES = 4
/** Two clocks never agree to the second, even after their difference is taken out; a site writes whole seconds. */
const SLACK_MS = 5_000

/** Reads the site back. A file without a receipt is shown nowhere. */
export async function reconcile(ctx: SendContext, { act }: Step, since: Date): Promise<Reconciled> {
  switch (act.kind) {
    case 'media':
      return { kind: 'not_there' }
    case 'post':
      return act.reply ? findComment(ctx, act, since) : findArticle(ctx, act, since)
    case 'edit':
      return stands(ctx, act.target, (thing) => says(thing, wordsFor({ ...act, reply: placeOf(act.target).kind === 'comments' })))
    case 'hide':
      return stands(ctx, act.target, (thing) => thing['status'] === stateFor(act))
    case 'pin':
      return stands(ctx, act.target, (thing) => (thing['sticky'] === true) === act.pinned)
    case 'delete':
      if (act.of === 'post') return gone(ctx, act.target)
  }
  return { kind: 'cannot_know', why: 'not_supported' }
}

const readBack = (ctx: SendContext, ref: RemoteRef, at: string | null): Reconciled => ({
  kind: 'there',
  receipt: { ref, at: at ?? ctx.now().toISOString(), data: { readBack: true } },
})

/** The thing as it stands; null where it is gone for good. */
async function thingAt(ctx: SendContext, target: RemoteRef): Promise<Json | null> {
  const { kind, id } = placeOf(target)
  try {
    return record((await api(ctx, { method: 'GET', path: `/${kind}/${id}?context=edit` })).json)
  } catch (error) {
    if (error instanceof NetworkFailure && error.kind === 'not_found') return null
    throw error
  }
}

async function stands(ctx: SendContext, target: RemoteRef, is: (thing: Json) => boolean): Promise<Reconciled> {
  const thing = await thingAt(ctx, target)
  if (!thing) return { kind: 'cannot_know', why: 'target_gone' }
  return is(thing) ? readBack(ctx, target, null) : { kind: 'not_there' }
}

async function gone(ctx: SendContext, target: RemoteRef): Promise<Reconciled> {
  const thing = await thingAt(ctx, target)
  return thing === null || thing['status'] === 'trash' ? readBack(ctx, target, null) : { kind: 'not_there' }
}

/** What stands below an act's words, markup apart. */
function wordsFor(act: { item: PostAct['item']; options: PostAct['options']; media: PostAct['media']; reply: unknown }): string {
  if (act.reply) return loose(act.item.text)
  const { title, content } = partsFor(act)
  return loose(`${htmlToText(text(title, 2_000))}\n\n${htmlToText(text(content, 1_000_000), 200_000)}`)
}

const says = (thing: Json, words: string): boolean => loose(wordsOf(thing)) === words

async function findArticle(ctx: SendContext, act: PostAct, since: Date): Promise<Reconciled> {
  const query = `/posts?context=edit&status=publish,future,private,draft,pending&author=${userOf(ctx)}&orderby=id&order=desc&_fields=${ARTICLE_FIELDS}`
  return find(ctx, { kind: 'posts', query, since, is: (post) => says(post, wordsFor(act)) })
}

async function findComment(ctx: SendContext, act: PostAct, since: Date): Promise<Reconciled> {
  if (!act.reply) throw new RangeError('a comment answers something')
  const { post, parent } = placesOf(act.reply)
  const query = `/comments?context=edit&status=all&post=${post}&author=${userOf(ctx)}&orderby=id&order=desc&_fields=id,parent,date_gmt,content,link`
  return find(ctx, { kind: 'comments', query, since, is: (one) => count(one['parent']) === parent && says(one, wordsFor(act)) })
}

function userOf({ credentials: { secret } }: SendContext): string {
  if (/^\d{1,15}$/.test(secret['userId'] ?? '')) return secret['userId'] ?? ''
  throw failure('unauthorized', 'reconnect', { sent: 'no', said: 'nobody knows whose articles to look for' })
}

type Search = { kind: Kind; query: string; since: Date; is: (thing: Json) => boolean }

/** The user's own things since the intent, by the site's clock, that say the same. Two of them are one too many to know. */
async function find(ctx: SendContext, { kind, query, since, is }: Search): Promise<Reconciled> {
  const same = new Map<number, Json>()
  for (let page = 1; page <= PAGES; page++) {
    const { items, headers } = await listAt(ctx, `${query}&per_page=100&page=${page}`)
    const from = since.getTime() + aheadOf(ctx, headers) - SLACK_MS
    const recent = items.filter((thing) => Date.parse(writtenAt(thing) ?? '') >= from)
    for (const thing of recent) if (is(thing)) same.set(count(thing['id']) ?? 0, thing)
    if (items.length < 100 || recent.length === 0) return verdict(ctx, kind, [...same.values()])
  }
  return { kind: 'cannot_know', why: 'too_many_posts_since' }
}

function verdict(ctx: SendContext, kind: Kind, same: Json[]): Reconciled {
  const [first] = same
  if (same.length > 1) return { kind: 'cannot_know', why: 'several_match' }
  return first ? readBack(ctx, refOf(kind, first), writtenAt(first)) : { kind: 'not_there' }
}
