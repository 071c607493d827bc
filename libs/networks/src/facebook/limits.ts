import type { Finding, Limits, MediaLimits, ReplyTarget, Variant } from '../contract.ts'
import { mediaFindings, textFindings } from '../check.ts'
import { optionFindings, shapeFindings } from '../meta/checks.ts'
import { directOf } from '../meta/messages.ts'
import { codePoints } from '../split.ts'

const MB = 1024 * 1024
const FILMS = ['video/mp4', 'video/quicktime']
const film = (more: Partial<MediaLimits>): MediaLimits => ({
  maxCount: 1,
  maxBytes: 10_240 * MB,
  mimeTypes: FILMS,
  maxAltLength: 0,
  maxPixels: null,
  ...more,
})

/**
 * 63,206 characters and 4 MB a picture (error 1366046) from the interface's own refusals as others met them; films up to 10 GB and four
 * hours in pieces (https://developers.facebook.com/docs/video-api/guides/publishing). How many pictures a post takes is written nowhere:
 * ten is what its carousel shows.
 */
export const documentedLimits: Limits = {
  source: 'documented',
  readAt: '2026-11-22T00:00:00.000Z',
  text: { max: 63_206, unit: 'characters', maxBytes: null, urlCost: null },
  images: {
    maxCount: 10,
    maxBytes: 4 * MB,
    mimeTypes: ['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/tiff', 'image/heif'],
    maxAltLength: 1_000,
    maxPixels: null,
  },
  video: film({ seconds: { min: 1, max: 14_400 } }),
  poll: null,
}

/** https://developers.facebook.com/docs/video-api/guides/reels-publishing: 3 to 90 seconds, 9:16. */
const REEL = film({ maxBytes: 1_024 * MB, seconds: { min: 3, max: 90 }, ratio: { min: 0.5, max: 0.57 } })
/** https://developers.facebook.com/docs/page-stories-api (updated 6 May 2026): 60 seconds at most, pictures of 10 MB. */
const STORY: Pick<Limits, 'images' | 'video'> = {
  images: { ...documentedLimits.images, maxCount: 1, maxBytes: 10 * MB, mimeTypes: ['image/jpeg', 'image/png', 'image/gif', 'image/tiff'] },
  video: film({ maxBytes: 1_024 * MB, seconds: { min: 3, max: 60 }, ratio: { min: 0.5, max: 0.57 } }),
}

/** https://developers.facebook.com/docs/messenger-platform/reference/send-api: a message has 2,000 characters, a comment 8,000. */
const DIRECT_MAX = 2_000
const COMMENT_MAX = 8_000

/** Facebook tells its limits nowhere. */
export async function limits(): Promise<Limits> {
  return documentedLimits
}

export function check(variant: Variant, rules: Limits, reply: ReplyTarget | null = null): Finding[] {
  const [item = { text: '', media: [] }, ...others] = variant.items
  const own = placed(variant, rules, reply)
  const sized = { length: codePoints(item.text), bytes: Buffer.byteLength(item.text) }
  const found = [
    ...textFindings({ item, index: 0, ...sized, limits: own }).filter(({ code }) => code !== 'text_empty' || variant.card === null),
    ...mediaFindings(item, 0, own),
    ...shapeFindings(item.media, 0, own),
    ...placeFindings(variant),
    ...optionFindings(variant, refusedOptions(variant, reply)),
  ]
  if (others.length > 0) found.push({ code: 'thread_not_accepted', blocking: true, item: 1, data: { actual: variant.items.length } })
  return found
}

const toSomebody = (variant: Variant, reply: ReplyTarget | null) =>
  reply !== null && (variant.visibility === 'direct' || reply.visibility === 'direct' || directOf(reply.parent) !== null)

/** What holds for this placement, an answer or a message. */
function placed(variant: Variant, rules: Limits, reply: ReplyTarget | null): Limits {
  if (variant.placement === 'story') return { ...rules, ...STORY }
  if (variant.placement === 'reel') return { ...rules, images: { ...rules.images, maxCount: 0 }, video: REEL }
  const max = toSomebody(variant, reply) ? DIRECT_MAX : reply ? COMMENT_MAX : rules.text.max
  if (!reply) return rules
  return { ...rules, text: { ...rules.text, max }, images: { ...rules.images, maxCount: 1 }, video: null }
}

function placeFindings({ placement, items, card, firstComment }: Variant): Finding[] {
  if (placement === undefined) return []
  const [item = { text: '', media: [] }] = items
  const found: Finding[] = []
  if (item.media.length === 0) found.push({ code: 'media_missing', blocking: true, item: 0, data: { placement } })
  const without = (option: string, blocking: boolean) =>
    found.push({ code: 'option_not_accepted', blocking, item: 0, data: { option, value: placement } })
  if (card !== null) without('card', true)
  if (placement === 'story' && (firstComment ?? '').trim() !== '') without('firstComment', true)
  // The words of a story stand in its picture; these are shown nowhere.
  if (placement === 'story' && item.text.trim() !== '') without('text', false)
  return found
}

function refusedOptions(variant: Variant, reply: ReplyTarget | null): [string, string, boolean][] {
  const { poll, quoteOf, whoMayReply, visibility, card, items } = variant
  const direct = toSomebody(variant, reply)
  const hasMedia = items.some(({ media }) => media.length > 0)
  return [
    ['poll', 'yes', poll !== null],
    ['quoteOf', 'yes', quoteOf !== null],
    ['whoMayReply', whoMayReply, whoMayReply !== 'everyone'],
    ['visibility', 'direct', visibility === 'direct' && reply === null],
    ['media', 'direct', direct && hasMedia],
    ['card', 'yes', card !== null && (hasMedia || reply !== null)],
    ['placement', variant.placement ?? '', variant.placement !== undefined && reply !== null],
  ]
}
