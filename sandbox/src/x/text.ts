/** X's own reading of a text, written apart from the connector's so that one may contradict the other. */

const LINK =
  /(?<![\w@＠$#＃])https?:\/\/[^\s<>«»"()]*[\p{L}\p{N}/=_#&+-]|(?<![\w@＠$#＃./-])(?:[a-z0-9-]+\.)+(?:fr|com|org|net|example|eu)(?![\w@])(?:\/[^\s<>«»"()]*[\p{L}\p{N}/=_#&+-]|\/)?/giu
const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' })

export function linksIn(text: string): string[] {
  return [...text.matchAll(LINK)].map(([link]) => link)
}

/** 280 at most: a link 23, a picture sign 2, light letters 1, others 2. */
export function weightOf(raw: string): number {
  const text = raw.normalize('NFC')
  const links = linksIn(text)
  const rest = text.replaceAll(LINK, '')
  let weight = links.length * 23
  for (const { segment } of GRAPHEMES.segment(rest))
    weight += isSign(segment) ? 2 : Array.from(segment).reduce((sum, char) => sum + heavy(char), 0)
  return weight
}

const isSign = (cluster: string) =>
  /^(?:\p{Extended_Pictographic}|\p{Regional_Indicator}{2}$|[#*0-9]\uFE0F?\u20E3$)/u.test(cluster) && !/^[©®™]$/u.test(cluster)

function heavy(char: string): number {
  const code = char.codePointAt(0) ?? 0
  const light =
    code <= 0x10ff || (code >= 0x2000 && code <= 0x200d) || (code >= 0x2010 && code <= 0x201f) || (code >= 0x2032 && code <= 0x2037)
  return light ? 1 : 2
}

export function namedIn(text: string): string[] {
  return [...text.matchAll(/(?<![\w@])@(\w{1,20})/gu)].map((match) => match[1] ?? '')
}

export const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
