import type { Context, Finding, Limits, Variant } from '../contract.ts'
import { mediaFindings, optionFinding, textFindings } from '../check.ts'
import { codePoints } from '../split.ts'
import { lengthOf } from './text.ts'

const FILES = 10
/** Slack keeps any file up to a gigabyte; these are what it shows. */
const GIB = 1_073_741_824
const CARD = { title: 300, description: 2_000 }

/**
 * Slack takes 40,000 characters and cuts what is beyond without a word, breaks messages above 4,000 into several, and lets none above
 * 4,000 be edited (https://docs.slack.dev/reference/methods/chat.postMessage#truncating, chat.update): 4,000 it is.
 */
export const TEXT_MAX = 4_000

export const documentedLimits: Limits = {
  source: 'documented',
  readAt: '2026-11-22T00:00:00.000Z',
  text: { max: TEXT_MAX, unit: 'characters', maxBytes: null, urlCost: null },
  images: {
    maxCount: FILES,
    maxBytes: GIB,
    mimeTypes: ['image/jpeg', 'image/png', 'image/gif', 'image/webp'],
    maxAltLength: 1_000,
    maxPixels: null,
  },
  video: {
    maxCount: FILES,
    maxBytes: GIB,
    mimeTypes: ['video/mp4', 'video/quicktime', 'video/webm'],
    maxAltLength: 1_000,
    maxPixels: null,
  },
  poll: null,
}

/** Slack tells its limits nowhere. */
export async function readLimits(_ctx: Context): Promise<Limits> {
  return documentedLimits
}

/** What Slack would refuse, or cut in silence. */
export function check(variant: Variant, limits: Limits): Finding[] {
  const findings = variant.items.flatMap((item, index) => {
    const found = mediaFindings(item, index, limits).filter(({ code }) => code !== 'mixed_media')
    const tooMany = item.media.length > FILES && !found.some(({ code }) => code === 'too_many_images')
    return [
      ...textFindings({ item, index, length: lengthOf(item.text), bytes: Buffer.byteLength(item.text), limits }),
      ...found,
      ...(tooMany
        ? [{ code: 'too_many_images' as const, blocking: true, item: index, data: { max: FILES, actual: item.media.length } }]
        : []),
    ]
  })
  if (variant.poll) findings.push(optionFinding('poll', 'yes'))
  if (variant.visibility !== 'public') findings.push(optionFinding('visibility', variant.visibility))
  if (variant.whoMayReply !== 'everyone') findings.push(optionFinding('whoMayReply', variant.whoMayReply))
  if (variant.contentWarning?.trim()) findings.push(optionFinding('contentWarning', 'yes'))
  if (variant.quoteOf) findings.push(optionFinding('quoteOf', variant.quoteOf.id))
  return [...findings, ...cardFindings(variant)]
}

/** A card stands under words, never under files. */
function cardFindings({ card, items }: Variant): Finding[] {
  if (!card) return []
  const withFiles = (items[0]?.media.length ?? 0) > 0
  const lengths = { title: codePoints(card.title), description: codePoints(card.description) }
  return [
    ...(withFiles ? [optionFinding('card', 'with_media')] : []),
    ...(card.thumb ? [optionFinding('card', 'own_picture')] : []),
    ...(['title', 'description'] as const)
      .filter((part) => lengths[part] > CARD[part])
      .map((part): Finding => ({
        code: 'text_too_long',
        blocking: true,
        item: 0,
        data: { part, max: CARD[part], actual: lengths[part] },
      })),
  ]
}
