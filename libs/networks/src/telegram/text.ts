import type { Limits, Measured, TextSpan } from '../contract.ts'
import { codePoints, splitText } from '../split.ts'

/**
 * Telegram counts code points of what is left once marks have become entities (`message_length_max`, "length in utf8 codepoints":
 * https://core.telegram.org/constructor/config), and places entities by UTF-16 units (https://core.telegram.org/api/entities).
 * Marks: **bold**, __italic__, ~~struck~~, ||hidden||, `code`, ```block``` and [words](https://address). An open mark is text.
 */

export type Entity = {
  type: 'bold' | 'italic' | 'strikethrough' | 'spoiler' | 'code' | 'pre' | 'text_link'
  offset: number
  length: number
  url?: string
  language?: string
}

export type Parsed = { text: string; entities: Entity[] }

const BLOCK = /```(?:([\w+-]{1,20})\n|\n?)([\s\S]+?)\n?```/
const CODE = /`([^`\n]+)`/
const LABEL = /\[([^[\]\n]{1,300})\]\((https?:\/\/[^\s()]+(?:\([^\s()]*\)[^\s()]*)*)\)/
const BOLD = /\*\*(?=\S)((?:(?!\*\*)[^\n])+?)(?<=\S)\*\*/
const ITALIC = /(?<![\p{L}\p{N}_])__(?=\S)((?:(?!__)[^\n])+?)(?<=\S)__(?![\p{L}\p{N}_])/u
const STRUCK = /~~(?=\S)((?:(?!~~)[^\n])+?)(?<=\S)~~/
const HIDDEN = /\|\|(?=\S)((?:(?!\|\|)[^\n])+?)(?<=\S)\|\|/
const MARKS = new RegExp([BLOCK, CODE, LABEL, BOLD, ITALIC, STRUCK, HIDDEN].map(({ source }) => source).join('|'), 'gu')

/** The text as Telegram keeps it, trimmed, with its entities in order. */
export function parse(text: string): Parsed {
  const out: Parsed = { text: '', entities: [] }
  append(out, text.trim(), 0)
  out.entities.sort((a, b) => a.offset - b.offset || b.length - a.length)
  return out
}

const MAX_DEPTH = 4

function append(out: Parsed, source: string, depth: number): void {
  let at = 0
  if (depth > MAX_DEPTH) {
    out.text += source
    return
  }
  for (const match of source.matchAll(MARKS)) {
    out.text += source.slice(at, match.index)
    at = match.index + match[0].length
    mark(out, match, depth)
  }
  out.text += source.slice(at)
}

const NESTING = ['bold', 'italic', 'strikethrough', 'spoiler'] as const

function mark(out: Parsed, match: RegExpExecArray, depth: number): void {
  const [, language, block, code, label, url, ...inner] = match
  const offset = out.text.length
  const close = (entity: Pick<Entity, 'type' | 'url' | 'language'>) => {
    if (out.text.length > offset) out.entities.push({ ...entity, offset, length: out.text.length - offset })
  }
  if (block !== undefined) {
    out.text += block
    return close({ type: 'pre', ...(language && { language }) })
  }
  if (code !== undefined) {
    out.text += code
    return close({ type: 'code' })
  }
  if (label !== undefined && url !== undefined) {
    append(out, label, depth + 1)
    return close({ type: 'text_link', url })
  }
  const which = inner.findIndex((one) => one !== undefined)
  append(out, inner[which] ?? '', depth + 1)
  const type = NESTING[which]
  if (type) close({ type })
}

export function lengthOf(text: string): number {
  return codePoints(parse(text).text)
}

const CODE_PARTS = /```[\s\S]*?```|`[^`\n]+`/gu
const LINK = /(?<![\p{L}\p{N}_@])https?:\/\/[^\s<>"«»“”]+/giu
const BARE =
  /(?<![\p{L}\p{N}_@./-])(?:[\p{L}\p{N}-]+\.)+(?:com|org|net|fr|be|ch|ca|eu|io|me|app|dev|info|shop|paris|bzh|alsace|corsica)(?![\p{L}\p{N}-])(?:\/[^\s<>"«»“”]*)?/giu
const MENTION = /(?<![\p{L}\p{N}_@])@([a-z][a-z0-9_]{3,31})(?![\p{L}\p{N}_])/giu
const HASHTAG = /(?<![\p{L}\p{N}_&/])#([\p{L}\p{M}\p{N}_·]{1,256})/gu

/** Links (also bare names of common endings), mentions and hashtags as Telegram finds them by itself; code holds nothing. */
export function spansOf(text: string): TextSpan[] {
  const spans: TextSpan[] = []
  const code = [...text.matchAll(CODE_PARTS)].map((match) => ({ start: match.index, end: match.index + match[0].length }))
  const add = (start: number, shown: string, kind: TextSpan['kind'], value = shown) => {
    const end = start + shown.length
    if ([...code, ...spans].every((one) => end <= one.start || start >= one.end)) spans.push({ start, end, kind, value })
  }
  for (const match of text.matchAll(LINK)) {
    const shown = withoutTail(match[0])
    if (/^https?:\/\/[\p{L}\p{N}]/iu.test(shown)) add(match.index, shown, 'link')
  }
  for (const match of text.matchAll(BARE)) {
    const shown = withoutTail(match[0])
    add(match.index, shown, 'link', `http://${shown}`)
  }
  for (const match of text.matchAll(MENTION)) add(match.index, match[0], 'mention', match[1])
  for (const match of text.matchAll(HASHTAG)) if (/\p{L}/u.test(match[1] ?? '')) add(match.index, match[0], 'hashtag', match[1])
  return spans.sort((a, b) => a.start - b.start)
}

/** Marks, full stops and closing brackets without an opening one belong to the sentence. */
function withoutTail(url: string): string {
  let end = url.length
  while (end > 0) {
    const last = url.charAt(end - 1)
    const head = url.slice(0, end)
    const unopened = last === ')' && head.split(')').length > head.split('(').length
    if (!unopened && !/[.,:;'!?…\]*_~|]/u.test(last)) break
    end--
  }
  return url.slice(0, end)
}

export function measure(text: string): Measured {
  return { length: lengthOf(text), bytes: Buffer.byteLength(text), spans: spansOf(text) }
}

export function split(text: string, limits: Limits): string[] {
  return splitText(text, (piece) => lengthOf(piece) <= limits.text.max)
}
