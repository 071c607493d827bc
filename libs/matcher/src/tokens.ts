/**
 * The words of a text. This is the readable twin of the kernel's tokeniser: queries and explanations go through it,
 * posts go through the kernel, and the tests hold the two together.
 */
import { digitBit, firstBit, Kind, upperBit } from './fold.ts'
import { Folded } from './folded.ts'

/** A word at its place: positions count words; `from` and `until` are offsets in the text, in UTF-16 units. */
export type Token = { text: string; start: number; end: number; from: number; until: number }
/** `main`: words in the form in which a query means them (the whole tag, the whole handle); `tokens`: all they answer to. */
export type Seen = { link: boolean; hashtag: boolean; mention: boolean; emoji: boolean }
export type Tokens = { tokens: Token[]; main: Token[]; hosts: string[]; addresses: string[]; seen: Seen }

const elided = new Set(['l', 'd', 'j', 'm', 't', 's', 'n', 'c', 'qu', 'jusqu', 'lorsqu', 'puisqu', 'quoiqu'])
const apostrophes = new Set([0x27, 0x2019])
const hash = 0x23
const at = 0x40
const dot = 0x2e
const hyphen = 0x2d
const plus = 0x2b
const underscore = 0x5f
const urlEnds = new Set([0x22, 0x3c, 0x3e, 0xab, 0xbb, 0x201c, 0x201d])

type Span = readonly [from: number, until: number]

/** Parts of a hashtag's body: CommunityManager, SNCFPanne, Paris2024, community_manager; a Chinese or Japanese sign is a part. */
export function tagParts(folded: Folded, from: number, until: number): Span[] {
  const parts: Span[] = []
  let start = from
  const close = (end: number) => {
    if (end > start) parts.push([start, end])
  }
  for (let i = from; i < until; i += 1) {
    if (folded.code(i) === underscore) {
      close(i)
      start = i + 1
    } else if (i > from && partBegins(folded, i, until)) {
      close(i)
      start = i
    }
  }
  close(until)
  return parts
}

function partBegins(folded: Folded, i: number, until: number): boolean {
  const now = folded.sign(i)
  if ((now & firstBit) === 0) return false
  if (folded.kind(i) === Kind.sign || folded.kind(i - 1) === Kind.sign) return true
  const before = folded.sign(i - 1)
  if (((now ^ before) & digitBit) !== 0) return true
  if ((now & upperBit) === 0) return false
  return (before & upperBit) === 0 || acronymEnds(folded, i, until)
}

/** In SNCFPanne, P opens a word because a small letter follows it. */
function acronymEnds(folded: Folded, i: number, until: number): boolean {
  let next = i + 1
  while (next < until && (folded.sign(next) & firstBit) === 0) next += 1
  if (next >= until || folded.kind(next) !== Kind.word || folded.code(next) === underscore) return false
  return (folded.sign(next) & (upperBit | digitBit)) === 0
}

class Tokeniser {
  private readonly folded: Folded
  private readonly found: Tokens
  private position = 0
  private i = 0

  constructor(folded: Folded, found: Tokens) {
    this.folded = folded
    this.found = found
  }

  run(): void {
    const { folded } = this
    while (this.i < folded.length) {
      const kind = folded.kind(this.i)
      if (kind === Kind.word) this.word()
      else if (kind === Kind.sign) this.single(1)
      else if (kind === Kind.emoji || kind === Kind.flag) this.emoji(kind)
      else this.separator()
    }
  }

  private emit(span: Span, width: number, main: boolean): void {
    const [from, until] = span
    const token = {
      text: this.folded.text(from, until),
      start: this.position,
      end: this.position + width - 1,
      from: this.folded.from[from] ?? 0,
      until: this.folded.until[until - 1] ?? 0,
    }
    this.found.tokens.push(token)
    if (main) this.found.main.push(token)
  }

  private single(length: number): void {
    this.emit([this.i, this.i + length], 1, true)
    this.position += 1
    this.i += length
  }

  /** Two regional indicators make one flag. */
  private emoji(kind: number): void {
    this.found.seen.emoji = true
    const pair = kind === Kind.flag && this.i + 1 < this.folded.length && this.folded.kind(this.i + 1) === Kind.flag
    this.single(pair ? 2 : 1)
  }

  private separator(): void {
    const { folded, i } = this
    const code = folded.code(i)
    const opens = !folded.isBody(i - 1)
    if (code === hash && opens && folded.isBody(i + 1)) this.tag()
    else if (code === at && opens && folded.isWord(i + 1)) this.handle()
    else this.i += 1
  }

  private word(): void {
    const { folded, i } = this
    if (this.url() || this.address()) return
    const end = folded.wordEnd(i)
    if (apostrophes.has(folded.code(end)) && this.opensAfter(end + 1) && elided.has(folded.text(i, end))) {
      this.i = end + 1
      return
    }
    this.single(end - i)
  }

  private opensAfter(i: number): boolean {
    return this.folded.isBody(i) || (i < this.folded.length && (this.folded.code(i) === hash || this.folded.code(i) === at))
  }

  private tag(): void {
    const { folded, i } = this
    this.found.seen.hashtag = true
    let end = i + 1
    while (folded.isBody(end)) end += 1
    const parts = tagParts(folded, i + 1, end)
    const width = Math.max(1, parts.length)
    this.emit([i, end], width, true)
    this.emit([i + 1, end], width, false)
    this.emitParts(parts, [i + 1, end])
    this.position += width
    this.i = end
  }

  /** Parts stand one behind the other; one that is the whole has been said already. */
  private emitParts(parts: readonly Span[], whole: Span): void {
    const first = this.position
    for (const part of parts) {
      if (part[0] !== whole[0] || part[1] !== whole[1]) this.emit(part, 1, false)
      this.position += 1
    }
    this.position = first
  }

  /** Runs of word signs joined by one of `joints`, from `i`; returns their end. */
  private joined(i: number, joints: readonly number[], runs?: Span[]): number {
    const { folded } = this
    let end = folded.wordEnd(i)
    runs?.push([i, end])
    while (joints.includes(folded.code(end)) && folded.isWord(end + 1)) {
      const start = end + 1
      end = folded.wordEnd(start)
      runs?.push([start, end])
    }
    return end
  }

  private handle(): void {
    const { folded, i } = this
    this.found.seen.mention = true
    const runs: Span[] = []
    const label = this.joined(i + 1, [hyphen], runs)
    let end = label
    if (folded.code(end) === dot && folded.isWord(end + 1)) end = this.joined(end + 1, [dot, hyphen])
    if (folded.code(end) === at && folded.isWord(end + 1)) end = this.joined(end + 1, [dot, hyphen])
    const first = runs[0]?.[1] ?? label
    const width = runs.length
    this.emit([i, end], width, true)
    if (label !== end) this.emit([i, label], width, false)
    if (first !== label) this.emit([i, first], width, false)
    this.emitParts(runs, [0, 0])
    this.position += width
    this.i = end
  }

  /** jean.dupont@sncf.fr: one word, and nobody is mentioned. */
  private address(): boolean {
    const { folded, i } = this
    const local = this.joined(i, [dot, plus, hyphen])
    if (folded.code(local) !== at || !folded.isWord(local + 1)) return false
    const end = this.joined(local + 1, [dot, hyphen])
    if (!folded.text(local, end).includes('.')) return false
    this.single(end - i)
    return true
  }

  private url(): boolean {
    const { folded, i } = this
    let start = i
    if (folded.startsWith(i, 'https://')) start = i + 8
    else if (folded.startsWith(i, 'http://')) start = i + 7
    const isUrl = start > i ? folded.isBody(start) : folded.startsWith(i, 'www.') && folded.isBody(i + 4)
    if (!isUrl) return false
    let end = start
    while (end < folded.length && !folded.isSpace(end) && !urlEnds.has(folded.code(end))) end += 1
    this.found.seen.link = true
    addHost(this.found, folded, [start, end])
    this.found.addresses.push(folded.text(i, end))
    this.position += 1
    this.i = end
    return true
  }
}

/** The host of an address and its parents: www.lemonde.fr, lemonde.fr, fr. */
function addHost(found: Tokens, folded: Folded, [from, until]: Span): void {
  const rest = folded.text(from, until)
  const authority = rest.slice(0, /[/?#\\]|$/.exec(rest)?.index)
  const named = authority.slice(authority.lastIndexOf('@') + 1)
  const host = /^[[\p{L}\p{N}_.\-]--[\p{Extended_Pictographic}]]*/v.exec(named)?.[0].replace(/\.+$/, '') ?? ''
  for (let name = host; name !== '';) {
    found.hosts.push(name)
    const next = name.indexOf('.')
    name = next < 0 ? '' : name.slice(next + 1)
  }
}

const nothing = (): Tokens => ({
  tokens: [],
  main: [],
  hosts: [],
  addresses: [],
  seen: { link: false, hashtag: false, mention: false, emoji: false },
})

/** The words of a text; with `joker`, * and ? count as letters (for the words of a query). */
export function tokenise(text: string, joker = false): Tokens {
  const found = nothing()
  new Tokeniser(new Folded(text, joker), found).run()
  return found
}

/** Adds the addresses that came beside the text. */
export function addUrls(found: Tokens, urls: readonly string[]): void {
  for (const url of urls) {
    const folded = new Folded(url)
    const whole = folded.text(0, folded.length)
    const scheme = /^[a-z][a-z0-9+.-]*:\/\//.exec(whole)?.[0].length ?? 0
    found.seen.link = true
    found.addresses.push(whole)
    addHost(found, folded, [scheme, folded.length])
  }
}
