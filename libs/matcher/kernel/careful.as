/**
 * The second reading, sign by sign, of what the first pass cannot say: tags, handles, addresses, and every script but plain Latin.
 * It is the twin of src/tokens.ts. It reads a stretch up to the next white space, from a place the first pass has chosen.
 */
import {
  CODE, DIGIT, EMOJI, FIRST, FLAG, HANGUL, HAS_EMOJI, HAS_HASHTAG, HAS_LINK, HAS_MENTION, NOTHING, SEVERAL, SIGN, SPACE, TEXT_CAP, UPPER, WORD,
  H_URL_PARTS, head,
} from './layout'
import { addresses, pages, signs } from './desk'
import { advance, keepBytes, lookFor, note, position, roomForBytes } from './words'

/** Asks the host to fill the page of a code point. */
// @ts-ignore: decorator
@external("host", "page")
declare function fillPage(page: u32): void

let units: u32 = 0 // the post's first unit
let count: u32 = 0 // units in the post's own text
let total: u32 = 0 // with the addresses behind it
let length: u32 = 0 // signs in the stretch
let i: u32 = 0
export let addressEnd: u32 = 0
export let hasLink: bool = false
let hasHashtag: bool = false
let hasMention: bool = false
let hasEmoji: bool = false

export function openText(at: u32, own: u32, all: u32): void {
  units = at
  count = own
  total = all
  addressEnd = addresses
  hasLink = hasHashtag = hasMention = hasEmoji = false
}

/** A plain tag or handle, seen without care. */
export function sawTag(): void {
  hasHashtag = true
}
export function sawHandle(): void {
  hasMention = true
}

/** What the post has, for has: filters. */
export function closeText(): void {
  if (hasLink) note(HAS_LINK, 0)
  if (hasHashtag) note(HAS_HASHTAG, 0)
  if (hasMention) note(HAS_MENTION, 0)
  if (hasEmoji) note(HAS_EMOJI, 0)
}

/** The fold of a code point as its page says it; code 0 means itself. */
export function foldOf(code: u32): u32 {
  const page = code >> 8
  let at = load<u32>(pages + (page << 2))
  if (!at) {
    fillPage(page)
    at = load<u32>(pages + (page << 2))
  }
  const sign = load<u32>(at + ((code & 0xff) << 2))
  return sign & CODE ? sign : sign | code
}

// @ts-ignore: decorator
@inline function kindOf(sign: u32): u32 {
  return (sign >> 21) & 7
}

/** The code point at unit `at`; half a pair stands for a space. */
function codeAt(at: u32): u32 {
  const unit = <u32>load<u16>(units + (at << 1))
  if ((unit & 0xfc00) != 0xd800 || at + 1 >= total) return unit
  const low = <u32>load<u16>(units + (at << 1), 2)
  return (low & 0xfc00) == 0xdc00 ? 0x10000 + ((unit & 0x3ff) << 10) + (low & 0x3ff) : unit
}

function push(sign: u32): void {
  if (length < TEXT_CAP - 4) store<u32>(signs + (length++ << 2), sign)
}

function pushHangul(code: u32): void {
  const s = code - 0xac00
  push((0x1100 + s / 588) | (WORD << 21) | FIRST)
  push((0x1161 + (s % 588) / 28) | (WORD << 21))
  if (s % 28) push((0x11a7 + (s % 28)) | (WORD << 21))
}

function pushSeveral(list: u32): void {
  const n = load<u32>(list)
  for (let k: u32 = 0; k < n; k++) push(load<u32>(list + 4 + (k << 2)))
}

/** Folds from unit `from` up to white space, or to `limit`; answers where it stopped. */
function unfold(from: u32, limit: u32): u32 {
  length = 0
  let at = from
  while (at < limit && length < TEXT_CAP - 64) {
    const code = codeAt(at)
    const sign = foldOf(code)
    const kind = kindOf(sign)
    if (kind == SEVERAL) pushSeveral(pages + ((sign & CODE) << 2))
    else if (kind == HANGUL) pushHangul(code)
    else if (kind != NOTHING) {
      if (sign & SPACE) break
      push(sign)
    }
    at += code > 0xffff ? 2 : 1
  }
  store<u32>(signs + (length << 2), 0)
  store<u32>(signs + ((length + 1) << 2), 0)
  return at
}

// @ts-ignore: decorator
@inline function sign(at: u32): u32 {
  return at < length ? load<u32>(signs + (at << 2)) : 0
}
// @ts-ignore: decorator
@inline function code(at: u32): u32 {
  return sign(at) & CODE
}
// @ts-ignore: decorator
@inline function isWord(at: u32): bool {
  return kindOf(sign(at)) == WORD
}
function isBody(at: u32): bool {
  const kind = kindOf(sign(at))
  return kind == WORD || kind == SIGN
}

function wordEnd(at: u32): u32 {
  while (isWord(at)) at++
  return at
}

/** A sign in UTF-8; answers its end. */
function encode(c: u32, to: u32): u32 {
  if (c < 0x80) {
    store<u8>(to, <u8>c)
    return to + 1
  }
  if (c < 0x800) {
    store<u8>(to, <u8>(0xc0 | (c >> 6)))
  } else {
    if (c < 0x10000) store<u8>(to, <u8>(0xe0 | (c >> 12)))
    else {
      store<u8>(to, <u8>(0xf0 | (c >> 18)))
      to++
      store<u8>(to, <u8>(0x80 | ((c >> 12) & 63)))
    }
    to++
    store<u8>(to, <u8>(0x80 | ((c >> 6) & 63)))
  }
  to++
  store<u8>(to, <u8>(0x80 | (c & 63)))
  return to + 1
}

function encodeSpan(from: u32, until: u32, to: u32): u32 {
  for (let k = from; k < until; k++) to = encode(code(k), to)
  return to
}

function emit(from: u32, until: u32, width: u32): void {
  utter(from, until, position | ((min<u32>(width, 256) - 1) << 24))
}

function utter(from: u32, until: u32, place: u32): void {
  const at = roomForBytes((until - from) << 2)
  const end = encodeSpan(from, until, at)
  keepBytes(end)
  lookFor(at, end - at, place)
}

function single(signCount: u32): void {
  emit(i, i + signCount, 1)
  advance(1)
  i += signCount
}

/** Whether the unit before `at` belongs to a word, marks that vanish left aside. */
function followsBody(at: u32): bool {
  while (at > 0) {
    at--
    const unit = <u32>load<u16>(units + (at << 1))
    let c = unit
    if ((unit & 0xfc00) == 0xdc00 && at > 0 && (<u32>load<u16>(units + (at << 1) - 2) & 0xfc00) == 0xd800) c = codeAt(--at)
    let folds = foldOf(c)
    let kind = kindOf(folds)
    if (kind == NOTHING) continue
    if (kind == SEVERAL) {
      const list = pages + ((folds & CODE) << 2)
      folds = load<u32>(list + (load<u32>(list) << 2))
      kind = kindOf(folds)
    }
    return kind == WORD || kind == SIGN || kind == HANGUL
  }
  return false
}

/** Reads with care from unit `from`; answers the first unit that has not been read. */
export function careful(from: u32): u32 {
  // A tag or a handle may have opened just before a sign that vanishes.
  while (from > 0 && isOpener(<u32>load<u16>(units + (from << 1) - 2))) from--
  const end = unfold(from, count)
  let opens = !followsBody(from)
  i = 0
  while (i < length) {
    const kind = kindOf(sign(i))
    if (i > 0) opens = !isBody(i - 1)
    if (kind == WORD) word()
    else if (kind == SIGN) single(1)
    else if (kind == EMOJI) {
      hasEmoji = true
      single(1)
    } else if (kind == FLAG) {
      hasEmoji = true
      single(kindOf(sign(i + 1)) == FLAG ? 2 : 1)
    } else if (opens && code(i) == 0x23 && isBody(i + 1)) tag()
    else if (opens && code(i) == 0x40 && isWord(i + 1)) handle()
    else i++
  }
  return end
}

// @ts-ignore: decorator
@inline function isOpener(unit: u32): bool {
  return unit == 0x23 || unit == 0x40
}

function isApostrophe(c: u32): bool {
  return c == 0x27 || c == 0x2019
}

/** l d j m t s n c qu jusqu lorsqu puisqu quoiqu, as their letters in a number. */
export function isElided(a: u64, n: u32): bool {
  if (n == 1) return a == 0x6c || a == 0x64 || a == 0x6a || a == 0x6d || a == 0x74 || a == 0x73 || a == 0x6e || a == 0x63
  if (n == 2) return a == 0x7571
  if (n == 5) return a == 0x757173756a
  if (n == 6) return a == 0x757173726f6c || a == 0x757173697570 || a == 0x7571696f7571
  return false
}

function elided(from: u32, until: u32): bool {
  if (!isApostrophe(code(until)) || until - from > 6) return false
  const next = code(until + 1)
  if (!isBody(until + 1) && !isOpener(next)) return false
  let a: u64 = 0
  for (let k = from; k < until; k++) {
    if (code(k) > 0x7f) return false
    a |= <u64>code(k) << ((k - from) << 3)
  }
  return isElided(a, until - from)
}

function word(): void {
  if (url() || address()) return
  const end = wordEnd(i)
  if (elided(i, end)) i = end + 1
  else single(end - i)
}

// @ts-ignore: decorator
@inline function isJoint(c: u32, joints: u32): bool {
  return (c == 0x2e && (joints & 1) != 0) || (c == 0x2d && (joints & 2) != 0) || (c == 0x2b && (joints & 4) != 0)
}

/** Words joined by a dot (1), a hyphen (2) or a plus (4), from `at`; answers their end. */
function joined(at: u32, joints: u32): u32 {
  let end = wordEnd(at)
  while (isJoint(code(end), joints) && isWord(end + 1)) end = wordEnd(end + 1)
  return end
}

function partBegins(at: u32, until: u32): bool {
  const now = sign(at)
  const before = sign(at - 1)
  if (!(now & FIRST)) return false
  if (kindOf(now) == SIGN || kindOf(before) == SIGN) return true
  if ((now ^ before) & DIGIT) return true
  if (!(now & UPPER)) return false
  return !(before & UPPER) || acronymEnds(at, until)
}

function acronymEnds(at: u32, until: u32): bool {
  let next = at + 1
  while (next < until && !(sign(next) & FIRST)) next++
  if (next >= until || !isWord(next) || code(next) == 0x5f) return false
  return !(sign(next) & (UPPER | DIGIT))
}

let parts: u32 = 0
/** A part of a tag or handle at its own place; counted only when `say` is false. */
function part(from: u32, until: u32, say: bool, wholeFrom: u32, wholeUntil: u32): void {
  if (until <= from) return
  if (say && (from != wholeFrom || until != wholeUntil)) {
    utter(from, until, position + parts)
  }
  parts++
}

function tagParts(from: u32, until: u32, say: bool): void {
  parts = 0
  let start = from
  for (let k = from; k < until; k++) {
    if (code(k) == 0x5f) {
      part(start, k, say, from, until)
      start = k + 1
    } else if (k > from && partBegins(k, until)) {
      part(start, k, say, from, until)
      start = k
    }
  }
  part(start, until, say, from, until)
}

function tag(): void {
  hasHashtag = true
  let end = i + 1
  while (isBody(end)) end++
  tagParts(i + 1, end, false)
  const width = max<u32>(parts, 1)
  emit(i, end, width)
  emit(i + 1, end, width)
  tagParts(i + 1, end, true)
  advance(width)
  i = end
}

function labelParts(from: u32, until: u32, say: bool): void {
  parts = 0
  let start = from
  for (let k = from; k <= until; k++) {
    if (k < until && code(k) != 0x2d) continue
    part(start, k, say, 0, 0)
    start = k + 1
  }
}

function handle(): void {
  hasMention = true
  const first = wordEnd(i + 1)
  const label = joined(i + 1, 2)
  let end = label
  if (code(end) == 0x2e && isWord(end + 1)) end = joined(end + 1, 3)
  if (code(end) == 0x40 && isWord(end + 1)) end = joined(end + 1, 3)
  labelParts(i + 1, label, false)
  const width = parts
  emit(i, end, width)
  if (label != end) emit(i, label, width)
  if (first != label) emit(i, first, width)
  labelParts(i + 1, label, true)
  advance(width)
  i = end
}

function address(): bool {
  const local = joined(i, 7)
  if (code(local) != 0x40 || !isWord(local + 1)) return false
  const end = joined(local + 1, 3)
  for (let k = local; k < end; k++) {
    if (code(k) == 0x2e) {
      single(end - i)
      return true
    }
  }
  return false
}

/** Whether the signs at `at` are these bytes, given first byte lowest. */
function spells(at: u32, letters: u64, n: u32): bool {
  for (let k: u32 = 0; k < n; k++) if (code(at + k) != (<u32>(letters >> (k << 3)) & 0xff)) return false
  return true
}

function endsAddress(c: u32): bool {
  return c == 0x22 || c == 0x3c || c == 0x3e || c == 0xab || c == 0xbb || c == 0x201c || c == 0x201d
}

function url(): bool {
  let start = i
  // "http" then "s://" or "://", or "www."
  if (spells(i, 0x70747468, 4)) {
    if (spells(i + 4, 0x2f2f3a73, 4)) start = i + 8
    else if (spells(i + 4, 0x2f2f3a, 3)) start = i + 7
  }
  if (start > i ? !isBody(start) : !(spells(i, 0x2e777777, 4) && isBody(i + 4))) return false
  let end = start
  while (end < length && !(sign(end) & SPACE) && !endsAddress(code(end))) end++
  hasLink = true
  keepAddress(i, end)
  host(start, end)
  advance(1)
  i = end
  return true
}

/** For url: filters only, which are rare. */
function keepAddress(from: u32, until: u32): void {
  if (!head(H_URL_PARTS) || addressEnd + ((until - from) << 2) + 8 > addresses + (TEXT_CAP << 2)) return
  addressEnd = encodeSpan(from, until, addressEnd)
  store<u8>(addressEnd, 0x0a)
  addressEnd++
}

function isHostSign(at: u32): bool {
  return isBody(at) || code(at) == 0x2e || code(at) == 0x2d
}

/** The host and its parents, each as a term of its own kind: 1 then the name. */
function host(from: u32, until: u32): void {
  let start = from
  for (let k = from; k < until; k++) {
    const c = code(k)
    if (c == 0x2f || c == 0x3f || c == 0x23 || c == 0x5c) {
      until = k
      break
    }
    if (c == 0x40) start = k + 1
  }
  let end = start
  while (end < until && isHostSign(end)) end++
  while (end > start && code(end - 1) == 0x2e) end--
  while (start < end) {
    const at = roomForBytes(((end - start) << 2) + 1)
    store<u8>(at, 1)
    const last = encodeSpan(start, end, at + 1)
    keepBytes(last)
    lookFor(at, last - at, position)
    while (start < end && code(start) != 0x2e) start++
    start++
  }
}

/** The addresses that came beside the text: one to a line, from unit `from` on. */
export function besides(from: u32): void {
  while (from < total) {
    const end = unfold(from, total)
    if (length) {
      hasLink = true
      keepAddress(0, length)
      host(afterScheme(), length)
      advance(1)
    }
    from = end + 1
  }
}

/** Behind "name://", or the beginning. */
function afterScheme(): u32 {
  let k: u32 = 0
  while (k < length && isSchemeSign(code(k), k)) k++
  return k > 0 && spells(k, 0x2f2f3a, 3) ? k + 3 : 0
}

function isSchemeSign(c: u32, at: u32): bool {
  if (c >= 0x61 && c <= 0x7a) return true
  return at > 0 && ((c >= 0x30 && c <= 0x39) || c == 0x2b || c == 0x2e || c == 0x2d)
}
