export type Piece = { kind: 'text' | 'link' | 'mark'; text: string }

const LINK = /https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]'’»]/g

function linksIn(text: string): { from: number; to: number }[] {
  return Array.from(text.matchAll(LINK), ({ index, 0: found }) => ({ from: index, to: index + found.length }))
}

const bare = (reason: string): string =>
  reason
    .replaceAll(/[«»“”"\u202f\u00a0]/g, ' ')
    .trim()
    .toLowerCase()

const inWord = /[\p{L}\p{N}]/u

/** Where words stand as words, not within another one. */
function whole(low: string, words: string): { from: number; to: number }[] {
  for (let from = low.indexOf(words); from >= 0; from = low.indexOf(words, from + 1)) {
    const to = from + words.length
    if (!inWord.test(low.charAt(from - 1)) && !inWord.test(low.charAt(to))) return [{ from, to }]
  }
  return []
}

function marksIn(text: string, reasons: readonly string[]): { from: number; to: number }[] {
  const low = text.toLowerCase()
  return reasons
    .map(bare)
    .filter((words) => words.length > 2)
    .flatMap((words) => whole(low, words))
}

/** Somebody's words cut into plain text, links, and the words that led to a label. Never HTML. */
export function piecesOf(text: string, reasons: readonly string[] = []): Piece[] {
  const spans = [
    ...linksIn(text).map((span) => ({ ...span, kind: 'link' as const })),
    ...marksIn(text, reasons).map((span) => ({ ...span, kind: 'mark' as const })),
  ].toSorted((a, b) => a.from - b.from)
  const pieces: Piece[] = []
  let at = 0
  for (const { from, to, kind } of spans) {
    if (from < at) continue
    if (from > at) pieces.push({ kind: 'text', text: text.slice(at, from) })
    pieces.push({ kind, text: text.slice(from, to) })
    at = to
  }
  if (at < text.length) pieces.push({ kind: 'text', text: text.slice(at) })
  return pieces
}
