import type { Limits, Measured, TextSpan } from '../contract.ts'
import { codePoints, splitText } from '../split.ts'

/**
 * A text is Slack's mrkdwn as written, except that `&`, `<` and `>` are escaped unless they make one of Slack's own signs
 * (https://docs.slack.dev/messaging/formatting-message-text#escaping). Slack counts after escaping.
 */

/** `<@U…>`, `<#C…>`, `<!here>`, `<!subteam^S…>`, `<https://…|words>`: kept as they are. */
const SIGN =
  /<(?:@[UW][A-Z0-9]{2,20}|#[CG][A-Z0-9]{2,20}|!(?:here|channel|everyone|subteam\^S[A-Z0-9]{2,20})|https?:\/\/[^\s<>|]+(?:\|[^<>|\n]{1,300})?)>/gu

export function escape(text: string): string {
  const plain = (part: string) => part.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
  let out = ''
  let at = 0
  for (const match of text.matchAll(SIGN)) {
    out += plain(text.slice(at, match.index)) + match[0].replace(/&/g, '&amp;')
    at = match.index + match[0].length
  }
  return out + plain(text.slice(at))
}

export function lengthOf(text: string): number {
  return codePoints(escape(text))
}

const CODE = /```[\s\S]*?```|`[^`\n]+`/gu
const LINK = /https?:\/\/[^\s<>|]+/giu
const MENTION = /<@([UW][A-Z0-9]{2,20})>|<#([CG][A-Z0-9]{2,20})>|<!(here|channel|everyone|subteam\^S[A-Z0-9]{2,20})>/gu

/** Links and mentions, in order, without overlap. Slack has no hashtags; code holds nothing. */
export function spansOf(text: string): TextSpan[] {
  const spans: TextSpan[] = []
  const code = [...text.matchAll(CODE)].map((match) => ({ start: match.index, end: match.index + match[0].length }))
  const add = (start: number, shown: string, kind: TextSpan['kind'], value = shown) => {
    const end = start + shown.length
    if ([...code, ...spans].every((one) => end <= one.start || start >= one.end)) spans.push({ start, end, kind, value })
  }
  for (const match of text.matchAll(LINK)) {
    const shown = withoutTail(match[0])
    if (/^https?:\/\/[\p{L}\p{N}]/iu.test(shown)) add(match.index, shown, 'link')
  }
  for (const match of text.matchAll(MENTION)) add(match.index, match[0], 'mention', match[1] ?? match[2] ?? match[3])
  return spans.sort((a, b) => a.start - b.start)
}

/** Marks, full stops and closing brackets without an opening one belong to the sentence. */
function withoutTail(url: string): string {
  let end = url.length
  while (end > 0) {
    const last = url.charAt(end - 1)
    const head = url.slice(0, end)
    const unopened = last === ')' && head.split(')').length > head.split('(').length
    if (!unopened && !/[.,:;'"!?…»”\]*_~`]/u.test(last)) break
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

/** What stands in Slack, as a reader sees it: names for numbers, addresses without brackets, nothing escaped. */
export function plainOf(text: string, nameOf: (userId: string) => string | null): string {
  return text
    .replace(/<@([UW][A-Z0-9]+)(?:\|([^>]*))?>/g, (_whole, id: string, name?: string) => `@${nameOf(id) ?? (name || id)}`)
    .replace(/<#([CG][A-Z0-9]+)(?:\|([^>]*))?>/g, (_whole, id: string, name?: string) => `#${name || id}`)
    .replace(/<!subteam\^S[A-Z0-9]+(?:\|@?([^>]*))?>/g, (_whole, name?: string) => `@${name || 'groupe'}`)
    .replace(/<!date\^[^|>]*\|([^>]*)>/g, '$1')
    .replace(/<!(here|channel|everyone)(?:\|[^>]*)?>/g, '@$1')
    .replace(/<mailto:([^|>]*)(?:\|[^>]*)?>/g, '$1')
    .replace(/<(https?:\/\/[^|>]*)(?:\|([^>]*))?>/g, (_whole, url: string, words?: string) => linkText(url, words))
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
}

function linkText(url: string, words: string | undefined): string {
  return !words || url === words || url.replace(/^https?:\/\//, '').replace(/\/$/, '') === words.replace(/\/$/, '')
    ? url
    : `${words} (${url})`
}

const EMOJI =
  /(?:\p{RI}\p{RI}|[#*0-9]\uFE0F?\u20E3|\p{Extended_Pictographic}(?:\uFE0F|\p{Emoji_Modifier}|\u200D\p{Extended_Pictographic}|[\u{E0020}-\u{E007F}])*)/gu

/** For comparing what was sent with what stands: Slack turns emoji into names (`:croissant:`) and puts addresses into brackets. */
export function loose(text: string): string {
  return plainOf(text, () => null)
    .normalize('NFC')
    .replace(/:[a-z0-9_+'-]{1,80}:(?::skin-tone-\d:)?/g, '')
    .replace(EMOJI, '')
    .replace(/\s+/gu, ' ')
    .trim()
}
