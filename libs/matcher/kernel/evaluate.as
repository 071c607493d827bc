/**
 * The programs of queries, in words: [operation, length] in one, then what it needs, then its children. A truth node answers yes or no;
 * a place node answers where: pairs of first and last position on the stack of spans.
 */
import { BUCKETS, SPAN_CAP } from './layout'
import { addresses, buckets, hits, next, present, spans } from './desk'
import { hitCount } from './words'
import { addressEnd } from './careful'

export const TERM: u32 = 1
export const AND: u32 = 2
export const OR: u32 = 3
export const NOT: u32 = 4
export const PLACES: u32 = 5
export const FREQ: u32 = 6
export const FOLLOWERS: u32 = 7
export const LITERAL: u32 = 8
export const URL_PART: u32 = 9
export const ROW: u32 = 10
export const NEAR: u32 = 11

let chained: bool = false
let text: u32 = 0
let units: u32 = 0
let followers: f64 = 0

export function openEvaluation(at: u32, count: u32, audience: f64): void {
  chained = false
  text = at
  units = count
  followers = audience
}

/** Forgets the post: its bits, and the chains when there are any. */
export function closeEvaluation(): void {
  for (let k: u32 = 0; k < hitCount; k++) {
    const id = load<u32>(hits + (k << 3))
    store<u32>(present + ((id >> 5) << 2), 0)
    if (chained) store<u32>(buckets + ((id & (BUCKETS - 1)) << 2), 0)
  }
  store<u8>(present, 1)
}

// @ts-ignore: decorator
@inline export function isPresent(id: u32): u32 {
  return (load<u32>(present + ((id >> 5) << 2)) >> (id & 31)) & 1
}

/** Chains the hits of each term, first to last; done once a post, when a place is first asked for. */
function chain(): void {
  chained = true
  for (let k = hitCount; k > 0; k--) {
    const bucket = buckets + ((load<u32>(hits + ((k - 1) << 3)) & (BUCKETS - 1)) << 2)
    store<u32>(next + ((k - 1) << 2), load<u32>(bucket))
    store<u32>(bucket, k)
  }
}

// @ts-ignore: decorator
@inline function op(at: u32): u32 {
  return load<u32>(at) & 0xff
}
// @ts-ignore: decorator
@inline function endOf(at: u32): u32 {
  return at + ((load<u32>(at) >> 8) << 2)
}

export function isTrue(at: u32): bool {
  const what = op(at)
  if (what == TERM) return <bool>isPresent(load<u32>(at, 4))
  const end = endOf(at)
  if (what == AND) {
    for (let child = at + 4; child < end; child = endOf(child)) if (!isTrue(child)) return false
    return true
  }
  if (what == OR) {
    for (let child = at + 4; child < end; child = endOf(child)) if (isTrue(child)) return true
    return false
  }
  if (what == NOT) return !isTrue(at + 4)
  return isTrueAt(what, at)
}

function isTrueAt(what: u32, at: u32): bool {
  if (what == FOLLOWERS) return compare(load<u32>(at, 4), <f64>load<u32>(at, 8) + <f64>load<u32>(at, 12) * 4294967296.0)
  if (what == LITERAL) return holdsLiteral(at + 8, load<u32>(at, 4))
  if (what == URL_PART) return holdsUrlPart(at + 8, load<u32>(at, 4))
  if (what == FREQ) {
    if (!chained) chain()
    return starts(at + 8) >= load<u32>(at, 4)
  }
  const inner = at + 4
  const pair = isPair(inner)
  if (pair) return pairHolds(inner, pair)
  if (!mayHold(inner)) return false
  if (!chained) chain()
  return places(inner, 0, true) > 0
}

/** Two terms in a row or near each other, which most phrases are: where the first one stands among the children; 0 for anything else. */
function isPair(at: u32): u32 {
  const what = op(at)
  const left = at + (what == NEAR ? 8 : 4)
  if (what != ROW && what != NEAR) return 0
  return op(left) == TERM && op(left + 8) == TERM && endOf(at) == left + 16 ? left : 0
}

function pairHolds(at: u32, left: u32): bool {
  const one = load<u32>(left, 4)
  const other = load<u32>(left, 12)
  if (!isPresent(one) || !isPresent(other)) return false
  return op(at) == NEAR ? anyNear(one, other, load<u32>(at, 4)) : anyNear(one, other, 0x100)
}

/** Up to so many hits, looking at all of them is quicker than chaining them. */
const FEW: u32 = 64

function anyNear(one: u32, other: u32, how: u32): bool {
  return hitCount <= FEW ? anyNearOfFew(one, other, how) : anyNearChained(one, other, how)
}

function anyNearOfFew(one: u32, other: u32, how: u32): bool {
  const end = hits + (hitCount << 3)
  for (let k = hits; k < end; k += 8) {
    if (load<u32>(k) != one) continue
    const a = load<u32>(k, 4)
    for (let m = hits; m < end; m += 8) {
      if (load<u32>(m) == other && areNear(a, load<u32>(m, 4), how)) return true
    }
  }
  return false
}

function anyNearChained(one: u32, other: u32, how: u32): bool {
  if (!chained) chain()
  for (let k = bucketOf(one); k; k = nextOf(k)) {
    if (load<u32>(hits + (k << 3) - 8) != one) continue
    const a = load<u32>(hits + (k << 3) - 4)
    for (let m = bucketOf(other); m; m = nextOf(m)) {
      if (load<u32>(hits + (m << 3) - 8) == other && areNear(a, load<u32>(hits + (m << 3) - 4), how)) return true
    }
  }
  return false
}

/** Whether a term and its guard stand as the entry says: distance in 7 bits, ordered, whether the owner of the list is the first. */
export function standNear(owner: u32, guard: u32, how: u32): bool {
  const rule = (how & 0x7f) | ((how & 0x80) << 1)
  return how & 0x100 ? anyNear(owner, guard, rule) : anyNear(guard, owner, rule)
}

// @ts-ignore: decorator
@inline function bucketOf(id: u32): u32 {
  return load<u32>(buckets + ((id & (BUCKETS - 1)) << 2))
}
// @ts-ignore: decorator
@inline function nextOf(hit: u32): u32 {
  return load<u32>(next + (hit << 2) - 4)
}

/** How: at most so many words between, in 8 bits; then 1 when the first must come first. */
function areNear(a: u32, b: u32, how: u32): bool {
  const from = a & 0xffffff
  const other = b & 0xffffff
  const distance = how & 0xff
  const gap = other - from - (a >> 24) - 1
  if (<i32>gap >= 0) return gap <= distance
  const back = from - other - (b >> 24) - 1
  return !(how >> 8) && <i32>back >= 0 && back <= distance
}

/** A row or a NEAR needs all its terms: looking at bits is quicker than at places. */
function mayHold(at: u32): bool {
  const what = op(at)
  if (what == TERM) return <bool>isPresent(load<u32>(at, 4))
  const end = endOf(at)
  let child = at + (what == NEAR ? 8 : 4)
  if (what == OR) {
    for (; child < end; child = endOf(child)) if (mayHold(child)) return true
    return false
  }
  for (; child < end; child = endOf(child)) if (!mayHold(child)) return false
  return true
}

/** An unknown audience (below 0) fits nothing. */
function compare(how: u32, count: f64): bool {
  if (followers < 0) return false
  if (how == 0) return followers > count
  if (how == 1) return followers >= count
  return how == 2 ? followers < count : followers <= count
}

function holdsLiteral(at: u32, length: u32): bool {
  if (length > units) return false
  const first = load<u16>(at)
  for (let k: u32 = 0; k <= units - length; k++) {
    const here = text + (k << 1)
    if (load<u16>(here) == first && memory.compare(here, at, length << 1) == 0) return true
  }
  return false
}

function holdsUrlPart(at: u32, length: u32): bool {
  for (let here = addresses; here + length <= addressEnd; here++) {
    if (load<u8>(here) == load<u8>(at) && memory.compare(here, at, length) == 0) return true
  }
  return false
}

// @ts-ignore: decorator
@inline function first(k: u32): u32 {
  return load<u32>(spans + (k << 3))
}
// @ts-ignore: decorator
@inline function last(k: u32): u32 {
  return load<u32>(spans + (k << 3), 4)
}
// @ts-ignore: decorator
@inline function put(k: u32, from: u32, until: u32): void {
  store<u32>(spans + (k << 3), from)
  store<u32>(spans + (k << 3), until, 4)
}

/** On how many different places it begins. */
function starts(at: u32): u32 {
  const n = places(at, 0, false)
  let count: u32 = 0
  for (let k: u32 = 0; k < n; k++) if (k == 0 || first(k) != first(k - 1)) count++
  return count
}

/** Puts the places of a node on the stack from `base` on, by first position; answers how many. With `one`, any one will do. */
function places(at: u32, base: u32, one: bool): u32 {
  const what = op(at)
  if (what == TERM) return termPlaces(load<u32>(at, 4), base)
  if (what == OR) return anyPlaces(at, base)
  return what == ROW ? rowPlaces(at, base, one) : nearPlaces(at, base, one)
}

function termPlaces(id: u32, base: u32): u32 {
  let n = base
  let hit = load<u32>(buckets + ((id & (BUCKETS - 1)) << 2))
  while (hit && n < SPAN_CAP) {
    const at = hits + ((hit - 1) << 3)
    if (load<u32>(at) == id) {
      const place = load<u32>(at, 4)
      const start = place & 0xffffff
      if (n == base || first(n - 1) != start || last(n - 1) != start + (place >> 24)) put(n++, start, start + (place >> 24))
    }
    hit = load<u32>(next + ((hit - 1) << 2))
  }
  return n - base
}

function anyPlaces(at: u32, base: u32): u32 {
  let n: u32 = 0
  const end = endOf(at)
  for (let child = at + 4; child < end; child = endOf(child)) {
    const more = places(child, base + n, false)
    if (more && n) n = sorted(base, n + more)
    else n += more
  }
  return n
}

/** Shell sort by first then last position, doubles dropped: the lists are short, or nearly in order. */
function sorted(base: u32, n: u32): u32 {
  for (let gap = n >> 1; gap > 0; gap >>= 1) {
    for (let k = gap; k < n; k++) {
      const value = load<u64>(spans + ((base + k) << 3))
      let j = k
      while (j >= gap && after(base + j - gap, value)) {
        store<u64>(spans + ((base + j) << 3), load<u64>(spans + ((base + j - gap) << 3)))
        j -= gap
      }
      store<u64>(spans + ((base + j) << 3), value)
    }
  }
  let kept: u32 = 0
  for (let k: u32 = 0; k < n; k++) {
    const value = load<u64>(spans + ((base + k) << 3))
    if (kept && load<u64>(spans + ((base + kept - 1) << 3)) == value) continue
    store<u64>(spans + ((base + kept++) << 3), value)
  }
  return kept
}

// @ts-ignore: decorator
@inline function after(k: u32, value: u64): bool {
  return rotl(load<u64>(spans + (k << 3)), 32) > rotl(value, 32)
}

/** The first of `n` places from `base` that does not begin before `start`. */
function lowerBound(base: u32, n: u32, start: u32): u32 {
  let low: u32 = 0
  let high = n
  while (low < high) {
    const middle = (low + high) >> 1
    if (first(base + middle) < start) low = middle + 1
    else high = middle
  }
  return low
}

function settle(base: u32, from: u32, n: u32): u32 {
  memory.copy(spans + (base << 3), spans + (from << 3), n << 3)
  return n
}

function rowPlaces(at: u32, base: u32, one: bool): u32 {
  const end = endOf(at)
  let child = at + 4
  let n = places(child, base, false)
  for (child = endOf(child); child < end && n; child = endOf(child)) {
    const right = base + n
    const m = places(child, right, false)
    const out = right + m
    let made: u32 = 0
    const enough = one && endOf(child) >= end
    for (let k: u32 = 0; k < n && out + made < SPAN_CAP; k++) {
      const wanted = last(base + k) + 1
      for (let r = lowerBound(right, m, wanted); r < m && first(right + r) == wanted && out + made < SPAN_CAP; r++) {
        put(out + made++, first(base + k), last(right + r))
        if (enough) return 1
      }
    }
    n = sorted(base, settle(base, out, made))
  }
  return n
}

let out: u32 = 0
let made: u32 = 0

function nearPlaces(at: u32, base: u32, one: bool): u32 {
  const how = load<u32>(at, 4)
  const distance = how & 0xff
  const left = at + 8
  const n = places(left, base, false)
  if (!n) return 0
  const m = places(endOf(left), base + n, false)
  if (!m) return 0
  const right = base + n
  const start = right + m
  // Kept apart from the globals: places below may be a NEAR too.
  out = start
  made = 0
  const widest = widestOf(right, m)
  for (let k: u32 = 0; k < n; k++) {
    behind(base + k, right, m, distance)
    if (!(how >> 8)) ahead(base + k, right, m, distance, widest)
    if (one && made) return 1
  }
  return sorted(base, settle(base, out, made))
}

/** Right operands behind a left one. */
function behind(k: u32, right: u32, m: u32, distance: u32): void {
  const from = last(k) + 1
  for (let r = lowerBound(right, m, from); r < m && first(right + r) <= from + distance; r++) {
    if (out + made >= SPAN_CAP) return
    put(out + made++, first(k), last(right + r))
  }
}

function widestOf(base: u32, n: u32): u32 {
  let widest: u32 = 0
  for (let k: u32 = 0; k < n; k++) widest = max(widest, last(base + k) - first(base + k))
  return widest
}

/** Right operands ahead of a left one: they end at most `distance` words before it. */
function ahead(k: u32, right: u32, m: u32, distance: u32, widest: u32): void {
  const start = first(k)
  const reach = distance + widest + 1
  for (let r = start > reach ? lowerBound(right, m, start - reach) : 0; r < m && first(right + r) < start; r++) {
    const until = last(right + r)
    if (until >= start || start - until - 1 > distance) continue
    if (out + made >= SPAN_CAP) return
    put(out + made++, first(right + r), last(k))
  }
}
