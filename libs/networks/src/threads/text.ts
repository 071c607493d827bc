import type { Limits, Measured } from '../contract.ts'
import { spansIn } from '../spans.ts'
import { splitText } from '../split.ts'

/**
 * A post has 500 characters, of which an emoji counts as many as its UTF-8 bytes
 * (https://developers.facebook.com/docs/threads/posts, updated 14 April 2026). What else a character is, nothing says: code points are taken,
 * which are never fewer than a reader sees.
 */

const GRAPHEMES = new Intl.Segmenter('fr', { granularity: 'grapheme' })
const EMOJI = /\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20E3/u
/** Signs that are pictographs by name only: © ® ™ and digits stay what they are unless the emoji's form is asked for. */
const PLAIN = /^[\u00A9\u00AE\u2122]$/u

const MENTION = /(?<![\p{L}\p{N}_./@-])@([a-z0-9_](?:[a-z0-9._]{0,28}[a-z0-9_])?)(?![\p{L}\p{M}\p{N}_])/giu

/** Addresses of a post: five at most since 22 December 2025, its card among them. */
export const LINKS_MAX = 5

export function lengthOf(text: string): number {
  let length = 0
  for (const { segment } of GRAPHEMES.segment(text)) {
    if (EMOJI.test(segment) && !PLAIN.test(segment)) length += Buffer.byteLength(segment)
    else for (const _ of segment) length++
  }
  return length
}

export function measure(text: string): Measured {
  return { length: lengthOf(text), bytes: Buffer.byteLength(text), spans: spansIn(text, { mention: MENTION }) }
}

export function split(text: string, limits: Limits): string[] {
  return splitText(text, (piece) => lengthOf(piece) <= limits.text.max)
}
