import type { Limits, Measured, TextSpan } from '../contract.ts'
import { codePoints, splitText } from '../split.ts'

/**
 * A pin has a title of 100 and a description of 800 characters (OpenAPI description 5.23.0: `maxLength`, so code points). A version
 * has one text: its first paragraph is the title when it is short enough and something follows it; the rest is the description.
 */
export const TITLE_MAX = 100

const LINK = /(?<![\p{L}\p{N}@#])https?:\/\/[^\s<>"«»“”]+/giu
const HASHTAG = /(?<![\p{L}\p{M}\p{N}_&/])[#＃]([\p{L}\p{M}\p{N}_]+)/gu
const MENTION = /(?<![\p{L}\p{N}_./@-])@([a-z0-9_]{3,30})(?![\p{L}\p{M}\p{N}_])/giu

export type Parts = { title: string | null; description: string }

export function partsOf(text: string): Parts {
  const whole = text.trim()
  const [, title = '', description = ''] = /^([^\n]+)\n[^\S\n]*\n\s*(\S[\s\S]*)$/u.exec(whole) ?? []
  if (title === '' || codePoints(title.trim()) > TITLE_MAX) return { title: null, description: whole }
  return { title: title.trim(), description }
}

/** Title and description as one text again. */
export function textOf({ title, description }: Parts): string {
  return title === null || title === '' ? description : `${title}\n\n${description}`.trim()
}

/** Addresses, mentions and hashtags of a text, in order, without overlap. Pinterest links none of them but the hashtags and names. */
export function spansOf(text: string): TextSpan[] {
  const spans: TextSpan[] = []
  const add = (span: TextSpan) => {
    if (spans.every((one) => span.end <= one.start || span.start >= one.end)) spans.push(span)
  }
  for (const match of text.matchAll(LINK)) {
    const value = withoutTail(match[0])
    if (/^https?:\/\/[^/?#.]+\.[^/?#]*[^/?#.]/iu.test(value))
      add({ start: match.index, end: match.index + value.length, kind: 'link', value })
  }
  for (const match of text.matchAll(MENTION))
    add({ start: match.index, end: match.index + match[0].length, kind: 'mention', value: match[1] ?? '' })
  for (const match of text.matchAll(HASHTAG)) {
    const tag = match[1] ?? ''
    if (/[\p{L}]/u.test(tag)) add({ start: match.index, end: match.index + match[0].length, kind: 'hashtag', value: tag })
  }
  return spans.sort((a, b) => a.start - b.start)
}

/** The sentence's own signs after an address, and a closing bracket that was opened before it. */
function withoutTail(url: string): string {
  let end = url.length
  for (; end > 0; end--) {
    const last = url.charAt(end - 1)
    if (/[.,;:!?'’…]/u.test(last)) continue
    const open = { ')': '(', ']': '[' }[last]
    if (open && !url.slice(0, end - 1).includes(open)) continue
    break
  }
  return url.slice(0, end)
}

/** The length is that of the description: the title has its own limit. */
export function measure(text: string): Measured {
  return { length: codePoints(partsOf(text).description), bytes: Buffer.byteLength(text), spans: spansOf(text) }
}

export function split(text: string, limits: Limits): string[] {
  return splitText(text, (piece) => codePoints(piece) <= limits.text.max)
}
