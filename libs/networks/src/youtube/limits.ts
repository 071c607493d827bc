import type { Context, Finding, Limits, Media, ReplyTarget, Variant } from '../contract.ts'
import { mediaFindings, optionFinding } from '../check.ts'
import { measure } from './text.ts'

const MB = 1024 ** 2
const GB = 1024 ** 3
const COMMENT_MAX = 10_000
/** An upright film of three minutes at most is a Short; nothing else says so. */
const SHORT = { seconds: 180, ratio: 1 }

/** https://developers.google.com/youtube/v3/docs/videos and the help pages on uploads; read 22 November 2026. A channel whose phone number is not confirmed takes fifteen minutes at most. */
export const documentedLimits: Limits = {
  source: 'documented',
  readAt: '2026-11-22T00:00:00.000Z',
  text: { max: 5_000, unit: 'characters', maxBytes: null, urlCost: null },
  // A picture beside the film is its cover.
  images: { maxCount: 1, maxBytes: 2 * MB, mimeTypes: ['image/jpeg', 'image/png'], maxAltLength: 0, maxPixels: null },
  video: {
    maxCount: 1,
    maxBytes: 256 * GB,
    mimeTypes: ['video/mp4', 'video/quicktime', 'video/webm', 'video/mpeg', 'video/x-msvideo', 'video/3gpp'],
    maxAltLength: 0,
    maxPixels: null,
    seconds: { min: 1, max: 12 * 3_600 },
  },
  poll: null,
}

/** What software is told of its project's audit is nothing: the person who connects says it, and who says nothing is not audited. */
export async function limits({ credentials }: Pick<Context, 'credentials'>): Promise<Limits> {
  return credentials.secret['audited'] === 'yes' ? documentedLimits : { ...documentedLimits, onlyOwnerSees: true }
}

type Add = (code: Finding['code'], data?: Finding['data'], blocking?: boolean) => void

/** What YouTube would refuse, and what it has no place for. */
export function check(variant: Variant, rules: Limits, reply: ReplyTarget | null = null): Finding[] {
  const [item = { text: '', media: [] }, ...others] = variant.items
  const found: Finding[] = []
  const add: Add = (code, data = {}, blocking = true) => found.push({ code, blocking, item: 0, data })
  if (item.text.trim() === '') add('text_empty')
  if (reply) commentFindings(item.text, item.media, add)
  else {
    const actual = measure(item.text).length
    if (actual > rules.text.max) add('text_too_long', { max: rules.text.max, actual })
    if (/[<>]/.test(item.text)) found.push(optionFinding('text', '< >'))
    if (!item.media.some(({ mimeType }) => mimeType.startsWith('video/'))) add('media_missing')
    found.push(...mediaFindings(item, 0, rules).filter(({ code }) => !code.startsWith('alt_') && code !== 'mixed_media'))
    for (const film of item.media) filmFindings(film, variant, rules, add)
    if (rules.onlyOwnerSees) add('only_owner_sees', {}, false)
  }
  commentFindings(variant.firstComment ?? '', [], add)
  if (others.length > 0) found.push({ code: 'thread_not_accepted', blocking: true, item: 1, data: { actual: variant.items.length } })
  return [...found, ...optionFindings(variant)]
}

function commentFindings(text: string, media: readonly Media[], add: Add): void {
  if (text.length > COMMENT_MAX) add('text_too_long', { part: 'comment', max: COMMENT_MAX, actual: text.length })
  if (media.length > 0) add('too_many_images', { max: 0, actual: media.length })
}

function filmFindings({ id, mimeType, seconds, width, height }: Media, { placement }: Variant, { video }: Limits, add: Add): void {
  if (!mimeType.startsWith('video/') || !video?.seconds) return
  const short = placement === 'reel'
  const max = short ? SHORT.seconds : video.seconds.max
  if (seconds !== undefined && seconds > max) add('video_too_long', { media: id, max, actual: seconds })
  if (short && width / height > SHORT.ratio) add('ratio_not_accepted', { media: id, max: SHORT.ratio, actual: width / height })
}

function optionFindings({ visibility, whoMayReply, contentWarning, quoteOf, poll, card, placement }: Variant): Finding[] {
  const refused: [string, string, boolean][] = [
    ['placement', 'story', placement === 'story'],
    ['visibility', visibility, visibility !== 'public' && visibility !== 'unlisted'],
    ['whoMayReply', whoMayReply, whoMayReply !== 'everyone'],
    ['contentWarning', 'yes', (contentWarning ?? '').trim() !== ''],
    ['quoteOf', 'yes', quoteOf !== null],
    ['poll', 'yes', poll !== null],
    ['card', 'yes', card !== null],
  ]
  return refused.filter(([, , is]) => is).map(([option, value]) => optionFinding(option, value))
}
