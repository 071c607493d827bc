/**
 * The fold, one code point at a time: what a sign becomes before it is compared, and what part it plays in a word.
 * NFKD, marks dropped, lower case, œ→oe æ→ae ß→ss ø→o ł→l. Nothing in it depends on a neighbour, so that the compiled
 * kernel can hold it as a table: reordering concerns marks only, which vanish, and the final ς becomes σ.
 */

/** What a folded sign is. */
export const Kind = { separator: 0, word: 1, sign: 2, emoji: 3, flag: 4 } as const

/** A folded sign in one number: code point in 21 bits, its kind in 3, then what it needs to be known by. */
export const kindShift = 21
export const codeMask = 0x1fffff
export const upperBit = 1 << 24
export const digitBit = 1 << 25
export const spaceBit = 1 << 26
/** First folded sign of its source: Œ gives two, and a part of a hashtag never begins at the second. */
export const firstBit = 1 << 27

const vanishes = /^[\p{M}\p{Cf}\u{1f3fb}-\u{1f3ff}]$/u
const trademark = /^[©®™]$/u
const emoji = /^\p{Extended_Pictographic}$/u
const flag = /^[\u{1f1e6}-\u{1f1ff}]$/u
const sign = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]$/u
const word = /^[\p{L}\p{N}_]$/u
const digit = /^\p{N}$/u
const upper = /^[\p{Lu}\p{Lt}]$/u
const space = /^\s$/u
const zeroWidthSpace = 0x200b
const spelled: Readonly<Record<string, string>> = { œ: 'oe', æ: 'ae', ß: 'ss', ø: 'o', ł: 'l', ς: 'σ' }

function kindOf(char: string): number {
  if (sign.test(char)) return Kind.sign
  return word.test(char) ? Kind.word : Kind.separator
}

function pack(char: string, kind: number, bits: number): number {
  const digits = digit.test(char) ? digitBit : 0
  const spaces = space.test(char) ? spaceBit : 0
  return (char.codePointAt(0) ?? 0) | (kind << kindShift) | bits | digits | spaces
}

function decompose(char: string): number[] {
  const isUpper = upper.test(char) ? upperBit : 0
  const folded: number[] = []
  for (const part of char.normalize('NFKD').toLowerCase()) {
    for (const one of spelled[part] ?? part) {
      if (!vanishes.test(one)) folded.push(pack(one, kindOf(one), isUpper))
    }
  }
  return folded
}

/** What one code point folds to, worked out anew: for who keeps it elsewhere. */
export function foldNow(code: number): readonly number[] {
  if (code >= 0xd800 && code <= 0xdfff) return [0x20 | firstBit]
  const char = String.fromCodePoint(code)
  if (code === zeroWidthSpace || trademark.test(char)) return [0x20 | firstBit]
  if (vanishes.test(char)) return []
  if (flag.test(char)) return [pack(char, Kind.flag, firstBit)]
  if (emoji.test(char)) return [pack(char, Kind.emoji, firstBit)]
  const folded = decompose(char)
  if (folded.length > 1 && folded.every(separates)) return [code | firstBit]
  if (folded[0] !== undefined) folded[0] |= firstBit
  return folded
}

/** … is three dots to NFKD; here it is one sign that separates, as good and quicker. */
const separates = (sign: number): boolean => ((sign >>> kindShift) & 7) === Kind.separator && (sign & spaceBit) === 0

const known = new Map<number, readonly number[]>()

/** What one code point folds to: nothing (marks, joiners, skin tones), one sign, or several (œ, ½, ﷺ). */
export function foldCode(code: number): readonly number[] {
  let folded = known.get(code)
  if (folded === undefined) {
    folded = foldNow(code)
    known.set(code, folded)
  }
  return folded
}

/** A whole text folded, as text: for filters and addresses, where words do not matter. */
export function foldText(text: string): string {
  let out = ''
  for (const char of text) for (const one of foldCode(char.codePointAt(0) ?? 0)) out += String.fromCodePoint(one & codeMask)
  return out
}
