import type { LinkCard, Limits, Measured } from '../contract.ts'
import { spansIn } from '../spans.ts'
import { codePoints, splitText } from '../split.ts'

/**
 * An article has a title and a content of HTML; WordPress limits neither. A version has one text: its first paragraph is the title when it
 * is short enough and something follows it; the rest is the content.
 */
export const TITLE_MAX = 120

export type Parts = { title: string; content: string }

export function partsOf(text: string): Parts {
  const whole = text.trim()
  const [, first = '', content = ''] = /^([^\n]+)\n[^\S\n]*\n\s*(\S[\s\S]*)$/u.exec(whole) ?? []
  const title = first.trim()
  return title === '' || codePoints(title) > TITLE_MAX ? { title: '', content: whole } : { title, content }
}

/** Title and content as one text again. */
export const textOf = ({ title, content }: Parts): string => (title === '' ? content : `${title}\n\n${content}`).trim()

/** The length is that of the content: the title is not counted. */
export function measure(text: string): Measured {
  return { length: codePoints(partsOf(text).content), bytes: Buffer.byteLength(text), spans: spansIn(text, { hashtag: false }) }
}

export function split(text: string, limits: Limits): string[] {
  return splitText(text, (piece) => codePoints(piece) <= limits.text.max)
}

/** A file as WordPress keeps it. */
export type Kept = { mediaId: number; url: string; alt: string; film: boolean }

export function escape(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')
}

/** Words as HTML: addresses become links, line ends breaks. Nothing of the text is read as markup. */
export function marked(text: string): string {
  let out = ''
  let at = 0
  for (const { start, end, value } of spansIn(text, { hashtag: false })) {
    out += `${escape(text.slice(at, start))}<a href="${escape(value)}">${escape(value)}</a>`
    at = end
  }
  return (out + escape(text.slice(at))).replace(/\r?\n/g, '<br>')
}

const block = (name: string, inner: string, data = ''): string => `<!-- wp:${name}${data && ` ${data}`} -->\n${inner}\n<!-- /wp:${name} -->`

/** The content as blocks, the way the site's own editor writes it: paragraphs, then the card, then files. */
export function blocksOf(content: string, card: LinkCard | null, files: readonly Kept[]): string {
  const paragraphs = content.split(/\n[^\S\n]*\n\s*/u).filter((one) => one.trim() !== '')
  return [
    ...paragraphs.map((one) => block('paragraph', `<p>${marked(one)}</p>`)),
    ...(card ? [block('paragraph', `<p>${cardLink(card)}</p>`)] : []),
    ...files.map(fileBlock),
  ].join('\n\n')
}

function cardLink({ url, title, description }: LinkCard): string {
  const link = `<a href="${escape(url)}">${escape(title.trim() || url)}</a>`
  return description.trim() === '' ? link : `${link}<br>${marked(description.trim())}`
}

function fileBlock({ mediaId, url, alt, film }: Kept): string {
  const data = `{"id":${mediaId}}`
  if (film) return block('video', `<figure class="wp-block-video"><video controls src="${escape(url)}"></video></figure>`, data)
  const picture = `<img src="${escape(url)}" alt="${escape(alt)}" class="wp-image-${mediaId}"/>`
  return block('image', `<figure class="wp-block-image">${picture}</figure>`, data)
}

/** The blocks of files in a content, as they stand: an edit of the words keeps them. */
export function filesIn(content: string): string[] {
  return [...content.matchAll(/<!-- wp:(image|gallery|video|file|audio) [\s\S]*?<!-- \/wp:\1 -->/g)].map(([whole]) => whole)
}
