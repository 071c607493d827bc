import type { Act, Receipt, RemoteRef, SendContext, Step } from '../contract.ts'
import { NetworkFailure } from '../contract.ts'
import { failure, jsonBody } from '../http.ts'
import { record, text } from '../json.ts'
import { safe } from '../google/api.ts'
import { youtube } from './api.ts'
import { commentRef, isVideo, threadOf } from './map.ts'
import { openSession, sendFilm, snippetOf, videoOrNull } from './upload.ts'

type PostAct = Extract<Act, { kind: 'post' }>

/** One act, one effect: a session is opened, then its film goes up; comments are said, changed, hidden, deleted. */
export async function send(ctx: SendContext, step: Step): Promise<Receipt> {
  const { act } = step
  switch (act.kind) {
    case 'media':
      return openSession(ctx, act)
    case 'post':
      return act.reply ? comment(ctx, act, act.reply) : sendFilm(ctx, act)
    case 'edit':
      return isVideo(act.target.id) ? editVideo(ctx, act) : editComment(ctx, act)
    case 'hide':
      return hide(ctx, act)
    case 'delete':
      if (act.of === 'post') return remove(ctx, act.target)
  }
  throw failure('not_supported', 'drop', { sent: 'no', said: `YouTube has no act "${act.kind}" for software` })
}

const receipt = (ctx: SendContext, ref: RemoteRef, data: Record<string, unknown> = {}): Receipt => ({
  ref,
  at: ctx.now().toISOString(),
  data,
})

/** Below a film a thread begins; below a comment, or an answer to it, an answer is added to the thread. */
async function comment(ctx: SendContext, { item }: PostAct, { parent, root }: NonNullable<PostAct['reply']>): Promise<Receipt> {
  const textOriginal = item.text.trim()
  if (isVideo(parent.id)) {
    const snippet = { channelId: ctx.account.id, videoId: parent.id, topLevelComment: { snippet: { textOriginal } } }
    const { json } = await youtube(ctx, { method: 'POST', path: '/youtube/v3/commentThreads?part=snippet', body: jsonBody({ snippet }) })
    return receipt(ctx, commentRef(text(record(json)['id'], 100), parent.id))
  }
  const snippet = { parentId: threadOf(parent.id), textOriginal }
  const { json } = await youtube(ctx, { method: 'POST', path: '/youtube/v3/comments?part=snippet', body: jsonBody({ snippet }) })
  return receipt(ctx, commentRef(text(record(json)['id'], 100), isVideo(root.id) ? root.id : null))
}

/** The whole part is replaced: what the desk does not know of it is read before, and kept. */
async function editVideo(ctx: SendContext, act: Extract<Act, { kind: 'edit' }>): Promise<Receipt> {
  const known = await videoOrNull(ctx, act.target.id)
  if (!known) throw failure('not_found', 'drop', { sent: 'no', said: 'this video is not there' })
  const body = jsonBody({ id: act.target.id, snippet: snippetOf(act, record(known['snippet'])) })
  await youtube(ctx, { method: 'PUT', path: '/youtube/v3/videos?part=snippet', body })
  return receipt(ctx, act.target)
}

async function editComment(ctx: SendContext, { target, item }: Extract<Act, { kind: 'edit' }>): Promise<Receipt> {
  const body = jsonBody({ id: target.id, snippet: { textOriginal: item.text.trim() } })
  await youtube(ctx, { method: 'PUT', path: '/youtube/v3/comments?part=snippet', body })
  return receipt(ctx, target)
}

/** Held back, not rejected: a rejected comment cannot be shown again, which is right for spam only. */
async function hide(ctx: SendContext, { target, hidden, spam }: Extract<Act, { kind: 'hide' }>): Promise<Receipt> {
  const away = spam ? 'rejected' : 'heldForReview'
  const query = `id=${safe(target.id)}&moderationStatus=${hidden ? away : 'published'}`
  await youtube(ctx, { method: 'POST', path: `/youtube/v3/comments/setModerationStatus?${query}` })
  return receipt(ctx, target)
}

/** What is gone already is what was asked for. */
async function remove(ctx: SendContext, target: RemoteRef): Promise<Receipt> {
  const kind = isVideo(target.id) ? 'videos' : 'comments'
  try {
    await youtube(ctx, { method: 'DELETE', path: `/youtube/v3/${kind}?id=${safe(target.id)}` })
    return receipt(ctx, target)
  } catch (error) {
    if (!(error instanceof NetworkFailure) || error.kind !== 'not_found') throw error
    return receipt(ctx, target, { wasGone: true })
  }
}
