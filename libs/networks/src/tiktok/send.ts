import type { Act, Receipt, SendContext, Step } from '../contract.ts'
import { NetworkFailure } from '../contract.ts'
import { call, failure } from '../http.ts'
import { text, type Json } from '../json.ts'
import { TIKTOK, tiktok, UPLOAD_HOST } from './api.ts'
import { readCreator, settingsOf } from './creator.ts'
import { publishIdOf, refOf } from './map.ts'
import { settled, statusOf, type Status } from './status.ts'
import { partsOf } from './text.ts'

type PostAct = Extract<Act, { kind: 'post' }>

/**
 * Direct Post (https://developers.tiktok.com/doc/content-posting-api-reference-direct-post, …-photo-post). A film is announced with everything
 * it will say, then sent in pieces, and published when the last one has come; photos TikTok fetches itself, and one request publishes them.
 */
export async function send(ctx: SendContext, step: Step): Promise<Receipt> {
  const { act } = step
  if (act.kind === 'media') return announce(ctx, act)
  if (act.kind === 'post' && act.reply === null) return act.media.length > 0 ? film(ctx, act) : photos(ctx, act)
  throw failure('not_supported', 'drop', { sent: 'no', said: `TikTok has no act "${act.kind}" for software` })
}

/** 5 to 64 MB a piece, the last one up to twice as much; a film below 5 MB is one piece. */
export const PIECE = 5 * 1024 * 1024

export function piecesOf(size: number): { chunkSize: number; count: number } {
  return size < 2 * PIECE ? { chunkSize: size, count: 1 } : { chunkSize: PIECE, count: Math.floor(size / PIECE) }
}

/** Nothing is published before the bytes are there. */
async function announce(ctx: SendContext, { media, whole }: Extract<Act, { kind: 'media' }>): Promise<Receipt> {
  if (!whole) throw failure('not_supported', 'drop', { sent: 'no', said: 'a film needs its caption before it goes up' })
  const creator = await readCreator(ctx)
  const { chunkSize, count } = piecesOf(media.bytes)
  const body = {
    post_info: {
      title: whole.item.text.trim(),
      ...settingsOf(ctx, creator, whole.options),
      disable_duet: creator.noDuets,
      disable_stitch: creator.noStitches,
      video_cover_timestamp_ms: 0,
      brand_content_toggle: false,
      brand_organic_toggle: false,
    },
    source_info: { source: 'FILE_UPLOAD', video_size: media.bytes, chunk_size: chunkSize, total_chunk_count: count },
  }
  const { data } = await tiktok(ctx, { method: 'POST', path: '/v2/post/publish/video/init/', body, effect: true })
  const { host, pathname, search } = placeOrRefusal(ctx, text(data['upload_url'], 4_000))
  return {
    ref: null,
    at: ctx.now().toISOString(),
    data: { publishId: publishIdOf(data['publish_id']), host, upload: `${pathname}${search}` },
  }
}

/** Where films go is told by TikTok; only hosts of its own are believed. */
function placeOrRefusal(ctx: SendContext, told: string): URL {
  const url = URL.canParse(told) ? new URL(told) : null
  const theirs = url?.protocol === 'https:' && /(^|\.)tiktokapis\.com$/.test(url.hostname)
  if (url && (theirs || url.origin === ctx.credentials.server)) return url
  throw failure('bad_answer', 'ask_person', { sent: 'no', said: `an unknown place for films: ${url?.host ?? ''}` })
}

/** Pieces follow each other; after a cut TikTok tells how many bytes it has, and the piece after them is the next one. */
async function film(ctx: SendContext, { item, media }: PostAct): Promise<Receipt> {
  const [one] = item.media
  const [announced] = media
  if (!one || !announced) throw failure('rejected_content', 'fix_content', { sent: 'no', said: 'a film is needed' })
  const publishId = publishIdOf(announced.data['publishId'])
  const known = await statusOf(ctx, publishId)
  if (known.state === 'uploading') await sendPieces(ctx, announced, one, known.uploaded)
  return receiptOf(ctx, publishId, await settled(ctx, publishId))
}

type Film = PostAct['item']['media'][number]

async function sendPieces(ctx: SendContext, { data }: Receipt, { id, bytes: size, mimeType }: Film, uploaded: number): Promise<void> {
  const { server } = ctx.credentials
  const url = `${server === TIKTOK ? `https://${text(data['host'], 200) || UPLOAD_HOST}` : server}${text(data['upload'], 4_000)}`
  const { chunkSize, count } = piecesOf(size)
  for (let piece = Math.min(count - 1, Math.floor(uploaded / chunkSize)); piece < count; piece++) {
    const start = piece * chunkSize
    const end = piece === count - 1 ? size : start + chunkSize
    const bytes = await ctx.readMedia(id, { start, end })
    const headers = { 'content-range': `bytes ${start}-${end - 1}/${size}` }
    const answer = await call(ctx, { method: 'PUT', url, headers, body: { bytes, type: mimeType }, accept: [403, 404] })
    if (answer.status >= 400) throw failure('not_found', 'ask_person', { sent: 'no', said: 'the address for this film has ended' })
  }
}

/** One request publishes: TikTok fetches the photos at addresses that it must have been shown to be ours. */
async function photos(ctx: SendContext, { item, options }: PostAct): Promise<Receipt> {
  const { mediaAddress } = ctx
  if (!mediaAddress)
    throw failure('not_supported', 'ask_person', { sent: 'no', said: 'TikTok fetches photos itself: the desk needs a public address' })
  const creator = await readCreator(ctx)
  const body = {
    media_type: 'PHOTO',
    post_mode: 'DIRECT_POST',
    post_info: { ...partsOf(item.text), ...settingsOf(ctx, creator, options), auto_add_music: false } satisfies Json,
    source_info: { source: 'PULL_FROM_URL', photo_cover_index: 0, photo_images: item.media.map(({ id }) => mediaAddress(id)) },
  }
  const { data } = await tiktok(ctx, { method: 'POST', path: '/v2/post/publish/content/init/', body, effect: true })
  const publishId = publishIdOf(data['publish_id'])
  return receiptOf(ctx, publishId, await statusOrWorking(ctx, publishId))
}

/** The post was accepted: that its state cannot be asked for now makes it no failure. */
async function statusOrWorking(ctx: SendContext, publishId: string): Promise<Status> {
  try {
    return await settled(ctx, publishId)
  } catch (error) {
    const isRefusal = error instanceof NetworkFailure && ['forbidden', 'media_refused', 'rejected_content'].includes(error.kind)
    if (isRefusal) throw error
    return { state: 'working', uploaded: 0, postId: null, why: '' }
  }
}

export function receiptOf(ctx: Pick<SendContext, 'now' | 'account'>, publishId: string, { postId, state }: Status): Receipt {
  const ref = refOf(postId ?? publishId, publishId, ctx.account.handle)
  return { ref, at: ctx.now().toISOString(), data: { publishId, ...(state !== 'done' && { pending: true }) } }
}
