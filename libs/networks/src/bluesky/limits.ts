import type { Finding, Limits, Variant } from '../contract.ts'
import { mediaFindings, textFindings } from '../check.ts'
import { graphemes } from '../split.ts'

/**
 * Written in the lexicons (app.bsky.feed.post, app.bsky.embed.images, .video, .external; commit d6296a1), so the same on every
 * server. The length of a description is the official app's own limit: the lexicon sets none.
 */
export const documentedLimits: Limits = {
  source: 'documented',
  readAt: '2026-11-22T00:00:00.000Z',
  text: { max: 300, unit: 'graphemes', maxBytes: 3_000, urlCost: null },
  images: {
    maxCount: 4,
    maxBytes: 2_000_000,
    mimeTypes: ['image/jpeg', 'image/png', 'image/webp', 'image/gif'],
    maxAltLength: 2_000,
    maxPixels: null,
  },
  video: { maxCount: 1, maxBytes: 300_000_000, mimeTypes: ['video/mp4'], maxAltLength: 2_000, maxPixels: null },
  poll: null,
}

export const MAX_THUMB_BYTES = 1_000_000

/** What Bluesky would refuse, and what it would silently leave out. */
export function check(variant: Variant, limits: Limits): Finding[] {
  const findings = variant.items.flatMap((item, index) => [
    ...textFindings({ item, index, length: graphemes(item.text), bytes: Buffer.byteLength(item.text), limits }),
    ...mediaFindings(item, index, limits),
  ])
  const refuse = (option: string, value: string) =>
    findings.push({ code: 'option_not_accepted', blocking: true, item: 0, data: { option, value } })
  if (variant.poll) refuse('poll', 'yes')
  if (variant.contentWarning?.trim()) refuse('contentWarning', variant.contentWarning.slice(0, 100))
  if (variant.visibility !== 'public') refuse('visibility', variant.visibility)
  if (variant.card && (variant.items[0]?.media.length ?? 0) > 0) refuse('card', 'with_media')
  const thumb = variant.card?.thumb
  if (thumb && thumb.bytes > MAX_THUMB_BYTES) {
    findings.push({
      code: 'image_too_large',
      blocking: true,
      item: 0,
      data: { media: thumb.id, unit: 'bytes', max: MAX_THUMB_BYTES, actual: thumb.bytes },
    })
  }
  return findings
}
