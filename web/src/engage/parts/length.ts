type Limit = { max: number; unit: string; urlCost: number | null }

const segmenter = new Intl.Segmenter('fr', { granularity: 'grapheme' })
const LINK = /https?:\/\/\S+/g

const countOf = (text: string, unit: string): number =>
  unit === 'graphemes' ? Array.from(segmenter.segment(text)).length : Array.from(text).length

/** How long an answer is in the network's own unit. The server counts again, exactly, before anything leaves. */
export function lengthOf(text: string, { unit, urlCost }: Limit): number {
  if (urlCost === null) return countOf(text, unit)
  const links = text.match(LINK)?.length ?? 0
  return countOf(text.replaceAll(LINK, ''), unit) + links * urlCost
}
