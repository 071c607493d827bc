import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Hook } from '../contract.ts'
import { parsed, text } from '../json.ts'

const hmac = (secret: string, said: string | Uint8Array): Buffer => createHmac('sha256', secret).update(said).digest()

/**
 * Whether a request of X is X's: HMAC-SHA256 of the body with the app's own secret, in base64. It carries no time: what is told twice is
 * kept once. Pure, in constant time. https://docs.x.com/x-api/webhooks/quickstart
 */
export function verifyX(clientSecret: string, header: string | null, body: Uint8Array): boolean {
  const given = /^sha256=([A-Za-z0-9+/]{43}=)$/.exec(header ?? '')?.[1]
  return clientSecret !== '' && given !== undefined && timingSafeEqual(hmac(clientSecret, body), Buffer.from(given, 'base64'))
}

/** X asks once an hour whether the address still knows the secret (CRC); events say that there is something, and reading it is charged once. */
export const hook: Hook = {
  receive({ method, headers, query, body }, { secret }) {
    const clientSecret = secret['clientSecret'] ?? ''
    const word = query.get('crc_token')
    if (method === 'GET') {
      if (word === null || clientSecret === '') return { kind: 'refused', why: 'malformed' }
      const answer = JSON.stringify({ response_token: `sha256=${hmac(clientSecret, word.slice(0, 500)).toString('base64')}` })
      return { kind: 'answer', status: 200, contentType: 'application/json', body: answer }
    }
    if (!verifyX(clientSecret, headers.get('x-twitter-webhooks-signature'), body)) return { kind: 'refused', why: 'signature' }
    const account = text(parsed(body)['for_user_id'], 30)
    return { kind: 'news', news: [{ account: account === '' ? null : account, signals: [], look: true }] }
  },
}
