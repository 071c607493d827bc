import type { Act, Receipt, Reconciled, RemoteRef, SendContext, Step } from '../contract.ts'
import { NetworkFailure } from '../contract.ts'
import { instant, record, text, type Json } from '../json.ts'
import { wholeOf } from '../meta/container.ts'
import { edgeOf, idIn, part, type Edge } from '../meta/graph.ts'
import { sinceBy, verdict } from '../meta/readback.ts'
import { keptId } from '../meta/upload.ts'
import { loose } from '../spans.ts'
import { graph } from './api.ts'
import { isRepost, refOf } from './map.ts'
import { askContainer } from './media.ts'
import { postsPage, repostOf } from './read.ts'

type PostAct = Extract<Act, { kind: 'post' }>

const PAGES = 4

/** A container that was not published is no effect; whether it was published, it tells itself. Words are looked for among one's posts and answers. */
export async function reconcile(ctx: SendContext, step: Step, since: Date): Promise<Reconciled> {
  const { act } = step
  switch (act.kind) {
    case 'media':
      return { kind: 'not_there' }
    case 'post':
      return findPost(ctx, act, since)
    case 'repost':
      return (await repostOf(ctx, act.target.id)) === null ? { kind: 'not_there' } : done(ctx, act.target)
    case 'hide': {
      const reply = await thingOrNull(ctx, act.target, 'id,hide_status')
      if (!reply) return { kind: 'cannot_know', why: 'target_gone' }
      return (text(reply['hide_status'], 40) === 'HIDDEN') === act.hidden ? done(ctx, act.target) : { kind: 'not_there' }
    }
    case 'delete': {
      const stands =
        act.of === 'repost' ? (await repostOf(ctx, act.target.id)) !== null : (await thingOrNull(ctx, act.target, 'id')) !== null
      return stands ? { kind: 'not_there' } : done(ctx, act.target)
    }
    default:
      return { kind: 'cannot_know', why: 'not_supported' }
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

async function findPost(ctx: SendContext, act: PostAct, since: Date): Promise<Reconciled> {
  const whole = wholeOf(act.media)
  if (!whole) return (await same(ctx, act, since)) ?? { kind: 'not_there' }
  const { state } = await askContainer(ctx, keptId(whole.data, 'containerId'))
  if (state !== 'PUBLISHED') return { kind: 'not_there' }
  return (await same(ctx, act, since)) ?? { kind: 'cannot_know', why: 'published_but_not_listed' }
}

/** Posts, or answers to the same post, since the intent by Threads' clock, that say the same; null where there is none. */
async function same(ctx: SendContext, act: PostAct, since: Date): Promise<Reconciled | null> {
  const found: Json[] = []
  let [from, after]: [number, string | null] = [0, null]
  const heard = (headers: Headers) => (from = sinceBy(ctx, headers, since))
  for (let page = 0; page < PAGES; page++) {
    const edge = await ownPage(ctx, act, after, heard)
    const at = (post: Json) => Date.parse(instant(post['timestamp']) ?? '')
    found.push(...edge.items.filter((post) => at(post) >= from && says(post, act)))
    after = edge.after
    if (after === null || edge.items.some((post) => at(post) < from)) return found.length === 0 ? null : verdict(found.map(receiptOf))
  }
  return { kind: 'cannot_know', why: 'too_many_posts_since' }
}

async function ownPage(ctx: SendContext, { reply }: PostAct, after: string | null, heard: (headers: Headers) => void): Promise<Edge> {
  const fields = 'id,text,timestamp,permalink,media_type'
  if (!reply) return postsPage(ctx, fields, 50, after, heard)
  const query = { fields: `${fields},replied_to`, limit: 50, ...(after !== null && { after }) }
  return edgeOf(await graph(ctx, { method: 'GET', path: '/me/replies', query, heard }))
}

function says(post: Json, { item, reply, media }: PostAct): boolean {
  const isWords = text(post['media_type'], 30) === 'TEXT_POST'
  const sameParent = reply === null || text(record(post['replied_to'])['id'], 40) === reply.parent.id
  return !isRepost(post) && isWords === (media.length === 0) && sameParent && loose(text(post['text'], 12_000)) === loose(item.text)
}

const receiptOf = (post: Json): Receipt => ({ ref: refOf(post), at: instant(post['timestamp']) ?? '', data: { readBack: true } })
