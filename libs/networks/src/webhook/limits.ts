import type { Finding, Limits, Variant } from '../contract.ts'
import { mediaFindings, optionFinding, questionFindings, textFindings } from '../check.ts'
import { codePoints } from '../split.ts'

const MB = 1024 * 1024

/** The desk's own figures, where a receiver tells none: what a request of some megabytes holds. */
export const documentedLimits: Limits = {
  source: 'documented',
  readAt: '2026-11-28T00:00:00.000Z',
  text: { max: 50_000, unit: 'characters', maxBytes: null, urlCost: null },
  images: {
    maxCount: 10,
    maxBytes: 5 * MB,
    mimeTypes: ['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/avif'],
    maxAltLength: 2_000,
    maxPixels: null,
  },
  video: {
    maxCount: 1,
    maxBytes: 2_048 * MB,
    mimeTypes: ['video/mp4', 'video/quicktime', 'video/webm'],
    maxAltLength: 2_000,
    maxPixels: null,
  },
  poll: { maxOptions: 20, maxOptionLength: 200, minSeconds: 60, maxSeconds: 366 * 86_400 },
}

/** Only what makes no sense anywhere is refused: what a receiver does with the rest is its own. */
export function check(variant: Variant, rules: Limits): Finding[] {
  const found = variant.items.flatMap((item, index) => [
    ...textFindings({ item, index, length: codePoints(item.text.trim()), bytes: Buffer.byteLength(item.text), limits: rules }),
    ...mediaFindings(item, index, rules),
  ])
  const [first] = variant.items
  if (variant.poll && first) found.push(...questionFindings(variant.poll, first, rules, { maxQuestion: rules.text.max, stepSeconds: 1 }))
  if (variant.quoteOf) found.push(optionFinding('quoteOf', 'yes'))
  return found
}
