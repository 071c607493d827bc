import { createPublicKey, verify } from 'node:crypto'
import type { Hook } from '../contract.ts'
import { parsed } from '../json.ts'

/** What a plain Ed25519 key needs before it to be read as SubjectPublicKeyInfo (RFC 8410). */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex')
/** Older than this, a request that was overheard could be sent again. */
const TOLERANCE_SECONDS = 300

export type SignedRequest = {
  /** `X-Signature-Ed25519`, hexadecimal. */
  signature: string
  /** `X-Signature-Timestamp`, seconds since 1970. */
  timestamp: string
  /** The body as it came, byte by byte. */
  body: Uint8Array
}

/**
 * Whether a request of Discord (interaction or webhook event) is Discord's: Ed25519 over timestamp and body with the application's
 * public key, and no older than five minutes. Pure.
 * https://docs.discord.com/developers/interactions/overview#validating-security-request-headers
 */
export function verifyDiscord(publicKey: string, { signature, timestamp, body }: SignedRequest, now: Date): boolean {
  if (!/^[0-9a-f]{64}$/i.test(publicKey) || !/^[0-9a-f]{128}$/i.test(signature) || !/^\d{1,12}$/.test(timestamp)) return false
  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > TOLERANCE_SECONDS) return false
  const der = Buffer.concat([SPKI_PREFIX, Buffer.from(publicKey, 'hex')])
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' })
  return verify(null, Buffer.concat([Buffer.from(timestamp), body]), key, Buffer.from(signature, 'hex'))
}

/**
 * Requests of Discord at the application's address (https://docs.discord.com/developers/events/webhook-events): a ping proves that we are
 * there and that we refuse what is not signed; anything else says that there is something to read.
 */
export const hook: Hook = {
  receive({ headers, body }, { secret }, _account, now) {
    const signed = {
      signature: headers.get('x-signature-ed25519') ?? '',
      timestamp: headers.get('x-signature-timestamp') ?? '',
      body,
    }
    if (!verifyDiscord(secret['publicKey'] ?? '', signed, now)) return { kind: 'refused', why: 'signature' }
    const said = parsed(body)
    if (said['type'] === 0) return { kind: 'answer', status: 204, contentType: 'application/json', body: '' }
    if (said['type'] === 1 && !('event' in said))
      return { kind: 'answer', status: 200, contentType: 'application/json', body: '{"type":1}' }
    return { kind: 'news', news: [{ account: null, signals: [], look: true }] }
  },
}
