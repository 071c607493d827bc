/**
 * What hangs on a term: the queries that cannot match without it. A list is [room, count] then 8 bytes a query: its number, with the
 * high bit when more must be looked at, and its guard, one more term that must be there (or, with the high bit, must not).
 * With the next bit too, what must be looked at is how near the two stand, said in the word itself, and its number has 20 bits.
 */
import { H_LISTS, H_QUERIES, head } from './layout'
import { alloc, COLD, LISTS, PROGRAMS, release, roomOf } from './memory'
import { roomForQuery } from './terms'

// @ts-ignore: decorator
@inline function sizeOf(room: u32): u32 {
  return 8 + (room << 3)
}

/** A longer list with the same beginning; `list` may be 0. */
export function longer(list: u32): u32 {
  const room = list ? load<u32>(list) : 0
  const size = list ? roomOf(sizeOf(room)) << 1 : 16
  const wider = alloc(size, LISTS)
  if (list) {
    memory.copy(wider, list, sizeOf(room))
    release(list, sizeOf(room), LISTS)
  }
  store<u32>(wider, (size - 8) >> 3)
  return wider
}

/** Adds two words to a list; answers where the list is now. */
export function append(list: u32, first: u32, second: u32): u32 {
  if (!list || load<u32>(list, 4) == load<u32>(list)) list = longer(list)
  const count = load<u32>(list, 4)
  const at = list + 8 + (count << 3)
  store<u32>(at, first)
  store<u32>(at, second, 4)
  store<u32>(list, count + 1, 4)
  return list
}

/** Takes out what begins with `first` (under `mask`); the last one takes its place. Answers the list, 0 when it is empty. */
export function remove(list: u32, first: u32, mask: u32): u32 {
  if (!list) return 0
  let count = load<u32>(list, 4)
  for (let i: u32 = 0; i < count;) {
    const at = list + 8 + (i << 3)
    if ((load<u32>(at) & mask) != first) {
      i++
      continue
    }
    count--
    store<u64>(at, load<u64>(list + 8 + (count << 3)))
  }
  store<u32>(list, count, 4)
  if (count) return list
  release(list, sizeOf(load<u32>(list)), LISTS)
  return 0
}

export function post(term: u32, query: u32, guard: u32): void {
  const at = head(H_LISTS) + (term << 2)
  store<u32>(at, append(load<u32>(at), query, guard))
}

export const MORE: u32 = 0x80000000
export const PAIR: u32 = 0x40000000
const PAIR_QUERY: u32 = 0xfffff

// @ts-ignore: decorator
@inline export function queryOf(which: u32): u32 {
  if (!(which & MORE)) return which
  return which & PAIR ? which & PAIR_QUERY : which & 0x3fffffff
}

/** Takes a query out of a term's list, once for each time it stands there. */
export function unpost(term: u32, query: u32): void {
  const at = head(H_LISTS) + (term << 2)
  let list = load<u32>(at)
  for (let i: u32 = 0; list && i < load<u32>(list, 4);) {
    const which = load<u32>(list + 8 + (i << 3))
    if (queryOf(which) == query) list = remove(list, which, 0xffffffff)
    else i++
  }
  store<u32>(at, list)
}

/** How many queries hang on a term. */
export function postingsOf(term: u32): u32 {
  const list = load<u32>(head(H_LISTS) + (term << 2))
  return list ? load<u32>(list, 4) : 0
}

/** A block of the query's own: [bytes, then words]. Kind 0 is its program, kind 1 the terms it refers to. */
export function giveBlock(query: u32, kind: u32, words: u32): u32 {
  roomForQuery(query)
  const block = alloc((words + 1) << 2, kind == 0 ? PROGRAMS : COLD)
  store<u32>(block, words)
  store<u32>(head(H_QUERIES) + (query << 3) + (kind << 2), block)
  return block + 4
}

export function blockOf(query: u32, kind: u32): u32 {
  return load<u32>(head(H_QUERIES) + (query << 3) + (kind << 2))
}

export function dropBlock(query: u32, kind: u32): void {
  const at = head(H_QUERIES) + (query << 3) + (kind << 2)
  const block = load<u32>(at)
  if (block) release(block, (load<u32>(block) + 1) << 2, kind == 0 ? PROGRAMS : COLD)
  store<u32>(at, 0)
}
