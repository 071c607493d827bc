/** The tables of all queries, seen from the thread that writes them: terms, anchors, programs, and the desks they are read from. */
import { expectedShare } from './share.ts'
import { every, hasIds, Kernel, newMemory, recordBytes, scratchBytes, textBytes, type Tray, type Width } from './kernel.ts'
import { type Ir, keys } from './lower.ts'
import { type Anchor, anchorsOf, type Plan, resolve } from './plan.ts'
import { programOf } from './program.ts'

/** Posts from which frequencies are learnt count this much against what was expected beforehand. */
const trust = 2000
/** Answers beyond those of one post that a tray has room for. */
const answerRoom = 1 << 14
/** More must be looked at than the entry of a list. */
const anchored = 0x8000_0000
/** How two terms must stand, in an entry, leaves 20 bits for the query's number. */
const pairShift = 20
const longestPairQuery = 0xfffff

const sizeOf = (bytes: number): number => (bytes <= 16 ? 16 : 2 ** Math.ceil(Math.log2(bytes)))
const hasPrefix = keys.has

/** Terms that are more than a word: filters by what they ask, patterns by their text. */
type Named = { map: Map<string, number>; value: string } | { pattern: string }

export class Tables {
  readonly kernel: Kernel
  /** Ids of filters by the first sign of their key, then by value. */
  readonly filters = new Map<string, Map<string, number>>()
  /** Posts seen while learning. */
  learnt = 0
  private readonly named = new Map<number, Named>()
  private readonly trays: Tray[] = []
  private readonly widths: { desk: number; width: Width }[] = []
  private deskBytes = sizeOf(scratchBytes)

  constructor(memory = newMemory(), fresh = true) {
    this.kernel = new Kernel(memory)
    if (fresh) this.kernel.openTables()
  }

  /** A desk for one more thread; answers its address. */
  addDesk(): number {
    const desk = this.kernel.newDesk()
    this.deskBytes += sizeOf(this.kernel.call.deskSize())
    this.widths.push({ desk, width: { terms: 0, queries: 0, present: 0, answered: 0, counters: 0 } })
    this.widen()
    return desk
  }

  /** One more tray; its addresses change when it must become larger. */
  addTray(): Tray {
    const { call } = this.kernel
    const tray: Tray = { text: call.allocLarge(textBytes), records: call.allocLarge(recordBytes), answers: 0, answersBytes: 0, queries: 0 }
    this.deskBytes += sizeOf(textBytes) + sizeOf(recordBytes)
    this.trays.push(tray)
    this.widen()
    return tray
  }

  widthOf(desk: number): Width {
    const found = this.widths.find((one) => one.desk === desk)
    if (!found) throw new RangeError('no such desk')
    return found.width
  }

  /** Makes room on every desk and tray for the terms and queries there are now. */
  private widen(): void {
    const { call } = this.kernel
    const terms = call.termCap()
    const queries = call.queryCap()
    for (const { width } of this.widths) {
      if (width.terms < terms) this.widenTerms(width, terms)
      if (width.queries < queries) this.widenQueries(width, queries)
    }
    for (const tray of this.trays) if (tray.queries < queries) this.widenTray(tray, queries)
    this.kernel.refresh()
  }

  private widenTray(tray: Tray, queries: number): void {
    const { answersBytes } = tray
    tray.answersBytes = (queries + 1 + answerRoom) * 4
    tray.answers = this.take(tray.answersBytes, tray.answers, answersBytes)
    tray.queries = queries
  }

  private take(bytes: number, former: number, formerBytes: number): number {
    const at = this.kernel.call.allocLarge(bytes)
    this.deskBytes += sizeOf(bytes)
    if (former) {
      this.kernel.call.releaseLarge(former, formerBytes)
      this.deskBytes -= sizeOf(formerBytes)
    }
    return at
  }

  private widenTerms(width: Width, terms: number): void {
    const bits = (count: number) => (count >>> 3) + 16
    width.present = this.take(bits(terms), width.present, bits(width.terms))
    width.terms = terms
  }

  private widenQueries(width: Width, queries: number): void {
    const bits = (count: number) => (count >>> 3) + 16
    width.answered = this.take(bits(queries), width.answered, bits(width.queries))
    const former = width.counters
    const counters = this.kernel.call.allocLarge(queries * 4)
    this.deskBytes += sizeOf(queries * 4)
    this.kernel.refresh()
    if (former) {
      this.kernel.words.copyWithin(counters >>> 2, former >>> 2, (former >>> 2) + width.queries)
      this.kernel.call.releaseLarge(former, width.queries * 4)
      this.deskBytes -= sizeOf(width.queries * 4)
    }
    width.counters = counters
    width.queries = queries
  }

  /** Share of posts (0 to 1) that hold a term, as far as is known. */
  shareOf(id: number, expected: number): number {
    if (id <= every) return 1
    return (this.kernel.call.seenOf(id) + expected * trust) / (this.learnt + trust)
  }

  private intern(key: string, refs: number[]): { op: 'term'; id: number; share: number } {
    const expected = expectedShare(key)
    if (key.startsWith(hasPrefix)) {
      const id = hasIds[key.slice(1)]
      if (id !== undefined) return { op: 'term', id, share: this.shareOf(id, expected) }
    }
    const { kernel } = this
    const id = kernel.call.intern(kernel.scratch, kernel.scribble(key))
    refs.push(id)
    if (key.charCodeAt(0) < 8 && !this.named.has(id)) this.name(id, key)
    return { op: 'term', id, share: this.shareOf(id, expected) }
  }

  private name(id: number, key: string): void {
    const first = key.charAt(0)
    const value = key.slice(1)
    if (first === keys.pattern) {
      const { call } = this.kernel
      const at = this.kernel.scratch
      call.file(id, at, this.kernel.scribble(value))
      this.named.set(id, { pattern: value })
      return
    }
    let map = this.filters.get(first)
    if (!map) this.filters.set(first, (map = new Map()))
    map.set(value, id)
    this.named.set(id, { map, value })
  }

  private unname(id: number): void {
    const named = this.named.get(id)
    if (!named) return
    this.named.delete(id)
    if ('map' in named) named.map.delete(named.value)
    else this.kernel.call.unfile(id, this.kernel.scratch, this.kernel.scribble(named.pattern))
  }

  /** Files a query under its number. */
  put(query: number, ir: Ir): void {
    const refs: number[] = []
    const plan = resolve(ir, (key) => this.intern(key, refs))
    const found = anchorsOf(plan)
    const anchors = found ? distinct(found.anchors) : [{ id: every, guard: 0, sure: false, pair: 0 }]
    const { call } = this.kernel
    this.kernel.refresh()
    const settled = ({ sure, pair }: Anchor) => sure && (pair === 0 || query <= longestPairQuery)
    if (!anchors.every(settled)) this.give(query, 0, programOf(plan))
    const urls = countUrls(plan)
    if (urls) call.countUrlParts(urls)
    this.give(query, 1, [urls, anchors.length, ...anchors.map((anchor) => anchor.id), ...refs])
    call.changed()
    for (const anchor of anchors) {
      const more = settled(anchor) ? (anchor.pair << pairShift) | (anchor.pair === 0 ? 0 : anchored) : anchored
      call.post(anchor.id, (query | more) >>> 0, anchor.guard)
    }
    this.widen()
  }

  private give(query: number, kind: number, words: number[]): void {
    const at = this.kernel.call.giveBlock(query, kind, words.length)
    this.kernel.refresh()
    this.kernel.words.set(words, at >>> 2)
  }

  private block(query: number): { urls: number; anchors: Uint32Array; refs: Uint32Array } | null {
    const at = this.kernel.call.blockOf(query, 1) >>> 2
    if (!at) return null
    const { words } = this.kernel
    const length = words[at] ?? 0
    const count = words[at + 2] ?? 0
    return { urls: words[at + 1] ?? 0, anchors: words.slice(at + 3, at + 3 + count), refs: words.slice(at + 3 + count, at + 1 + length) }
  }

  /** Files a query anew: under other words, or under better terms of its own. What both need is never taken away in between. */
  replace(query: number, ir: Ir): void {
    const refs = this.detach(query)
    this.put(query, ir)
    this.forget(refs)
  }

  /** Takes a query out, and the terms that nobody else asks for. */
  takeOut(query: number): void {
    this.forget(this.detach(query))
  }

  /** Takes a query from its lists; answers the terms it still refers to. */
  private detach(query: number): Uint32Array {
    const block = this.block(query)
    if (!block) return new Uint32Array(0)
    const { call } = this.kernel
    call.changed()
    for (const id of block.anchors) call.unpost(id, query)
    if (block.urls) call.countUrlParts(-block.urls)
    call.dropBlock(query, 0)
    call.dropBlock(query, 1)
    return block.refs
  }

  private forget(refs: Uint32Array): void {
    for (const id of refs) if (this.kernel.call.forget(id) === 0) this.unname(id)
  }

  /** Share of posts (0 to 1) for which a query must be looked at, as far as is known; 1 when nothing must be found for it. */
  looksOf(query: number): number {
    let share = 0
    for (const id of this.block(query)?.anchors ?? []) share += id === every ? 1 : this.shareOf(id, 0)
    return Math.min(1, share)
  }

  isUnanchored(query: number): boolean {
    return this.block(query)?.anchors[0] === every
  }

  /** How often a query has answered, on all desks. */
  hitsOf(query: number): number {
    let hits = 0
    for (const { width } of this.widths) hits += this.kernel.words[(width.counters >>> 2) + query] ?? 0
    return hits
  }

  /** Puts a query's count on the first desk, and nothing on the others. */
  setHits(query: number, hits: number): void {
    this.widths.forEach(({ width }, i) => {
      if (query < width.queries) this.kernel.words[(width.counters >>> 2) + query] = i === 0 ? hits : 0
    })
  }

  /** Bytes of the tables, desks left out. */
  get size(): number {
    return this.kernel.call.liveBytes() - this.deskBytes
  }
}

/** The same term with the same guard twice is one anchor; with two guards it stays two. */
function distinct(anchors: readonly Anchor[]): Anchor[] {
  const seen = new Set<string>()
  if (anchors.length === 1) return [...anchors]
  return anchors.filter(({ id, guard, sure, pair }) => {
    const key = `${id} ${guard} ${sure} ${pair}`
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

function countUrls(plan: Plan): number {
  if (plan.op === 'url') return 1
  if (plan.op === 'not') return countUrls(plan.of)
  if (plan.op !== 'and' && plan.op !== 'or') return 0
  return plan.of.reduce((sum, one) => sum + countUrls(one), 0)
}
