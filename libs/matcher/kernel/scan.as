/**
 * The first pass over a post: sixteen UTF-16 units at a time become sixteen folded bytes, and two lists: where words begin and end in
 * turn, and where something stands that plain Latin does not cover (œ, emoji, Greek, combining marks…), which is read with care
 * afterwards. In the folded bytes such an oddity is 1, an apostrophe of either shape is ', other signs are themselves or a space.
 */
import { SEPARATOR } from './layout'
import { folded, oddities, turns } from './desk'
import { foldOf } from './careful'

export let turnCount: u32 = 0
export let oddityCount: u32 = 0
/** An @ stands behind a word: there may be an e-mail address, whose beginning only care can tell. */
export let addressed: bool = false

const ODD: u8 = 1
const KIND: u32 = 21

/** À to ÿ by their five low bits: capitals and small letters fold alike, but for ß and ÿ. */
// @ts-ignore: decorator
@inline function latinLow(): v128 {
  return i8x16(0x61, 0x61, 0x61, 0x61, 0x61, 0x61, 1, 0x63, 0x65, 0x65, 0x65, 0x65, 0x69, 0x69, 0x69, 0x69)
}
// @ts-ignore: decorator
@inline function latinHigh(): v128 {
  return i8x16(1, 0x6e, 0x6f, 0x6f, 0x6f, 0x6f, 0x6f, 0x20, 0x6f, 0x75, 0x75, 0x75, 0x75, 0x79, 1, 0x79)
}
/** U+00A0 to U+00BF: ª soft-hyphen ² ³ µ ¹ º ¼ ½ ¾ are odd, the rest separates. */
// @ts-ignore: decorator
@inline function signsLow(): v128 {
  return i8x16(32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 1, 32, 32, 1, 32, 32)
}
// @ts-ignore: decorator
@inline function signsHigh(): v128 {
  return i8x16(32, 32, 1, 1, 32, 1, 32, 32, 32, 1, 1, 32, 1, 1, 1, 32)
}

/** The upper half of Latin-1 folded; bytes below 0x80 are left alone by the caller. */
// @ts-ignore: decorator
@inline function foldLatin(v: v128): v128 {
  const index = v128.and(v, i8x16.splat(0x1f))
  const upper = i8x16.sub(index, i8x16.splat(16))
  const letters = v128.or(i8x16.swizzle(latinLow(), index), i8x16.swizzle(latinHigh(), upper))
  const signs = v128.or(i8x16.swizzle(signsLow(), index), i8x16.swizzle(signsHigh(), upper))
  const controls = v128.bitselect(i8x16.splat(0x20), signs, i8x16.lt_u(v, i8x16.splat(<i8>0xa0)))
  const out = v128.bitselect(letters, controls, i8x16.ge_u(v, i8x16.splat(<i8>0xc0)))
  return v128.bitselect(i8x16.splat(1), out, i8x16.eq(v, i8x16.splat(<i8>0xdf)))
}

/** Units beyond Latin-1 in a block of sixteen: each by its page. */
function patch(from: u32, at: u32): void {
  for (let i: u32 = 0; i < 16; i++) {
    const unit = <u32>load<u16>(from + (i << 1))
    let byte: u8 = <u8>unit
    if (unit > 0xff) {
      byte = ODD
      if (unit == 0x2019) byte = 0x27
      else if (unit < 0xd800 || unit > 0xdfff) {
        const sign = foldOf(unit)
        const code = sign & 0x1fffff
        if (((sign >> KIND) & 7) == SEPARATOR && (code > 0x7f || code == 0x20)) byte = 0x20
      }
    }
    store<u8>(at + i, byte)
  }
}

/** Which of sixteen units are of words (16 bits), odd (16), @ (16). */
// @ts-ignore: decorator
@inline function sixteen(from: u32, at: u32): u64 {
  const a = v128.load(from)
  const b = v128.load(from, 16)
  let v = v128.narrow<u16>(a, b)
  if (v128.any_true(v128.and(v128.or(a, b), i16x8.splat(<i16>0xff00)))) {
    patch(from, at)
    v = v128.load(at)
  }
  const lower = v128.or(v, i8x16.splat(0x20))
  const alpha = i8x16.lt_u(i8x16.sub(lower, i8x16.splat(0x61)), i8x16.splat(26))
  const digit = i8x16.lt_u(i8x16.sub(v, i8x16.splat(0x30)), i8x16.splat(10))
  let word = v128.or(v128.or(alpha, digit), i8x16.eq(v, i8x16.splat(0x5f)))
  let out = v128.bitselect(lower, v, alpha)
  if (i8x16.bitmask(v)) {
    const high = i8x16.lt_s(v, i8x16.splat(0))
    const latin = foldLatin(v)
    out = v128.bitselect(latin, out, high)
    word = v128.or(word, v128.and(high, i8x16.ge_u(latin, i8x16.splat(0x61))))
  }
  v128.store(at, out)
  const odds = <u64>i8x16.bitmask(i8x16.eq(out, i8x16.splat(1)))
  const ats = <u64>i8x16.bitmask(i8x16.eq(v, i8x16.splat(0x40)))
  return <u64>i8x16.bitmask(word) | (odds << 16) | (ats << 32)
}

// @ts-ignore: decorator
@inline function list(bits: u64, base: u32, at: u32): u32 {
  while (bits) {
    store<u32>(at, base + <u32>ctz(bits))
    at += 4
    bits &= bits - 1
  }
  return at
}

/** Reads `count` units at `from` into the folded bytes and the two lists. */
export function scan(from: u32, count: u32): void {
  let turn = turns
  let odd = oddities
  let carry: u64 = 0
  let oddCarry: u64 = 0
  let found: u64 = 0
  for (let base: u32 = 0; base < count; base += 64) {
    let words: u64 = 0
    let odds: u64 = 0
    let ats: u64 = 0
    const units = min<u32>(count - base, 64)
    for (let i: u32 = 0; i < units; i += 16) {
      const bits = sixteen(from + ((base + i) << 1), folded + base + i)
      words |= (bits & 0xffff) << i
      odds |= ((bits >> 16) & 0xffff) << i
      ats |= (bits >> 32) << i
    }
    if (units < 64) {
      const inside = (<u64>1 << units) - 1
      words &= inside
      odds &= inside
      ats &= inside
    }
    found |= (((words | odds) << 1) | carry | oddCarry) & ats
    turn = list(words ^ ((words << 1) | carry), base, turn)
    odd = list(odds, base, odd)
    carry = words >> 63
    oddCarry = odds >> 63
  }
  // A word that ends with the text: bit `count` was outside the mask of its block.
  if ((turn - turns) & 4) {
    store<u32>(turn, count)
    turn += 4
  }
  v128.store(folded + count, i8x16.splat(0x20))
  turnCount = (turn - turns) >> 2
  oddityCount = (odd - oddities) >> 2
  addressed = found != 0
}
