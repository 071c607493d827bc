/** A word that has been found: does anybody ask for it? */
import {
  EVERY, H_BLOOM, H_BLOOM_MASK, H_FLOATING, H_LISTS, H_MASK, H_OLD, H_OLD_BLOOM, H_OLD_BLOOM_MASK, H_OLD_MASK, H_PATTERNS,
  H_PREFIX_LENGTHS, H_SUFFIX_LENGTHS, H_TABLE, H_VERSION, HIT_CAP, I_SEEN, SLOT_BITS, TEXT_CAP, head,
} from './layout'
import { bytes, candidates, drafts, found, hits, knownAt, places, present, queue, queueKept, remembered } from './desk'
import { firstEight, hashOf, infoOf, lastFour, mayBe, probe, shortLength } from './terms'
import { isOf, lengthsOf, listOf } from './patterns'

export let hitCount: u32 = 0
export let candidateCount: u32 = 0
/** Place of the next word; the reader of plain words keeps its own count meanwhile. */
export let position: u32 = 0
/** Whether this post is one of those from which the frequency of terms is learnt. */
let learning: bool = false

let bloom: u32 = 0
let bloomMask: u32 = 0
let table: u32 = 0
let tableMask: u32 = 0
let lists: u32 = 0
let old: u32 = 0
let prefixes: u32 = 0
let rareKinds: bool = false

/** Reads the header once for a batch. */
export function openBatch(learn: bool): void {
  bloom = head(H_BLOOM)
  bloomMask = head(H_BLOOM_MASK)
  table = head(H_TABLE)
  tableMask = head(H_MASK)
  lists = head(H_LISTS)
  old = head(H_OLD)
  const patterns = head(H_PATTERNS) > 0
  prefixes = patterns ? head(H_PREFIX_LENGTHS) : 0
  rareKinds = old != 0 || (patterns && (head(H_SUFFIX_LENGTHS) != 0 || head(H_FLOATING) != 0))
  learning = learn
  openMemory()
}

export function openPost(): void {
  hitCount = 0
  candidateCount = 0
  position = 0
  bytesTop = bytes
  note(EVERY, 0)
}

export function setPosition(to: u32): void {
  position = to
}
export function advance(by: u32): void {
  position += by
}

/** Writes down a term at its place: first position in 24 bits, what it is wider than one word in 8. */
export function note(id: u32, place: u32): void {
  noteWith(id, place, load<u32>(lists + (id << 2)))
}

/**
 * The same when the list of the term is known. Without a branch on the id, for which words are asked for is as good as random: id 0 (nobody
 * asks) is written where the next one overwrites it, and its bit stands already.
 */
// @ts-ignore: decorator
@inline function noteWith(id: u32, place: u32, list: u32): void {
  if (hitCount >= HIT_CAP) return
  const hit = hits + (hitCount << 3)
  store<u32>(hit, id)
  store<u32>(hit, place, 4)
  hitCount += <u32>(id != 0)
  const word = present + ((id >> 5) << 2)
  const bits = load<u32>(word)
  const bit: u32 = 1 << (id & 31)
  const fresh = <u32>((bits & bit) == 0)
  store<u32>(word, bits | bit)
  const candidate = candidates + (candidateCount << 3)
  store<u32>(candidate, list)
  store<u32>(candidate, id, 4)
  candidateCount += fresh & <u32>(list != 0)
  if (learning && fresh) {
    const info = infoOf(id)
    store<u32>(info, load<u32>(info, I_SEEN) + 1, I_SEEN)
  }
}

/**
 * Words wait in a queue and are looked up together, in passes without branches: what memory is slow to bring, it brings for many
 * words at once. An entry is [first eight bytes, hash, last four, length, where its bytes are, place].
 */
const ENTRY: u32 = 32
const ENTRY_BITS: u32 = 5
export const QUEUE: u32 = 256
let queued: u32 = 0
/** Where the bytes of the next word that is not plain can be written. */
export let bytesTop: u32 = 0
/** Takes what is asked for beforehand, so that no compiler leaves it out. */
let touched: u32 = 0

// @ts-ignore: decorator
@inline export function look(at: u32, length: u32, place: u32): void {
  if (queued == QUEUE) flush()
  const first = firstEight(at, length)
  const last = lastFour(at, length)
  const entry = queue + (queued << ENTRY_BITS)
  store<u64>(entry, first)
  store<u64>(entry, hashOf(first, last, shortLength(length)), 8)
  store<u32>(entry, last, 16)
  store<u32>(entry, length, 20)
  store<u32>(entry, at, 24)
  store<u32>(entry, place, 28)
  queued++
}

export function lookFor(at: u32, length: u32, place: u32): void {
  look(at, length, place)
}

/** Room for `size` bytes that stay until they have been looked up. */
export function roomForBytes(size: u32): u32 {
  if (bytesTop + size + 64 > bytes + (TEXT_CAP << 2)) flush()
  return bytesTop
}
export function keepBytes(until: u32): void {
  bytesTop = until
}

/** Looks up what waits. */
export function flush(): void {
  const n = queued
  queued = 0
  bytesTop = bytes
  if (remembers) recall(n)
  else {
    exact(n)
    if (prefixes) patternsOf(n)
    if (rareKinds) rare(n)
  }
}

function exact(n: u32): void {
  let kept = queueKept
  const end = queue + (n << ENTRY_BITS)
  for (let entry = queue; entry < end; entry += ENTRY) {
    store<u32>(kept, entry)
    kept += mayBe(load<u64>(entry, 8), bloom, bloomMask) << 2
  }
  for (let k = queueKept; k < kept; k += 4) {
    const entry = load<u32>(k)
    const id = probe(table, tableMask, load<u64>(entry, 8), load<u64>(entry), load<u32>(entry, 16), load<u32>(entry, 24), load<u32>(entry, 20))
    if (id) note(id, load<u32>(entry, 28))
  }
}

function patternsOf(n: u32): void {
  let kept = queueKept
  const end = queue + (n << ENTRY_BITS)
  for (let entry = queue; entry < end; entry += ENTRY) {
    store<u32>(kept, entry)
    kept += <u32>(headLengths(load<u64>(entry)) != 0) << 2
  }
  for (let k = queueKept; k < kept; k += 4) {
    const entry = load<u32>(k)
    const first = load<u64>(entry)
    foundCount = 0
    heads(headLengths(first), first, load<u32>(entry, 24), load<u32>(entry, 20))
    for (let f: u32 = 0; f < foundCount; f++) note(load<u32>(found + (f << 2)), load<u32>(entry, 28))
  }
}

function rare(n: u32): void {
  for (let k: u32 = 0; k < n; k++) {
    const entry = queue + (k << ENTRY_BITS)
    foundCount = 0
    const id = lookFurther(load<u64>(entry, 8), load<u32>(entry, 24), load<u32>(entry, 20))
    if (id) note(id, load<u32>(entry, 28))
    for (let f: u32 = 0; f < foundCount; f++) note(load<u32>(found + (f << 2)), load<u32>(entry, 28))
  }
}

/**
 * With large tables, what a word is found to be is remembered: few words make most of what people write. A place in memory is
 * [first eight bytes, last four, length, id, its list, its patterns, version]; patterns are [count, ids] in a store of their own.
 */
const PAIRS: u32 = 1 << 13
const PLACE_BITS: u32 = 5
const PLACE: u32 = 1 << PLACE_BITS
const LONGEST: u32 = 12
const STORE: u32 = 1 << 18
/** Less than this left in the store, and a batch begins with an empty one. */
const SPARE: u32 = 1 << 16
/** Instead of patterns: there was no room for them, they are to be found again. */
const NO_ROOM: u32 = 0xffffffff
let remembers: bool = false
let version: u32 = 0
let storeTop: u32 = 0
/** Slots from which on it is worth while. */
let worthFrom: u32 = 1 << 16

export function rememberFrom(slots: u32): void {
  worthFrom = slots
}

/** What was remembered is of another version, or its store is nearly full: all of it is forgotten by counting on. */
function openMemory(): void {
  remembers = tableMask >= worthFrom
  const now = head(H_VERSION) << 8
  const same = (version & ~0xff) == now
  if (same && storeTop + SPARE <= remembered + STORE) return
  storeTop = remembered
  version = same && (version & 0xff) < 0xff ? version + 1 : now + 1
  // Numbers begin again: what is of this one may be old.
  if (same && version == now + 1) memory.fill(places, 0, PAIRS << (PLACE_BITS + 1))
}

/** The two places where a word may be remembered lie in one line of memory. */
// @ts-ignore: decorator
@inline function pairOf(entry: u32): u32 {
  return places + ((<u32>(load<u64>(entry, 8) >> 40) & (PAIRS - 1)) << (PLACE_BITS + 1))
}

// @ts-ignore: decorator
@inline function isKnownAt(place: u32, entry: u32): u32 {
  return (
    <u32>(load<u64>(place) == load<u64>(entry)) &
    <u32>(load<u32>(place, 8) == load<u32>(entry, 16)) &
    <u32>(load<u32>(place, 12) == load<u32>(entry, 20)) &
    <u32>(load<u32>(place, 28) == version)
  )
}

// @ts-ignore: decorator
@inline function copyPlace(to: u32, from: u32): void {
  v128.store(to, v128.load(from))
  v128.store(to, v128.load(from, 16), 16)
}

function recall(n: u32): void {
  let missed = queueKept
  for (let k: u32 = 0; k < n; k++) {
    const entry = queue + (k << ENTRY_BITS)
    const pair = pairOf(entry)
    const second = isKnownAt(pair + PLACE, entry)
    store<u32>(knownAt + (k << 2), pair + (second << PLACE_BITS))
    store<u32>(missed, k)
    missed += ((isKnownAt(pair, entry) | second) ^ 1) << 2
  }
  learnMissed(missed)
  for (let k: u32 = 0; k < n; k++) {
    const place = load<u32>(knownAt + (k << 2))
    const id = load<u32>(place, 16)
    const where = load<u32>(queue + (k << ENTRY_BITS), 28)
    noteWith(id, where, load<u32>(place, 20))
    const patterns = load<u32>(place, 24)
    if (patterns) notePatterns(queue + (k << ENTRY_BITS), patterns, where)
  }
  for (let m = queueKept; m < missed; m += 4) {
    const k = load<u32>(m)
    const drafted = drafts + (k << PLACE_BITS)
    if (load<u32>(drafted, 12) > LONGEST || load<u32>(drafted, 24) == NO_ROOM) continue
    const pair = pairOf(queue + (k << ENTRY_BITS))
    copyPlace(pair + PLACE, pair)
    copyPlace(pair, drafted)
  }
}

/** Finds out what the words are that are not remembered; drafts are copied only when nobody reads the places any more. */
function learnMissed(missed: u32): void {
  let sum: u32 = 0
  for (let m = queueKept; m < missed; m += 4) {
    const h = load<u64>(queue + (load<u32>(m) << ENTRY_BITS), 8)
    sum += load<u32>(table + ((<u32>(h >> 32) & tableMask) << SLOT_BITS))
  }
  touched = sum
  for (let m = queueKept; m < missed; m += 4) {
    const k = load<u32>(m)
    const drafted = drafts + (k << PLACE_BITS)
    learnWord(queue + (k << ENTRY_BITS), drafted)
    store<u32>(knownAt + (k << 2), drafted)
  }
}

function learnWord(entry: u32, drafted: u32): void {
  const h = load<u64>(entry, 8)
  const first = load<u64>(entry)
  const last = load<u32>(entry, 16)
  const length = load<u32>(entry, 20)
  const at = load<u32>(entry, 24)
  let id: u32 = 0
  if (mayBe(h, bloom, bloomMask)) id = probe(table, tableMask, h, first, last, at, length)
  const other = findPatterns(h, first, at, length)
  if (other) id = other
  store<u64>(drafted, first)
  store<u32>(drafted, last, 8)
  store<u32>(drafted, length, 12)
  store<u32>(drafted, id, 16)
  store<u32>(drafted, id ? load<u32>(lists + (id << 2)) : 0, 20)
  store<u32>(drafted, keepFound(), 24)
  store<u32>(drafted, version, 28)
}

/** Keeps the patterns just found; answers where, or 0. */
function keepFound(): u32 {
  if (!foundCount) return 0
  const at = storeTop
  const size = (foundCount + 1) << 2
  if (at + size > remembered + STORE) return NO_ROOM
  store<u32>(at, foundCount)
  // Copied word by word: memory.copy leaves the kernel, which for a few words takes longer than the copying.
  for (let k: u32 = 0; k < foundCount << 2; k += 4) store<u32>(at + 4 + k, load<u32>(found + k))
  storeTop += size
  return at
}

function findPatterns(h: u64, first: u64, at: u32, length: u32): u32 {
  foundCount = 0
  if (prefixes && length >= 3) heads(headLengths(first), first, at, length)
  return rareKinds ? lookFurther(h, at, length) : 0
}

function notePatterns(entry: u32, patterns: u32, place: u32): void {
  let at = patterns + 4
  let count: u32 = 0
  if (patterns == NO_ROOM) {
    findPatterns(load<u64>(entry, 8), load<u64>(entry), load<u32>(entry, 24), load<u32>(entry, 20))
    at = found
    count = foundCount
  } else count = load<u32>(patterns)
  for (let k: u32 = 0; k < count; k++) note(load<u32>(at + (k << 2)), place)
}

/** Asks for the beginnings of all lists before the first is read. */
export function touchLists(): void {
  let sum: u32 = 0
  const end = candidates + (candidateCount << 3)
  for (let k = candidates; k < end; k += 8) sum += load<u32>(load<u32>(k), 8)
  touched = sum
}

/** Patterns that a word has been found to be of. */
let foundCount: u32 = 0
const MOST_FOUND: u32 = 1 << 13

/** The table being left, tails, and patterns that have neither head nor tail; answers the id in the table being left. */
function lookFurther(h: u64, at: u32, length: u32): u32 {
  let id: u32 = 0
  if (old && mayBe(h, head(H_OLD_BLOOM), head(H_OLD_BLOOM_MASK))) {
    id = probe(old, head(H_OLD_MASK), h, firstEight(at, length), lastFour(at, length), at, length)
  }
  if (!head(H_PATTERNS)) return id
  const suffixes = head(H_SUFFIX_LENGTHS)
  if (suffixes && length >= 3) {
    const three = <u32>firstEight(at + length - 3, 3)
    tails(lengthsOf(suffixes, three, length == 3 ? 0 : load<u32>(at + length - 4)), at, length)
  }
  const floating = head(H_FLOATING)
  if (floating) tryAll(floating, at, length)
  return id
}

/** Lengths of heads that a word with these first bytes may have. */
// @ts-ignore: decorator
@inline function headLengths(first: u64): u32 {
  return lengthsOf(prefixes, <u32>first & 0xffffff, <u32>first)
}

function heads(lengths: u32, first: u64, at: u32, length: u32): void {
  while (lengths) {
    const n = ctz(lengths) + 1
    lengths &= lengths - 1
    if (n > length) return
    const list = listOf(0, n == 8 ? first : first & ((<u64>1 << (n << 3)) - 1))
    if (list) tryAll(list, at, length)
  }
}

/** Tails of different lengths end at the same byte: each is read for itself. */
function tails(lengths: u32, at: u32, length: u32): void {
  while (lengths) {
    const n = ctz(lengths) + 1
    lengths &= lengths - 1
    if (n > length) return
    const list = listOf(1, firstEight(at + length - n, n))
    if (list) tryAll(list, at, length)
  }
}

function tryAll(list: u32, at: u32, length: u32): void {
  const count = load<u32>(list, 4)
  for (let i: u32 = 0; i < count; i++) {
    const entry = list + 8 + (i << 3)
    const record = load<u32>(entry)
    // A head of up to eight bytes and a star: the key has said it all.
    if (!(record & 1) && !isOf(record, at, length)) continue
    if (foundCount < MOST_FOUND) store<u32>(found + (foundCount++ << 2), load<u32>(entry, 4))
  }
}
