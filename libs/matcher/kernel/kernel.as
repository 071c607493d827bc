/** The kernel's door: a batch of posts in, the numbers of the queries that match out. */
import { HEAD, H_LIVE, H_QUERIES, H_QUERY_CAP, H_TERMS, H_TERM_CAP, H_URL_PARTS, H_VERSION, TEXT_CAP, head, setHead } from './layout'
import { answered, answers, answersEnd, candidates, counters, folded, oddities, passed, present, records, sure, text, turns } from './desk'
import { addressed, oddityCount, scan, turnCount } from './scan'
import { besides, careful, closeText, isElided, openText, sawHandle, sawTag } from './careful'
import { advance, candidateCount, flush, look, lookFor, note, openBatch, openPost, position, setPosition, touchLists } from './words'
import { closeEvaluation, isTrue, openEvaluation, standNear } from './evaluate'
import { PAIR, queryOf } from './postings'
import { firstEight } from './terms'
import { alloc, LARGE, release } from './memory'

export { openDesk, widenDesk, takeTray, deskSize, deskPages } from './desk'
export { settle } from './terms'
export { openTables, intern, find, forget, refer, seenOf, setSeen } from './terms'
export { rememberFrom } from './words'
export { post, unpost, postingsOf, giveBlock, blockOf, dropBlock } from './postings'
export { file, unfile } from './patterns'

/** Room for a desk or a tray. */
export function allocLarge(size: u32): u32 {
  return alloc(size, LARGE)
}
export function releaseLarge(piece: u32, size: u32): void {
  release(piece, size, LARGE)
}

export function termCap(): u32 {
  return head(H_TERM_CAP)
}
export function queryCap(): u32 {
  return head(H_QUERY_CAP)
}
export function termCount(): u32 {
  return head(H_TERMS)
}
/** Bytes in use by the tables. */
export function liveBytes(): u32 {
  return head(H_LIVE)
}
/** The tables have changed: nothing that a desk remembers holds any more. */
export function changed(): void {
  setHead(H_VERSION, head(H_VERSION) + 1)
}
export function countUrlParts(by: i32): void {
  setHead(H_URL_PARTS, head(H_URL_PARTS) + by)
}

/** First unit of the post being read. */
let textAt: u32 = 0

const WWW: u64 = 0x777777
const HTTP: u64 = 0x70747468
const HTTPS: u64 = 0x7370747468

/** Whether the word from `s` to `e` must be read with care, because of what stands next to it. */
function needsCare(s: u32, e: u32): bool {
  const after = load<u8>(folded + e)
  if (after == 1) return true
  const n = e - s
  if (after == 0x3a) return (n == 4 && firstEight(folded + s, 4) == HTTP) || (n == 5 && firstEight(folded + s, 5) == HTTPS)
  return after == 0x2e && n == 3 && firstEight(folded + s, 3) == WWW
}

/** Whether the word from `s` to `e`, before an apostrophe, vanishes: 1 yes, 0 no, 2 only care can tell. */
function vanishes(s: u32, e: u32): u32 {
  const after = load<u8>(folded + e + 1)
  if (after == 1) return 2
  const opens = (after >= 0x61 && after <= 0x7a) || (after >= 0x30 && after <= 0x39) || after == 0x5f || after == 0x23 || after == 0x40
  return opens && e - s <= 6 && isElided(firstEight(folded + s, e - s), e - s) ? 1 : 0
}

/** Whether nothing around a word makes it worth a second look: # @ before; an oddity ' : . after. */
// @ts-ignore: decorator
@inline function isPlain(before: u32, after: u32): bool {
  return before != 0x23 && before != 0x40 && (after == 0x20 || (after != 1 && after != 0x27 && after != 0x3a && after != 0x2e))
}

/** Reads the words of a post whose first pass is done. */
function readWords(): void {
  const base = folded
  const end = turns + (turnCount << 2)
  const oddEnd = oddities + (oddityCount << 2)
  let odd = oddities
  let nextOdd = odd < oddEnd ? load<u32>(odd) : 0xffffffff
  let done: u32 = 0
  let place: u32 = 0
  for (let turn = turns; turn < end; turn += 8) {
    const s = load<u32>(turn)
    const e = load<u32>(turn, 4)
    while (nextOdd < s) {
      if (nextOdd >= done) {
        setPosition(place)
        done = careful(nextOdd)
        place = position
      }
      odd += 4
      nextOdd = odd < oddEnd ? load<u32>(odd) : 0xffffffff
    }
    if (s < done) continue
    if (isPlain(load<u8>(base + s - 1), load<u8>(base + e))) {
      look(base + s, e - s, place)
      place++
      continue
    }
    setPosition(place)
    done = odder(s, e, done)
    place = position
  }
  setPosition(place)
  for (; odd < oddEnd; odd += 4) if (load<u32>(odd) >= done) done = careful(load<u32>(odd))
}

/** A word with something next to it; answers how far has been read. */
function odder(s: u32, e: u32, done: u32): u32 {
  const before = load<u8>(folded + s - 1)
  if (before == 0x23 || before == 0x40) {
    if (plainOpening(before, s, e)) return done
    return careful(s)
  }
  if (needsCare(s, e)) return careful(s)
  if (load<u8>(folded + e) == 0x27) {
    const how = vanishes(s, e)
    if (how == 2) return careful(s)
    if (how == 1) return done
  }
  lookFor(folded + s, e - s, position)
  advance(1)
  return done
}

/** #orange and @orange, with a space before and nothing behind that could belong to them: said at once. */
function plainOpening(before: u32, s: u32, e: u32): bool {
  const far = load<u8>(folded + s - 2)
  const after = load<u8>(folded + e)
  if ((far != 0x20 && far != 0x0a) || after == 1) return false
  if (before == 0x40) {
    if (after == 0x2e || after == 0x2d || after == 0x40) return false
    sawHandle()
  } else {
    if (!isOnePart(s, e)) return false
    sawTag()
  }
  lookFor(folded + s - 1, e - s + 1, position)
  lookFor(folded + s, e - s, position)
  advance(1)
  return true
}

/** Whether a tag is one word whatever its capitals: none after the first letter, or nothing but capitals; no digit, no _. */
function isOnePart(s: u32, e: u32): bool {
  let capitals: u32 = 0
  let firstIsCapital: u32 = 0
  for (let k = s; k < e; k++) {
    const byte = load<u8>(folded + k)
    if (byte < 0x61) return false
    const unit = <u32>load<u16>(textAt + (k << 1))
    const capital: u32 = unit < 0x61 || (unit >= 0xc0 && unit <= 0xde) ? 1 : 0
    capitals += capital
    if (k == s) firstIsCapital = capital
  }
  return capitals == firstIsCapital || capitals == e - s
}

/** Reads every stretch with care: where an @ stands behind a word. */
function readCarefully(count: u32): void {
  let at: u32 = 0
  while (at < count) at = max(careful(at), at + 1)
}

let answer: u32 = 0

/** Most entries of a list that are looked through before those that passed are judged. */
const STRETCH: u32 = 1 << 12
/** Of an entry that passed and of which more must be looked at: its word, its guard, the term whose list it is of. */
const KEPT_BITS: u32 = 4
/** Ends of what passed: queries of which nothing more is asked, and entries of which there is. */
let sureEnd: u32 = 0
let keptEnd: u32 = 0

/** Keeps the entries whose guard holds, without a branch: which of them do, and of which more is asked, is as good as random. */
function gather(list: u32, owner: u32): void {
  let entry = list + 8
  let left = load<u32>(list, 4)
  while (left > STRETCH) {
    gatherSome(entry, STRETCH, owner)
    judge()
    entry += STRETCH << 3
    left -= STRETCH
  }
  gatherSome(entry, left, owner)
}

// @ts-ignore: decorator
@inline function gatherSome(entry: u32, count: u32, owner: u32): void {
  const bits = present
  const end = entry + (count << 3)
  let to = sureEnd
  let kept = keptEnd
  for (; entry < end; entry += 8) {
    const which = load<u32>(entry)
    const guard = load<u32>(entry, 4)
    const there = load<u32>(bits + (((guard & 0x7fffffff) >> 5) << 2)) >> (guard & 31)
    const holds = (there ^ (guard >> 31)) & 1
    store<u32>(to, which)
    to += (holds & ~(which >> 31)) << 2
    store<u32>(kept, which)
    store<u32>(kept, guard, 4)
    store<u32>(kept, owner, 8)
    kept += (holds & (which >> 31)) << KEPT_BITS
  }
  sureEnd = to
  keptEnd = kept
}

/** Answers a query, once. */
// @ts-ignore: decorator
@inline function give(query: u32, to: u32): u32 {
  const byte = answered + (query >> 3)
  const bits = <u32>load<u8>(byte)
  const fresh: u32 = ((bits >> (query & 7)) & 1) ^ 1
  store<u8>(byte, <u8>(bits | (<u32>1 << (query & 7))))
  store<u32>(to, query)
  const counter = counters + (query << 2)
  store<u32>(counter, load<u32>(counter) + fresh)
  return to + (fresh << 2)
}

/** Answers what is sure, and runs the programs of the rest. */
function judge(): void {
  const programs = head(H_QUERIES)
  let to = answer
  for (let k = sure; k < sureEnd; k += 4) to = give(load<u32>(k), to)
  for (let k = passed; k < keptEnd; k += 1 << KEPT_BITS) {
    const which = load<u32>(k)
    const query = queryOf(which)
    if (which & PAIR) {
      if (!standNear(load<u32>(k, 8), load<u32>(k, 4), which >> 20)) continue
    } else if (!isTrue(load<u32>(programs + (query << 3)) + 4)) continue
    to = give(query, to)
  }
  answer = to
  sureEnd = sure
  keptEnd = passed
}

function examine(): void {
  sureEnd = sure
  keptEnd = passed
  const end = candidates + (candidateCount << 3)
  for (let k = candidates; k < end; k += 8) {
    if (sureEnd > sure + (STRETCH << 2) || keptEnd > passed + (STRETCH << KEPT_BITS)) judge()
    gather(load<u32>(k), load<u32>(k, 4))
  }
  judge()
}

/** One post: a record is [unit where its text begins, own units, units with addresses, terms, audience (f64), then ids of terms]. */
function matchPost(record: u32): void {
  const at = text + (load<u32>(record) << 1)
  const own = load<u32>(record, 4)
  const all = load<u32>(record, 8)
  const terms = load<u32>(record, 12)
  openPost()
  openText(at, own, all)
  textAt = at
  scan(at, own)
  if (addressed) readCarefully(own)
  else readWords()
  if (all > own) besides(own)
  flush()
  closeText()
  for (let k: u32 = 0; k < terms; k++) note(load<u32>(record + 24 + (k << 2)), 0)
  openEvaluation(at, own, load<f64>(record, 16))
  touchLists()
  const from = answer + 4
  answer = from
  examine()
  store<u32>(from - 4, (answer - from) >> 2)
  for (let k = from; k < answer; k += 4) store<u8>(answered + (load<u32>(k) >> 3), 0)
  closeEvaluation()
}

/** Matches up to `count` posts; answers how many found room for their answers: each [count, queries]. */
export function run(count: u32, learn: bool): u32 {
  openBatch(learn)
  answer = answers
  const most = (head(H_QUERY_CAP) + 1) << 2
  let record = records
  for (let k: u32 = 0; k < count; k++) {
    if (answer + most > answersEnd) return k
    matchPost(record)
    record += (24 + (load<u32>(record, 12) << 2) + 7) & ~7
  }
  return count
}
