import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Hook, Signal } from '../contract.ts'
import { parsed, record, text } from '../json.ts'

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

/**
 * Events of Slack (https://docs.slack.dev/apis/events-api): the address is proved by saying a word back; a message that was deleted is told
 * here only; for everything else the channel is read. Slack sends an event again up to three times.
 */
export const hook: Hook = {
  receive({ headers, body }, { secret }, _account, now) {
    const signed = {
      signature: headers.get('x-slack-signature') ?? '',
      timestamp: headers.get('x-slack-request-timestamp') ?? '',
      body,
    }
    if (!verifySlack(secret['signingSecret'] ?? '', signed, now)) return { kind: 'refused', why: 'signature' }
    const said = parsed(body)
    if (said['type'] === 'url_verification')
      return { kind: 'answer', status: 200, contentType: 'text/plain', body: text(said['challenge'], 500) }
    const event = record(said['event'])
    const channel = text(event['channel'], 30)
    if (channel === '') return { kind: 'news', news: [] }
    const ts = text(event['deleted_ts'], 20)
    const gone: Signal[] =
      event['subtype'] === 'message_deleted' && ts !== '' ? [{ kind: 'deleted', id: `${channel}/${ts}`, at: now.toISOString() }] : []
    return { kind: 'news', news: [{ account: channel, signals: gone, look: gone.length === 0 }] }
  },
}
