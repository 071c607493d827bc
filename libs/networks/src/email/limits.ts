import type { Finding, Limits, Variant } from '../contract.ts'
import { mediaFindings, optionFinding, textFindings } from '../check.ts'
import { codePoints } from '../split.ts'

const MB = 1024 * 1024

/** RFC 5321 sets no length; most servers stop at 20 to 25 MB of a mail, in which a file takes a third more than its size. */
export const documentedLimits: Limits = {
  source: 'documented',
  readAt: '2026-11-28T00:00:00.000Z',
  text: { max: 50_000, unit: 'characters', maxBytes: null, urlCost: null },
  images: {
    maxCount: 10,
    maxBytes: 10 * MB,
    mimeTypes: ['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'application/pdf'],
    maxAltLength: 1_000,
    maxPixels: null,
  },
  video: {
    maxCount: 1,
    maxBytes: 14 * MB,
    mimeTypes: ['video/mp4', 'video/quicktime', 'video/webm'],
    maxAltLength: 1_000,
    maxPixels: null,
  },
  poll: null,
}

/** Of all files of one mail. */
const ALL_FILES = 14 * MB

export async function limits(): Promise<Limits> {
  return documentedLimits
}

/** One answers who wrote: mail to people who did not is another trade, with other laws. */
export function check(variant: Variant, rules: Limits, reply: unknown = null): Finding[] {
  const [item = { text: '', media: [] }, ...others] = variant.items
  const found = [
    ...textFindings({ item, index: 0, length: codePoints(item.text.trim()), bytes: Buffer.byteLength(item.text), limits: rules }),
    ...mediaFindings(item, 0, rules).filter(({ code }) => code !== 'mixed_media'),
    ...optionFindings(variant),
  ]
  const bytes = item.media.reduce((sum, media) => sum + media.bytes, 0)
  if (bytes > ALL_FILES)
    found.push({ code: 'image_too_large', blocking: true, item: 0, data: { unit: 'bytes', max: ALL_FILES, actual: bytes } })
  if (others.length > 0) found.push({ code: 'thread_not_accepted', blocking: true, item: 1, data: { actual: variant.items.length } })
  if (!reply) found.push(optionFinding('reply', 'no'))
  return found
}

function optionFindings({ contentWarning, quoteOf, poll, placement, firstComment }: Variant): Finding[] {
  const refused: [string, string, boolean][] = [
    ['contentWarning', 'yes', (contentWarning ?? '').trim() !== ''],
    ['quoteOf', 'yes', quoteOf !== null],
    ['poll', 'yes', poll !== null],
    ['placement', placement ?? '', placement !== undefined],
    ['firstComment', 'yes', (firstComment ?? '').trim() !== ''],
  ]
  return refused.filter(([, , is]) => is).map(([option, value]) => optionFinding(option, value))
}
