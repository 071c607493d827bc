import type { Act, Media, Receipt, SendContext } from '../contract.ts'
import { NetworkFailure } from '../contract.ts'
import { afterAnswer, call, failure, jsonBody, type Answer } from '../http.ts'
import { record, text, type Json } from '../json.ts'
import { addressAt, safe } from '../google/api.ts'
import { UPLOAD_HOSTS, youtube } from './api.ts'
import { isVideo, videoRef } from './map.ts'
import { partsOf, tagsOf } from './text.ts'

/**
 * A film goes up in a session (https://developers.google.com/youtube/v3/guides/using_resumable_upload_protocol). The session is opened with
 * everything the film will say, before any byte leaves, and is the key: one session makes one film, however often its bytes are sent, and
 * tells at any time how far it is. It lives about a week.
 */

type PostAct = Extract<Act, { kind: 'post' }>
type Content = Pick<PostAct, 'item' | 'options'>

/** A multiple of 256 KiB, as the protocol asks; a film is never read whole. */
const PIECE = 4 * 1024 * 1024
/** "People & Blogs": YouTube wants a kind, and a text has none. */
const CATEGORY = '22'

const languageOf = (tag: string): string | null => (/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(tag) ? tag : null)

export function snippetOf({ item, options }: Content, known: Json = {}): Json {
  const language = languageOf(options.language)
  return {
    ...partsOf(item.text),
    tags: tagsOf(item.text),
    categoryId: text(known['categoryId'], 10) || CATEGORY,
    ...(language !== null && { defaultLanguage: language }),
  }
}

/** Nothing can be seen of a session without bytes. */
export async function openSession(ctx: SendContext, { media, whole }: Extract<Act, { kind: 'media' }>): Promise<Receipt> {
  if (!whole) throw failure('not_supported', 'drop', { sent: 'no', said: 'a film needs its title before it goes up' })
  const status = {
    privacyStatus: whole.options.visibility === 'unlisted' ? 'unlisted' : 'public',
    selfDeclaredMadeForKids: false,
    embeddable: true,
    license: 'youtube',
  }
  const { headers } = await youtube(ctx, {
    method: 'POST',
    path: '/upload/youtube/v3/videos?uploadType=resumable&part=snippet,status',
    headers: { 'x-upload-content-length': String(media.bytes), 'x-upload-content-type': media.mimeType },
    body: jsonBody({ snippet: snippetOf(whole), status }),
  })
  const { host, pathname, search } = sessionOrRefusal(ctx, headers.get('location') ?? '')
  return { ref: null, at: ctx.now().toISOString(), data: { host, session: `${pathname}${search}`, asked: status.privacyStatus } }
}

/** Where bytes go is told by YouTube; only a place of its own is believed. */
function sessionOrRefusal(ctx: SendContext, told: string): URL {
  const url = URL.canParse(told) ? new URL(told) : null
  if (url && [ctx.credentials.server, ...UPLOAD_HOSTS.map((host) => `https://${host}`)].includes(url.origin)) return url
  throw failure('bad_answer', 'ask_person', { sent: 'no', said: `an unknown place for films: ${url?.origin ?? ''}` })
}

/** The address of a session that was opened before. */
export function sessionIn(ctx: SendContext, { data }: Receipt): string {
  const path = text(data['session'], 4_000)
  if (!path.startsWith('/')) throw failure('rejected_content', 'ask_person', { sent: 'no', said: 'the film has no session' })
  return `${addressAt(ctx.credentials.server, text(data['host'], 200))}${path}`
}

export const filmOf = (media: readonly Media[]): Media | undefined => media.find(({ mimeType }) => mimeType.startsWith('video/'))

/** The film, and then its cover: that one fails makes no failure of a film that stands. */
export async function sendFilm(ctx: SendContext, act: PostAct): Promise<Receipt> {
  const receipt = await sendPieces(ctx, act)
  const cover = act.item.media.find(({ mimeType }) => mimeType.startsWith('image/'))
  if (!cover || !receipt.ref) return receipt
  try {
    await setCover(ctx, receipt.ref.id, cover)
    return receipt
  } catch (error) {
    if (!(error instanceof NetworkFailure)) throw error
    return { ...receipt, data: { ...receipt.data, coverFailed: error.said } }
  }
}

/** Setting it again sets the same. */
async function setCover(ctx: SendContext, video: string, { id, mimeType }: Media): Promise<void> {
  const path = `/upload/youtube/v3/thumbnails/set?videoId=${safe(video)}&uploadType=media`
  await youtube(ctx, { method: 'POST', path, body: { bytes: await ctx.readMedia(id), type: mimeType } })
}

async function sendPieces(ctx: SendContext, { item, media }: PostAct): Promise<Receipt> {
  const film = filmOf(item.media)
  const [opened] = media
  if (!film || !opened) throw failure('rejected_content', 'fix_content', { sent: 'no', said: 'a film is needed' })
  const session = sessionIn(ctx, opened)
  let at = 0
  if (film.bytes > PIECE) {
    const known = await stateOf(ctx, session, film.bytes)
    if (known.kind === 'whole') return receiptOf(ctx, known.video, opened)
    at = known.next
  }
  for (;;) {
    const end = Math.min(film.bytes, at + PIECE)
    const bytes = await ctx.readMedia(film.id, { start: at, end })
    const headers = { ...bearer(ctx), 'content-range': `bytes ${at}-${end - 1}/${film.bytes}` }
    const answer = await call(ctx, { method: 'PUT', url: session, headers, body: { bytes, type: film.mimeType }, accept: [308, 404, 410] })
    const state = read(answer)
    if (state.kind === 'whole') return receiptOf(ctx, state.video, opened)
    if (state.next <= at) throw afterAnswer(true, 'the upload does not go on')
    at = state.next
  }
}

const bearer = (ctx: SendContext) => ({ authorization: `Bearer ${ctx.credentials.secret['accessToken'] ?? ''}` })

export type UploadState = { kind: 'whole'; video: Json } | { kind: 'open'; next: number }

/** How far a session is. Asking changes nothing. */
export async function stateOf(ctx: SendContext, session: string, size: number): Promise<UploadState> {
  const headers = { ...bearer(ctx), 'content-range': `bytes */${size}` }
  return read(await call(ctx, { method: 'PUT', url: session, headers, effect: false, accept: [308, 404, 410] }))
}

/** 308 names the last byte that arrived; the film itself says that all did. A session that has ended says nothing of what it made. */
function read({ status, headers, json }: Answer): UploadState {
  if (status === 404 || status === 410)
    throw failure('not_found', 'ask_person', { sent: 'unknown', said: 'the session of this upload has ended' })
  if (status === 308) {
    const [, last] = /^bytes=0-(\d{1,15})$/.exec(headers.get('range') ?? '') ?? []
    return { kind: 'open', next: last === undefined ? 0 : Number(last) + 1 }
  }
  const video = record(json)
  if (!isVideo(text(video['id'], 20))) throw afterAnswer(true, 'no video in the answer')
  return { kind: 'whole', video }
}

/** A project without audit gets its films locked as private, whatever was asked. */
export function receiptOf(ctx: Pick<SendContext, 'now'>, video: Json, opened: Receipt): Receipt {
  const privacy = text(record(video['status'])['privacyStatus'], 20)
  const locked = privacy === 'private' && opened.data['asked'] !== 'private'
  return { ref: videoRef(video['id']), at: ctx.now().toISOString(), data: locked ? { lockedPrivate: true } : {} }
}

export async function videoOrNull(ctx: Parameters<typeof youtube>[0], id: string): Promise<Json | null> {
  const { json } = await youtube(ctx, { method: 'GET', path: `/youtube/v3/videos?part=snippet,status&id=${safe(id)}` })
  const items = record(json)['items']
  if (!Array.isArray(items)) throw afterAnswer(false, 'no list in the answer')
  return items.length > 0 ? record(items[0]) : null
}
