import type { Finding, Limits, Variant, VariantItem } from '../contract.ts'
import { mediaFindings, optionFinding, textFindings } from '../check.ts'
import { codePoints } from '../split.ts'
import { partsOf } from './text.ts'

const MB = 1024 * 1024

/**
 * WordPress sets no length and tells no size. The text ends where no article goes; files end where most hosts' `upload_max_filesize` does.
 * Kinds of file: `wp_get_mime_types` of 6.5.
 */
export const documentedLimits: Limits = {
  source: 'documented',
  readAt: '2026-11-28T00:00:00.000Z',
  text: { max: 100_000, unit: 'characters', maxBytes: null, urlCost: null },
  images: {
    maxCount: 20,
    maxBytes: 16 * MB,
    mimeTypes: ['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/avif'],
    maxAltLength: 1_000,
    maxPixels: null,
  },
  video: {
    maxCount: 1,
    maxBytes: 32 * MB,
    mimeTypes: ['video/mp4', 'video/quicktime', 'video/webm'],
    maxAltLength: 1_000,
    maxPixels: null,
  },
  poll: null,
}

/** `wp_get_comment_fields_max_lengths`: 65,525 bytes or characters, by database. */
const COMMENT_MAX = 65_000

export async function limits(): Promise<Limits> {
  return documentedLimits
}

export function check(variant: Variant, rules: Limits, reply: unknown = null): Finding[] {
  const [item = { text: '', media: [] }, ...others] = variant.items
  const found = [...(reply ? commentFindings(item, rules) : articleFindings(item, rules)), ...optionFindings(variant)]
  if (others.length > 0) found.push({ code: 'thread_not_accepted', blocking: true, item: 1, data: { actual: variant.items.length } })
  return found
}

function articleFindings(item: VariantItem, rules: Limits): Finding[] {
  const sized = { length: codePoints(partsOf(item.text).content), bytes: Buffer.byteLength(item.text) }
  return [...textFindings({ item, index: 0, ...sized, limits: rules }), ...mediaFindings(item, 0, rules)]
}

/** A comment is words alone. */
function commentFindings(item: VariantItem, rules: Limits): Finding[] {
  const words = { ...item, media: [] }
  const limited = { ...rules, text: { ...rules.text, max: COMMENT_MAX } }
  const found = textFindings({ item: words, index: 0, length: codePoints(item.text), bytes: Buffer.byteLength(item.text), limits: limited })
  if (item.media.length > 0) found.push(optionFinding('media', String(item.media.length)))
  return found
}

/** `nobody` closes the comments of the article; who else may comment is the site's own rule. */
function optionFindings({ visibility, whoMayReply, contentWarning, quoteOf, poll, placement }: Variant): Finding[] {
  const refused: [string, string, boolean][] = [
    ['visibility', visibility, visibility !== 'public'],
    ['whoMayReply', whoMayReply, whoMayReply !== 'everyone' && whoMayReply !== 'nobody'],
    ['contentWarning', 'yes', (contentWarning ?? '').trim() !== ''],
    ['quoteOf', 'yes', quoteOf !== null],
    ['poll', 'yes', poll !== null],
    ['placement', placement ?? '', placement !== undefined],
  ]
  return refused.filter(([, , is]) => is).map(([option, value]) => optionFinding(option, value))
}
