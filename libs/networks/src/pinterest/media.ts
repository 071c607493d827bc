import type { Media, Receipt, SendContext, Step } from '../contract.ts'
import { fileOf } from '../file.ts'
import { afterAnswer, call, failure, jsonBody, multipartBody, pause, type Part } from '../http.ts'
import { record, text } from '../json.ts'
import { api, id } from './api.ts'
import { idOf } from './map.ts'

/** Films: registered, sent to Pinterest's store, worked on (https://developers.pinterest.com/docs/api-features/creating-boards-and-pins/). */

export const STORE = 'pinterest-media-upload.s3-accelerate.amazonaws.com'

export async function upload(ctx: SendContext, step: Step, media: Media): Promise<Receipt> {
  const { json } = await api(ctx, { method: 'POST', path: '/media', body: jsonBody({ media_type: 'video' }) })
  const registered = record(json)
  const mediaId = idOf(registered['media_id'])
  const url = storeOf(ctx, text(registered['upload_url'], 2_000))
  const fields = Object.entries(record(registered['upload_parameters'])).map(([name, value]): Part => ({
    name,
    value: text(value, 10_000),
  }))
  const film = await fileOf(ctx, media)
  const parts: Part[] = [...fields, { name: 'file', fileName: 'film', type: media.mimeType, ...film }]
  await call(ctx, { method: 'POST', url, body: multipartBody(parts, `pupitre-${step.key}`) })
  return { ref: null, at: ctx.now().toISOString(), data: { mediaId, ready: await processed(ctx, mediaId) } }
}

/** Where films go is told by Pinterest; only its own store, or the server itself, is believed. */
function storeOf(ctx: SendContext, told: string): string {
  const url = URL.canParse(told) ? new URL(told) : null
  if (url && ((url.protocol === 'https:' && url.host === STORE) || url.origin === new URL(ctx.credentials.server).origin)) return told
  throw failure('bad_answer', 'ask_person', { sent: 'no', said: `an unknown place for films: ${url?.host ?? ''}` })
}

/** False when it takes longer than we wait here. */
async function processed(ctx: SendContext, mediaId: string, tries = 7): Promise<boolean> {
  for (let i = 0; i < tries; i++) {
    const { json } = await api(ctx, { method: 'GET', path: `/media/${id(mediaId)}` })
    const status = text(record(json)['status'], 40)
    if (status === 'succeeded') return true
    if (status === 'failed') throw failure('media_refused', 'fix_content', { sent: 'no', said: 'Pinterest could not work on this film' })
    if (status === '') throw afterAnswer(false, 'no status in the answer')
    await pause(Math.min(8_000, 250 * 2 ** i), ctx.signal)
  }
  return false
}

export async function readyId(ctx: SendContext, { data }: Receipt): Promise<string> {
  const mediaId = idOf(data['mediaId'])
  if (data['ready'] !== false || (await processed(ctx, mediaId))) return mediaId
  throw failure('unavailable', 'wait', { sent: 'no', said: 'a film is still being processed', retryAfterSeconds: 60 })
}
