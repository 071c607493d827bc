/** The matcher on 50,000 posts and up to 100,000 queries, beside the C limit and everything else a user could pick. */
import { performance } from 'node:perf_hooks'
import { createMatcher, createPool, type Matcher, type Post } from '../libs/matcher/src/index.ts'
import { type Corpus, corpus, type Made, makeQueries, randomOf } from './matcher.corpus.ts'
import { buildLimit, type Limit, limitOf, openPeers, type Peer } from './matcher.peers.ts'
import { type Bar, bar, percentile, print, temporaryFolder } from './support.ts'

const postCount = 50_000
const sizes = [10, 1000, 10_000, 100_000]
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 6)
const peerBudget = 1200
/** BENCH_PEERS=no: the limit and the threads only. */
const withoutPeers = process.env['BENCH_PEERS'] === 'no'

const words = corpus(postCount)
const posts: Post[] = words.posts
const folded = words.posts.map(({ text }) =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9_#@]+/g, ' '),
)
const units = words.posts.reduce((sum, { text }) => sum + text.length, 0)
const bars: Bar[] = []

/** CPU time of this thread in ms: what other programs of the machine take is not counted. */
function cpu(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

function compileTime(made: readonly Made[]): { matcher: Matcher<number>; wall: number; cpu: number } {
  const matcher = createMatcher<number>()
  const began = performance.now()
  const cpuBegan = cpu()
  made.forEach(({ query }, id) => matcher.add(id, query))
  return { matcher, wall: performance.now() - began, cpu: cpu() - cpuBegan }
}

/** Other programs share the machine: the shortest time of each of these parts over all passes is that of an undisturbed moment. */
const partSize = 1000
const parts = Array.from({ length: postCount / partSize }, (_, i) => posts.slice(i * partSize, (i + 1) * partSize))

/** One pass over all posts; `best` keeps the shortest time of each part. */
function pass(matcher: Matcher<number>, best: number[]): void {
  parts.forEach((part, i) => {
    const began = performance.now()
    matcher.matchMany(part)
    best[i] = Math.min(best[i] ?? Number.POSITIVE_INFINITY, performance.now() - began)
  })
}

async function rate(peer: Peer, made: readonly Made[]): Promise<number> {
  const ask = await peer.open(made)
  let best = 0
  for (const start of [0, 20_000, 40_000]) {
    const until = performance.now() + peerBudget / 3
    const began = performance.now()
    let count = 0
    while (performance.now() < until && count < 10_000) {
      const answer = ask(folded[start + count] ?? '')
      if (typeof answer !== 'number') await answer
      count += 1
    }
    best = Math.max(best, count / ((performance.now() - began) / 1000))
  }
  return best
}

/** Ours and the limit in turn, so that a busy moment of the machine falls on both. */
function sideBySide(matcher: Matcher<number>, limit: Limit | null): { ours: number; theirs: number } {
  const best: number[] = []
  let theirs = 0
  for (let i = 0; i < rounds; i += 1) {
    if (limit) theirs = Math.max(theirs, limit.run())
    for (let k = 0; k < 4; k += 1) pass(matcher, best)
  }
  return { ours: postCount / (best.reduce((sum, time) => sum + time, 0) / 1000), theirs }
}

function editTimes(matcher: Matcher<number>, made: readonly Made[]): number[] {
  const random = randomOf(3)
  const times: number[] = []
  for (let i = 0; i < 3000; i += 1) {
    const id = Math.floor(random() * made.length)
    const query = made[Math.floor(random() * made.length)]?.query ?? 'mot'
    const began = performance.now()
    if (i % 3 === 0) matcher.add(made.length + i, `${query} OU nouveau${i}`)
    else if (i % 3 === 1) matcher.replace(id, query)
    else matcher.remove(made.length + i - 2)
    times.push(performance.now() - began)
  }
  return times
}

/** Two threads against one, in turn, by the clock on the wall: the sum of the shortest times of each part, in which both cores were ours for a few milliseconds. */
async function threads(matcher: Matcher<number>): Promise<number> {
  const pool = await createPool(matcher, { threads: 2 })
  const pieces = Array.from({ length: 16 }, (_, i) => posts.slice(i * 3125, (i + 1) * 3125))
  const one: number[] = []
  const two: number[] = []
  const time = (best: number[], i: number, work: () => unknown) => {
    const began = performance.now()
    work()
    best[i] = Math.min(best[i] ?? Number.POSITIVE_INFINITY, performance.now() - began)
  }
  for (let round = 0; round < rounds * 10; round += 1) {
    pieces.forEach((piece, i) => {
      time(one, i, () => matcher.matchMany(piece))
      time(two, i, () => pool.matchMany(piece))
    })
  }
  await pool.close()
  const sum = (times: readonly number[]) => times.reduce((all, ms) => all + ms, 0)
  return sum(one) / sum(two)
}

function edits(matcher: Matcher<number>, made: readonly Made[]): void {
  const times = editTimes(matcher, made)
  console.log(
    `  edits: median ${percentile(times, 0.5).toFixed(3)} ms, p99 ${percentile(times, 0.99).toFixed(3)}, worst ${Math.max(...times).toFixed(3)}`,
  )
  bars.push(bar(`edit at ${made.length} queries, p99`, percentile(times, 0.99), 'ms', '<=1'))
}

async function comparePeers(peers: readonly Peer[], made: readonly Made[], ours: number): Promise<void> {
  for (const peer of withoutPeers ? [] : peers) {
    if (made.length > peer.most) continue
    const theirs = await rate(peer, made)
    console.log(
      `  ${peer.name}${peer.literal ? ' (words only)' : ''}: ${Math.round(theirs)} posts/s, ours is ${(ours / theirs).toFixed(1)} times that`,
    )
    if (peer.name === 'split + Set') bars.push(bar(`ahead of split + Set at ${made.length}`, ours / theirs, 'times', '>=1'))
    if (!peer.literal && made.length >= 1000) bars.push(bar(`ahead of ${peer.name} at ${made.length}`, ours / theirs, 'times', '>=10'))
  }
}

async function one(size: number, peers: readonly Peer[], program: string | null): Promise<void> {
  const made = makeQueries(words, size)
  const { matcher, wall, cpu: compileCpu } = compileTime(made)
  matcher.matchMany(words.others)
  const tuned = performance.now()
  while (!matcher.tune(100));
  console.log(`  tuned by ${words.others.length} other posts in ${Math.round(performance.now() - tuned)} ms`)
  const limit = program
    ? limitOf(
        program,
        path,
        made,
        words.posts.map(({ text }) => text),
      )
    : null
  const { ours, theirs } = sideBySide(matcher, limit)
  const hits = matcher.matchMany(posts).reduce((sum, ids) => sum + ids.length, 0)
  const { tableBytes } = matcher.totals()
  console.log(
    `${size} queries: ${Math.round(ours)} posts/s (C limit ${Math.round(theirs)}), ${(hits / postCount).toFixed(2)} matches a post, ` +
      `compiled in ${Math.round(wall)} ms (${Math.round(compileCpu)} of CPU), tables ${(tableBytes / 1e6).toFixed(1)} MB`,
  )
  if (limit) bars.push(bar(`share of the C limit at ${size}`, ours / theirs, '', size > 10_000 ? '>=0.2' : '>=0.333'))
  if (size === 10_000) bars.push(bar('compile 10,000', compileCpu / 1000, 's', '<=0.5'))
  if (size === 100_000) {
    bars.push(bar('compile 100,000', compileCpu / 1000, 's', '<=3'), bar('tables at 100,000', tableBytes / 1e6, 'MB', '<=25'))
    bars.push(bar('two threads against one', await threads(matcher), 'times', '>=1.8'))
    edits(matcher, made)
  }
  await comparePeers(peers, made, ours)
}

function say(from: Corpus): void {
  const kind = from.real ? 'real French and English posts' : 'made-up posts'
  console.log(`${postCount} ${kind}, ${(units / postCount).toFixed(0)} characters each; words from a vocabulary of ${from.words.length}`)
}

const { path, remove } = temporaryFolder()
say(words)
const { peers, close } = await openPeers(path)
try {
  const program = buildLimit(path)
  for (const size of sizes) await one(size, peers, program)
} finally {
  await close()
  remove()
}
print('matcher', bars)
