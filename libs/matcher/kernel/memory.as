/**
 * Room for the tables: powers of two, split when a larger piece lies free, never joined again. Written by one thread only.
 * What is read for every post must lie close together: beyond some 8 MB of touched pages a processor no longer knows by heart where
 * pages are, and each look costs ten times as much. So each kind of piece has stretches of its own.
 */
import { H_FREE, H_LIVE, H_STRETCH, H_TOP, head, setHead } from './layout'

/** Kinds of pieces: tables and desks, lists of postings and patterns, programs, and what is read only when a query changes. */
export const LARGE: u32 = 0
export const LISTS: u32 = 1
export const PROGRAMS: u32 = 2
export const COLD: u32 = 3

const SMALLEST: u32 = 4 // 16 bytes
const CLASSES: u32 = 32
const STRETCH: u32 = 1 << 16

// @ts-ignore: decorator
@inline function classOf(size: u32): u32 {
  return size <= 16 ? SMALLEST : 32 - clz(size - 1)
}

// @ts-ignore: decorator
@inline function freeOf(kind: u32, c: u32): u32 {
  return H_FREE + kind * CLASSES + c
}

function fromTop(size: u32): u32 {
  const at = head(H_TOP)
  const end = at + size
  const pages = memory.size()
  if (end > <u32>pages << 16) {
    const more = (end - (<u32>pages << 16) + 0xffff) >> 16
    // A quarter more than asked, so that a million additions do not grow a million times.
    if (memory.grow(max(more, <u32>pages >> 2)) < 0 && memory.grow(more) < 0) unreachable()
  }
  setHead(H_TOP, end)
  return at
}

/** From the kind's own stretch, or a new one; a large piece stands alone. */
function fromStretch(kind: u32, size: u32): u32 {
  if (kind == LARGE || size >= STRETCH) return fromTop(size)
  const field = H_STRETCH + (kind << 1)
  let at = head(field)
  if (at + size > head(field + 1)) {
    at = fromTop(STRETCH)
    setHead(field + 1, at + STRETCH)
  }
  setHead(field, at + size)
  return at
}

/** A piece of at least `size` bytes, all zero, aligned to 16 bytes. */
export function alloc(size: u32, kind: u32): u32 {
  const wanted = classOf(size)
  const bytes: u32 = 1 << wanted
  setHead(H_LIVE, head(H_LIVE) + bytes)
  for (let c = wanted; c < CLASSES; c++) {
    const piece = head(freeOf(kind, c))
    if (piece) {
      setHead(freeOf(kind, c), load<u32>(piece))
      for (let half = c; half > wanted; half--) give(piece + (1 << (half - 1)), half - 1, kind)
      memory.fill(piece, 0, bytes)
      return piece
    }
  }
  return fromStretch(kind, bytes)
}

// @ts-ignore: decorator
@inline function give(piece: u32, c: u32, kind: u32): void {
  store<u32>(piece, head(freeOf(kind, c)))
  setHead(freeOf(kind, c), piece)
}

export function release(piece: u32, size: u32, kind: u32): void {
  const c = classOf(size)
  setHead(H_LIVE, head(H_LIVE) - (1 << c))
  give(piece, c, kind)
}

/** How much a piece really holds. */
export function roomOf(size: u32): u32 {
  return 1 << classOf(size)
}
