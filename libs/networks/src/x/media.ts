import type { Media, Receipt, SendContext, Step } from '../contract.ts'
import { afterAnswer, failure, jsonBody, multipartBody, pause } from '../http.ts'
import { positive, record, text, type Json } from '../json.ts'
import { api, id } from './api.ts'
import { idOf } from './map.ts'

/** Files go up in pieces (https://docs.x.com/x-api/media/quickstart/media-upload-chunked); what is attached to nothing is dropped after a day. */

const PIECE = 4 * 1024 * 1024

function categoryOf({ mimeType }: Media): string {
  if (mimeType === 'image/gif') return 'tweet_gif'
  return mimeType.startsWith('video/') ? 'tweet_video' : 'tweet_image'
}

export async function upload(ctx: SendContext, step: Step, media: Media): Promise<Receipt> {
  const begun = { media_type: media.mimeType, media_category: categoryOf(media), total_bytes: media.bytes }
  const { json } = await api(ctx, { method: 'POST', path: '/2/media/upload/initialize', body: jsonBody(begun) })
  const mediaId = idOf(record(record(json)['data'])['id'])
  for (let piece = 0; piece * PIECE < media.bytes; piece++) {
    const range = { start: piece * PIECE, end: Math.min(media.bytes, (piece + 1) * PIECE) }
    await append(ctx, { mediaId, piece, bytes: await ctx.readMedia(media.id, range), key: step.key })
  }
  const whole = await api(ctx, { method: 'POST', path: `/2/media/upload/${id(mediaId)}/finalize` })
  const ready = await processed(ctx, mediaId, record(record(whole.json)['data']))
  // X keeps descriptions of pictures only.
  if (media.alt.kind === 'text' && media.mimeType.startsWith('image/')) await describe(ctx, mediaId, media.alt.text)
  return { ref: null, at: ctx.now().toISOString(), data: { mediaId, ready } }
}

type Piece = { mediaId: string; piece: number; bytes: Uint8Array; key: string }

async function append(ctx: SendContext, { mediaId, piece, bytes, key }: Piece): Promise<void> {
  const parts = [
    { name: 'segment_index', value: String(piece) },
    { name: 'media', fileName: 'media', type: 'application/octet-stream', bytes },
  ]
  await api(ctx, { method: 'POST', path: `/2/media/upload/${id(mediaId)}/append`, body: multipartBody(parts, `pupitre-${key}`) })
}

async function describe(ctx: SendContext, mediaId: string, alt: string): Promise<void> {
  const body = jsonBody({ id: mediaId, metadata: { alt_text: { text: alt } } })
  await api(ctx, { method: 'POST', path: '/2/media/metadata', body })
}

/** Videos are worked on after the upload. False when it takes longer than we wait here. */
async function processed(ctx: SendContext, mediaId: string, told: Json, tries = 8): Promise<boolean> {
  let state = record(told['processing_info'])
  for (let i = 0; i < tries; i++) {
    const now = text(state['state'], 20)
    if (now === '' || now === 'succeeded') return true
    if (now === 'failed') throw failure('media_refused', 'fix_content', { sent: 'no', said: 'X could not work on this file' })
    await pause(Math.min(10, positive(state['check_after_secs'], 1)) * 1000, ctx.signal)
    state = record((await statusOf(ctx, mediaId))['processing_info'])
  }
  return false
}

async function statusOf(ctx: SendContext, mediaId: string): Promise<Json> {
  const { json } = await api(ctx, { method: 'GET', path: `/2/media/upload?media_id=${id(mediaId)}&command=STATUS` })
  const data = record(record(json)['data'])
  if (data['id'] === undefined) throw afterAnswer(false, 'no media in the answer')
  return data
}

/** Ids of uploaded media, once all of them are ready. */
export async function mediaIds(ctx: SendContext, receipts: readonly Receipt[]): Promise<string[]> {
  const ids = []
  for (const { data } of receipts) {
    const mediaId = idOf(data['mediaId'])
    if (data['ready'] === false && !(await processed(ctx, mediaId, await statusOf(ctx, mediaId)))) {
      throw failure('unavailable', 'wait', { sent: 'no', said: 'a media is still being processed', retryAfterSeconds: 30 })
    }
    ids.push(mediaId)
  }
  return ids
}
