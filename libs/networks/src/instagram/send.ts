import type { Act, Receipt, RemoteRef, SendContext, Step } from '../contract.ts'
import { NetworkFailure } from '../contract.ts'
import { afterAnswer, failure } from '../http.ts'
import { text, type Json } from '../json.ts'
import { readyIds, wholeOf } from '../meta/container.ts'
import { hasNone, idOf, part, succeeded } from '../meta/graph.ts'
import { directOf, isDirect, sendDirect } from '../meta/messages.ts'
import { graph, pageOf } from './api.ts'
import { direct } from './direct.ts'
import { mentionIn, mentionRef } from './map.ts'
import { askContainer, prepare } from './media.ts'

type PostAct = Extract<Act, { kind: 'post' }>

/** One act, one call that has an effect; containers are prepared before, and nobody sees them. */
export async function send(ctx: SendContext, step: Step): Promise<Receipt> {
  const { act } = step
  switch (act.kind) {
    case 'media':
      return prepare(ctx, act)
    case 'post':
      return say(ctx, act)
    case 'hide':
      succeeded(await graph(ctx, { method: 'POST', path: `/${part(act.target.id)}`, json: { hide: act.hidden } }))
      return receipt(ctx, act.target)
    case 'block':
      return block(ctx, act)
    case 'delete':
      return act.of === 'post' ? remove(ctx, act.target) : hasNone('Instagram', act.kind)
    default:
      return hasNone('Instagram', act.kind)
  }
}

const receipt = (ctx: SendContext, ref: RemoteRef | null, data: Record<string, unknown> = {}): Receipt => ({
  ref,
  at: ctx.now().toISOString(),
  data,
})

function say(ctx: SendContext, act: PostAct): Promise<Receipt> {
  if (isDirect(act)) return sendDirect(ctx, direct, act)
  return act.reply ? answer(ctx, act, act.reply.parent, act.reply.root) : publish(ctx, act)
}

async function publish(ctx: SendContext, act: PostAct): Promise<Receipt> {
  const whole = wholeOf(act.media)
  if (!whole) throw failure('rejected_content', 'fix_content', { sent: 'no', said: 'Instagram publishes no words alone' })
  const [creation] = await readyIds(ctx, [whole], askContainer)
  const made = await graph(ctx, { method: 'POST', path: `/${part(ctx.account.id)}/media_publish`, json: { creation_id: creation } })
  const id = idOf(made['id'])
  return receipt(ctx, { id, version: null, url: await permalink(ctx, id) })
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

/** Below one's own media, below a comment of it, or where one was named. */
async function answer(ctx: SendContext, { item }: PostAct, parent: RemoteRef, root: RemoteRef): Promise<Receipt> {
  const named = mentionIn(parent)
  const message = item.text
  if (named) {
    const json = { media_id: named.mediaId, ...(named.commentId !== null && { comment_id: named.commentId }), message }
    const made = await graph(ctx, { method: 'POST', path: `/${part(ctx.account.id)}/mentions`, json })
    return receipt(ctx, mentionRef(named.mediaId, idOf(made['id'])))
  }
  const edge = parent.id === root.id ? 'comments' : 'replies'
  const made = await graph(ctx, { method: 'POST', path: `/${part(parent.id)}/${edge}`, json: { message } })
  return receipt(ctx, { id: idOf(made['id']), version: null, url: root.url })
}

/** What is gone already is what was asked for. */
async function remove(ctx: SendContext, target: RemoteRef): Promise<Receipt> {
  if (directOf(target) || mentionIn(target))
    throw failure('not_supported', 'drop', { sent: 'no', said: 'Instagram takes this back only in its own app' })
  try {
    succeeded(await graph(ctx, { method: 'DELETE', path: `/${part(target.id)}` }))
    return receipt(ctx, target)
  } catch (error) {
    if (!(error instanceof NetworkFailure) || error.kind !== 'not_found') throw error
    return receipt(ctx, target, { wasGone: true })
  }
}

/** In conversations, and by Facebook's login only. */
async function block(ctx: SendContext, { person, blocked }: Extract<Act, { kind: 'block' }>): Promise<Receipt> {
  if (pageOf(ctx) === null) return hasNone('Instagram without a Page', 'block')
  const json = { user_ids: [{ id: person }], actions: [blocked ? 'BLOCK_USER' : 'UNBLOCK_USER'] }
  const told: Json = await graph(ctx, { method: 'POST', path: `/${part(ctx.account.id)}/moderate_conversations`, json })
  if (told['success'] === false || (told['success'] === undefined && told['result'] === undefined))
    throw afterAnswer(true, 'not said to be done')
  return receipt(ctx, null)
}
