/** A text cut into words, numbers, signs and emoji, without a string being made: everything stands in typed arrays that are used again. */
import { capitalOf, firstOf, Kind, kindOf, lowerOf, meet, secondOf } from './fold.ts'
import { aliasOf, classOf } from './lexicon.ts'

export const TokenKind = { word: 0, number: 1, sign: 2, emoji: 3, mention: 4, link: 5 } as const

/** What is read of one text: units and tokens. A message is shorter; a novel is judged by its beginning. */
export const maxUnits = 4000
export const maxTokens = 400

const seed = 0x811c9dc5
const prime = 0x01000193
const [at, hash, underscore, apostrophe, curly] = [0x40, 0x23, 0x5f, 0x27, 0x2019]

/** The hash of a folded word, as the tokens have it. */
export function hashWord(folded: string): number {
  let h = seed
  for (let i = 0; i < folded.length; i += 1) h = Math.imul(h ^ folded.charCodeAt(i), prime)
  return h
}

/** A word as it is being read: `drawn` is 2 when a letter was drawn out, `run` how often the last sign stood before. */
type Word = { hash: number; out: number; letters: number; capitals: number; drawn: number; run: number }

const linkHash = hashWord('http')
const secureHash = hashWord('https')
const mentionHash = hashWord('@user')

/** http and https before a colon and a slash, or alone, as they stand where links were masked. */
function startsLink(text: string, end: number, length: number, hashed: number): boolean {
  if (hashed !== linkHash && hashed !== secureHash) return false
  const after = text.charCodeAt(end)
  return end >= length || after === 0x20 || (after === 0x3a && text.charCodeAt(end + 1) === 0x2f)
}

/** One text at a time; the arrays hold the last one that was read. */
export class Tokens {
  count = 0
  /** Hash of the folded word, of its usual spelling where it is an abbreviation. */
  readonly hashes = new Int32Array(maxTokens)
  readonly kinds = new Uint8Array(maxTokens)
  /** Classes of the lexicon, a bit each. */
  readonly classes = new Int32Array(maxTokens)
  /** Where the token stands in `folded`. */
  readonly from = new Uint16Array(maxTokens)
  readonly to = new Uint16Array(maxTokens)
  /** Where it stands in the text. */
  readonly textFrom = new Uint16Array(maxTokens)
  readonly textTo = new Uint16Array(maxTokens)
  /** 1: all capitals, 2: letters drawn out, 4: behind an apostrophe, 8: a hashtag. */
  readonly flags = new Uint8Array(maxTokens)
  readonly folded = new Uint16Array(maxUnits * 2 + 8)
  readonly lower = new Uint16Array(maxUnits * 2 + 8)
  units = 0
  capitals = 0
  letters = 0
  #used = 0

  read(text: string): void {
    const length = Math.min(text.length, maxUnits)
    this.count = 0
    this.units = length
    this.capitals = 0
    this.letters = 0
    this.#used = 0
    let i = 0
    while (i < length && this.count < maxTokens) {
      const unit = text.charCodeAt(i)
      const kind = kindOf[unit] === Kind.unknown ? meet(unit) : kindOf[unit]!
      if (kind === Kind.letter || kind === Kind.digit) i = this.#word(text, i, length)
      else if (kind === Kind.sign) i = this.#sign(text, i, length)
      else if (kind === Kind.emoji) i = this.#emoji(text, i, length)
      else i += 1
    }
  }

  #push(kind: number, hashed: number, textFrom: number, textTo: number): number {
    const k = this.count
    this.kinds[k] = kind
    this.hashes[k] = aliasOf(hashed)
    this.classes[k] = kind === TokenKind.number || kind === TokenKind.link ? 0 : classOf(this.hashes[k])
    this.textFrom[k] = textFrom
    this.textTo[k] = textTo
    this.from[k] = this.#used
    this.to[k] = this.#used
    this.flags[k] = 0
    this.count += 1
    return k
  }

  #word(text: string, start: number, length: number): number {
    const word: Word = { hash: seed, out: this.#used, letters: 0, capitals: 0, drawn: 0, run: 0 }
    let i = start
    for (; i < length; i += 1) {
      const unit = text.charCodeAt(i)
      const kind = kindOf[unit] === Kind.unknown ? meet(unit) : kindOf[unit]!
      if (kind === Kind.vanishes) continue
      if (kind !== Kind.letter && kind !== Kind.digit && unit !== underscore) break
      this.#letter(word, unit, kind === Kind.letter)
    }
    for (let k = this.#used; k < word.out; k += 1) word.hash = Math.imul(word.hash ^ this.folded[k]!, prime)
    return this.#keepWord(text, start, i, length, word)
  }

  /** One more sign of a word; of a letter drawn out three times and more, one is kept. */
  #letter(word: Word, unit: number, isLetter: boolean): void {
    const first = firstOf[unit]!
    word.run = word.out > this.#used && first === this.folded[word.out - 1] ? word.run + 1 : 0
    if (isLetter) word.letters += 1
    word.capitals += capitalOf[unit]!
    if (word.run >= 2 && isLetter) {
      if (word.run === 2) word.out -= 1
      word.drawn = 2
      return
    }
    this.folded[word.out] = first
    this.lower[word.out] = lowerOf[unit]!
    word.out += 1
    const second = secondOf[unit]!
    if (second === 0) return
    this.lower[word.out] = second
    this.folded[word.out] = second
    word.out += 1
  }

  #keepWord(text: string, start: number, end: number, length: number, word: Word): number {
    if (startsLink(text, end, length, word.hash)) return this.#link(text, start, length)
    this.letters += word.letters
    this.capitals += word.capitals
    const isNumber = word.letters === 0
    const k = isNumber
      ? this.#push(TokenKind.number, 0x5151 + Math.min(end - start, 6), start, end)
      : this.#push(TokenKind.word, word.hash, start, end)
    const before = start > 0 ? text.charCodeAt(start - 1) : 0
    const behind = before === apostrophe || before === curly ? 4 : 0
    const tagged = before === hash ? 8 : 0
    const loud = word.letters > 1 && word.capitals === word.letters ? 1 : 0
    this.flags[k] = loud | word.drawn | behind | tagged
    this.from[k] = this.#used
    this.to[k] = word.out
    this.#used = word.out
    return end
  }

  #link(text: string, start: number, length: number): number {
    let i = start
    while (i < length && text.charCodeAt(i) > 0x20) i += 1
    this.#push(TokenKind.link, linkHash, start, i)
    return i
  }

  #sign(text: string, start: number, length: number): number {
    const unit = text.charCodeAt(start)
    let i = start + 1
    if (unit === at) {
      while (i < length && /[\w.-]/.test(text.charAt(i))) i += 1
      this.#push(TokenKind.mention, mentionHash, start, i)
      return i
    }
    while (i < length && text.charCodeAt(i) === unit) i += 1
    if (unit === hash || unit === apostrophe || unit === curly || unit === 0x2d) return i
    this.#push(TokenKind.sign, Math.imul(unit * 4 + Math.min(i - start, 3), prime) ^ 0x77, start, i)
    return i
  }

  #emoji(text: string, start: number, length: number): number {
    const code = text.codePointAt(start) ?? 0
    let i = start + (code > 0xffff ? 2 : 1)
    if (code < 0x1f3fb || code > 0x1f3ff) this.#push(TokenKind.emoji, hashWord(String.fromCodePoint(code)), start, Math.min(i, length))
    // Skin tones and joined parts say nothing more.
    while (i < length && text.charCodeAt(i) === 0x200d) i += 2
    return Math.min(i, length)
  }
}
