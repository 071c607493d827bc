import type { Limits, Measured } from '../contract.ts'
import { spansIn } from '../spans.ts'
import { splitText } from '../split.ts'

/**
 * A film has a title of 100 characters and a description of 5,000 bytes, neither with `<` or `>`, and tags of 500 characters in all
 * (https://developers.google.com/youtube/v3/docs/videos#properties). A version has one text: its first line is the title, the rest the
 * description; where the first line is too long for a title, the title is its beginning, and the description is the whole text.
 */
export const TITLE_MAX = 100
const TAGS_MAX = 500

export type Parts = { title: string; description: string }

export function partsOf(text: string): Parts {
  const whole = text.trim()
  const [first = '', ...rest] = whole.split('\n')
  const title = first.trim()
  return title.length <= TITLE_MAX ? { title, description: rest.join('\n').trim() } : { title: beginningOf(title), description: whole }
}

/** At a word, so that it fits with the sign that says that more follows. */
function beginningOf(line: string): string {
  const cut = line.slice(0, TITLE_MAX - 1).replace(/[\uD800-\uDBFF]$/u, '')
  const word = cut.replace(/\s+\S*$/u, '')
  return `${word.length > TITLE_MAX / 2 ? word : cut}…`
}

/** Title and description as one text again. */
export function textOf({ title, description }: Parts): string {
  if (title.endsWith('…') && description.startsWith(title.slice(0, -1))) return description
  return [title, description].filter(Boolean).join('\n\n')
}

/** The hashtags of a text, as many as fit: YouTube counts their signs together, with a comma between two. */
export function tagsOf(text: string): string[] {
  const tags = [...new Set(spansIn(text).flatMap(({ kind, value }) => (kind === 'hashtag' ? [value] : [])))]
  let length = 0
  return tags.filter((tag) => {
    length += tag.length + 1
    return length <= TAGS_MAX
  })
}

/** `@name` of a channel; YouTube links it by itself. */
const MENTION = /(?<![\p{L}\p{N}_./@-])@([\p{L}\p{N}_.-]{3,30})(?![\p{L}\p{M}\p{N}_])/gu

/** The length is that of the description, in bytes: that is how YouTube counts it. */
export function measure(text: string): Measured {
  return {
    length: Buffer.byteLength(partsOf(text).description),
    bytes: Buffer.byteLength(text),
    spans: spansIn(text, { mention: MENTION }),
  }
}

export function split(text: string, limits: Limits): string[] {
  return splitText(text, (piece) => Buffer.byteLength(piece) <= limits.text.max)
}
