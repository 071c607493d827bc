import { createHash, timingSafeEqual } from 'node:crypto'

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
