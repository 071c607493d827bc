import type { Act, Reconciled, RemoteRef, SendContext, Step } from '../contract.ts'
import { NetworkFailure } from '../contract.ts'
import { text, type Json } from '../json.ts'
import { wholeOf } from '../meta/container.ts'
import { idIn, part } from '../meta/graph.ts'
import { keptId } from '../meta/upload.ts'
import { graph } from './api.ts'
import { findSame } from './find.ts'
import { askContainer } from './media.ts'
import { repostOf } from './read.ts'

type PostAct = Extract<Act, { kind: 'post' }>

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
  if (!whole) return (await findSame(ctx, act, since)) ?? { kind: 'not_there' }
  const { state } = await askContainer(ctx, keptId(whole.data, 'containerId'))
  if (state !== 'PUBLISHED') return { kind: 'not_there' }
  return (await findSame(ctx, act, since)) ?? { kind: 'cannot_know', why: 'published_but_not_listed' }
}
