import type { Act, Receipt, Reconciled, RemoteRef, SendContext, Step } from '../contract.ts'
import { NetworkFailure } from '../contract.ts'
import { instant, record, text, type Json } from '../json.ts'
import { wholeOf } from '../meta/container.ts'
import { edgeOf, idIn, part } from '../meta/graph.ts'
import { findDirect, isDirect } from '../meta/messages.ts'
import { sinceBy, verdict } from '../meta/readback.ts'
import { keptId } from '../meta/upload.ts'
import { loose } from '../spans.ts'
import { graph } from './api.ts'
import { direct } from './direct.ts'
import { mentionIn, refOf } from './map.ts'
import { askContainer } from './media.ts'
import { mediaPage } from './read.ts'

type PostAct = Extract<Act, { kind: 'post' }>

/** A container that was not published is no effect; whether it was published, it tells itself. */
export async function reconcile(ctx: SendContext, step: Step, since: Date): Promise<Reconciled> {
  const { act } = step
  switch (act.kind) {
    case 'media':
      return { kind: 'not_there' }
    case 'post':
      return findPost(ctx, act, since)
    case 'hide': {
      const comment = await thingOrNull(ctx, act.target, 'id,hidden')
      if (!comment) return { kind: 'cannot_know', why: 'target_gone' }
      return (comment['hidden'] === true) === act.hidden ? done(ctx, act.target) : { kind: 'not_there' }
    }
    case 'delete':
      return (await thingOrNull(ctx, act.target, 'id')) ? { kind: 'not_there' } : done(ctx, act.target)
    default:
      // Whom an account has blocked is shown to no software.
      return { kind: 'cannot_know', why: 'not_readable' }
  }
}

const done = (ctx: SendContext, ref: RemoteRef): Reconciled => ({
  kind: 'there',
  receipt: { ref, at: ctx.now().toISOString(), data: { readBack: true } },
})

async function thingOrNull(ctx: SendContext, { id }: RemoteRef, fields: string): Promise<Json | null> {
  try {
    const thing = await graph(ctx, { method: 'GET', path: `/${part(id)}`, query: { fields } })
    idIn(thing)
    return thing
  } catch (error) {
    if (error instanceof NetworkFailure && error.kind === 'not_found') return null
    throw error
  }
}

/** Conversations tell no time of the server: clocks differ by so much at most. */
const CLOCKS_MS = 120_000

async function findPost(ctx: SendContext, act: PostAct, since: Date): Promise<Reconciled> {
  if (isDirect(act)) {
    const found = await findDirect(ctx, direct, act, since.getTime() - CLOCKS_MS)
    return found === null ? { kind: 'cannot_know', why: 'not_readable' } : verdict(found)
  }
  if (act.reply) return findComment(ctx, act, act.reply.parent, since)
  const whole = wholeOf(act.media)
  if (!whole) return { kind: 'not_there' }
  const { state } = await askContainer(ctx, keptId(whole.data, 'containerId'))
  return state === 'PUBLISHED' ? findPublished(ctx, act, since) : { kind: 'not_there' }
}

/** It stands for certain: which of the media it is tells its caption and its hour. */
async function findPublished(ctx: SendContext, act: PostAct, since: Date): Promise<Reconciled> {
  if (act.options.placement === 'story') return findStory(ctx, since)
  let from = 0
  const heard = (headers: Headers) => (from = sinceBy(ctx, headers, since))
  const { items } = await mediaPage(ctx, 50, null, heard)
  const same = items.filter((media) => loose(text(media['caption'], 10_000)) === loose(act.item.text) && at(media) >= from)
  return same.length === 0 ? { kind: 'cannot_know', why: 'published_but_not_listed' } : verdict(same.map(receiptOf))
}

async function findStory(ctx: SendContext, since: Date): Promise<Reconciled> {
  let from = 0
  const heard = (headers: Headers) => (from = sinceBy(ctx, headers, since))
  const query = { fields: 'id,permalink,timestamp' }
  const { items } = edgeOf(await graph(ctx, { method: 'GET', path: `/${part(ctx.account.id)}/stories`, query, heard }))
  const same = items.filter((story) => at(story) >= from)
  return same.length === 0 ? { kind: 'cannot_know', why: 'published_but_not_listed' } : verdict(same.map(receiptOf))
}

const at = (thing: Json): number => Date.parse(instant(thing['timestamp']) ?? '')
const receiptOf = (media: Json): Receipt => ({ ref: refOf(media), at: instant(media['timestamp']) ?? '', data: { readBack: true } })

async function findComment(ctx: SendContext, act: PostAct, parent: RemoteRef, since: Date): Promise<Reconciled> {
  // Comments below somebody else's media are shown to nobody but them.
  if (mentionIn(parent)) return { kind: 'cannot_know', why: 'not_readable' }
  const edge = parent.id === act.reply?.root.id ? 'comments' : 'replies'
  let from = 0
  const heard = (headers: Headers) => (from = sinceBy(ctx, headers, since))
  const query = { fields: 'id,text,timestamp,username,from', limit: 50 }
  const { items } = edgeOf(await graph(ctx, { method: 'GET', path: `/${part(parent.id)}/${edge}`, query, heard }))
  const same = items.filter((comment) => {
    const name = text(comment['username'], 100) || text(record(comment['from'])['username'], 100)
    return name === ctx.account.handle && loose(text(comment['text'], 10_000)) === loose(act.item.text) && at(comment) >= from
  })
  return verdict(same.map(receiptOf))
}
