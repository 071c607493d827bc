import type { Act, Receipt, RemoteRef, SendContext, Step } from '../contract.ts'
import { NetworkFailure } from '../contract.ts'
import { formBody } from '../http.ts'
import { text } from '../json.ts'
import { readyIds, wholeOf } from '../meta/container.ts'
import { hasNone, idOf, part, succeeded } from '../meta/graph.ts'
import { graph } from './api.ts'
import { findSame } from './find.ts'
import { askContainer, belowOf, prepare, wordsOf } from './media.ts'
import { repostOf } from './read.ts'

type PostAct = Extract<Act, { kind: 'post' }>

/** One act, one call that has an effect: words are published by the call that brings them, everything else by its container. */
export async function send(ctx: SendContext, step: Step): Promise<Receipt> {
  const { act } = step
  switch (act.kind) {
    case 'media':
      return prepare(ctx, act)
    case 'post':
      return publish(ctx, act)
    case 'repost':
      return repost(ctx, act.target)
    case 'hide':
      succeeded(
        await graph(ctx, { method: 'POST', path: `/${part(act.target.id)}/manage_reply`, body: formBody({ hide: String(act.hidden) }) }),
      )
      return receipt(ctx, act.target)
    case 'delete':
      return act.of === 'like' ? hasNone('Threads', 'like') : remove(ctx, act.target, act.of)
    default:
      return hasNone('Threads', act.kind)
  }
}

const receipt = (ctx: SendContext, ref: RemoteRef | null, data: Record<string, unknown> = {}): Receipt => ({
  ref,
  at: ctx.now().toISOString(),
  data,
})

async function publish(ctx: SendContext, act: PostAct): Promise<Receipt> {
  const whole = wholeOf(act.media)
  const asked = whole ? await container(ctx, whole) : words(act)
  const made = await graph(ctx, { method: 'POST', ...asked })
  const id = idOf(made['id'])
  const url = await permalink(ctx, id)
  return receipt(ctx, url === null ? await standing(ctx, act, id) : { id, version: null, url })
}

/** How long ago a post that was just made may have been made, by two clocks. */
const JUST_NOW_MS = 120_000

/** Where what was answered is not the post itself (a container's number), the post is looked for among one's own. */
async function standing(ctx: SendContext, act: PostAct, id: string): Promise<RemoteRef> {
  const known = { id, version: null, url: null }
  try {
    const found = await findSame(ctx, act, new Date(ctx.now().getTime() - JUST_NOW_MS))
    return (found?.kind === 'there' && found.receipt.ref) || known
  } catch (error) {
    if (error instanceof NetworkFailure) return known
    throw error
  }
}

async function container(ctx: SendContext, whole: Receipt) {
  const [id = ''] = await readyIds(ctx, [whole], askContainer)
  return { path: '/me/threads_publish', body: formBody({ creation_id: id }) }
}

function words({ item, options, reply }: PostAct) {
  const fields = { media_type: 'TEXT', auto_publish_text: 'true', ...wordsOf(item.text, options, reply), ...belowOf(options) }
  return { path: '/me/threads', body: formBody(fields) }
}

/** It stands already: that its address cannot be read yet changes nothing of that. */
async function permalink(ctx: SendContext, id: string): Promise<string | null> {
  try {
    return text((await graph(ctx, { method: 'GET', path: `/${part(id)}`, query: { fields: 'id,permalink' } }))['permalink'], 300) || null
  } catch (error) {
    if (error instanceof NetworkFailure) return null
    throw error
  }
}

/** A second time says nothing new. */
async function repost(ctx: SendContext, target: RemoteRef): Promise<Receipt> {
  const made = await graph(ctx, { method: 'POST', path: `/${part(target.id)}/repost` })
  return receipt(ctx, target, { repostId: idOf(made['id']) })
}

/** What is gone already is what was asked for. A repost is a thing of its own among one's posts. */
async function remove(ctx: SendContext, target: RemoteRef, of: 'post' | 'repost'): Promise<Receipt> {
  const id = of === 'post' ? target.id : await repostOf(ctx, target.id)
  if (id === null) return receipt(ctx, target, { wasGone: true })
  try {
    succeeded(await graph(ctx, { method: 'DELETE', path: `/${part(id)}` }))
    return receipt(ctx, target)
  } catch (error) {
    if (!(error instanceof NetworkFailure) || error.kind !== 'not_found') throw error
    return receipt(ctx, target, { wasGone: true })
  }
}
