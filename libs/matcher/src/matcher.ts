/** Saved queries against a stream of posts. */
import type { Node } from './ast.ts'
import { explain, type Explanation } from './explain.ts'
import type { Tray } from './kernel.ts'
import { type Groups, lower } from './lower.ts'
import { checkPlaces, parse, type ParseOptions } from './parse.ts'
import { Batch, batchPosts, Fields, type Post } from './post.ts'
import { Tables } from './tables.ts'

export type Id = string | number
export type MatcherOptions = ParseOptions & {
  /** Named lists that queries share: { marque: 'orange OU sosh' } is written $marque. */
  groups?: Readonly<Record<string, string>>
}
/** What a query has cost and given. Unknown is null. */
export type QueryStatistics = {
  /** Share of posts (0 to 1) for which it had to be looked at, estimated from the frequency of its rarest terms; null before posts. */
  cost: number | null
  /** Posts it has matched since it was added or replaced. */
  hits: number
  /** Posts seen since it was added or replaced. */
  posts: number
}
export type Statistics = { queries: number; terms: number; posts: number; tableBytes: number }
/** A query too broad to be useful, and why. */
export type Broad<I> = { id: I; share: number | null; fr: string; en: string }

/** So many posts teach the frequency of terms, then one batch in so many. */
const enoughLearnt = 20_000
const learnEvery = 16
const broadShare = 0.05
const enoughPosts = 1000

export class Matcher<I extends Id = Id> {
  /** @internal */
  readonly tables: Tables
  private readonly options: ParseOptions
  private readonly ids: (I | undefined)[] = []
  private readonly numbers = new Map<I, number>()
  private readonly sources: string[] = []
  private readonly since: number[] = []
  private readonly free: number[] = []
  private readonly groups = new Map<string, Node>()
  private readonly groupSources = new Map<string, string>()
  /** @internal */
  readonly fields: Fields
  private readonly desk: number
  private readonly tray: Tray
  private readonly batch: Batch
  private readonly nobody: readonly I[] = Object.freeze([])
  private readonly one: Post[] = []
  private batches = 0
  /** Where tuning goes on. */
  private tuned = 0
  private unsettled = true
  private posts = 0

  constructor(options: MatcherOptions = {}, tables = new Tables()) {
    this.tables = tables
    this.options = { leadingWildcard: options.leadingWildcard ?? false }
    this.desk = tables.addDesk()
    this.tray = tables.addTray()
    tables.kernel.sitAt(this.desk)
    this.fields = new Fields(tables.filters)
    this.batch = new Batch(tables.kernel, this.fields, this.tray)
    this.changed()
    for (const [name, source] of Object.entries(options.groups ?? {})) this.setGroup(name, source)
  }

  /** Number of queries. */
  get size(): number {
    return this.numbers.size
  }

  has(id: I): boolean {
    return this.numbers.has(id)
  }

  /** The text of a query, or null. */
  source(id: I): string | null {
    const number = this.numbers.get(id)
    return number === undefined ? null : (this.sources[number] ?? null)
  }

  /**
   * Adds a query; the next post sees it. Throws {@link QueryError} with the place and both sentences, and a RangeError
   * when the id is taken.
   */
  add(id: I, source: string): void {
    if (this.numbers.has(id)) throw new RangeError(`query ${id} is there already: use replace`)
    const ir = lower(parse(source, this.options), this.groups)
    const number = this.free.pop() ?? this.ids.length
    this.ids[number] = id
    this.numbers.set(id, number)
    this.sources[number] = source
    this.since[number] = this.posts
    this.tables.put(number, ir)
    this.tables.setHits(number, 0)
    this.changed()
  }

  /** Replaces a query, or adds it. When the new one is wrong, the old one stays. */
  replace(id: I, source: string): void {
    const number = this.numbers.get(id)
    if (number === undefined) return this.add(id, source)
    const ir = lower(parse(source, this.options), this.groups)
    this.tables.replace(number, ir)
    this.sources[number] = source
    this.since[number] = this.posts
    this.tables.setHits(number, 0)
    this.changed()
  }

  /** Takes a query away; answers whether it was there. */
  remove(id: I): boolean {
    const number = this.numbers.get(id)
    if (number === undefined) return false
    this.tables.takeOut(number)
    this.numbers.delete(id)
    this.ids[number] = undefined
    this.sources[number] = ''
    this.free.push(number)
    this.changed()
    return true
  }

  private changed(): void {
    this.unsettled = true
    this.fields.forget()
    this.tables.kernel.widen(this.tables.widthOf(this.desk))
    this.tables.kernel.take(this.tray)
  }

  /** Sets a named group; the queries that use it change with it. Throws {@link QueryError} and changes nothing when one of them cannot. */
  setGroup(name: string, source: string): void {
    const node = parse(source, this.options)
    const groups: Groups = new Map(this.groups).set(name, node)
    checkPlaces(node)
    const mark = `$${name}`
    const users = [...this.numbers.values()].filter((number) => this.uses(number, mark))
    const changed = users.map((number) => ({ number, ir: lower(parse(this.sources[number] ?? '', this.options), groups) }))
    this.groups.set(name, node)
    this.groupSources.set(name, source)
    for (const { number, ir } of changed) this.tables.replace(number, ir)
    this.changed()
  }

  /** Whether a query names a group, directly or through another; a name that only begins alike costs a needless look. */
  private uses(number: number, mark: string): boolean {
    const source = this.sources[number] ?? ''
    if (!source.includes('$')) return false
    const through = [...this.groupSources].filter(([, inner]) => inner.includes('$')).map(([name]) => `$${name}`)
    return [mark, ...through].some((name) => source.includes(name))
  }

  /** Ids of the queries that a post matches, in no order. */
  match(post: Post): readonly I[] {
    this.one[0] = post
    return this.matchMany(this.one)[0] ?? this.nobody
  }

  /** The same for many posts, and much quicker: one list for each post. */
  matchMany(posts: readonly Post[]): (readonly I[])[] {
    const out: (readonly I[])[] = []
    for (let from = 0; from < posts.length;) from += this.runBatch(posts, from, out)
    return out
  }

  /** One batch of the posts from `from` on; answers how many were judged. @internal */
  runBatch(posts: readonly Post[], from: number, out: (readonly I[])[], most = batchPosts): number {
    const { kernel } = this.tables
    const count = this.batch.fill(posts, from, most)
    const learn = this.tables.learnt < enoughLearnt || this.batches % learnEvery === 0
    if (this.unsettled) this.settle()
    this.batches += 1
    const done = kernel.call.run(count, learn ? 1 : 0)
    this.read(this.tray, done, from, out)
    this.posts += done
    if (learn) this.tables.learnt += done
    return done
  }

  /** The answers on a tray, one list for each of `count` posts from place `from` on. @internal */
  read(tray: Tray, count: number, from: number, out: (readonly I[])[]): void {
    const { words } = this.tables.kernel
    const { ids, nobody } = this
    let at = tray.answers >>> 2
    for (let k = from; k < from + count; k += 1) {
      const found = words[at] ?? 0
      at += 1
      if (found === 0) {
        out[k] = nobody
        continue
      }
      const list = Array<I>(found)
      for (let i = 0; i < found; i += 1) list[i] = ids[words[at + i] ?? 0] as I
      at += found
      out[k] = list
    }
  }

  /**
   * Files queries anew by the frequency of their terms as it has been learnt from the posts so far, for about `milliseconds`.
   * Answers whether all have had their turn; the next call goes on where this one stopped.
   */
  tune(milliseconds = 5): boolean {
    const until = performance.now() + milliseconds
    for (; this.tuned < this.ids.length; this.tuned += 1) {
      if (performance.now() >= until) return false
      if (this.ids[this.tuned] === undefined) continue
      this.tables.replace(this.tuned, lower(parse(this.sources[this.tuned] ?? '', this.options), this.groups))
      this.changed()
    }
    this.tuned = 0
    return true
  }

  /** Goes on with what additions have left to be moved; nobody may read the tables meanwhile. Answers whether there is more. @internal */
  settle(): boolean {
    this.unsettled = this.unsettled && this.tables.kernel.call.settle() !== 0
    return this.unsettled
  }

  /** Posts that helpers have judged. @internal */
  count(posts: number): void {
    this.posts += posts
  }

  /** Why a post matches a query, or why not; null when there is none of this id. */
  explain(id: I, post: Post): Explanation | null {
    const source = this.source(id)
    return source === null ? null : explain(parse(source, this.options), post, this.groups)
  }

  /** What a query has cost and given; null when there is none of this id. */
  statistics(id: I): QueryStatistics | null {
    const number = this.numbers.get(id)
    if (number === undefined) return null
    const posts = this.posts - (this.since[number] ?? 0)
    return { cost: this.tables.learnt > 0 ? this.tables.looksOf(number) : null, hits: this.tables.hitsOf(number), posts }
  }

  totals(): Statistics {
    return { queries: this.size, terms: this.tables.kernel.call.termCount(), posts: this.posts, tableBytes: this.tables.size }
  }

  /** What a snapshot keeps. @internal */
  saved(): { leadingWildcard: boolean; groups: [string, string][]; posts: number; queries: [I, string, number, number][] } {
    const queries = [...this.numbers].map(([id, number]): [I, string, number, number] => {
      const seen = this.posts - (this.since[number] ?? 0)
      return [id, this.sources[number] ?? '', this.tables.hitsOf(number), seen]
    })
    return { leadingWildcard: this.options.leadingWildcard ?? false, groups: [...this.groupSources], posts: this.posts, queries }
  }

  /** Takes over what a snapshot kept. @internal */
  resume({ groups, posts, queries }: { groups: [string, string][]; posts: number; queries: [I, string, number, number][] }): void {
    for (const [name, source] of groups) this.groups.set(name, parse(source, this.options))
    for (const [name, source] of groups) this.groupSources.set(name, source)
    this.posts = posts
    for (const [id, source, hits, seen] of queries) {
      this.add(id, source)
      const number = this.numbers.get(id) ?? 0
      this.since[number] = posts - seen
      this.tables.setHits(number, hits)
    }
  }

  /** The queries too broad to be useful, and why. */
  tooBroad(): Broad<I>[] {
    const out: Broad<I>[] = []
    for (const [id, number] of this.numbers) {
      const posts = this.posts - (this.since[number] ?? 0)
      const share = posts >= enoughPosts ? this.tables.hitsOf(number) / posts : null
      if (share !== null && share > broadShare) out.push({ id, share, ...tooMany(share) })
      else if (this.tables.isUnanchored(number)) out.push({ id, share, ...nothingToFind })
    }
    return out
  }
}

const nothingToFind = {
  fr: 'Cette requête ne demande aucun mot : chaque message doit être examiné. Ajoutez-lui un terme.',
  en: 'This query asks for no word: every post must be looked at. Add a term to it.',
}

function tooMany(share: number): { fr: string; en: string } {
  const percent = Math.round(share * 100)
  return {
    fr: `Cette requête retient ${percent} % des messages : précisez-la, sinon personne ne lira ce qu’elle trouve.`,
    en: `This query keeps ${percent}% of all posts: narrow it, or nobody will read what it finds.`,
  }
}

/** An empty set of queries. */
export function createMatcher<I extends Id = Id>(options: MatcherOptions = {}): Matcher<I> {
  return new Matcher<I>(options)
}
