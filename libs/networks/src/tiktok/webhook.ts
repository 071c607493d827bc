import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Account, Credentials, Hook, HookReading, HookRequest } from '../contract.ts'
import { record, text } from '../json.ts'

/** TikTok tells that a post is done, or failed, and that access was taken back (https://developers.tiktok.com/doc/webhooks-verification, …-events). */

/** Older than this, a request that was overheard could be sent again. */
const TOLERANCE_SECONDS = 300

/**
 * Whether a request of TikTok is TikTok's: `TikTok-Signature: t=<seconds>,s=<hex>`, where `s` is HMAC-SHA256 of `t.body` with the app's
 * secret. Pure, in constant time.
 */
export function verifyTikTok(
  clientSecret: string,
  { header, body }: { header: string; body: Uint8Array },
  now: Date,
): 'good' | 'signature' | 'too_old' {
  const [, seconds = '', signature = ''] = /^t=(\d{1,12}),\s*s=([0-9a-f]{64})$/i.exec(header.trim()) ?? []
  if (clientSecret === '' || signature === '') return 'signature'
  const expected = createHmac('sha256', clientSecret).update(`${seconds}.`).update(body).digest()
  if (!timingSafeEqual(expected, Buffer.from(signature, 'hex'))) return 'signature'
  return Math.abs(now.getTime() / 1000 - Number(seconds)) > TOLERANCE_SECONDS ? 'too_old' : 'good'
}

/** No event has words of anybody: the account is looked at, where its posts and its access show what happened. */
function receive({ headers, body }: HookRequest, { secret }: Credentials, _account: Account, now: Date): HookReading {
  const judged = verifyTikTok(secret['clientSecret'] ?? '', { header: headers.get('tiktok-signature') ?? '', body }, now)
  if (judged !== 'good') return { kind: 'refused', why: judged }
  try {
    const told = record(JSON.parse(Buffer.from(body).toString('utf8')))
    const account = text(told['user_openid'], 100)
    if (account === '' || text(told['event'], 100) === '') return { kind: 'refused', why: 'malformed' }
    return { kind: 'news', news: [{ account, signals: [], look: true }] }
  } catch (error) {
    if (error instanceof SyntaxError) return { kind: 'refused', why: 'malformed' }
    throw error
  }
}

export const hook: Hook = { receive }
