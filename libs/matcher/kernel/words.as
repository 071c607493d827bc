/** A word that has been found: does anybody ask for it? */
import {
  EVERY, H_BLOOM, H_BLOOM_MASK, H_FLOATING, H_LISTS, H_MASK, H_OLD, H_OLD_BLOOM, H_OLD_BLOOM_MASK, H_OLD_MASK, H_PATTERNS,
  H_PREFIX_LENGTHS, H_SUFFIX_LENGTHS, H_TABLE, HIT_CAP, I_SEEN, SLOT_BITS, TEXT_CAP, head,
} from './layout'
import { bytes, candidates, hits, present, queue, queueKept } from './desk'
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
  if (hitCount >= HIT_CAP) return
  const hit = hits + (hitCount << 3)
  store<u32>(hit, id)
  store<u32>(hit, place, 4)
  hitCount++
  const word = present + ((id >> 5) << 2)
  const bits = load<u32>(word)
  const bit: u32 = 1 << (id & 31)
  if (bits & bit) return
  store<u32>(word, bits | bit)
  const list = load<u32>(lists + (id << 2))
  if (list) {
    store<u32>(candidates + (candidateCount << 2), list)
    candidateCount++
  }
  if (learning) {
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
/** Tables beyond this many slots do not lie in the nearest cache: their lines are asked for beforehand. */
const NEAR: u32 = 1 << 11
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
  exact(n)
  if (prefixes) patternsOf(n)
  if (rareKinds) {
    for (let k: u32 = 0; k < n; k++) {
      const entry = queue + (k << ENTRY_BITS)
      lookFurther(load<u64>(entry, 8), load<u32>(entry, 24), load<u32>(entry, 20), load<u32>(entry, 28))
    }
  }
}

function exact(n: u32): void {
  let kept = queueKept
  const end = queue + (n << ENTRY_BITS)
  for (let entry = queue; entry < end; entry += ENTRY) {
    store<u32>(kept, entry)
    kept += mayBe(load<u64>(entry, 8), bloom, bloomMask) << 2
  }
  if (tableMask > NEAR) {
    let sum: u32 = 0
    for (let k = queueKept; k < kept; k += 4) sum += load<u32>(table + ((load<u32>(load<u32>(k), 12) & tableMask) << SLOT_BITS))
    touched = sum
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
    kept += <u32>(lengthsOf(prefixes, load<u32>(entry) & 0xffffff) != 0) << 2
  }
  for (let k = queueKept; k < kept; k += 4) {
    const entry = load<u32>(k)
    const first = load<u64>(entry)
    heads(lengthsOf(prefixes, <u32>first & 0xffffff), first, load<u32>(entry, 24), load<u32>(entry, 20), load<u32>(entry, 28))
  }
}

/** Asks for the beginnings of all lists before the first is read. */
export function touchLists(): void {
  let sum: u32 = 0
  const end = candidates + (candidateCount << 2)
  for (let k = candidates; k < end; k += 4) sum += load<u32>(load<u32>(k), 8)
  touched = sum
}

/** The table being left, tails, and patterns that have neither head nor tail. */
function lookFurther(h: u64, at: u32, length: u32, place: u32): void {
  if (old && mayBe(h, head(H_OLD_BLOOM), head(H_OLD_BLOOM_MASK))) {
    const id = probe(old, head(H_OLD_MASK), h, firstEight(at, length), lastFour(at, length), at, length)
    if (id) note(id, place)
  }
  if (!head(H_PATTERNS)) return
  const suffixes = head(H_SUFFIX_LENGTHS)
  if (suffixes && length >= 3) tails(lengthsOf(suffixes, <u32>firstEight(at + length - 3, 3)), at, length, place)
  const floating = head(H_FLOATING)
  if (floating) tryAll(floating, at, length, place)
}

function heads(lengths: u32, first: u64, at: u32, length: u32, place: u32): void {
  while (lengths) {
    const n = ctz(lengths) + 1
    lengths &= lengths - 1
    if (n > length) return
    const list = listOf(0, n == 8 ? first : first & ((<u64>1 << (n << 3)) - 1))
    if (list) tryAll(list, at, length, place)
  }
}

/** Tails of different lengths end at the same byte: each is read for itself. */
function tails(lengths: u32, at: u32, length: u32, place: u32): void {
  while (lengths) {
    const n = ctz(lengths) + 1
    lengths &= lengths - 1
    if (n > length) return
    const list = listOf(1, firstEight(at + length - n, n))
    if (list) tryAll(list, at, length, place)
  }
}

function tryAll(list: u32, at: u32, length: u32, place: u32): void {
  const count = load<u32>(list, 4)
  for (let i: u32 = 0; i < count; i++) {
    const entry = list + 8 + (i << 3)
    const record = load<u32>(entry)
    // A head of up to eight bytes and a star: the key has said it all.
    if (record & 1 || isOf(record, at, length)) note(load<u32>(entry, 4), place)
  }
}
