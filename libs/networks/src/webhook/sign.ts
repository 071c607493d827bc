import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * Signatures as Standard Webhooks writes them (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md):
 * HMAC-SHA256 over `id.timestamp.body`, in base64 behind `v1,`; several, separated by spaces, while a secret is being changed.
 */

/** A request that was overheard could be sent again for so long. */
const TOLERANCE_SECONDS = 300

/** The bytes of a secret: base64 behind `whsec_`, else the text itself. Null below the 24 bytes that the specification asks for. */
export function secretBytes(secret: string): Buffer | null {
  const bytes = secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : Buffer.from(secret)
  return bytes.length >= 24 && bytes.length <= 200 ? bytes : null
}

export type Signed = { id: string; timestamp: string; body: Uint8Array }

function digest(key: Buffer, { id, timestamp, body }: Signed): Buffer {
  return createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest()
}

/** The headers of a request that is ours. `at` is when it leaves, `id` what it is known by for ever. */
export function signedHeaders(secret: string, id: string, body: Uint8Array, at: Date): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1000))
  const key = secretBytes(secret) ?? Buffer.alloc(0)
  const signature = digest(key, { id, timestamp, body }).toString('base64')
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` }
}

export type Verdict = 'good' | 'signature' | 'too_old'

/** Whether a request knows the secret and is not older than five minutes. Pure, in constant time. */
export function verify(secret: string, headers: Headers, body: Uint8Array, now: Date): Verdict {
  const key = secretBytes(secret)
  const [id, timestamp] = [headers.get('webhook-id') ?? '', headers.get('webhook-timestamp') ?? '']
  if (!key || !/^[\x21-\x7e]{1,200}$/.test(id) || !/^\d{1,12}$/.test(timestamp)) return 'signature'
  const expected = digest(key, { id, timestamp, body })
  const given = (headers.get('webhook-signature') ?? '').slice(0, 2_000).split(' ')
  const isGood = given.map((one) => matches(one, expected)).includes(true)
  if (!isGood) return 'signature'
  return Math.abs(now.getTime() / 1000 - Number(timestamp)) > TOLERANCE_SECONDS ? 'too_old' : 'good'
}

function matches(given: string, expected: Buffer): boolean {
  const [, base64 = ''] = /^v1,([A-Za-z0-9+/]{43}=)$/.exec(given) ?? []
  const bytes = Buffer.from(base64, 'base64')
  return bytes.length === expected.length && timingSafeEqual(bytes, expected)
}
