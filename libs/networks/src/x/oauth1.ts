import { createHmac, randomBytes } from 'node:crypto'

/**
 * OAuth 1.0a (RFC 5849) with the four keys of one's own app: they do not end and need no callback, which suits a desk at home.
 * JSON and multipart bodies are not part of the signature, only the method, the address and its query.
 */
type Signing = { method: string; url: string; secret: Record<string, string>; now: Date; nonce?: string }

export function oauth1Header({ method, url, secret, now, nonce = randomBytes(16).toString('hex') }: Signing): string {
  const parameters: Record<string, string> = {
    oauth_consumer_key: secret['clientId'] ?? '',
    oauth_nonce: nonce,
    oauth_signature_method: 'HMAC-SHA1',
    oauth_timestamp: String(Math.floor(now.getTime() / 1000)),
    oauth_token: secret['accessToken'] ?? '',
    oauth_version: '1.0',
  }
  const key = `${percent(secret['clientSecret'] ?? '')}&${percent(secret['tokenSecret'] ?? '')}`
  const signature = createHmac('sha1', key)
    .update(signatureBase(method, url, parameters))
    .digest('base64')
  const all = { ...parameters, oauth_signature: signature }
  return `OAuth ${Object.entries(all)
    .map(([name, value]) => `${percent(name)}="${percent(value)}"`)
    .join(', ')}`
}

/** RFC 5849, 3.4.1. */
export function signatureBase(method: string, url: string, parameters: Record<string, string>): string {
  const { origin, pathname, searchParams } = new URL(url)
  const pairs = [...searchParams, ...Object.entries(parameters)].map(([name, value]) => [percent(name), percent(value)] as const)
  const sorted = pairs.sort(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1))
  const joined = sorted.map(([name, value]) => `${name}=${value}`).join('&')
  return [method.toUpperCase(), percent(origin + pathname), percent(joined)].join('&')
}

/** RFC 3986: everything but letters, digits and `-._~`. */
function percent(value: string): string {
  return encodeURIComponent(value).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
}
