import type { Limits, Measured, TextSpan } from '../contract.ts'
import { spansIn } from '../spans.ts'
import { splitText } from '../split.ts'

/**
 * The words of a post travel as "little text" (https://learn.microsoft.com/en-us/linkedin/marketing/community-management/shares/little-text-format,
 * read 22 November 2026): `\ | { } @ [ ] ( ) < > # * _ ~` mean something and must be escaped. What is not escaped is not refused:
 * LinkedIn answers 201 and shows the post up to that sign. Comments are plain text.
 */

const RESERVED = /[\\|{}@[\]()<>#*_~]/g
/** `@[Name](urn:li:organization:123)`: how a member or a page is named in a text, and what LinkedIn itself writes. */
const MENTION = /@(\[[^\]\n]{1,200}\]\(urn:li:(?:person|organization):[\w-]{1,60}\))/gu
const ELEMENT = /^@\[([^\]\n]{1,200})\]\((.+)\)$/u

export function spansOf(text: string): TextSpan[] {
  return spansIn(text, { mention: MENTION })
}

const escaped = (text: string): string => text.replace(RESERVED, '\\$&')

/** A text as the desk keeps it, in little text: hashtags and mentions become elements, every other sign stands for itself. */
export function toLittle(text: string): string {
  let little = ''
  let from = 0
  for (const span of spansOf(text)) {
    little += escaped(text.slice(from, span.start)) + elementOf(span, text.slice(span.start, span.end))
    from = span.end
  }
  return little + escaped(text.slice(from))
}

function elementOf({ kind, value }: TextSpan, written: string): string {
  if (kind === 'hashtag') return `{hashtag|\\#|${escaped(value)}}`
  const [, name = '', urn = ''] = kind === 'mention' ? (ELEMENT.exec(written) ?? []) : []
  return urn === '' ? escaped(written) : `@[${escaped(name)}](${urn})`
}

/** Little text as somebody reads it: no signs of its own, mentions by their name. */
export function fromLittle(little: string): string {
  return little.replace(
    /\{hashtag\|\\?[#＃]\|((?:\\.|[^}\\])*)\}|@\[((?:\\.|[^\]\\])*)\]\((?:\\.|[^)\\])*\)|\\([\\|{}@[\]()<>#*_~])/gu,
    (_whole, tag: string | undefined, name: string | undefined, sign: string | undefined) => {
      if (tag !== undefined) return `#${unescaped(tag)}`
      return name === undefined ? (sign ?? '') : unescaped(name)
    },
  )
}

const unescaped = (text: string): string => text.replace(/\\([\\|{}@[\]()<>#*_~])/g, '$1')

/** What a reader sees of a text: mentions by their name. */
export function visible(text: string): string {
  return text.replace(MENTION, (written) => ELEMENT.exec(written)?.[1] ?? written)
}

/** UTF-16 units of what a reader sees: LinkedIn's own counter is not documented, and this one is never below it. */
export function measure(text: string): Measured {
  return { length: visible(text).length, bytes: Buffer.byteLength(text), spans: spansOf(text) }
}

export function split(text: string, limits: Limits): string[] {
  return splitText(text, (piece) => measure(piece).length <= limits.text.max)
}

/** A poll has a question and words above it: the first paragraph asks when something follows it, else the whole text does. */
export function pollWords(text: string): { question: string; commentary: string } {
  const [, question = '', commentary = ''] = /^([^\n]+)\n[^\S\n]*\n\s*(\S[\s\S]*)$/u.exec(text.trim()) ?? []
  return question === '' ? { question: text.trim(), commentary: '' } : { question: question.trim(), commentary }
}
