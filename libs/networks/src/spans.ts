import type { TextSpan } from './contract.ts'

/** Where addresses, mentions and hashtags stand in a text: what networks that have no rule of their own for addresses share. Pure. */

const LINK = /(?<![\p{L}\p{N}@#])https?:\/\/[^\s<>"«»“”]+/giu
const HASHTAG = /(?<![\p{L}\p{M}\p{N}_&/])[#＃]([\p{L}\p{M}\p{N}_]+)/gu

/** `mention`: a global expression whose whole match is the mention, and whose first group its name; absent where the network has none. */
export type SpanRules = { mention?: RegExp; hashtag?: boolean }

/** In order, without overlap: an address goes before a mention, a mention before a hashtag. */
export function spansIn(text: string, { mention, hashtag = true }: SpanRules = {}): TextSpan[] {
  const taken: TextSpan[] = [...linksIn(text)]
  if (mention) {
    const found = [...text.matchAll(mention)].map((match): TextSpan => spanOf(match, 'mention', match[1] ?? match[0].slice(1)))
    taken.push(...outside(found, taken))
  }
  if (hashtag) {
    const found = [...text.matchAll(HASHTAG)].filter((match) => /\p{L}/u.test(match[1] ?? ''))
    taken.push(
      ...outside(
        found.map((match) => spanOf(match, 'hashtag', match[1] ?? '')),
        taken,
      ),
    )
  }
  return taken.sort((a, b) => a.start - b.start)
}

const spanOf = (match: RegExpExecArray, kind: TextSpan['kind'], value: string): TextSpan => ({
  start: match.index,
  end: match.index + match[0].length,
  kind,
  value,
})

/** Those that overlap none of `taken`; both lists run in order, so one pass is enough. */
function outside(found: readonly TextSpan[], taken: readonly TextSpan[]): TextSpan[] {
  const sorted = [...taken].sort((a, b) => a.start - b.start)
  let at = 0
  return found.filter((span) => {
    while (at < sorted.length && (sorted[at]?.end ?? 0) <= span.start) at++
    return (sorted[at]?.start ?? Infinity) >= span.end
  })
}

function* linksIn(text: string): Generator<TextSpan> {
  for (const match of text.matchAll(LINK)) {
    const value = withoutTail(match[0])
    if (/^https?:\/\/[^/?#.]+\.[^/?#]*[^/?#.]/iu.test(value))
      yield { start: match.index, end: match.index + value.length, kind: 'link', value }
  }
}

/** The sentence's own signs after an address, and a closing bracket that was opened before it. */
function withoutTail(url: string): string {
  let end = url.length
  for (; end > 0; end--) {
    const last = url.charAt(end - 1)
    if (/[.,;:!?'’…]/u.test(last)) continue
    const open = { ')': '(', ']': '[' }[last]
    if (open && !url.slice(0, end - 1).includes(open)) continue
    break
  }
  return url.slice(0, end)
}

/** Texts that say the same whatever their white space: what was sent, and what is read back. */
export function loose(value: string): string {
  return value.normalize('NFC').replace(/\s+/gu, ' ').trim()
}
