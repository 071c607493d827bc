import type { Act, Media, Receipt, SendContext, Step } from '../contract.ts'
import { afterAnswer, failure, multipartBody, type Part } from '../http.ts'
import { record, text, type Json } from '../json.ts'
import { idOf, part } from '../meta/graph.ts'
import { PIECE, uploadFilm, type Progress } from '../meta/upload.ts'
import { graph, UPLOADS } from './api.ts'

/** Files that nobody sees yet: pictures that are not published, films whose last call is still to come. */

type MediaAct = Extract<Act, { kind: 'media' }>

export async function upload(ctx: SendContext, step: Step, act: MediaAct): Promise<Receipt> {
  const { media, whole } = act
  const placement = whole?.options.placement
  if (!media.mimeType.startsWith('video/')) return photo(ctx, step, media)
  if (placement === undefined) return film(ctx, step, media)
  return short(ctx, media, placement === 'story' ? 'video_stories' : 'video_reels')
}

const receipt = (ctx: SendContext, data: Record<string, unknown>): Receipt => ({ ref: null, at: ctx.now().toISOString(), data })

/** https://developers.facebook.com/docs/graph-api/reference/page/photos/: not published, so that a post or a story can show it. */
async function photo(ctx: SendContext, step: Step, media: Media): Promise<Receipt> {
  const parts: Part[] = [
    { name: 'published', value: 'false' },
    ...(media.alt.kind === 'text' ? [{ name: 'alt_text_custom', value: media.alt.text }] : []),
    { name: 'source', fileName: 'picture', type: media.mimeType, bytes: await ctx.readMedia(media.id) },
  ]
  const path = `/${part(ctx.account.id)}/photos`
  const answer = await graph(ctx, { method: 'POST', path, body: multipartBody(parts, `pupitre-${step.key}`) })
  return receipt(ctx, { photoId: idOf(answer['id']) })
}

/** https://developers.facebook.com/docs/graph-api/reference/page/videos/: Facebook says which piece it wants next. */
async function film(ctx: SendContext, step: Step, media: Media): Promise<Receipt> {
  const path = `/${part(ctx.account.id)}/videos`
  const begun = await graph(ctx, { method: 'POST', path, json: { upload_phase: 'start', file_size: media.bytes } })
  const [videoId, sessionId] = [idOf(begun['video_id']), idOf(begun['upload_session_id'])]
  let { start, end } = rangeOf(begun)
  while (start < end) {
    const stop = Math.min(end, start + PIECE)
    const bytes = await ctx.readMedia(media.id, { start, end: stop })
    const parts: Part[] = [
      { name: 'upload_phase', value: 'transfer' },
      { name: 'upload_session_id', value: sessionId },
      { name: 'start_offset', value: String(start) },
      { name: 'video_file_chunk', fileName: 'piece', type: 'application/octet-stream', bytes },
    ]
    const next = rangeOf(await graph(ctx, { method: 'POST', path, body: multipartBody(parts, `pupitre-${step.key}`) }))
    if (next.start <= start) throw afterAnswer(true, 'Facebook asks for the same piece again')
    ;({ start, end } = next)
  }
  return receipt(ctx, { videoId, sessionId, edge: 'videos' })
}

function rangeOf(answer: Json): { start: number; end: number } {
  const [start, end] = [Number(answer['start_offset']), Number(answer['end_offset'])]
  if (Number.isSafeInteger(start) && Number.isSafeInteger(end)) return { start, end }
  throw afterAnswer(true, 'no piece named in the answer')
}

/** Reels and stories: a number, an address for the bytes, and a last call that publishes. */
async function short(ctx: SendContext, media: Media, edge: 'video_reels' | 'video_stories'): Promise<Receipt> {
  const begun = await graph(ctx, { method: 'POST', path: `/${part(ctx.account.id)}/${edge}`, json: { upload_phase: 'start' } })
  const videoId = idOf(begun['video_id'])
  await uploadFilm(ctx, { media, url: text(begun['upload_url'], 2_000), host: UPLOADS })
  return receipt(ctx, { videoId, edge })
}

/** The phase in which a film is: uploaded, worked on, published. */
export async function filmNow(ctx: SendContext, videoId: string): Promise<{ film: Json; published: boolean; progress: Progress }> {
  const query = { fields: 'id,post_id,permalink_url,published,status{video_status,publishing_phase,processing_phase}' }
  const found = await graph(ctx, { method: 'GET', path: `/${part(videoId)}`, query })
  const status = record(found['status'])
  const phase = text(record(status['publishing_phase'])['status'], 40)
  const failed = text(status['video_status'], 40) === 'error'
  const progress = failed ? { refused: 'Facebook could not work on this film' } : phase === 'complete' ? 'done' : 'working'
  return { film: found, published: found['published'] === true && phase === 'complete', progress }
}

/** What each kind of film is made of, in its receipt. */
export function filmIn(media: readonly Receipt[]): { videoId: string; edge: string; sessionId: string } | null {
  const data = media[0]?.data ?? {}
  const [videoId, edge, sessionId] = [text(data['videoId'], 40), text(data['edge'], 20), text(data['sessionId'], 40)]
  if (edge === '') return null
  if (!/^\d+$/.test(videoId) || !/^video(s|_reels|_stories)$/.test(edge))
    throw failure('media_refused', 'ask_person', { sent: 'no', said: 'the receipt of the film cannot be read' })
  return { videoId, edge, sessionId }
}

export function photoIds(media: readonly Receipt[]): string[] {
  return media.flatMap(({ data }) => (typeof data['photoId'] === 'string' ? [data['photoId']] : []))
}
