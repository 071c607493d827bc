import type { Act, Receipt, RemoteRef, SendContext, Step } from '../contract.ts'
import { NetworkFailure } from '../contract.ts'
import { afterAnswer, failure } from '../http.ts'
import { record, text, type Json } from '../json.ts'
import { hasNone, idOf, part, succeeded } from '../meta/graph.ts'
import { directOf, isDirect, sendDirect } from '../meta/messages.ts'
import { graph } from './api.ts'
import { messenger } from './messenger.ts'
import { filmIn, filmNow, photoIds, upload } from './media.ts'

type PostAct = Extract<Act, { kind: 'post' }>

/** One act, one call that has an effect; files go before, and nobody sees them. */
export async function send(ctx: SendContext, step: Step): Promise<Receipt> {
  const { act } = step
  switch (act.kind) {
    case 'media':
      return upload(ctx, step, act)
    case 'post':
      return say(ctx, act)
    case 'edit':
      return change(ctx, act.target, { message: act.item.text })
    case 'hide':
      return change(ctx, act.target, { is_hidden: act.hidden })
    case 'pin':
      return change(ctx, act.target, { is_pinned: act.pinned })
    case 'like':
      return like(ctx, act.target)
    case 'block':
      return block(ctx, act)
    case 'delete':
      if (act.of !== 'repost') return remove(ctx, act.target, act.of === 'like' ? '/likes' : '')
  }
  return hasNone('Facebook', act.kind)
}

/** To one person, below something, or on the Page. */
function say(ctx: SendContext, act: PostAct): Promise<Receipt> {
  if (isDirect(act)) return sendDirect(ctx, messenger, act)
  return act.reply ? answer(ctx, act) : publish(ctx, act)
}

const receipt = (ctx: SendContext, ref: RemoteRef | null, data: Record<string, unknown> = {}): Receipt => ({
  ref,
  at: ctx.now().toISOString(),
  data,
})

export const refTo = (id: string): RemoteRef => ({ id, version: null, url: `https://www.facebook.com/${id}` })

async function publish(ctx: SendContext, act: PostAct): Promise<Receipt> {
  const { placement } = act.options
  const film = filmIn(act.media)
  if (film) return film.edge === 'videos' ? publishFilm(ctx, act, film) : publishShort(ctx, act, film)
  const photos = photoIds(act.media)
  if (placement === 'story') return publishPhotoStory(ctx, photos[0] ?? '')
  if (placement === 'reel') throw failure('media_refused', 'fix_content', { sent: 'no', said: 'a reel is a film' })
  const { json } = { json: feedOf(act, photos) }
  const made = await graph(ctx, { method: 'POST', path: `/${part(ctx.account.id)}/feed`, json })
  return receipt(ctx, refTo(idOf(made['id'])))
}

function feedOf({ item, options }: PostAct, photos: readonly string[]): Json {
  return {
    ...(item.text.trim() !== '' && { message: item.text }),
    ...(options.card !== null && { link: options.card.url }),
    ...(photos.length > 0 && { attached_media: photos.map((id) => ({ media_fbid: id })) }),
  }
}

type Film = NonNullable<ReturnType<typeof filmIn>>

async function publishFilm(ctx: SendContext, { item }: PostAct, { videoId, sessionId }: Film): Promise<Receipt> {
  const json = { upload_phase: 'finish', upload_session_id: sessionId, description: item.text, published: true }
  succeeded(await graph(ctx, { method: 'POST', path: `/${part(ctx.account.id)}/videos`, json }))
  return receipt(ctx, await filmRef(ctx, videoId), { videoId })
}

async function publishShort(ctx: SendContext, { item }: PostAct, { videoId, edge }: Film): Promise<Receipt> {
  const words = edge === 'video_reels' && item.text.trim() !== '' ? { description: item.text } : {}
  const json = { upload_phase: 'finish', video_id: videoId, ...(edge === 'video_reels' && { video_state: 'PUBLISHED' }), ...words }
  const made = await graph(ctx, { method: 'POST', path: `/${part(ctx.account.id)}/${edge}`, json })
  succeeded(made)
  const postId = numberIn(made, 'post_id')
  return receipt(ctx, postId === '' ? await filmRef(ctx, videoId) : refTo(postIdOf(ctx, postId)), { videoId })
}

async function publishPhotoStory(ctx: SendContext, photoId: string): Promise<Receipt> {
  const made = await graph(ctx, { method: 'POST', path: `/${part(ctx.account.id)}/photo_stories`, json: { photo_id: photoId } })
  succeeded(made)
  return receipt(ctx, refTo(postIdOf(ctx, idOf(made['post_id']))), { photoId })
}

/** Numbers come as texts, and in some answers as numbers. */
function numberIn(thing: Json, name: string): string {
  const value = thing[name]
  return typeof value === 'number' ? String(value) : text(value, 80)
}

/** Posts are named by their Page and a number; some answers give the number alone. */
export function postIdOf(ctx: Pick<SendContext, 'account'>, id: string): string {
  return id.includes('_') ? id : `${ctx.account.id}_${id}`
}

/** The post in which a film stands; until Facebook has made it, the film itself, below which one may comment as well. */
export async function filmRef(ctx: SendContext, videoId: string): Promise<RemoteRef> {
  try {
    const { film } = await filmNow(ctx, videoId)
    const postId = numberIn(film, 'post_id')
    return refTo(postId === '' ? videoId : postIdOf(ctx, postId))
  } catch (error) {
    // The film is published: that its post cannot be read yet changes nothing of that.
    if (error instanceof NetworkFailure) return refTo(videoId)
    throw error
  }
}

/** A comment below a post, or below another comment. */
async function answer(ctx: SendContext, act: PostAct): Promise<Receipt> {
  const parent = act.reply?.parent.id ?? ''
  const [photoId] = photoIds(act.media)
  const json = { message: act.item.text, ...(photoId !== undefined && { attachment_id: photoId }) }
  const made = await graph(ctx, { method: 'POST', path: `/${part(parent)}/comments`, json })
  return receipt(ctx, refTo(idOf(made['id'])))
}

async function change(ctx: SendContext, target: RemoteRef, json: Json): Promise<Receipt> {
  notDirect(target)
  succeeded(await graph(ctx, { method: 'POST', path: `/${part(target.id)}`, json }))
  return receipt(ctx, target)
}

async function like(ctx: SendContext, target: RemoteRef): Promise<Receipt> {
  notDirect(target)
  succeeded(await graph(ctx, { method: 'POST', path: `/${part(target.id)}/likes`, json: {} }))
  return receipt(ctx, target)
}

/** What is gone already is what was asked for. */
async function remove(ctx: SendContext, target: RemoteRef, edge: string): Promise<Receipt> {
  notDirect(target)
  try {
    succeeded(await graph(ctx, { method: 'DELETE', path: `/${part(target.id)}${edge}` }))
    return receipt(ctx, target)
  } catch (error) {
    if (!(error instanceof NetworkFailure) || error.kind !== 'not_found') throw error
    return receipt(ctx, target, { wasGone: true })
  }
}

/** A message that was sent can be neither changed nor taken back by software. */
function notDirect(target: RemoteRef): void {
  if (directOf(target)) throw failure('not_supported', 'drop', { sent: 'no', said: 'Messenger takes no message back' })
}

async function block(ctx: SendContext, { person, blocked }: Extract<Act, { kind: 'block' }>): Promise<Receipt> {
  const path = `/${part(ctx.account.id)}/blocked`
  if (blocked) {
    const told = await graph(ctx, { method: 'POST', path, json: { psid: [person] } })
    const all = { ...told, ...record(told['data']) } as Json
    if (all[person] !== true && told['success'] !== true) throw afterAnswer(true, 'not said to be blocked')
  } else succeeded(await graph(ctx, { method: 'DELETE', path, query: { psid: person } }))
  return receipt(ctx, null)
}
