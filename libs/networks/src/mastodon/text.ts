import type { Limits, Measured, ReplyTarget, TextSpan } from '../contract.ts'
import { graphemes, splitText } from '../split.ts'

/**
 * Mastodon counts what a reader sees: grapheme clusters, each link as `characters_reserved_per_url` (23), and of a mention
 * only `@user` without its server. Source: app/validators/status_length_validator.rb and
 * https://docs.joinmastodon.org/user/posting/#text. Where our reading of a link is narrower than theirs (unknown schemes) we
 * count more than the server does, never less.
 */

const URL_COST = 23
const URL_START = /(?<![A-Za-z0-9@＠$#＃])https?:\/\/[^\s<>"'`{}|\\^«»“”]+/giu
const HOST = /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}_-]*[\p{L}\p{N}])?\.)+(?:xn--[a-z0-9-]+|\p{L}{2,})(?::\d{1,5})?$/u
const MENTION = /(?<![=/\p{L}\p{M}\p{N}_])@([a-z0-9_]+(?:[a-z0-9_.-]+[a-z0-9_]+)?)(@[\p{L}\p{M}\p{N}_]+(?:[.-]+[\p{L}\p{M}\p{N}_]+)*)?/giu
const HASHTAG = /(?<![=/)\p{L}\p{M}\p{N}_])[#＃]([\p{L}\p{M}\p{N}_·\u30FB\u200C]*[\p{L}\p{M}_][\p{L}\p{M}\p{N}_·\u30FB\u200C]*)/gu

/** Links, mentions and hashtags of a text, in order, without overlap. */
export function spansOf(text: string): TextSpan[] {
  const spans = links(text)
  const free = (start: number, end: number) => spans.every((span) => end <= span.start || start >= span.end)
  for (const match of text.matchAll(MENTION)) {
    const end = match.index + match[0].length
    if (free(match.index, end)) spans.push({ start: match.index, end, kind: 'mention', value: match[0].slice(1) })
  }
  for (const match of text.matchAll(HASHTAG)) {
    const tag = (match[1] ?? '').replace(/[·\u30FB\u200C]+$/u, '')
    const end = match.index + 1 + tag.length
    if (/[\p{L}]/u.test(tag) && free(match.index, end)) spans.push({ start: match.index, end, kind: 'hashtag', value: tag })
  }
  return spans.sort((a, b) => a.start - b.start)
}

function links(text: string): TextSpan[] {
  const spans: TextSpan[] = []
  for (const match of text.matchAll(URL_START)) {
    const value = withoutTail(match[0])
    const host = /^https?:\/\/([^/?#]*)/i.exec(value)?.[1] ?? ''
    if (HOST.test(host)) spans.push({ start: match.index, end: match.index + value.length, kind: 'link', value })
  }
  return spans
}

/** Full stops, commas and closing brackets without an opening one belong to the sentence, not to the address. */
function withoutTail(url: string): string {
  let end = url.length
  for (; end > 0; end--) {
    const last = url.charAt(end - 1)
    if (/[.,;:!?'…\u202F\u00A0*_~]/u.test(last)) continue
    const open = { ')': '(', ']': '[' }[last]
    if (open && occurrences(url, open, end) < occurrences(url, last, end)) continue
    break
  }
  return url.slice(0, end)
}

function occurrences(text: string, char: string, end: number): number {
  let n = 0
  for (let i = 0; i < end; i++) if (text.charAt(i) === char) n++
  return n
}

/** The text as it is counted: links and mentions replaced by what they cost. */
export function countedText(text: string, urlCost: number): string {
  let out = ''
  let at = 0
  for (const span of spansOf(text)) {
    if (span.kind === 'hashtag') continue
    out += text.slice(at, span.start)
    out += span.kind === 'link' ? 'x'.repeat(urlCost) : `@${span.value.split('@')[0]}`
    at = span.end
  }
  return out + text.slice(at)
}

export function lengthOf(text: string, urlCost: number): number {
  return graphemes(countedText(text, urlCost))
}

export function measure(text: string): Measured {
  return { length: lengthOf(text, URL_COST), bytes: Buffer.byteLength(text), spans: spansOf(text) }
}

export function split(text: string, limits: Limits): string[] {
  const cost = limits.text.urlCost ?? URL_COST
  return splitText(text, (piece) => lengthOf(piece, cost) <= limits.text.max)
}

/** On Mastodon only who is named in a reply hears of it: the person answered stands first unless already there. */
export function withMention(text: string, reply: ReplyTarget | null): string {
  const handle = reply?.mention?.replace(/^@/, '') ?? ''
  if (handle === '') return text
  const named = spansOf(text).some((span) => span.kind === 'mention' && span.value.toLowerCase() === handle.toLowerCase())
  return named ? text : `@${handle} ${text}`
}
