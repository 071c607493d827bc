import type { Finding, Limits, ReplyTarget, Variant } from '../contract.ts'
import { mediaFindings, optionFinding } from '../check.ts'
import { measure, REPLY_MAX_BYTES } from './text.ts'

const MB = 1024 * 1024
const TITLE_MAX = 58

/** developers.google.com/my-business, reference of the fourth version, and Google's help on photos; read 28 November 2026 in excerpts. */
export const documentedLimits: Limits = {
  source: 'documented',
  readAt: '2026-11-28T00:00:00.000Z',
  text: { max: 1_500, unit: 'characters', maxBytes: null, urlCost: null },
  images: { maxCount: 1, maxBytes: 5 * MB, mimeTypes: ['image/jpeg', 'image/png'], maxAltLength: 0, maxPixels: null },
  video: null,
  poll: null,
}

/** Google tells its limits nowhere. */
export async function limits(): Promise<Limits> {
  return documentedLimits
}

/** What Google would refuse, and what it has no place for. */
export function check(variant: Variant, rules: Limits, reply: ReplyTarget | null = null): Finding[] {
  const [item = { text: '', media: [] }, ...others] = variant.items
  const found: Finding[] = []
  const add = (code: Finding['code'], data: Finding['data'] = {}) => found.push({ code, blocking: true, item: 0, data })
  const { length, bytes } = measure(item.text)
  if (length === 0) add('text_empty')
  if (reply) {
    if (bytes > REPLY_MAX_BYTES) add('text_too_many_bytes', { max: REPLY_MAX_BYTES, actual: bytes })
    if (item.media.length > 0) add('too_many_images', { max: 0, actual: item.media.length })
  } else {
    if (length > rules.text.max) add('text_too_long', { max: rules.text.max, actual: length })
    if (item.media.length > 0 && rules.mediaAddress === false) add('media_needs_public_address')
    found.push(...mediaFindings(item, 0, rules).filter(({ code }) => !code.startsWith('alt_')))
  }
  if (others.length > 0) found.push({ code: 'thread_not_accepted', blocking: true, item: 1, data: { actual: variant.items.length } })
  return [...found, ...optionFindings(variant), ...occasionFindings(variant)]
}

function optionFindings({ visibility, whoMayReply, contentWarning, quoteOf, poll, placement, firstComment = '' }: Variant): Finding[] {
  const refused: [string, string, boolean][] = [
    ['placement', placement ?? '', placement !== undefined],
    ['visibility', visibility, visibility !== 'public'],
    ['whoMayReply', whoMayReply, whoMayReply !== 'everyone'],
    ['contentWarning', 'yes', (contentWarning ?? '').trim() !== ''],
    ['quoteOf', 'yes', quoteOf !== null],
    ['poll', 'yes', poll !== null],
    ['firstComment', 'yes', firstComment.trim() !== ''],
  ]
  return refused.filter(([, , is]) => is).map(([option, value]) => optionFinding(option, value))
}

/** An event, and an offer too, has a name and days; an offer has its own link. */
function occasionFindings({ occasion, card }: Variant): Finding[] {
  if (!occasion) return []
  const { title, start, end, offer } = occasion
  const refused: [string, string, boolean][] = [
    ['occasion', 'title', title.trim() === '' || title.length > TITLE_MAX],
    ['occasion', 'days', !(Date.parse(start) <= Date.parse(end))],
    ['card', 'offer', offer !== undefined && card !== null],
  ]
  return refused.filter(([, , is]) => is).map(([option, value]) => optionFinding(option, value))
}
