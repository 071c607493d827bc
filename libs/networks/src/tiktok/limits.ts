import type { Context, Finding, Limits, Media, Variant } from '../contract.ts'
import { mediaFindings, optionFinding, textFindings } from '../check.ts'
import { isAudited, readCreator } from './creator.ts'
import { CAPTION_MAX, measure } from './text.ts'

const MB = 1024 * 1024

/** developers.tiktok.com, Media Transfer Guide and Direct Post, read 22 November 2026; TikTok tells how long a film an account may post. */
export const documentedLimits: Limits = {
  source: 'documented',
  readAt: '2026-11-22T00:00:00.000Z',
  text: { max: 4_000, unit: 'characters', maxBytes: null, urlCost: null },
  images: { maxCount: 35, maxBytes: 20 * MB, mimeTypes: ['image/jpeg', 'image/webp'], maxAltLength: 0, maxPixels: null },
  video: {
    maxCount: 1,
    maxBytes: 4_096 * MB,
    mimeTypes: ['video/mp4', 'video/quicktime', 'video/webm'],
    maxAltLength: 0,
    maxPixels: null,
    seconds: { min: 3, max: 600 },
  },
  poll: null,
}

/** With the longest film of this account; asking for it is also what TikTok wants done before anything is published. */
export async function limits(ctx: Context): Promise<Limits> {
  const { maxSeconds } = await readCreator(ctx)
  const { video } = documentedLimits
  return {
    ...documentedLimits,
    source: 'server',
    readAt: ctx.now().toISOString(),
    video: video && { ...video, seconds: { min: 3, max: maxSeconds } },
    ...(!isAudited(ctx.credentials) && { onlyOwnerSees: true }),
  }
}

/** What TikTok would refuse, and what it has no place for. */
export function check(variant: Variant, rules: Limits): Finding[] {
  const [item = { text: '', media: [] }, ...others] = variant.items
  const { length, bytes } = measure(item.text)
  const isFilm = item.media.some(({ mimeType }) => mimeType.startsWith('video/'))
  const text = { ...rules.text, max: isFilm ? CAPTION_MAX : rules.text.max }
  const found = [
    ...textFindings({ item, index: 0, length, bytes, limits: { ...rules, text } }).filter(({ code }) => code !== 'text_empty'),
    ...mediaFindings(item, 0, rules).filter(({ code }) => !code.startsWith('alt_')),
    ...item.media.flatMap((media) => secondsFindings(media, rules)),
    ...optionFindings(variant),
  ]
  const add = (code: Finding['code'], blocking = true) => found.push({ code, blocking, item: 0, data: {} })
  if (item.media.length === 0) add('media_missing')
  if (!isFilm && item.media.length > 0 && rules.mediaAddress === false) add('media_needs_public_address')
  if (rules.onlyOwnerSees) add('only_owner_sees', false)
  if (others.length > 0) found.push({ code: 'thread_not_accepted', blocking: true, item: 1, data: { actual: variant.items.length } })
  return found
}

function secondsFindings({ id, mimeType, seconds }: Media, { video }: Limits): Finding[] {
  if (!mimeType.startsWith('video/') || !video?.seconds || seconds === undefined) return []
  const { min, max } = video.seconds
  if (seconds > max) return [{ code: 'video_too_long', blocking: true, item: 0, data: { media: id, max, actual: seconds } }]
  return seconds < min ? [{ code: 'video_too_short', blocking: true, item: 0, data: { media: id, min, actual: seconds } }] : []
}

function optionFindings({
  visibility,
  whoMayReply,
  contentWarning,
  quoteOf,
  poll,
  card,
  placement,
  firstComment = '',
}: Variant): Finding[] {
  const refused: [string, string, boolean][] = [
    ['placement', 'story', placement === 'story'],
    ['visibility', visibility, visibility === 'unlisted'],
    ['whoMayReply', whoMayReply, whoMayReply !== 'everyone' && whoMayReply !== 'nobody'],
    ['contentWarning', 'yes', (contentWarning ?? '').trim() !== ''],
    ['quoteOf', 'yes', quoteOf !== null],
    ['poll', 'yes', poll !== null],
    ['card', 'yes', card !== null],
    ['firstComment', 'yes', firstComment.trim() !== ''],
  ]
  return refused.filter(([, , is]) => is).map(([option, value]) => optionFinding(option, value))
}
