import { createHash, timingSafeEqual } from 'node:crypto'
import type { Hook } from '../contract.ts'
import { parsed } from '../json.ts'
import { signalOf } from './map.ts'
import { readerOf } from './read.ts'

/**
 * Whether a request is Telegram's: `X-Telegram-Bot-Api-Secret-Token` says the word that was agreed on with setWebhook. It signs nothing,
 * so a request that was overheard could be sent again: updates are stored once by their number. Pure, in constant time.
 * https://core.telegram.org/bots/api#setwebhook
 */
export function verifyTelegram(agreed: string, header: string | null): boolean {
  if (!/^[\w-]{1,256}$/.test(agreed) || header === null) return false
  const digest = (word: string) => createHash('sha256').update(word).digest()
  return timingSafeEqual(digest(agreed), digest(header))
}

/** Updates, one a request (https://core.telegram.org/bots/api#setwebhook). Told again until it hears 200. */
export const hook: Hook = {
  receive({ headers, body }, credentials, account, now) {
    if (!verifyTelegram(credentials.secret['signingSecret'] ?? '', headers.get('x-telegram-bot-api-secret-token')))
      return { kind: 'refused', why: 'signature' }
    const signal = signalOf(parsed(body), readerOf({ account, credentials, now: () => now }))
    return { kind: 'news', news: [{ account: null, signals: signal ? [signal] : [], look: false }] }
  },
}
