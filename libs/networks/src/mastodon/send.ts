import type { Act, Media, Receipt, RemoteRef, SendContext, Step } from '../contract.ts'
import { NetworkFailure } from '../contract.ts'
import { fileOf } from '../file.ts'
import { afterAnswer, failure, jsonBody, multipartBody, pause, type Part } from '../http.ts'
import { record, text, webUrl, type Json } from '../json.ts'
import { needsScope } from '../scope.ts'
import { api, id } from './api.ts'
import { apiVersion } from './limits.ts'
import { idOf, narrower, refOf, visibilityName } from './map.ts'

type PostAct = Extract<Act, { kind: 'post' }>
type EditAct = Extract<Act, { kind: 'edit' }>
type DeleteAct = Extract<Act, { kind: 'delete' }>

/** One act, one call that has an effect. Methods: https://docs.joinmastodon.org/methods/statuses/ and /media/. */
export async function send(ctx: SendContext, step: Step): Promise<Receipt> {
  const { act } = step
  switch (act.kind) {
    case 'media':
      return upload(ctx, step, act.media)
    case 'post':
      return post(ctx, step, act)
    case 'like':
      return toggle(ctx, act.target, 'favourite')
    case 'repost':
      return toggle(ctx, act.target, 'reblog')
    case 'edit':
      return edit(ctx, act)
    case 'delete':
      return remove(ctx, act)
    case 'pin':
      return needsScope(pin(ctx, act))
    case 'block':
      return needsScope(block(ctx, act))
    default:
      throw failure('not_supported', 'drop', { sent: 'no', said: `Mastodon has no act "${act.kind}"` })
  }
}

function receipt(ctx: SendContext, status: Json, data: Record<string, unknown> = {}): Receipt {
  return { ref: refOf(status), at: ctx.now().toISOString(), data: { uri: webUrl(status['uri']), ...data } }
}

const EXTENSIONS: Record<string, string> = { 'image/jpeg': 'jpg', 'image/png': 'png', 'video/mp4': 'mp4', 'video/quicktime': 'mov' }

async function upload(ctx: SendContext, step: Step, media: Media): Promise<Receipt> {
  const name = `media.${EXTENSIONS[media.mimeType] ?? media.mimeType.split('/')[1] ?? 'bin'}`
  const parts: Part[] = [{ name: 'file', fileName: name, type: media.mimeType, ...(await fileOf(ctx, media)) }]
  if (media.alt.kind === 'text') parts.push({ name: 'description', value: media.alt.text })
  parts.push({ name: 'focus', value: `${media.focus.x.toFixed(2)},${media.focus.y.toFixed(2)}` })
  const body = multipartBody(parts, `pupitre-${step.key}`)
  const answer = await api(ctx, { method: 'POST', path: '/api/v2/media', body })
  const mediaId = idOf(record(answer.json)['id'])
  const ready = answer.status !== 202 || (await processed(ctx, mediaId, 8))
  return { ref: null, at: ctx.now().toISOString(), data: { mediaId, ready } }
}

/** A large file is worked on after the upload; 206 means "not yet". False when it takes longer than we wait here. */
async function processed(ctx: SendContext, mediaId: string, tries: number): Promise<boolean> {
  for (let i = 0; i < tries; i++) {
    const { status } = await api(ctx, { method: 'GET', path: `/api/v1/media/${id(mediaId)}`, accept: [206] })
    if (status === 200) return true
    await pause(Math.min(4_000, 250 * 2 ** i), ctx.signal)
  }
  return false
}

async function mediaIds(ctx: SendContext, receipts: readonly Receipt[]): Promise<string[]> {
  const ids = []
  for (const { data } of receipts) {
    const mediaId = idOf(data['mediaId'])
    if (data['ready'] === false && !(await processed(ctx, mediaId, 8))) {
      throw failure('unavailable', 'wait', { sent: 'no', said: 'a media is still being processed', retryAfterSeconds: 30 })
    }
    ids.push(mediaId)
  }
  return ids
}

/** `Idempotency-Key` is kept an hour: within it, the same key answers with the same status. */
async function post(ctx: SendContext, step: Step, act: PostAct): Promise<Receipt> {
  const { options, reply } = act
  if (options.quoteOf) await needsQuotes(ctx)
  const body = {
    ...content(act),
    media_ids: await mediaIds(ctx, act.media),
    visibility: visibilityName(narrower(options.visibility, reply?.visibility)),
    ...(reply && { in_reply_to_id: reply.parent.id }),
    ...(options.quoteOf && { quoted_status_id: options.quoteOf.id }),
    ...(options.poll && { poll: { options: options.poll.options, expires_in: options.poll.seconds, multiple: options.poll.multiple } }),
  }
  const headers = { 'idempotency-key': step.key }
  const { json } = await api(ctx, { method: 'POST', path: '/api/v1/statuses', headers, body: jsonBody(body) })
  return receipt(ctx, record(json))
}

/** Older servers would leave `quoted_status_id` out without a word: quotes came with interface version 7 (4.5). */
async function needsQuotes(ctx: SendContext): Promise<void> {
  if ((await apiVersion(ctx)) < 7)
    throw failure('not_supported', 'fix_content', { sent: 'no', said: 'this server cannot quote (before 4.5)' })
}

function content({ item, options }: Pick<PostAct, 'item' | 'options'>): Json {
  const warning = options.contentWarning ?? ''
  return {
    status: item.text,
    spoiler_text: warning,
    sensitive: warning !== '' && item.media.length > 0,
    language: options.language.split('-')[0] ?? options.language,
  }
}

async function edit(ctx: SendContext, act: EditAct): Promise<Receipt> {
  const ids = await mediaIds(ctx, act.media)
  const described = act.item.media.slice(0, ids.length).map((media, index) => ({
    id: ids[index],
    description: media.alt.kind === 'text' ? media.alt.text : '',
    focus: `${media.focus.x.toFixed(2)},${media.focus.y.toFixed(2)}`,
  }))
  const body = jsonBody({ ...content(act), media_ids: ids, ...(described.length > 0 && { media_attributes: described }) })
  const { json } = await api(ctx, { method: 'PUT', path: `/api/v1/statuses/${id(act.target.id)}`, body })
  return receipt(ctx, record(json), { editedAt: text(record(json)['edited_at'], 40) || null })
}

/** A reblog is a status of its own; the receipt names what was liked or passed on, which is what undoing needs. */
async function toggle(ctx: SendContext, target: RemoteRef, verb: string): Promise<Receipt> {
  const { json } = await api(ctx, { method: 'POST', path: `/api/v1/statuses/${id(target.id)}/${verb}` })
  return { ref: target, at: ctx.now().toISOString(), data: { record: idOf(record(json)['id']) } }
}

/** What is gone already is what was asked for. */
async function remove(ctx: SendContext, act: DeleteAct): Promise<Receipt> {
  const { target } = act
  try {
    if (act.of === 'like') return await toggle(ctx, target, 'unfavourite')
    if (act.of === 'repost') return await toggle(ctx, target, 'unreblog')
    await api(ctx, { method: 'DELETE', path: `/api/v1/statuses/${id(target.id)}` })
    return { ref: target, at: ctx.now().toISOString(), data: {} }
  } catch (error) {
    if (!(error instanceof NetworkFailure) || error.kind !== 'not_found') throw error
    return { ref: target, at: ctx.now().toISOString(), data: { wasGone: true } }
  }
}

/** A post that is pinned already is refused as a duplicate record; letting go of one that is not pinned is no failure. */
async function pin(ctx: SendContext, { target, pinned }: Extract<Act, { kind: 'pin' }>): Promise<Receipt> {
  try {
    return await toggle(ctx, target, pinned ? 'pin' : 'unpin')
  } catch (error) {
    if (!(error instanceof NetworkFailure) || error.kind !== 'duplicate') throw error
    return { ref: target, at: ctx.now().toISOString(), data: { wasSo: true } }
  }
}

/** Twice is no failure. https://docs.joinmastodon.org/methods/accounts/#block */
async function block(ctx: SendContext, { person, blocked }: Extract<Act, { kind: 'block' }>): Promise<Receipt> {
  const { json } = await api(ctx, { method: 'POST', path: `/api/v1/accounts/${id(person)}/${blocked ? 'block' : 'unblock'}` })
  if (record(json)['blocking'] !== blocked) throw afterAnswer(true, 'no word of the block in the answer')
  return { ref: null, at: ctx.now().toISOString(), data: {} }
}
