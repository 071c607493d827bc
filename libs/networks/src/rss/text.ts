import type { LinkCard, Limits, Measured } from '../contract.ts'
import { spansIn } from '../spans.ts'
import { codePoints, splitText } from '../split.ts'

/** An item has a title and a description of HTML (https://www.rssboard.org/rss-specification): the first paragraph, when it is short, and the rest. */
export const TITLE_MAX = 120

export type Parts = { title: string; content: string }

export function partsOf(text: string): Parts {
  const whole = text.trim()
  const [, first = '', content = ''] = /^([^\n]+)\n[^\S\n]*\n\s*(\S[\s\S]*)$/u.exec(whole) ?? []
  const title = first.trim()
  return title === '' || codePoints(title) > TITLE_MAX ? { title: '', content: whole } : { title, content }
}

export function measure(text: string): Measured {
  return { length: codePoints(partsOf(text).content), bytes: Buffer.byteLength(text), spans: spansIn(text, { hashtag: false }) }
}

export function split(text: string, limits: Limits): string[] {
  return splitText(text, (piece) => codePoints(piece) <= limits.text.max)
}

/** Characters that XML 1.0 does not know (section 2.2) are left out: controls but tab and line ends, and two that are none. */
export function escape(text: string): string {
  return text
    .toWellFormed()
    .replace(/(?![\t\n\r])\p{Cc}|[\uFFFE\uFFFF]/gu, '')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
}

/** Words as HTML: paragraphs, line ends and addresses. Nothing of the text is read as markup. */
export function htmlOf(content: string, card: LinkCard | null): string {
  const paragraphs = content.split(/\n[^\S\n]*\n\s*/u).filter((one) => one.trim() !== '')
  return [...paragraphs.map((one) => `<p>${marked(one)}</p>`), ...(card ? [cardOf(card)] : [])].join('')
}

function cardOf({ url, title, description }: LinkCard): string {
  const words = description.trim() === '' ? '' : `<br>${marked(description.trim())}`
  return `<p><a href="${escape(url)}">${escape(title.trim() || url)}</a>${words}</p>`
}

function marked(text: string): string {
  let out = ''
  let at = 0
  for (const { start, end, value } of spansIn(text, { hashtag: false })) {
    out += `${escape(text.slice(at, start))}<a href="${escape(value)}">${escape(value)}</a>`
    at = end
  }
  return (out + escape(text.slice(at))).replace(/\r?\n/g, '<br>')
}
