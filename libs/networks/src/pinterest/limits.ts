import type { Finding, Limits, Variant } from '../contract.ts'
import { mediaFindings, optionFinding, textFindings } from '../check.ts'
import { codePoints } from '../split.ts'
import { partsOf, TITLE_MAX } from './text.ts'

const MB = 1024 * 1024
const LINK_MAX = 2_048

/** OpenAPI description 5.23.0 for texts, kinds of picture and the carousel; sizes from developers.pinterest.com (read from memory). */
export const documentedLimits: Limits = {
  source: 'documented',
  readAt: '2025-12-11T00:00:00.000Z',
  text: { max: 800, unit: 'characters', maxBytes: null, urlCost: null },
  images: { maxCount: 5, maxBytes: 20 * MB, mimeTypes: ['image/jpeg', 'image/png'], maxAltLength: 500, maxPixels: null },
  video: {
    maxCount: 1,
    maxBytes: 2_048 * MB,
    mimeTypes: ['video/mp4', 'video/quicktime', 'video/x-m4v'],
    maxAltLength: 500,
    maxPixels: null,
  },
  poll: null,
}

/** Pinterest tells its limits nowhere. */
export async function limits(): Promise<Limits> {
  return documentedLimits
}

/** What Pinterest would refuse, and what it has no place for. */
export function check(variant: Variant, rules: Limits): Finding[] {
  const [item = { text: '', media: [] }, ...others] = variant.items
  const { description } = partsOf(item.text)
  const shown = variant.card === null ? description : item.text.trim()
  const sized = { length: codePoints(shown), bytes: Buffer.byteLength(shown) }
  const found = [
    ...textFindings({ item, index: 0, ...sized, limits: rules }).filter(({ code }) => code !== 'text_empty'),
    ...mediaFindings(item, 0, rules),
    ...cardFindings(variant),
    ...optionFindings(variant),
  ]
  if (item.media.length === 0) found.push({ code: 'media_missing', blocking: true, item: 0, data: {} })
  if (others.length > 0) found.push({ code: 'thread_not_accepted', blocking: true, item: 1, data: { actual: variant.items.length } })
  return found
}

/** The link of a pin and its title come from the card; its picture is the pin's own. */
function cardFindings({ card }: Variant): Finding[] {
  if (!card) return []
  const lengths: [string, number, number][] = [
    ['title', TITLE_MAX, codePoints(card.title)],
    ['link', LINK_MAX, codePoints(card.url)],
  ]
  return lengths
    .filter(([, max, actual]) => actual > max)
    .map(([part, max, actual]) => ({ code: 'text_too_long', blocking: true, item: 0, data: { part, max, actual } }))
}

function optionFindings({ visibility, whoMayReply, contentWarning, quoteOf, poll, firstComment = '' }: Variant): Finding[] {
  const refused: [string, string, boolean][] = [
    ['visibility', visibility, visibility !== 'public'],
    ['whoMayReply', whoMayReply, whoMayReply !== 'everyone'],
    ['contentWarning', 'yes', (contentWarning ?? '').trim() !== ''],
    ['quoteOf', 'yes', quoteOf !== null],
    ['poll', 'yes', poll !== null],
    // Comments are written by people only.
    ['firstComment', 'yes', firstComment.trim() !== ''],
  ]
  return refused.filter(([, , is]) => is).map(([option, value]) => optionFinding(option, value))
}
