import type { Finding, Limits, ReplyTarget, Variant } from '../contract.ts'
import { mediaFindings, optionFinding, textFindings } from '../check.ts'
import { optionFindings, shapeFindings } from '../meta/checks.ts'
import { codePoints } from '../split.ts'

const MB = 1024 * 1024

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media and …/messages/text-messages, from memory. */
export const documentedLimits: Limits = {
  source: 'documented',
  readAt: '2026-11-28T00:00:00.000Z',
  text: { max: 4_096, unit: 'characters', maxBytes: null, urlCost: null },
  images: { maxCount: 1, maxBytes: 5 * MB, mimeTypes: ['image/png', 'image/jpeg'], maxAltLength: 0, maxPixels: null },
  video: { maxCount: 1, maxBytes: 16 * MB, mimeTypes: ['video/mp4', 'video/3gpp'], maxAltLength: 0, maxPixels: null },
  poll: null,
}

/** Below a picture or a film there is room for so much. */
const CAPTION_MAX = 1_024

export async function limits(): Promise<Limits> {
  return documentedLimits
}

/** There is nothing to publish on: everything is an answer to somebody who wrote. */
export function check(variant: Variant, rules: Limits, reply: ReplyTarget | null = null): Finding[] {
  const [item = { text: '', media: [] }, ...others] = variant.items
  const own = item.media.length > 0 ? { ...rules, text: { ...rules.text, max: CAPTION_MAX } } : rules
  const sized = { length: codePoints(item.text), bytes: Buffer.byteLength(item.text) }
  const found = [
    ...textFindings({ item, index: 0, ...sized, limits: own }),
    // There is no place for descriptions: a missing one is no fault, one that is there is not sent.
    ...mediaFindings(item, 0, own).filter(({ code }) => !code.startsWith('alt_')),
    ...shapeFindings(item.media, 0, own),
    ...optionFindings(variant, refusedOptions(variant)),
  ]
  if (reply === null) found.push(optionFinding('post', 'reply'))
  if (others.length > 0) found.push({ code: 'thread_not_accepted', blocking: true, item: 1, data: { actual: variant.items.length } })
  return found
}

function refusedOptions({ poll, quoteOf, card, whoMayReply, placement, firstComment }: Variant): [string, string, boolean][] {
  return [
    ['poll', 'yes', poll !== null],
    ['quoteOf', 'yes', quoteOf !== null],
    ['card', 'yes', card !== null],
    ['whoMayReply', whoMayReply, whoMayReply !== 'everyone'],
    ['placement', placement ?? '', placement !== undefined],
    ['firstComment', 'yes', (firstComment ?? '').trim() !== ''],
  ]
}
