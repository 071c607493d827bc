import type { Media, SendContext } from '../contract.ts'
import { afterAnswer, call, failure, pause } from '../http.ts'
import { record } from '../json.ts'
import { said, succeeded } from './graph.ts'

/**
 * Meta's place for films (rupload.facebook.com): it fetches a film from an address, or takes its bytes
 * (https://developers.facebook.com/docs/video-api/guides/reels-publishing, …/instagram-platform/content-publishing/resumable-uploads).
 */

/** So much of a film stands in memory at a time. */
export const PIECE = 4 * 1024 * 1024

type Going = { media: Media; url: string; host: string }

/**
 * Brings a film to the address that Meta told: where the desk can be reached, Meta fetches it; else its bytes go in pieces, each beginning
 * where the one before ended, as after an upload that was cut.
 */
export async function uploadFilm(ctx: SendContext, { media, url, host }: Going): Promise<void> {
  const place = placeOf(ctx, url, host)
  const auth = `OAuth ${ctx.credentials.secret['accessToken'] ?? ''}`
  const address = ctx.mediaAddress?.(media.id)
  if (address !== undefined) {
    const answer = await call(ctx, {
      method: 'POST',
      url: place,
      headers: { authorization: auth, file_url: address },
      accept: [400, 401, 403],
    })
    return succeeded(said(ctx, answer, false, []))
  }
  for (let offset = 0; offset < media.bytes; offset += PIECE) {
    const end = Math.min(offset + PIECE, media.bytes)
    const bytes = await ctx.readMedia(media.id, { start: offset, end })
    const headers = { authorization: auth, offset: String(offset), file_size: String(media.bytes) }
    const body = { bytes, type: 'application/octet-stream' }
    const answer = await call(ctx, { method: 'POST', url: place, headers, body, accept: [400, 401, 403] })
    const told = said(ctx, answer, false, [])
    if (end === media.bytes) succeeded(told)
  }
}

/** Where films go is told by Meta; only its own place, or the server itself, is believed. */
function placeOf(ctx: SendContext, told: string, host: string): string {
  const url = URL.canParse(told) ? new URL(told) : null
  if (url && ((url.protocol === 'https:' && url.host === host) || url.origin === new URL(ctx.credentials.server).origin)) return told
  throw failure('bad_answer', 'ask_person', { sent: 'no', said: `an unknown place for films: ${url?.host ?? ''}` })
}

export type Progress = 'working' | 'done' | 'ended' | { refused: string }

/** Waits until something is ready; false when it takes longer than one waits here. */
export async function ready(ctx: SendContext, ask: () => Promise<Progress>, tries = 7): Promise<boolean> {
  for (let i = 0; i < tries; i++) {
    const progress = await ask()
    if (progress === 'done') return true
    if (progress === 'ended')
      throw failure('media_refused', 'ask_person', { sent: 'no', said: 'what was prepared has ended: prepare it again' })
    if (typeof progress === 'object') throw failure('media_refused', 'fix_content', { sent: 'no', said: progress.refused })
    await pause(Math.min(8_000, 250 * 2 ** i), ctx.signal)
  }
  return false
}

export function stillWorking(): never {
  throw failure('unavailable', 'wait', { sent: 'no', said: 'Meta is still working on a film', retryAfterSeconds: 60 })
}

/** The number of something that Meta took, in a receipt of ours. */
export function keptId(data: Record<string, unknown>, name: string): string {
  const value = record(data)[name]
  if (typeof value === 'string' && /^\d{1,40}$/.test(value)) return value
  throw afterAnswer(false, `a receipt without ${name}`)
}
