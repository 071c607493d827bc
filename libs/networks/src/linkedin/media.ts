import type { Media, Receipt, SendContext, Step } from '../contract.ts'
import { afterAnswer, call, failure, jsonBody, pause } from '../http.ts'
import { count, list, record, text, type Json } from '../json.ts'
import { api, LINKEDIN, OAUTH_HOST, urn } from './api.ts'
import { isDocument } from './limits.ts'

/**
 * Pictures, documents and films: announced, sent to the address that LinkedIn names, films in the pieces that it names
 * (https://learn.microsoft.com/en-us/linkedin/marketing/community-management/shares/{images,documents,videos}-api). What is used in no
 * post is seen by nobody.
 */

type Kind = 'image' | 'document' | 'video'

const kindOf = (media: Media): Kind => (media.mimeType.startsWith('video/') ? 'video' : isDocument(media) ? 'document' : 'image')

export async function upload(ctx: SendContext, _step: Step, media: Media): Promise<Receipt> {
  const kind = kindOf(media)
  const id = kind === 'video' ? await film(ctx, media) : await file(ctx, media, kind)
  const ready = kind === 'image' || (await processed(ctx, kind, id))
  return { ref: null, at: ctx.now().toISOString(), data: { urn: id, ready } }
}

async function begin(ctx: SendContext, kind: Kind, more: Json): Promise<{ id: string; told: Json }> {
  const body = jsonBody({ initializeUploadRequest: { owner: ctx.account.id, ...more } })
  const { json } = await api(ctx, { method: 'POST', path: `/rest/${kind}s?action=initializeUpload`, body })
  const told = record(record(json)['value'])
  return { id: urnOf(told[kind], kind), told }
}

function urnOf(value: unknown, kind: Kind): string {
  const id = text(value, 100)
  if (!new RegExp(`^urn:li:${kind}:[\\w-]{1,80}$`).test(id)) throw afterAnswer(true, `no usable ${kind} in the answer`)
  return id
}

async function file(ctx: SendContext, media: Media, kind: Kind): Promise<string> {
  const { id, told } = await begin(ctx, kind, {})
  await put(ctx, text(told['uploadUrl'], 4_000), await ctx.readMedia(media.id))
  return id
}

async function film(ctx: SendContext, media: Media): Promise<string> {
  const more = { fileSizeBytes: media.bytes, uploadCaptions: false, uploadThumbnail: false }
  const { id, told } = await begin(ctx, 'video', more)
  const pieces = list(told['uploadInstructions']).map(record)
  if (pieces.length === 0) throw afterAnswer(true, 'no place for the film in the answer')
  const uploadedPartIds: string[] = []
  for (const piece of pieces) {
    const [start, last] = [count(piece['firstByte']) ?? 0, count(piece['lastByte']) ?? media.bytes - 1]
    const bytes = await ctx.readMedia(media.id, { start, end: last + 1 })
    uploadedPartIds.push(await put(ctx, text(piece['uploadUrl'], 4_000), bytes))
  }
  const finalizeUploadRequest = { video: id, uploadToken: text(told['uploadToken'], 4_000), uploadedPartIds }
  await api(ctx, { method: 'POST', path: '/rest/videos?action=finalizeUpload', body: jsonBody({ finalizeUploadRequest }) })
  return id
}

/** Where files go is told by LinkedIn; only a place of its own is believed. */
function placeOrRefusal(ctx: SendContext, told: string): string {
  const origin = URL.canParse(told) ? new URL(told).origin : ''
  if ([ctx.credentials.server, LINKEDIN, `https://${OAUTH_HOST}`].includes(origin)) return told
  throw failure('bad_answer', 'ask_person', { sent: 'no', said: `an unknown place for files: ${origin}` })
}

/** Sends bytes; the answer's ETag names the piece. */
async function put(ctx: SendContext, told: string, bytes: Uint8Array): Promise<string> {
  const headers = { authorization: `Bearer ${ctx.credentials.secret['accessToken'] ?? ''}` }
  const answer = await call(ctx, {
    method: 'PUT',
    url: placeOrRefusal(ctx, told),
    headers,
    body: { bytes, type: 'application/octet-stream' },
  })
  return (answer.headers.get('etag') ?? '').replace(/^"|"$/g, '')
}

/** False when LinkedIn works on it longer than we wait here. */
async function processed(ctx: SendContext, kind: Kind, id: string, tries = 6): Promise<boolean> {
  for (let i = 0; i < tries; i++) {
    const { json } = await api(ctx, { method: 'GET', path: `/rest/${kind}s/${urn(id)}` })
    const status = text(record(json)['status'], 40)
    if (status === 'AVAILABLE') return true
    if (status === 'PROCESSING_FAILED')
      throw failure('media_refused', 'fix_content', { sent: 'no', said: `LinkedIn could not work on this ${kind}` })
    if (status === '') throw afterAnswer(false, 'no status in the answer')
    await pause(Math.min(8_000, 250 * 2 ** i), ctx.signal)
  }
  return false
}

/** URNs of uploaded media, once all of them are ready. */
export async function readyUrns(ctx: SendContext, receipts: readonly Receipt[]): Promise<string[]> {
  const found: string[] = []
  for (const { data } of receipts) {
    const id = text(data['urn'], 100)
    const [, kind = ''] = /^urn:li:(image|document|video):/.exec(id) ?? []
    if (kind === '') throw failure('media_refused', 'fix_content', { sent: 'no', said: 'a media has no name on LinkedIn' })
    if (data['ready'] === false && !(await processed(ctx, kind as Kind, id)))
      throw failure('unavailable', 'wait', { sent: 'no', said: 'a media is still being processed', retryAfterSeconds: 60 })
    found.push(id)
  }
  return found
}
