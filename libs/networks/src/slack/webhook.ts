import { createHmac, timingSafeEqual } from 'node:crypto'

/** Older than this, a request that was overheard could be sent again. */
const TOLERANCE_SECONDS = 300

export type SignedRequest = {
  /** `X-Slack-Signature`: `v0=` and 64 hexadecimal digits. */
  signature: string
  /** `X-Slack-Request-Timestamp`, seconds since 1970. */
  timestamp: string
  /** The body as it came, byte by byte. */
  body: Uint8Array
}

/**
 * Whether a request of Slack is Slack's: HMAC-SHA256 with the app's signing secret over version, time and body, five minutes old at
 * most. Pure, in constant time. https://docs.slack.dev/authentication/verifying-requests-from-slack
 */
export function verifySlack(signingSecret: string, { signature, timestamp, body }: SignedRequest, now: Date): boolean {
  if (signingSecret === '' || !/^v0=[0-9a-f]{64}$/.test(signature) || !/^\d{1,12}$/.test(timestamp)) return false
  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > TOLERANCE_SECONDS) return false
  const expected = createHmac('sha256', signingSecret).update(`v0:${timestamp}:`).update(body).digest()
  return timingSafeEqual(expected, Buffer.from(signature.slice(3), 'hex'))
}
