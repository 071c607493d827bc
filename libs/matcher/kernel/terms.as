/**
 * The terms: an open table of 16-byte slots, four to a line of memory. A term of up to 12 bytes is its own key, so that finding it
 * touches one line; a Bloom filter of one bit in front keeps the words nobody asks for away from it. When five in eight slots are taken,
 * a larger table is begun, and each addition moves a few slots: no addition ever waits for a whole move.
 */
import {
  FIRST_TERM, H_BLOOM, H_BLOOM_MASK, H_CURSOR, H_FREE_TERM, H_FREE_TERMS, H_LISTS, H_MASK, H_OLD, H_OLD_BLOOM, H_OLD_BLOOM_MASK, H_OLD_MASK,
  H_QUERIES, H_QUERY_CAP, H_TABLE, H_TERMS, H_TERM_CAP, H_TERM_INFO, H_TOP, H_USED, I_REFERENCES, I_SEEN, I_TEXT, ID, INFO, LENGTH_SHIFT,
  S_ID, S_LAST, SLOT, SLOT_BITS, TOMB, WHOLE, head, setHead,
} from './layout'
import { alloc, COLD, LARGE, release } from './memory'

const K1: u64 = 0x9e3779b97f4a7c15
const K2: u64 = 0xc2b2ae3d27d4eb4f
const MOVED: u32 = 64

// @ts-ignore: decorator
@inline export function firstEight(at: u32, length: u32): u64 {
  const all = load<u64>(at)
  return length >= 8 ? all : all & ((<u64>1 << (length << 3)) - 1)
}
// @ts-ignore: decorator
@inline export function lastFour(at: u32, length: u32): u32 {
  return length > 8 ? load<u32>(at + length - 4) : 0
}
// @ts-ignore: decorator
@inline export function shortLength(length: u32): u32 {
  return min<u32>(length, 255)
}

// @ts-ignore: decorator
@inline export function hashOf(first: u64, last: u32, length: u32): u64 {
  const h = (first * K1) ^ ((<u64>last << 8 | length) * K2)
  return h ^ (h >> 29)
}

// @ts-ignore: decorator
@inline export function mayBe(h: u64, bloom: u32, mask: u32): u32 {
  const bit = <u32>(h >> 12) & mask
  return (load<u8>(bloom + (bit >> 3)) >> <u8>(bit & 7)) & 1
}

/** Whether a long term is this text: its slot has said its beginning and its end. */
export function sameText(id: u32, at: u32, length: u32): bool {
  const text = load<u32>(infoOf(id), I_TEXT)
  return load<u32>(text) == length && memory.compare(text + 4, at, length) == 0
}

/** The id of a term, or 0. */
// @ts-ignore: decorator
@inline export function probe(table: u32, mask: u32, h: u64, first: u64, last: u32, at: u32, length: u32): u32 {
  let i = <u32>(h >> 32) & mask
  const short = shortLength(length)
  while (true) {
    const slot = table + (i << SLOT_BITS)
    const named = load<u32>(slot, S_ID)
    if (named == 0) break
    if (load<u64>(slot) == first && load<u32>(slot, S_LAST) == last && named >> LENGTH_SHIFT == short) {
      if (length <= WHOLE || sameText(named & ID, at, length)) return named & ID
    }
    i = (i + 1) & mask
  }
  return 0
}

/** The id of a term in the table, or in the one being left; 0 when nobody asks for it. */
export function find(at: u32, length: u32): u32 {
  const first = firstEight(at, length)
  const last = lastFour(at, length)
  const h = hashOf(first, last, shortLength(length))
  let id: u32 = 0
  if (mayBe(h, head(H_BLOOM), head(H_BLOOM_MASK))) id = probe(head(H_TABLE), head(H_MASK), h, first, last, at, length)
  if (id == 0 && head(H_OLD)) id = probe(head(H_OLD), head(H_OLD_MASK), h, first, last, at, length)
  return id
}

// @ts-ignore: decorator
@inline export function infoOf(id: u32): u32 {
  return head(H_TERM_INFO) + id * INFO
}

function freeSlot(table: u32, mask: u32, h: u64): u32 {
  let i = <u32>(h >> 32) & mask
  while (load<u32>(table + (i << SLOT_BITS), S_ID) != 0) i = (i + 1) & mask
  return table + (i << SLOT_BITS)
}

function mark(h: u64): void {
  const bit = <u32>(h >> 12) & head(H_BLOOM_MASK)
  const at = head(H_BLOOM) + (bit >> 3)
  store<u8>(at, load<u8>(at) | <u8>(<u32>1 << (bit & 7)))
}

function newTable(slots: u32): void {
  const bits = max(slots << 3, 1 << 13)
  setHead(H_TABLE, alloc(slots * SLOT, LARGE))
  setHead(H_MASK, slots - 1)
  setHead(H_BLOOM, alloc(bits >> 3, LARGE))
  setHead(H_BLOOM_MASK, bits - 1)
  setHead(H_USED, 0)
}

/** Moves a few slots out of the table being left. */
function moveSome(count: u32): void {
  const old = head(H_OLD)
  if (!old) return
  const slots = head(H_OLD_MASK) + 1
  const from = head(H_CURSOR)
  const until = min(from + count, slots)
  for (let i = from; i < until; i++) {
    const slot = old + i * SLOT
    const named = load<u32>(slot, S_ID)
    if (named == 0 || named == TOMB) continue
    const h = hashOf(load<u64>(slot), load<u32>(slot, S_LAST), named >> LENGTH_SHIFT)
    const place = freeSlot(head(H_TABLE), head(H_MASK), h)
    memory.copy(place, slot, SLOT)
    mark(h)
    store<u32>(infoOf(named & ID), place)
    store<u32>(slot, TOMB, S_ID)
    setHead(H_USED, head(H_USED) + 1)
  }
  setHead(H_CURSOR, until)
  if (until < slots) return
  release(old, slots * SLOT, LARGE)
  release(head(H_OLD_BLOOM), (head(H_OLD_BLOOM_MASK) + 1) >> 3, LARGE)
  setHead(H_OLD, 0)
}

/** Goes on with a move; answers whether there is more to do. */
export function settle(): bool {
  moveSome(MOVED << 4)
  return head(H_OLD) != 0
}

/** Five in eight slots are taken: begin a table with room for twice the terms in use. */
function growTable(): void {
  moveSome(0xffffff)
  const live = head(H_TERMS) - head(H_FREE_TERMS)
  const slots = head(H_MASK) + 1
  setHead(H_OLD, head(H_TABLE))
  setHead(H_OLD_MASK, head(H_MASK))
  setHead(H_OLD_BLOOM, head(H_BLOOM))
  setHead(H_OLD_BLOOM_MASK, head(H_BLOOM_MASK))
  setHead(H_CURSOR, 0)
  newTable(live * 4 > slots ? slots << 1 : slots)
}

/** By id and by query, arrays double; a desk is told by the owner of the tables. */
function doubled(array: u32, bytes: u32): u32 {
  const wider = alloc(bytes << 1, LARGE)
  memory.copy(wider, array, bytes)
  release(array, bytes, LARGE)
  return wider
}

function newId(): u32 {
  const free = head(H_FREE_TERM)
  if (free) {
    setHead(H_FREE_TERM, load<u32>(infoOf(free)))
    setHead(H_FREE_TERMS, head(H_FREE_TERMS) - 1)
    return free
  }
  const id = head(H_TERMS)
  if (id == head(H_TERM_CAP)) {
    setHead(H_TERM_INFO, doubled(head(H_TERM_INFO), id * INFO))
    setHead(H_LISTS, doubled(head(H_LISTS), id << 2))
    setHead(H_TERM_CAP, id << 1)
  }
  if (id >= TOMB) unreachable()
  setHead(H_TERMS, id + 1)
  return id
}

function keep(at: u32, length: u32): u32 {
  const text = alloc(length + 4, COLD)
  store<u32>(text, length)
  memory.copy(text + 4, at, length)
  return text
}

/** The id of a term, new when it is not there yet; one reference more. */
export function intern(at: u32, length: u32): u32 {
  const known = find(at, length)
  if (known) {
    refer(known)
    return known
  }
  moveSome(MOVED)
  if (head(H_USED) * 8 > head(H_MASK) * 5) growTable()
  const first = firstEight(at, length)
  const last = lastFour(at, length)
  const h = hashOf(first, last, shortLength(length))
  const id = newId()
  const slot = freeSlot(head(H_TABLE), head(H_MASK), h)
  store<u64>(slot, first)
  store<u32>(slot, last, S_LAST)
  store<u32>(slot, id | (shortLength(length) << LENGTH_SHIFT), S_ID)
  mark(h)
  setHead(H_USED, head(H_USED) + 1)
  const info = infoOf(id)
  store<u32>(info, slot)
  store<u32>(info, 1, I_REFERENCES)
  store<u32>(info, 0, I_SEEN)
  store<u32>(info, length > WHOLE ? keep(at, length) : 0, I_TEXT)
  store<u32>(head(H_LISTS) + (id << 2), 0)
  return id
}

export function refer(id: u32): void {
  const info = infoOf(id)
  store<u32>(info, load<u32>(info, I_REFERENCES) + 1, I_REFERENCES)
}

/** One reference less; the last one takes the term away, whose list must be empty by then. Answers how many are left. */
export function forget(id: u32): u32 {
  const info = infoOf(id)
  const left = load<u32>(info, I_REFERENCES) - 1
  store<u32>(info, left, I_REFERENCES)
  if (left != 0 || id < FIRST_TERM) return left
  const text = load<u32>(info, I_TEXT)
  if (text) release(text, load<u32>(text) + 4, COLD)
  store<u32>(load<u32>(info), TOMB, S_ID)
  store<u32>(info, head(H_FREE_TERM))
  setHead(H_FREE_TERM, id)
  setHead(H_FREE_TERMS, head(H_FREE_TERMS) + 1)
  return 0
}

export function seenOf(id: u32): u32 {
  return load<u32>(infoOf(id), I_SEEN)
}
export function setSeen(id: u32, count: u32): void {
  store<u32>(infoOf(id), count, I_SEEN)
}

/** Room for query number `query`: 8 bytes each, program and terms. */
export function roomForQuery(query: u32): void {
  while (query >= head(H_QUERY_CAP)) {
    const cap = head(H_QUERY_CAP)
    setHead(H_QUERIES, doubled(head(H_QUERIES), cap << 3))
    setHead(H_QUERY_CAP, cap << 1)
  }
}

/** An empty set of tables that begins at `top`. The reserved ids have no slot: nothing in a text can be spelt like them. */
export function openTables(top: u32): void {
  const cap: u32 = 1 << 8
  setHead(H_TOP, top)
  newTable(cap)
  setHead(H_TERM_CAP, cap)
  setHead(H_TERM_INFO, alloc(cap * INFO, LARGE))
  setHead(H_LISTS, alloc(cap << 2, LARGE))
  setHead(H_QUERY_CAP, cap)
  setHead(H_QUERIES, alloc(cap << 3, LARGE))
  setHead(H_TERMS, FIRST_TERM)
}
