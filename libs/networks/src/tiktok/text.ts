import type { Limits, Measured } from '../contract.ts'
import { spansIn } from '../spans.ts'
import { splitText } from '../split.ts'

/**
 * A film has a caption of 2,200, a photo post a title of 90 and a description of 4,000 UTF-16 units (developers.tiktok.com, Direct Post and
 * Photo). A version has one text: for photos its first paragraph is the title when it is short enough and something follows it.
 */
export const TITLE_MAX = 90
export const CAPTION_MAX = 2_200

/** `@name` and `#word` are linked by TikTok itself. */
const MENTION = /(?<![\p{L}\p{N}_./@-])@([a-z0-9_.]{2,24})(?![\p{L}\p{M}\p{N}_])/giu

export type Parts = { title: string; description: string }

export function partsOf(text: string): Parts {
  const whole = text.trim()
  const [, title = '', description = ''] = /^([^\n]+)\n[^\S\n]*\n\s*(\S[\s\S]*)$/u.exec(whole) ?? []
  if (title === '' || title.trim().length > TITLE_MAX) return { title: '', description: whole }
  return { title: title.trim(), description }
}

/** The whole text in UTF-16 units, as TikTok says it counts; a title of its own is counted too, so that nothing is ever too long. */
export function measure(text: string): Measured {
  return { length: text.trim().length, bytes: Buffer.byteLength(text), spans: spansIn(text, { mention: MENTION }) }
}

export function split(text: string, limits: Limits): string[] {
  return splitText(text, (piece) => piece.length <= limits.text.max)
}
