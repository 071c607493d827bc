import type { Limits, Measured, TextSpan } from '../contract.ts'
import { splitText } from '../split.ts'
import { ENDINGS } from './endings.tables.ts'

/**
 * X counts weights, not characters: a link 23, an emoji sequence of any length 2, letters of the first ranges 1, everything else
 * (Chinese, Japanese, Korean, symbols) 2, after composition (NFC). The figures are those of the published configuration
 * (twitter-text, config/v3.json); what is a link follows the published rules. Where our reading of emoji is older or newer than
 * X's we count more than X does, never less.
 */
export const WEIGHTS = {
  max: 280,
  url: 23,
  emoji: 2,
  otherwise: 2,
  ranges: [
    { start: 0, end: 4_351, weight: 1 },
    { start: 8_192, end: 8_205, weight: 1 },
    { start: 8_208, end: 8_223, weight: 1 },
    { start: 8_242, end: 8_247, weight: 1 },
  ],
} as const

const LATIN =
  '\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u024F\\u0253\\u0254\\u0256\\u0257\\u0259\\u025B\\u0263\\u0268\\u026F\\u0272\\u0289\\u028B\\u02BB\\u0300-\\u036F\\u1E00-\\u1EFF'
/** Whatever may stand in a name: no sign, no white space, no mark of direction. */
const NAME = '[^\\s!\'"#%&()*+,\\\\./:;<=>?@\\[\\]^_{|}~$\\-\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069\\uFEFF\\uFFFE\\uFFFF]'
const LABEL = `${NAME}(?:[_\\-]*${NAME})*`
const BARE_LABEL = `[\\-a-z0-9${LATIN}]+`
/** With a scheme any letters make a name; without one only Latin letters do. */
const START = new RegExp(
  `(?<![A-Za-z0-9@＠$#＃])(https?:\\/\\/)(${LABEL}(?:\\.${LABEL})+)|(?<![A-Za-z0-9@＠$#＃\\-_./])(${BARE_LABEL}(?:\\.${BARE_LABEL})+)`,
  'giu',
)
const ENDING = /(?<=[^._-])\.(xn--[a-z0-9-]+|[a-z]+|[^\0-\u007F.]+)(?![0-9a-z@+-])/giu
const PATH_CHAR = `[a-z\\u0400-\\u04FF0-9!*';:=+,.$\\/%#\\[\\]\\-\\u2013_~@|&${LATIN}]`
const BRACKETS = `\\(${PATH_CHAR}*(?:\\(${PATH_CHAR}+\\)${PATH_CHAR}*)?\\)`
const PATH = new RegExp(`^(?::\\d+)?(?:\\/(?:${PATH_CHAR}|${BRACKETS})*)?`, 'iu')
const PATH_TAIL = /[!*';:,.$%[\]\u2013~@|&]+$/u
const QUERY = /^\?[a-z0-9!?*'@();:&=+$/%#[\]\-_.,~|]*/iu
const QUERY_TAIL = /[^a-z0-9\-_&=#/]+$/iu
const MENTION = new RegExp(`(?<![a-z0-9_!#$%&*@＠])[@＠]([a-z0-9_]{1,20})(?![@＠a-z0-9_${LATIN}]|:\\/\\/)`, 'giu')
const HASHTAG = /(?<![\p{L}\p{M}\p{Nd}_&])[#＃](?!\uFE0F|\u20E3)((?:[\p{L}\p{M}\p{Nd}_\u30FB\u00B7]|\u200C|\u200D)+)(?![#＃]|:\/\/)/gu

/** Links, mentions and hashtags of a text, in order, without overlap. */
export function spansOf(text: string): TextSpan[] {
  const spans = links(text)
  const add = (span: TextSpan) => {
    if (spans.every((one) => span.end <= one.start || span.start >= one.end)) spans.push(span)
  }
  for (const match of text.matchAll(MENTION)) {
    add({ start: match.index, end: match.index + match[0].length, kind: 'mention', value: match[1] ?? '' })
  }
  for (const match of text.matchAll(HASHTAG)) {
    const tag = match[1] ?? ''
    if (/[\p{L}\p{M}]/u.test(tag)) add({ start: match.index, end: match.index + match[0].length, kind: 'hashtag', value: tag })
  }
  return spans.sort((a, b) => a.start - b.start)
}

function links(text: string): TextSpan[] {
  const spans: TextSpan[] = []
  const start = new RegExp(START)
  for (let match = start.exec(text); match; match = start.exec(text)) {
    const [whole, scheme = '', named = '', bare = ''] = match
    const end = endOfName(named || bare, text.charAt(match.index + whole.length))
    if (end === 0) {
      // Another address may begin further on in the same run of letters.
      start.lastIndex = match.index + scheme.length + (named || bare).indexOf('.') + 1
      continue
    }
    const nameEnd = match.index + scheme.length + end
    const shown = text.slice(match.index, nameEnd) + afterName(text.slice(nameEnd))
    start.lastIndex = match.index + shown.length
    spans.push({ start: match.index, end: start.lastIndex, kind: 'link', value: scheme === '' ? `https://${shown}` : shown })
  }
  return spans
}

/** Where the longest name with a known ending stops; 0 where there is none. `next` is what follows the whole host. */
function endOfName(host: string, next: string): number {
  let end = 0
  for (const match of `${host}${next}`.matchAll(ENDING)) {
    const ending = (match[1] ?? '').toLowerCase()
    const known = ending.startsWith('xn--') || ENDINGS.has(ending)
    if (known && match.index + match[0].length <= host.length) end = match.index + match[0].length
  }
  return end
}

function afterName(rest: string): string {
  const path = (PATH.exec(rest)?.[0] ?? '').replace(PATH_TAIL, '')
  const query = (QUERY.exec(rest.slice(path.length))?.[0] ?? '').replace(QUERY_TAIL, '')
  return path + query
}

const EMOJI = /[#*0-9]\uFE0F?\u20E3|\p{RGI_Emoji}/gv

/** The weight of a text without links. */
function weigh(text: string): number {
  let weight = 0
  const rest = text.replace(EMOJI, () => {
    weight += WEIGHTS.emoji
    return ''
  })
  for (const char of rest) {
    const code = char.codePointAt(0) ?? 0
    weight += WEIGHTS.ranges.find(({ start, end }) => code >= start && code <= end)?.weight ?? WEIGHTS.otherwise
  }
  return weight
}

/** How much of the 280 a text takes. */
export function lengthOf(written: string): number {
  const text = written.normalize('NFC')
  let weight = 0
  let at = 0
  for (const { start, end } of links(text)) {
    weight += weigh(text.slice(at, start)) + WEIGHTS.url
    at = end
  }
  return weight + weigh(text.slice(at))
}

export function measure(text: string): Measured {
  return { length: lengthOf(text), bytes: Buffer.byteLength(text), spans: spansOf(text) }
}

export function split(text: string, limits: Limits): string[] {
  return splitText(text, (piece) => lengthOf(piece) <= limits.text.max)
}
