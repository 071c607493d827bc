import type { Limits, Measured, TextSpan } from '../contract.ts'
import { codePoints, splitText } from '../split.ts'

/**
 * Discord counts Unicode code points: an emoji outside the basic plane is 1, a family joined by ZWJ is 7. The documentation
 * says "up to 2000 characters" (https://docs.discord.com/developers/resources/message#create-message); that code points are meant
 * is the finding of several client libraries (serenity: MESSAGE_CODE_LIMIT). A text is Discord's own Markdown and is sent as written.
 */

const CODE = /```[\s\S]*?```|``[^`]+``|`[^`\n]+`/gu
const LINK = /https?:\/\/[^\s<>]+[^<>.,:;"'\]\s]/giu
const MENTION = /<@[!&]?(\d{5,20})>|<#(\d{5,20})>|@(everyone|here)/gu

/** Links and mentions (people, roles, channels, `@everyone`), in order, without overlap. Discord has no hashtags; code holds nothing. */
export function spansOf(text: string): TextSpan[] {
  const spans: TextSpan[] = []
  const taken = [...text.matchAll(CODE)].map((match) => ({ start: match.index, end: match.index + match[0].length }))
  const free = (start: number, end: number) => [...taken, ...spans].every((one) => end <= one.start || start >= one.end)
  const add = (start: number, value: string, kind: TextSpan['kind'], shown = value) => {
    if (free(start, start + shown.length)) spans.push({ start, end: start + shown.length, kind, value })
  }
  for (const match of text.matchAll(LINK)) {
    const url = withoutTail(match[0])
    if (/^https?:\/\/[\p{L}\p{N}]/iu.test(url)) add(match.index, url, 'link')
  }
  for (const match of text.matchAll(MENTION)) add(match.index, match[1] ?? match[2] ?? match[3] ?? '', 'mention', match[0])
  return spans.sort((a, b) => a.start - b.start)
}

/** A closing bracket without an opening one belongs to the sentence, and so does what stood before it. */
function withoutTail(url: string): string {
  let end = url.length
  while (end > 0) {
    const last = url.charAt(end - 1)
    const head = url.slice(0, end)
    const unopened = last === ')' && head.split(')').length > head.split('(').length
    if (!unopened && !/[.,:;"'!?…»”*_~|]/u.test(last)) break
    end--
  }
  return url.slice(0, end)
}

export function measure(text: string): Measured {
  return { length: codePoints(text), bytes: Buffer.byteLength(text), spans: spansOf(text) }
}

export function split(text: string, limits: Limits): string[] {
  return splitText(text, (piece) => codePoints(piece) <= limits.text.max)
}

/** What somebody wrote, without Discord's machine notation: names for numbers, emoji by name, times as ISO instants. */
export function plainOf(content: string, nameOf: (userId: string) => string | null): string {
  return content
    .replace(/<@!?(\d{5,20})>/g, (_whole, id: string) => `@${nameOf(id) ?? id}`)
    .replace(/<@&(\d{5,20})>/g, '@$1')
    .replace(/<#(\d{5,20})>/g, '#$1')
    .replace(/<a?(:\w{2,32}:)\d{5,20}>/g, '$1')
    .replace(/<\/([^:>\n]{1,100}):\d{5,20}>/g, '/$1')
    .replace(/<t:(-?\d{1,13})(?::[tTdDfFsSR])?>/g, (whole, seconds: string) => {
      const at = new Date(Number(seconds) * 1000)
      return Number.isNaN(at.getTime()) ? whole : at.toISOString()
    })
}
