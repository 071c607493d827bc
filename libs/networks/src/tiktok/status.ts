import type { SendContext } from '../contract.ts'
import { afterAnswer, failure, pause } from '../http.ts'
import { count, text } from '../json.ts'
import { tiktok, type Asking } from './api.ts'

/** How far a post is (https://developers.tiktok.com/doc/content-posting-api-reference-get-video-status). Thirty questions a minute. */
export type Status = { state: 'uploading' | 'working' | 'done' | 'failed'; uploaded: number; postId: string | null; why: string }

const STATES: Record<string, Status['state']> = {
  PROCESSING_UPLOAD: 'uploading',
  PROCESSING_DOWNLOAD: 'working',
  SEND_TO_USER_INBOX: 'done',
  PUBLISH_COMPLETE: 'done',
  FAILED: 'failed',
}

export async function statusOf(ctx: Asking, publishId: string): Promise<Status> {
  const { data, raw } = await tiktok(ctx, { method: 'POST', path: '/v2/post/publish/status/fetch/', body: { publish_id: publishId } })
  const state = STATES[text(data['status'], 60)]
  if (!state) throw afterAnswer(false, 'no status in the answer')
  // The number of the post is written as a number too large for JavaScript, in a field whose name TikTok misspells: it is read as text.
  const [, postId = null] = /"publicaly_available_post_id"\s*:\s*\[\s*"?(\d{10,25})"?/.exec(raw) ?? []
  return { state, uploaded: count(data['uploaded_bytes']) ?? 0, postId, why: text(data['fail_reason'], 100) }
}

/** Waits a little for the end; what takes longer (moderation, at times hours) goes on without us. */
export async function settled(ctx: SendContext, publishId: string, tries = 5): Promise<Status> {
  for (let i = 0; ; i++) {
    const status = await statusOf(ctx, publishId)
    if (status.state === 'failed') throw failed(status.why)
    if (status.state === 'done' || i + 1 >= tries) return status
    await pause(Math.min(4_000, 500 * 2 ** i), ctx.signal)
  }
}

/** A post that failed was published nowhere. */
function failed(why: string) {
  if (why.startsWith('spam_risk')) return failure('forbidden', 'ask_person', { sent: 'no', said: why })
  if (/check_failed$|pull_failed$/.test(why)) return failure('media_refused', 'fix_content', { sent: 'no', said: why })
  return failure('rejected_content', 'ask_person', { sent: 'no', said: why || 'TikTok did not publish this' })
}
