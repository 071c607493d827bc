/**
 * Rising words and hashtags nobody asked for: the share of posts that hold a term, window by window, against its exponentially
 * weighted mean and variance. Terms are kept by hash, twice, and the smaller significance counts: a collision hides, it never rings.
 * After the idea of E. Schubert et al., "SigniTrend" (KDD 2014). Terms that rise together in the same posts are one topic.
 */
export type RisingOptions = {
  /** Weight of the newest window, 0 to 1. Default 0.05. */
  alpha?: number
  /** Share of posts below which nothing counts as usual or unusual, 0 to 1. Default 0.005. */
  bias?: number
  /** Least significance, in standard deviations. Default 6. */
  significance?: number
  /** Fewest posts that hold the term in the window, and fewest different authors of them. Default 5 and 3. */
  posts?: number
  authors?: number
  /** Windows seen before anything can rise. Default 12. */
  warmUp?: number
}
export type RisingPost = {
  /** Folded words of the post, tags with their sign: what `tokenise` calls its words. */
  terms: readonly string[]
  author: string
}
export type Rising = { term: string; posts: number; authors: number; share: number; usual: number; significance: number }
/** Terms that rise in the same posts, the most significant first. */
export type Topic = { terms: Rising[]; posts: number }

const buckets = 1 << 16
/** Terms rise together when this share of their posts is common to both (Jaccard index). */
const together = 0.3
/** A silence longer than this many windows has left nothing of the mean. */
const longest = 400
const worthwhile = /^[#@]?[\p{L}\p{N}_]{3,}$/u
const number = /^\p{N}+$/u

type Usual = { mean: number; variance: number }
type Seen = { posts: number[]; authors: Set<string> }

function hashOf(text: string, seed: number): number {
  let h = seed
  for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  h ^= h >>> 15
  h = Math.imul(h, 0x2c1b3c6d)
  return (h ^ (h >>> 13)) & (buckets - 1)
}

class Averages {
  private readonly means = new Float64Array(buckets)
  private readonly variances = new Float64Array(buckets)
  private readonly at = new Uint32Array(buckets)
  private readonly alpha: number
  readonly seed: number

  constructor(alpha: number, seed: number) {
    this.alpha = alpha
    this.seed = seed
  }

  /** What is usual of a bucket up to window `now`, the windows of silence included. */
  usual(bucket: number, now: number): Usual {
    let mean = this.means[bucket] ?? 0
    let variance = this.variances[bucket] ?? 0
    const gap = Math.min(longest, now - (this.at[bucket] ?? 0))
    for (let k = 0; k < gap; k += 1) {
      variance = (1 - this.alpha) * (variance + this.alpha * mean * mean)
      mean *= 1 - this.alpha
    }
    return { mean, variance }
  }

  learn(bucket: number, now: number, share: number): void {
    const { mean, variance } = this.usual(bucket, now)
    const step = share - mean
    this.means[bucket] = mean + this.alpha * step
    this.variances[bucket] = (1 - this.alpha) * (variance + this.alpha * step * step)
    this.at[bucket] = now + 1
  }
}

/** Watches a stream: give it the posts of each window as it ends, in order. */
export class RisingTerms {
  private readonly options: Required<RisingOptions>
  private readonly averages: readonly [Averages, Averages]
  private window = 0

  constructor(options: RisingOptions = {}) {
    this.options = { alpha: 0.05, bias: 0.005, significance: 6, posts: 5, authors: 3, warmUp: 12, ...options }
    const { alpha } = this.options
    this.averages = [new Averages(alpha, 0x811c9dc5), new Averages(alpha, 0x3c6ef372)]
  }

  /** The topics that rise in this window. */
  see(posts: readonly RisingPost[]): Topic[] {
    const seen = count(posts)
    const rising = this.window >= this.options.warmUp ? this.rising(seen, posts.length) : []
    this.learn(seen, posts.length)
    this.window += 1
    return topics(rising, seen)
  }

  private rising(seen: ReadonlyMap<string, Seen>, total: number): Rising[] {
    const { significance, posts, authors } = this.options
    const out: Rising[] = []
    for (const [term, { posts: holding, authors: writers }] of seen) {
      if (holding.length < posts || writers.size < authors) continue
      const share = holding.length / total
      const [one, other] = [this.judge(this.averages[0], term, share), this.judge(this.averages[1], term, share)]
      const least = one.significance <= other.significance ? one : other
      if (least.significance >= significance) out.push({ term, posts: holding.length, authors: writers.size, share, ...least })
    }
    return out.sort((a, b) => b.significance - a.significance || (a.term < b.term ? -1 : 1))
  }

  private judge(averages: Averages, term: string, share: number): { usual: number; significance: number } {
    const { mean, variance } = averages.usual(hashOf(term, averages.seed), this.window)
    const { bias } = this.options
    return { usual: mean, significance: (share - Math.max(mean, bias)) / (Math.sqrt(variance) + bias) }
  }

  /** Terms that share a bucket are learnt together: their shares add up. */
  private learn(seen: ReadonlyMap<string, Seen>, total: number): void {
    if (total === 0) return
    for (const averages of this.averages) {
      const shares = new Map<number, number>()
      for (const [term, { posts }] of seen) {
        const bucket = hashOf(term, averages.seed)
        shares.set(bucket, (shares.get(bucket) ?? 0) + posts.length / total)
      }
      for (const [bucket, share] of shares) averages.learn(bucket, this.window, share)
    }
  }
}

function count(posts: readonly RisingPost[]): Map<string, Seen> {
  const seen = new Map<string, Seen>()
  posts.forEach(({ terms, author }, at) => {
    for (const term of new Set(terms)) {
      if (!worthwhile.test(term) || number.test(term)) continue
      let one = seen.get(term)
      if (!one) seen.set(term, (one = { posts: [], authors: new Set() }))
      one.posts.push(at)
      one.authors.add(author)
    }
  })
  return seen
}

function common(a: readonly number[], b: readonly number[]): number {
  const other = new Set(b)
  const both = a.filter((post) => other.has(post)).length
  return both / (a.length + b.length - both)
}

function topics(rising: readonly Rising[], seen: ReadonlyMap<string, Seen>): Topic[] {
  const out: { topic: Topic; holding: Set<number> }[] = []
  for (const one of rising) {
    const holding = seen.get(one.term)?.posts ?? []
    const near = out.find(({ topic }) => topic.terms.some(({ term }) => common(holding, seen.get(term)?.posts ?? []) >= together))
    if (near) {
      near.topic.terms.push(one)
      holding.forEach((post) => near.holding.add(post))
      near.topic.posts = near.holding.size
    } else out.push({ topic: { terms: [one], posts: holding.length }, holding: new Set(holding) })
  }
  return out.map(({ topic }) => topic)
}
