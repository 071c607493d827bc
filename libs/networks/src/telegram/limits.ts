import type { Context, Finding, Limits, Media, Variant, VariantItem } from '../contract.ts'
import { mediaFindings, optionFinding, questionFindings, textFindings } from '../check.ts'
import { lengthOf } from './text.ts'

const CAPTION = 1_024
const QUESTION = 300
const FILES = 10
/** Width and height of a photo together, and how many times longer than wide it may be (sendPhoto). */
const SIDES = 10_000
const RATIO = 20

/** https://core.telegram.org/bots/api#sendmessage, #sendphoto, #sendvideo, #sendmediagroup, #sendpoll. Descriptions of pictures are not kept. */
export const documentedLimits: Limits = {
  source: 'documented',
  readAt: '2026-11-22T00:00:00.000Z',
  text: { max: 4_096, unit: 'characters', maxBytes: null, urlCost: null },
  images: { maxCount: FILES, maxBytes: 10_000_000, mimeTypes: ['image/jpeg', 'image/png', 'image/webp'], maxAltLength: 0, maxPixels: null },
  video: { maxCount: FILES, maxBytes: 50_000_000, mimeTypes: ['video/mp4'], maxAltLength: 0, maxPixels: null },
  poll: { maxOptions: 12, maxOptionLength: 100, minSeconds: 5, maxSeconds: 2_628_000 },
}

/** Telegram tells its limits nowhere. */
export async function readLimits(_ctx: Context): Promise<Limits> {
  return documentedLimits
}

/** What Telegram would refuse. With a picture or a film the text is a caption. */
export function check(variant: Variant, limits: Limits): Finding[] {
  const findings = variant.items.flatMap((item, index) => {
    const max = item.media.length > 0 ? CAPTION : limits.text.max
    const counted = { ...limits, text: { ...limits.text, max } }
    return [
      ...textFindings({ item, index, length: lengthOf(item.text), bytes: Buffer.byteLength(item.text), limits: counted }),
      ...filesFindings(item, index, limits),
      ...(index === 0 ? pollFindings(variant, item, limits) : []),
    ]
  })
  if (variant.visibility !== 'public' && variant.visibility !== 'direct') findings.push(optionFinding('visibility', variant.visibility))
  if (variant.whoMayReply !== 'everyone') findings.push(optionFinding('whoMayReply', variant.whoMayReply))
  if (variant.contentWarning?.trim()) findings.push(optionFinding('contentWarning', 'yes'))
  if (variant.quoteOf) findings.push(optionFinding('quoteOf', variant.quoteOf.id))
  if (variant.card && variant.items[0] && variant.items[0].media.length > 0) findings.push(optionFinding('card', 'with_media'))
  return findings
}

const ALT: readonly Finding['code'][] = ['alt_missing', 'alt_too_long', 'alt_is_file_name']

/** An album mixes pictures and films, ten together. Nothing is said of descriptions, which Telegram has no place for. */
function filesFindings(item: VariantItem, index: number, limits: Limits): Finding[] {
  const found = mediaFindings(item, index, limits).filter(({ code }) => code !== 'mixed_media' && !ALT.includes(code))
  for (const media of item.media.filter(({ mimeType }) => mimeType.startsWith('image/'))) {
    if (!fits(media)) {
      const data = { media: media.id, unit: 'pixels', max: SIDES, actual: media.width + media.height }
      found.push({ code: 'image_too_large', blocking: true, item: index, data })
    }
  }
  if (item.media.length > FILES && !found.some(({ code }) => code === 'too_many_images')) {
    found.push({ code: 'too_many_images', blocking: true, item: index, data: { max: FILES, actual: item.media.length } })
  }
  return found
}

function fits({ width, height }: Media): boolean {
  return width + height <= SIDES && Math.max(width, height) <= RATIO * Math.max(1, Math.min(width, height))
}

/** The text of a post with a poll is the poll's question. */
function pollFindings({ poll, card }: Variant, item: VariantItem, limits: Limits): Finding[] {
  if (!poll) return []
  const found = questionFindings(poll, item, limits, { maxQuestion: QUESTION, stepSeconds: 1 })
  return card && item.media.length === 0 ? [...found, optionFinding('card', 'with_poll')] : found
}
