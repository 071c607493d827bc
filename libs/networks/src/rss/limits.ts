import type { Finding, Limits, Variant } from '../contract.ts'
import { mediaFindings, optionFinding, textFindings } from '../check.ts'
import { codePoints } from '../split.ts'
import { partsOf } from './text.ts'

const MB = 1024 * 1024

/** RSS sets none; these keep a feed of fifty items readable for programs that fetch it every quarter of an hour. */
export const documentedLimits: Limits = {
  source: 'documented',
  readAt: '2026-11-28T00:00:00.000Z',
  text: { max: 20_000, unit: 'characters', maxBytes: null, urlCost: null },
  images: {
    maxCount: 10,
    maxBytes: 20 * MB,
    mimeTypes: ['image/jpeg', 'image/png', 'image/gif', 'image/webp'],
    maxAltLength: 1_000,
    maxPixels: null,
  },
  video: { maxCount: 1, maxBytes: 2_048 * MB, mimeTypes: ['video/mp4', 'video/webm'], maxAltLength: 1_000, maxPixels: null },
  poll: null,
}

export async function limits(): Promise<Limits> {
  return documentedLimits
}

export function check(variant: Variant, rules: Limits, reply: unknown = null): Finding[] {
  const [item = { text: '', media: [] }, ...others] = variant.items
  const found = [
    ...textFindings({ item, index: 0, length: codePoints(partsOf(item.text).content), bytes: Buffer.byteLength(item.text), limits: rules }),
    ...mediaFindings(item, 0, rules),
    ...optionFindings(variant),
  ]
  if (others.length > 0) found.push({ code: 'thread_not_accepted', blocking: true, item: 1, data: { actual: variant.items.length } })
  if (reply) found.push(optionFinding('reply', 'yes'))
  return found
}

/** Nobody can answer a feed, so nobody is kept from it: `whoMayReply` has no effect and is no fault. */
function optionFindings({ visibility, contentWarning, quoteOf, poll, placement, firstComment }: Variant): Finding[] {
  const refused: [string, string, boolean][] = [
    ['visibility', visibility, visibility !== 'public'],
    ['contentWarning', 'yes', (contentWarning ?? '').trim() !== ''],
    ['quoteOf', 'yes', quoteOf !== null],
    ['poll', 'yes', poll !== null],
    ['placement', placement ?? '', placement !== undefined],
    ['firstComment', 'yes', (firstComment ?? '').trim() !== ''],
  ]
  return refused.filter(([, , is]) => is).map(([option, value]) => optionFinding(option, value))
}
