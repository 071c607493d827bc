/** A text folded into signs, each knowing where it comes from: what the tokeniser reads. */
import { codeMask, firstBit, foldCode, Kind, kindShift, spaceBit } from './fold.ts'

const jokers = new Set([0x2a, 0x3f])

export class Folded {
  /** Folded signs (see fold.ts). */
  readonly signs: number[] = []
  /** For each sign, where its source begins; one more at the end. */
  readonly from: number[] = []
  /** For each sign, where its source ends, vanished marks behind it included. */
  readonly until: number[] = []

  /** With `joker`, * and ? are letters: for the words of a query. */
  constructor(text: string, joker = false) {
    for (let i = 0; i < text.length;) {
      const code = text.codePointAt(i) ?? 0
      const next = i + (code > 0xffff ? 2 : 1)
      if (joker && jokers.has(code)) this.push(code | (Kind.word << kindShift) | firstBit, i, next)
      else this.fold(code, i, next)
      i = next
    }
  }

  private fold(code: number, from: number, until: number): void {
    const folded = foldCode(code)
    for (const sign of folded) this.push(sign, from, until)
    if (folded.length === 0 && this.until.length > 0) this.until[this.until.length - 1] = until
  }

  private push(sign: number, from: number, until: number): void {
    this.signs.push(sign)
    this.from.push(from)
    this.until.push(until)
  }

  get length(): number {
    return this.signs.length
  }

  sign(i: number): number {
    return this.signs[i] ?? 0
  }

  code(i: number): number {
    return (this.signs[i] ?? 0) & codeMask
  }

  kind(i: number): number {
    return ((this.signs[i] ?? 0) >>> kindShift) & 7
  }

  isWord(i: number): boolean {
    return i >= 0 && i < this.signs.length && this.kind(i) === Kind.word
  }

  /** A letter, digit or _, or a Chinese or Japanese sign. */
  isBody(i: number): boolean {
    if (i < 0 || i >= this.signs.length) return false
    const kind = this.kind(i)
    return kind === Kind.word || kind === Kind.sign
  }

  isSpace(i: number): boolean {
    return (this.sign(i) & spaceBit) !== 0
  }

  /** End of the run of word signs that begins at `i`. */
  wordEnd(i: number): number {
    let end = i
    while (this.isWord(end)) end += 1
    return end
  }

  text(from: number, until: number): string {
    let out = ''
    for (let i = from; i < until; i += 1) out += String.fromCodePoint(this.code(i))
    return out
  }

  startsWith(i: number, text: string): boolean {
    for (let k = 0; k < text.length; k += 1) if (this.code(i + k) !== text.charCodeAt(k)) return false
    return i + text.length <= this.signs.length
  }
}
