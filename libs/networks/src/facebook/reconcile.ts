import type { Act, Receipt, Reconciled, RemoteRef, SendContext, Step } from '../contract.ts'
import { NetworkFailure } from '../contract.ts'
import { instant, list, record, text, type Json } from '../json.ts'
import { edgeOf, idIn, part } from '../meta/graph.ts'
import { findDirect, isDirect } from '../meta/messages.ts'
import { sinceBy, verdict } from '../meta/readback.ts'
import { loose } from '../spans.ts'
import { graph } from './api.ts'
import { linkOf, photosOf, refOf } from './map.ts'
import { filmIn, filmNow, photoIds } from './media.ts'
import { messenger } from './messenger.ts'
import { postsPage } from './read.ts'
import { filmRef, postIdOf, refTo } from './send.ts'

type PostAct = Extract<Act, { kind: 'post' }>

const PAGES = 4

/** Reads the Page back. A file that no post shows is no effect. */
export async function reconcile(ctx: SendContext, step: Step, since: Date): Promise<Reconciled> {
  const { act } = step
  switch (act.kind) {
    case 'media':
      return { kind: 'not_there' }
    case 'post':
      return findPost(ctx, act, since)
    case 'edit':
      return isSo(ctx, act.target, 'message', (thing) => loose(text(thing['message'], 70_000)) === loose(act.item.text))
    case 'hide':
      return isSo(ctx, act.target, 'is_hidden', (thing) => (thing['is_hidden'] === true) === act.hidden)
    case 'like':
      return isSo(ctx, act.target, LIKED, isLiked)
    case 'block':
      return blockNow(ctx, act)
    case 'delete':
      return deleteNow(ctx, act)
    default:
      // Whether a post is pinned is shown to no software.
      return { kind: 'cannot_know', why: 'not_readable' }
  }
}

const done = (ctx: SendContext, ref: RemoteRef | null, at?: string | null): Reconciled => ({
  kind: 'there',
  receipt: { ref, at: at ?? ctx.now().toISOString(), data: { readBack: true } },
})

const LIKED = 'likes.summary(true).limit(0)'
const isLiked = (thing: Json): boolean => record(record(thing['likes'])['summary'])['has_liked'] === true

async function thingOrNull(ctx: SendContext, { id }: RemoteRef, fields: string): Promise<Json | null> {
  try {
    const thing = await graph(ctx, { method: 'GET', path: `/${part(id)}`, query: { fields: `id,${fields}` } })
    idIn(thing)
    return thing
  } catch (error) {
    if (error instanceof NetworkFailure && error.kind === 'not_found') return null
    throw error
  }
}

async function isSo(ctx: SendContext, target: RemoteRef, fields: string, so: (thing: Json) => boolean): Promise<Reconciled> {
  const thing = await thingOrNull(ctx, target, fields)
  if (!thing) return { kind: 'cannot_know', why: 'target_gone' }
  return so(thing) ? done(ctx, target) : { kind: 'not_there' }
}

async function deleteNow(ctx: SendContext, { target, of }: Extract<Act, { kind: 'delete' }>): Promise<Reconciled> {
  const thing = await thingOrNull(ctx, target, of === 'like' ? LIKED : 'created_time')
  const stands = thing !== null && (of === 'post' || isLiked(thing))
  return stands ? { kind: 'not_there' } : done(ctx, target)
}

async function blockNow(ctx: SendContext, { person, blocked }: Extract<Act, { kind: 'block' }>): Promise<Reconciled> {
  const path = `/${part(ctx.account.id)}/blocked`
  const { items } = edgeOf(await graph(ctx, { method: 'GET', path, query: { user: person, fields: 'id,name' } }))
  return items.some((one) => text(one['id'], 40) === person) === blocked ? done(ctx, null) : { kind: 'not_there' }
}

async function findPost(ctx: SendContext, act: PostAct, since: Date): Promise<Reconciled> {
  if (isDirect(act)) return found(await findDirect(ctx, messenger, act, since.getTime() - CLOCKS_MS))
  if (act.reply) return findComment(ctx, act, act.reply.parent.id, since)
  const film = filmIn(act.media)
  if (film) return findFilm(ctx, film.videoId)
  if (act.options.placement === 'story') return findStory(ctx, photoIds(act.media)[0] ?? '')
  return findInFeed(ctx, act, since)
}

/** Conversations tell no time of the server: clocks differ by so much at most. */
const CLOCKS_MS = 120_000

function found(receipts: Receipt[] | null): Reconciled {
  return receipts === null ? { kind: 'cannot_know', why: 'not_readable' } : verdict(receipts)
}

/** A film's number was known before its last call: it tells whether that call was heard. */
async function findFilm(ctx: SendContext, videoId: string): Promise<Reconciled> {
  const { published } = await filmNow(ctx, videoId)
  return published ? done(ctx, await filmRef(ctx, videoId)) : { kind: 'not_there' }
}

async function findStory(ctx: SendContext, photoId: string): Promise<Reconciled> {
  const query = { fields: 'post_id,media_id,creation_time,status', limit: 50 }
  const { items } = edgeOf(await graph(ctx, { method: 'GET', path: `/${part(ctx.account.id)}/stories`, query }))
  const story = items.find((one) => text(one['media_id'], 40) === photoId)
  return story ? done(ctx, refTo(postIdOf(ctx, text(story['post_id'], 80)))) : { kind: 'not_there' }
}

async function findComment(ctx: SendContext, act: PostAct, parent: string, since: Date): Promise<Reconciled> {
  let from = 0
  const heard = (headers: Headers) => (from = sinceBy(ctx, headers, since))
  const query = { fields: 'id,message,from,created_time,permalink_url', filter: 'toplevel', order: 'reverse_chronological', limit: 100 }
  const { items } = edgeOf(await graph(ctx, { method: 'GET', path: `/${part(parent)}/comments`, query, heard }))
  const same = items.filter(
    (one) =>
      text(record(one['from'])['id'], 40) === ctx.account.id &&
      loose(text(one['message'], 20_000)) === loose(act.item.text) &&
      Date.parse(instant(one['created_time']) ?? '') >= from,
  )
  return verdict(same.map(receiptOf))
}

const receiptOf = (thing: Json): Receipt => ({ ref: refOf(thing), at: instant(thing['created_time']) ?? '', data: { readBack: true } })

/** Posts since the intent, by Facebook's own clock; one that shows our own photos is ours whatever it says. */
async function findInFeed(ctx: SendContext, act: PostAct, since: Date): Promise<Reconciled> {
  const same: Json[] = []
  let [from, after]: [number, string | null] = [0, null]
  const heard = (headers: Headers) => (from = sinceBy(ctx, headers, since))
  for (let page = 0; page < PAGES; page++) {
    const edge = await postsPage(ctx, 50, after, heard)
    const at = (post: Json) => Date.parse(instant(post['created_time']) ?? '')
    same.push(...edge.items.filter((post) => at(post) >= from && says(post, act)))
    after = edge.after
    if (after === null || edge.items.some((post) => at(post) < from)) return verdict(same.map(receiptOf))
  }
  return { kind: 'cannot_know', why: 'too_many_posts_since' }
}

function says(post: Json, { item, options, media }: PostAct): boolean {
  const ours = photoIds(media)
  if (ours.length > 0) return photosOf(post).some(({ id }) => ours.includes(id))
  const link = options.card?.url ?? null
  const plain = (url: string | null) => (url ?? '').replace(/\/$/, '')
  const sameLink = link === null || plain(linkOf(post)) === plain(link) || list(record(post['attachments'])['data']).length === 0
  return loose(text(post['message'], 70_000)) === loose(item.text) && photosOf(post).length === 0 && sameLink
}
