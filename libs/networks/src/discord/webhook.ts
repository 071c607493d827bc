import { createPublicKey, verify } from 'node:crypto'

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
