const SENTENCES = new Intl.Segmenter('fr', { granularity: 'sentence' })
const GRAPHEMES = new Intl.Segmenter('fr', { granularity: 'grapheme' })

/** How many characters a reader sees (extended grapheme clusters, UAX 29). */
export function graphemes(text: string): number {
  let n = 0
  for (const _ of GRAPHEMES.segment(text)) n++
  return n
}

/** How many Unicode code points: 1 for an emoji outside the basic plane, 7 for a family joined by ZWJ. */
export function codePoints(text: string): number {
  let n = 0
  for (const _ of text) n++
  return n
}

/**
 * Cuts a text into pieces that each satisfy `fits`: at paragraphs and sentences first, at words where a sentence is too
 * long by itself, inside a word only where even a word does not fit. Nothing but white space at the cuts is lost.
 */
export function splitText(text: string, fits: (piece: string) => boolean): string[] {
  const pieces: string[] = []
  let current = ''
  for (const unit of units(text.trim(), fits)) {
    if (current === '' || fits((current + unit).trim())) {
      current += unit
      continue
    }
    pieces.push(current.trim())
    current = unit
  }
  if (current.trim() !== '') pieces.push(current.trim())
  return pieces.filter((piece) => piece !== '')
}

function* units(text: string, fits: (piece: string) => boolean): Generator<string> {
  for (const sentence of sentences(text)) {
    if (fits(sentence.trim())) yield sentence
    else for (const word of sentence.match(/\S+\s*|\s+/gu) ?? []) yield* fits(word.trim()) ? [word] : fragments(word, fits)
  }
}

/** Sentences that end before white space; "example.com/a.b" is never cut although a full stop stands in it. */
function* sentences(text: string): Generator<string> {
  let held = ''
  for (const { segment } of SENTENCES.segment(text)) {
    held += segment
    if (!/\s$/u.test(segment)) continue
    yield held
    held = ''
  }
  if (held !== '') yield held
}

function* fragments(word: string, fits: (piece: string) => boolean): Generator<string> {
  let current = ''
  for (const { segment } of GRAPHEMES.segment(word)) {
    if (current !== '' && !fits(current + segment)) {
      yield current
      current = ''
    }
    current += segment
  }
  if (current !== '') yield current
}
