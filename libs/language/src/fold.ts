/**
 * The fold, one UTF-16 unit at a time: lower case, marks dropped, œ→oe æ→ae ß→ss, Arabic letters written alike.
 * Tables fill themselves as units are met, so that loading costs nothing.
 */
export const Kind = { space: 0, letter: 1, digit: 2, sign: 3, emoji: 4, vanishes: 5, unknown: 255 } as const

/** Kind of each UTF-16 unit. */
export const kindOf = new Uint8Array(65536).fill(Kind.unknown)
/** First and second unit of what each unit folds to; the second is 0 nearly always. */
export const firstOf = new Uint16Array(65536)
export const secondOf = new Uint16Array(65536)
/** Lower case with its accents, for the language alone. */
export const lowerOf = new Uint16Array(65536)
/** 1 where the unit is a capital. */
export const capitalOf = new Uint8Array(65536)

const spelled: Readonly<Record<string, string>> = {
  œ: 'oe',
  æ: 'ae',
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ı: 'i',
  أ: 'ا',
  إ: 'ا',
  آ: 'ا',
  ى: 'ي',
  ة: 'ه',
}

function kindNow(char: string, unit: number): number {
  if (unit >= 0xd800 && unit <= 0xdfff) return Kind.emoji
  if (/[\p{M}\p{Cf}]/u.test(char) || unit === 0x0640) return Kind.vanishes
  if (/\s/u.test(char) || unit < 0x20) return Kind.space
  if (/\p{L}/u.test(char)) return Kind.letter
  if (/\p{N}/u.test(char)) return Kind.digit
  return /\p{Extended_Pictographic}/u.test(char) && unit > 0xff ? Kind.emoji : Kind.sign
}

/** Fills the tables for one unit and answers its kind. */
export function meet(unit: number): number {
  const char = String.fromCharCode(unit)
  const kind = kindNow(char, unit)
  const lower = kind === Kind.letter ? char.toLowerCase() : char
  const bare = kind === Kind.letter ? (spelled[lower] ?? lower.normalize('NFKD').replace(/\p{M}/gu, '')) : char
  const folded = spelled[bare] ?? bare
  firstOf[unit] = folded.charCodeAt(0) || unit
  secondOf[unit] = folded.length > 1 ? folded.charCodeAt(1) : 0
  lowerOf[unit] = lower.charCodeAt(0)
  capitalOf[unit] = kind === Kind.letter && lower !== char ? 1 : 0
  kindOf[unit] = kind
  return kind
}

/** A word as the lists of this library are compared: folded in full. */
export function fold(word: string): string {
  let folded = ''
  for (let i = 0; i < word.length; i += 1) {
    const unit = word.charCodeAt(i)
    const kind = kindOf[unit] === Kind.unknown ? meet(unit) : kindOf[unit]
    if (kind === Kind.vanishes) continue
    folded += String.fromCharCode(firstOf[unit]!)
    const second = secondOf[unit]!
    if (second !== 0) folded += String.fromCharCode(second)
  }
  return folded
}

/** A whole text as the safety rules read it: folded, with straight apostrophes. */
export const foldText = (text: string): string => fold(text).replaceAll('’', "'")
