import type { Finding, Limits, Media, ReplyTarget, Variant, VariantItem } from '../contract.ts'
import { mediaFindings, optionFinding, textFindings } from '../check.ts'
import { codePoints } from '../split.ts'
import { isDirect } from './map.ts'
import { lengthOf, spansOf, WEIGHTS } from './text.ts'

const MB = 1024 * 1024
const GIF = { maxBytes: 15 * MB, maxPixels: 1_280 * 1_080 }
const DM_LENGTH = 10_000

/** https://docs.x.com/x-api/media/quickstart/best-practices, /fundamentals/counting-characters, and the OpenAPI description for polls and descriptions. */
export const documentedLimits: Limits = {
  source: 'documented',
  readAt: '2026-11-22T00:00:00.000Z',
  text: { max: WEIGHTS.max, unit: 'characters', maxBytes: null, urlCost: WEIGHTS.url },
  images: {
    maxCount: 4,
    maxBytes: 5 * MB,
    mimeTypes: ['image/jpeg', 'image/png', 'image/gif', 'image/webp'],
    maxAltLength: 1_000,
    maxPixels: null,
  },
  video: { maxCount: 1, maxBytes: 512 * MB, mimeTypes: ['video/mp4', 'video/quicktime'], maxAltLength: 1_000, maxPixels: null },
  poll: { maxOptions: 4, maxOptionLength: 25, minSeconds: 300, maxSeconds: 604_800 },
}

/** X tells its limits nowhere; asking would cost money and bring nothing. */
export async function limits(): Promise<Limits> {
  return documentedLimits
}

/** What X would refuse, and what it would silently leave out. */
export function check(variant: Variant, rules: Limits, reply: ReplyTarget | null = null): Finding[] {
  const direct = isDirect(variant.visibility, reply)
  const findings = variant.items.flatMap((item, index) => [
    ...textFindings({ item, index, ...counted(item.text, direct), limits: direct ? longer(rules) : rules }),
    ...mediaFindings({ ...item, media: item.media.filter(still) }, index, rules),
    ...gifFindings(item, index),
    ...(index === 0 ? pollFindings(variant, item, rules) : []),
  ])
  if (direct && variant.items.length > 1) findings.push(fault('thread_not_accepted', { actual: variant.items.length }))
  return [...findings, ...optionFindings(variant, reply, direct)]
}

const longer = (rules: Limits): Limits => ({ ...rules, text: { ...rules.text, max: DM_LENGTH } })

/** A private message is not weighed: its characters are counted. */
function counted(text: string, direct: boolean): { length: number; bytes: number } {
  return { length: direct ? codePoints(text) : lengthOf(text), bytes: Buffer.byteLength(text) }
}

function fault(code: Finding['code'], data: Finding['data'], item = 0): Finding {
  return { code, blocking: true, item, data }
}

const isGif = (media: Media) => media.mimeType === 'image/gif'
const still = (media: Media) => !isGif(media)

/** A moving picture stands alone, may be heavier than a still one, and is shown like a video. */
function gifFindings(item: VariantItem, index: number): Finding[] {
  const gifs = item.media.filter(isGif)
  const found = gifs.flatMap((media) => {
    const pixels = media.width * media.height
    if (media.bytes > GIF.maxBytes)
      return [fault('image_too_large', { media: media.id, unit: 'bytes', max: GIF.maxBytes, actual: media.bytes }, index)]
    return pixels > GIF.maxPixels
      ? [fault('image_too_large', { media: media.id, unit: 'pixels', max: GIF.maxPixels, actual: pixels }, index)]
      : []
  })
  if (gifs.length > 0 && item.media.length > 1)
    found.push(fault('mixed_media', { images: item.media.length - gifs.length, videos: gifs.length }, index))
  return found
}

function pollFindings({ poll, quoteOf }: Variant, item: VariantItem, { poll: rules }: Limits): Finding[] {
  if (!poll || !rules) return []
  const found: Finding[] = []
  if (item.media.length > 0 || quoteOf) found.push(fault('poll_with_media', { media: item.media.length }))
  const filled = new Set(poll.options.map((option) => option.trim()).filter(Boolean))
  if (filled.size < 2 || filled.size < poll.options.length || poll.options.length > rules.maxOptions) {
    found.push(fault('poll_options', { min: 2, max: rules.maxOptions, actual: filled.size }))
  }
  const longest = Math.max(0, ...poll.options.map((option) => codePoints(option)))
  if (longest > rules.maxOptionLength) found.push(fault('poll_option_too_long', { max: rules.maxOptionLength, actual: longest }))
  if (poll.seconds < rules.minSeconds || poll.seconds > rules.maxSeconds) {
    found.push(fault('poll_duration', { min: rules.minSeconds, max: rules.maxSeconds, actual: poll.seconds }))
  }
  if (poll.multiple) found.push(optionFinding('poll.multiple', 'true'))
  return found
}

function optionFindings(variant: Variant, reply: ReplyTarget | null, direct: boolean): Finding[] {
  const { visibility, whoMayReply, contentWarning } = variant
  const toSomebody = visibility === 'direct' && reply !== null
  const everyone = whoMayReply === 'everyone'
  const named = whoMayReply !== 'nobody' && reply === null
  const refused: [string, string, boolean][] = [
    ['visibility', visibility, visibility !== 'public' && !toSomebody],
    ['whoMayReply', whoMayReply, !everyone && !named],
    ['contentWarning', 'yes', (contentWarning ?? '').trim() !== ''],
    ...(direct ? directOptions(variant) : publicOptions(variant)),
  ]
  return refused.filter(([, , is]) => is).map(([option, value]) => optionFinding(option, value))
}

/** A private message is words and nothing else. */
function directOptions({ items, poll, quoteOf }: Variant): [string, string, boolean][] {
  return [
    ['quoteOf', 'direct', quoteOf !== null],
    ['poll', 'direct', poll !== null],
    ['media', 'direct', items.some(({ media }) => media.length > 0)],
  ]
}

/** X draws the card itself, from the address in the text. */
function publicOptions({ card, items, quoteOf }: Variant): [string, string, boolean][] {
  const { text = '', media = [] } = items[0] ?? {}
  const named = card === null || spansOf(text).some(({ kind, value }) => kind === 'link' && value === card.url)
  return [
    ['quoteOf', 'with_media', quoteOf !== null && media.length > 0],
    ['card', 'not_in_text', !named],
  ]
}
