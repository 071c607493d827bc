/** Several threads on the same tables: the calling thread works too, and nothing is copied but the text of the posts. */
import { Worker } from 'node:worker_threads'
import type { Tray, Width } from './kernel.ts'
import type { Id, Matcher } from './matcher.ts'
import { Batch, batchPosts, type Post } from './post.ts'

/** Words that the two sides of a helper share. `submitted` and `done` only grow; a tray's job stands behind them. */
export const control = { submitted: 0, done: 1, quit: 2, jobs: 8, job: 16, trays: 2 }
/** Within a job: what to do, then how many posts found room for their answers. */
export const job = { count: 0, present: 1, answered: 2, counters: 3, text: 4, records: 5, answers: 6, answersBytes: 7, done: 8 }

export type HelperData = { memory: unknown; desk: number; shared: SharedArrayBuffer }

/** Fewest posts that are worth handing over. */
const fewest = 32

type Sent = { from: number; count: number }

class Helper<I extends Id> {
  readonly ready: Promise<void>
  private readonly matcher: Matcher<I>
  private readonly desk: number
  private readonly shared = new Int32Array(new SharedArrayBuffer((control.jobs + control.job * control.trays) * 4))
  private readonly trays: { tray: Tray; batch: Batch; sent: Sent }[]
  private readonly worker: Worker
  private collected = 0

  constructor(matcher: Matcher<I>) {
    const { tables, fields } = matcher
    this.matcher = matcher
    this.desk = tables.addDesk()
    this.trays = Array.from({ length: control.trays }, () => {
      const tray = tables.addTray()
      return { tray, batch: new Batch(tables.kernel, fields, tray), sent: { from: 0, count: 0 } }
    })
    const workerData: HelperData = { memory: tables.kernel.memory, desk: this.desk, shared: this.shared.buffer }
    this.worker = new Worker(new URL('./pool.worker.ts', import.meta.url), { workerData })
    this.ready = new Promise((resolve, reject) => {
      this.worker.once('online', () => {
        // From now on it keeps no program alive.
        this.worker.unref()
        resolve()
      })
      this.worker.once('error', reject)
    })
  }

  private get submitted(): number {
    return this.shared[control.submitted] ?? 0
  }

  get busy(): boolean {
    return this.collected < this.submitted
  }

  get free(): boolean {
    return this.submitted - this.collected < control.trays
  }

  /** Hands over the posts from `from` on; answers how many. */
  submit(posts: readonly Post[], from: number, most: number): number {
    const place = this.trays[this.submitted % control.trays]
    if (!place) return 0
    const count = place.batch.fill(posts, from, most)
    place.sent = { from, count }
    this.describe(place.tray, this.matcher.tables.widthOf(this.desk), count)
    Atomics.add(this.shared, control.submitted, 1)
    Atomics.notify(this.shared, control.submitted)
    return count
  }

  private describe(tray: Tray, width: Width, count: number): void {
    const at = control.jobs + (this.submitted % control.trays) * control.job
    const { text, records, answers, answersBytes } = tray
    this.shared.set([count, width.present, width.answered, width.counters, text, records, answers, answersBytes], at)
  }

  /** Reads one finished batch, if there is one; posts that found no room for their answers come back as a range to be done again. */
  collect(out: (readonly I[])[]): Sent | null {
    if (Atomics.load(this.shared, control.done) === this.collected) return null
    const which = this.collected % control.trays
    const place = this.trays[which]
    this.collected += 1
    if (!place) return null
    const done = this.shared[control.jobs + which * control.job + job.done] ?? 0
    const { from, count } = place.sent
    this.matcher.read(place.tray, done, from, out)
    this.matcher.count(done)
    return { from: from + done, count: count - done }
  }

  wait(): void {
    Atomics.wait(this.shared, control.done, this.collected)
  }

  async close(): Promise<void> {
    Atomics.store(this.shared, control.quit, 1)
    Atomics.add(this.shared, control.submitted, 1)
    Atomics.notify(this.shared, control.submitted)
    await this.worker.terminate()
  }
}

/** Threads that share one matcher's tables. Edits go to the matcher as before; the next call sees them. */
export class MatcherPool<I extends Id = Id> {
  private readonly matcher: Matcher<I>
  private readonly helpers: Helper<I>[]

  /** @internal Use {@link createPool}. */
  constructor(matcher: Matcher<I>, threads: number) {
    this.matcher = matcher
    this.helpers = Array.from({ length: Math.max(0, threads - 1) }, () => new Helper(matcher))
  }

  /** @internal */
  async start(): Promise<this> {
    await Promise.all(this.helpers.map(({ ready }) => ready))
    return this
  }

  /** Ids of the queries that each post matches, as {@link Matcher.matchMany}; it returns when all are judged. */
  matchMany(posts: readonly Post[]): (readonly I[])[] {
    const out: (readonly I[])[] = []
    out.length = posts.length
    let next = 0
    // While helpers read the tables nothing may move in them.
    while (this.matcher.settle());
    while (next < posts.length || this.helpers.some(({ busy }) => busy)) {
      for (const helper of this.helpers) {
        this.collect(helper, posts, out)
        while (helper.free && next < posts.length) next += helper.submit(posts, next, this.share(posts.length - next))
      }
      if (next < posts.length) next += this.matcher.runBatch(posts, next, out, this.share(posts.length - next))
      else this.helpers.find(({ busy }) => busy)?.wait()
    }
    return out
  }

  /** Batches become smaller towards the end, so that nobody waits long for the last one. */
  private share(left: number): number {
    return Math.max(fewest, Math.min(batchPosts, Math.ceil(left / (4 * (this.helpers.length + 1)))))
  }

  private collect(helper: Helper<I>, posts: readonly Post[], out: (readonly I[])[]): void {
    for (let rest = helper.collect(out); rest; rest = helper.collect(out)) {
      const end = rest.from + rest.count
      for (let at = rest.from; at < end;) at += this.matcher.runBatch(posts.slice(0, end), at, out)
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.helpers.map((helper) => helper.close()))
  }
}

/** A pool of so many threads, the calling one included. */
export const createPool = <I extends Id>(matcher: Matcher<I>, { threads }: { threads: number }): Promise<MatcherPool<I>> =>
  new MatcherPool(matcher, threads).start()
