/** Room for the tables: powers of two, split when a larger piece lies free, never joined again. Written by one thread only. */
import { H_FREE, H_LIVE, H_TOP, head, setHead } from './layout'

const SMALLEST: u32 = 4 // 16 bytes

// @ts-ignore: decorator
@inline function classOf(size: u32): u32 {
  return size <= 16 ? SMALLEST : 32 - clz(size - 1)
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

/** A piece of at least `size` bytes, all zero, aligned to its first power of two up to 64. */
export function alloc(size: u32): u32 {
  const wanted = classOf(size)
  const bytes: u32 = 1 << wanted
  setHead(H_LIVE, head(H_LIVE) + bytes)
  for (let c = wanted; c < 31; c++) {
    const piece = head(H_FREE + c)
    if (piece) {
      setHead(H_FREE + c, load<u32>(piece))
      for (let half = c; half > wanted; half--) give(piece + (1 << (half - 1)), half - 1)
      memory.fill(piece, 0, bytes)
      return piece
    }
  }
  return fromTop(bytes)
}

// @ts-ignore: decorator
@inline function give(piece: u32, c: u32): void {
  store<u32>(piece, head(H_FREE + c))
  setHead(H_FREE + c, piece)
}

export function release(piece: u32, size: u32): void {
  const c = classOf(size)
  setHead(H_LIVE, head(H_LIVE) - (1 << c))
  give(piece, c)
}

/** How much a piece really holds. */
export function roomOf(size: u32): u32 {
  return 1 << classOf(size)
}
