/**
 * Wildcards. A pattern with three letters or more before its first joker is filed under its head of up to eight bytes, one with a
 * leading * under its tail, anything else floats and is tried on every word. A word first asks, by a hash of its first bytes,
 * which lengths of heads there are at all. A record is [length, text]; its address has its low bit set when "head*" is all there is
 * to it, so that it need not be looked at.
 */
import {
  H_FLOATING, H_PATTERNS, H_PREFIX, H_PREFIX_LENGTHS, H_SUFFIX, H_SUFFIX_LENGTHS, head, setHead,
} from './layout'
import { alloc, LARGE, LISTS, release } from './memory'
import { append, remove } from './postings'

/** The table of lengths has this many places for each of heads, and within these bounds. */
const SPREAD: u32 = 16
const FEWEST: u32 = 1 << 12
const MOST: u32 = 1 << 16
/** Heads: [room, used] then 16 bytes each, key and list. */
const K: u64 = 0x9e3779b97f4a7c15
const STAR: u32 = 0x2a
const ONE: u32 = 0x3f
const TAIL: u32 = 1

/** Heads of three letters are known by three bytes, longer ones by four: three alone say too little of a language. */
const THREE: u32 = 1 << 2

// @ts-ignore: decorator
@inline function lengthPlace(table: u32, bytes: u32): u32 {
  return table + 4 + (((bytes * 0x9e3779b1) >> 12) & load<u32>(table))
}

// @ts-ignore: decorator
@inline export function lengthsOf(table: u32, three: u32, four: u32): u32 {
  return (load<u8>(lengthPlace(table, three)) & THREE) | (load<u8>(lengthPlace(table, four)) & ~THREE)
}

function addLength(table: u32, bytes: u32, length: u32): void {
  const at = lengthPlace(table, bytes)
  store<u8>(at, load<u8>(at) | <u8>(<u32>1 << (length - 1)))
}

/** A head's bytes are not zero: its length is in its key. */
function keyLength(key: u64): u32 {
  return 8 - <u32>(clz(key) >> 3)
}

/** The three or four bytes by which the length of a head (or tail) is asked for. */
function askedBy(tail: u32, key: u64): u32 {
  const length = keyLength(key)
  const bytes = min<u32>(length, 4)
  const from = tail ? key >> (<u64>(length - bytes) << 3) : key
  return bytes == 3 ? <u32>from & 0xffffff : <u32>from
}

/** The table of lengths anew, as wide as there are heads. */
function newLengths(field: u32, heads: u32, tail: u32): void {
  const former = head(field)
  if (former) release(former, load<u32>(former) + 5, LARGE)
  const slots = load<u32>(heads)
  const places = min(max(slots * SPREAD, FEWEST), MOST)
  const table = alloc(places + 4, LARGE)
  store<u32>(table, places - 1)
  for (let i: u32 = 0; i < slots; i++) {
    const key = load<u64>(heads + 8 + (i << 4))
    if (key) addLength(table, askedBy(tail, key), keyLength(key))
  }
  setHead(field, table)
}

// @ts-ignore: decorator
@inline function keyHash(key: u64): u32 {
  return <u32>((key * K) >> 40)
}

function openHeads(slots: u32): u32 {
  const heads = alloc(8 + (slots << 4), LARGE)
  store<u32>(heads, slots)
  return heads
}

function placeOf(heads: u32, key: u64): u32 {
  const mask = load<u32>(heads) - 1
  let i = keyHash(key) & mask
  while (true) {
    const at = heads + 8 + (i << 4)
    const there = load<u64>(at)
    if (there == key || there == 0) return at
    i = (i + 1) & mask
  }
  return 0
}

function grown(field: u32, lengthsField: u32, tail: u32): u32 {
  let heads = head(field)
  if (!heads) {
    heads = openHeads(64)
    setHead(field, heads)
    newLengths(lengthsField, heads, tail)
  }
  const slots = load<u32>(heads)
  if (load<u32>(heads, 4) * 2 < slots) return heads
  const wider = openHeads(slots << 1)
  for (let i: u32 = 0; i < slots; i++) {
    const from = heads + 8 + (i << 4)
    const key = load<u64>(from)
    if (!key) continue
    const to = placeOf(wider, key)
    store<u64>(to, key)
    store<u32>(to, load<u32>(from, 8), 8)
  }
  store<u32>(wider, load<u32>(heads, 4), 4)
  release(heads, 8 + (slots << 4), LARGE)
  setHead(field, wider)
  newLengths(lengthsField, wider, tail)
  return wider
}

/** Where the list of a head (or tail) is kept; the head is made when it is not there. */
function listPlace(tail: u32, key: u64): u32 {
  const lengthsField = tail ? H_SUFFIX_LENGTHS : H_PREFIX_LENGTHS
  const heads = grown(tail ? H_SUFFIX : H_PREFIX, lengthsField, tail)
  addLength(head(lengthsField), askedBy(tail, key), keyLength(key))
  const place = placeOf(heads, key)
  if (!load<u64>(place)) {
    store<u64>(place, key)
    store<u32>(heads, load<u32>(heads, 4) + 1, 4)
  }
  return place + 8
}

// @ts-ignore: decorator
@inline function isJoker(at: u32): bool {
  const c = load<u8>(at)
  return c == STAR || c == ONE
}

function literalHead(at: u32, length: u32): u32 {
  let n: u32 = 0
  while (n < length && !isJoker(at + n)) n++
  return n
}

function literalTail(at: u32, length: u32): u32 {
  let n: u32 = 0
  while (n < length && !isJoker(at + length - 1 - n)) n++
  return n
}

/** Up to eight bytes as a key; the length is in it, since no word has a zero byte. */
function keyOf(at: u32, length: u32): u64 {
  let key: u64 = 0
  for (let i: u32 = 0; i < length; i++) key |= <u64>load<u8>(at + i) << (i << 3)
  return key
}

/** Where the pattern of this text is filed. */
function filed(at: u32, length: u32): u32 {
  const before = min(literalHead(at, length), 8)
  if (before >= 3) return listPlace(0, keyOf(at, before))
  const behind = min(literalTail(at, length), 8)
  if (behind < 3) return 1024 + (H_FLOATING << 2)
  const tail = at + length
  return listPlace(TAIL, keyOf(tail - behind, behind))
}

/** Files a pattern once; `at` is its text without the mark that opens its name among the terms. */
export function file(id: u32, at: u32, length: u32): void {
  const before = literalHead(at, length)
  const plain = before == length - 1 && load<u8>(at + before) == STAR && before <= 8 && before >= 3
  const record = alloc(4 + length, LISTS)
  store<u32>(record, length)
  memory.copy(record + 4, at, length)
  const place = filed(at, length)
  store<u32>(place, append(load<u32>(place), record | (plain ? 1 : 0), id))
  setHead(H_PATTERNS, head(H_PATTERNS) + 1)
}

export function unfile(id: u32, at: u32, length: u32): void {
  const place = filed(at, length)
  const list = load<u32>(place)
  const count = list ? load<u32>(list, 4) : 0
  for (let i: u32 = 0; i < count; i++) {
    const entry = list + 8 + (i << 3)
    if (load<u32>(entry, 4) != id) continue
    const record = load<u32>(entry)
    store<u32>(place, remove(list, record, 0xffffffff))
    release(record & ~1, 4 + load<u32>(record & ~1), LISTS)
    setHead(H_PATTERNS, head(H_PATTERNS) - 1)
    return
  }
}

/** The list of a head that a word has, or 0. */
export function listOf(tail: u32, key: u64): u32 {
  const heads = head(tail ? H_SUFFIX : H_PREFIX)
  return heads ? load<u32>(placeOf(heads, key), 8) : 0
}

// @ts-ignore: decorator
@inline function step(at: u32): u32 {
  const c = load<u8>(at)
  return c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4
}

/** Whether a word is of a pattern: * any number of letters, ? exactly one. */
export function isOf(record: u32, at: u32, length: u32): bool {
  let p = record + 4
  const pEnd = p + load<u32>(record)
  const end = at + length
  let star: u32 = 0
  let retry: u32 = 0
  while (at < end) {
    const c = p < pEnd ? <u32>load<u8>(p) : 0
    if (c == STAR) {
      star = ++p
      retry = at
    } else if (c == ONE) {
      p++
      at += step(at)
    } else if (p < pEnd && c == <u32>load<u8>(at)) {
      p++
      at++
    } else if (star) {
      retry += step(retry)
      at = retry
      p = star
    } else return false
  }
  while (p < pEnd && load<u8>(p) == STAR) p++
  return p == pEnd
}
