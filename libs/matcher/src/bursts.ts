/**
 * Bursts of a saved query: windows of 15 minutes, judged against the same hour of the last 28 days. The baseline is robust (what lies
 * beyond the median and six median deviations is clipped, so that yesterday's wave does not hide today's), the judge a Poisson tail, or
 * a negative binomial one where the history is more spread than Poisson. Floors on messages and on different authors keep a busy
 * person from being a wave; a cool-down keeps one wave from ringing all night.
 */
export type WindowCount = {
  /** Beginning of the window, in ms since 1970; windows come in order, and one without messages may be left out. */
  start: number
  /** Messages in the window. */
  count: number
  /** Different authors in the window. */
  authors: number
}

export type BurstOptions = {
  /** Length of a window in ms. Default 15 minutes. */
  window?: number
  /** History in days. Default 28. */
  days?: number
  /** Fewest messages. Default 5. */
  floor?: number
  /** Fewest different authors. Default 3. */
  authors?: number
  /** Highest probability of so many messages by chance. Default 1e-5. */
  probability?: number
  /** Silence after a burst, in ms. Default 2 hours. */
  coolDown?: number
}

export type Burst = {
  start: number
  count: number
  authors: number
  /** Messages expected in such a window. */
  expected: number
  /** Probability of so many by chance. */
  probability: number
}

const minute = 60_000
const day = 24 * 60 * minute
/** Without any history, this many messages a window are not yet a wave. */
const leastExpected = 0.2
const lanczos = [76.18009172947146, -86.5053203294167, 24.01409824083091, -1.231739572450155, 0.1208650973866179e-2, -0.5395239384953e-5]

/** ln Γ(x), after Lanczos (1964), to ten digits. */
function logGamma(x: number): number {
  let sum = 1.000000000190015
  lanczos.forEach((factor, k) => {
    sum += factor / (x + 1 + k)
  })
  const t = x + 5.5
  return (x + 0.5) * Math.log(t) - t + Math.log((2.506628274631 * sum) / x)
}

function sumUp(from: number, term: (k: number) => number): number {
  let sum = 0
  for (let k = from; k < from + 10_000; k += 1) {
    const more = term(k)
    sum += more
    if (more < sum * 1e-12) break
  }
  return Math.min(1, sum)
}

/** P(X ≥ count) for a Poisson variable of this mean. */
export function poissonTail(count: number, mean: number): number {
  if (count <= 0) return 1
  if (count <= mean) return 1 - sumBelow(count, (k) => Math.exp(k * Math.log(mean) - mean - logGamma(k + 1)))
  return sumUp(count, (k) => Math.exp(k * Math.log(mean) - mean - logGamma(k + 1)))
}

/** P(X ≥ count) for a negative binomial variable of this mean and a variance above it. */
export function negativeBinomialTail(count: number, mean: number, variance: number): number {
  if (count <= 0) return 1
  const size = (mean * mean) / (variance - mean)
  const p = mean / variance
  const term = (k: number) => Math.exp(logGamma(k + size) - logGamma(size) - logGamma(k + 1) + size * Math.log(p) + k * Math.log(1 - p))
  return count <= mean ? 1 - sumBelow(count, term) : sumUp(count, term)
}

function sumBelow(count: number, term: (k: number) => number): number {
  let sum = 0
  for (let k = 0; k < count; k += 1) sum += term(k)
  return Math.min(1, sum)
}

const middle = (sorted: readonly number[]): number => sorted[sorted.length >> 1] ?? 0

/** Mean and variance of a history, outliers clipped at the median and six median deviations. */
export function robust(history: readonly number[]): { mean: number; variance: number } {
  if (history.length === 0) return { mean: 0, variance: 0 }
  const median = middle([...history].sort((a, b) => a - b))
  const deviation = Math.max(1, middle(history.map((count) => Math.abs(count - median)).sort((a, b) => a - b)))
  const clipped = history.map((count) => Math.min(count, median + 6 * deviation))
  const mean = clipped.reduce((sum, count) => sum + count, 0) / clipped.length
  const variance = clipped.reduce((sum, count) => sum + (count - mean) ** 2, 0) / Math.max(1, clipped.length - 1)
  return { mean, variance }
}

/** Watches one query: give it each window as it ends, in order. */
export class BurstWatch {
  private readonly options: Required<BurstOptions>
  private readonly hours: { day: number; counts: number[] }[][] = Array.from({ length: 24 }, () => [])
  private quietUntil = Number.NEGATIVE_INFINITY
  private first = Number.POSITIVE_INFINITY

  constructor(options: BurstOptions = {}) {
    this.options = { window: 15 * minute, days: 28, floor: 5, authors: 3, probability: 1e-5, coolDown: 120 * minute, ...options }
  }

  /** The burst that this window is, or null. */
  see(window: WindowCount): Burst | null {
    const burst = this.judge(window)
    this.remember(window)
    return burst
  }

  private judge(window: WindowCount): Burst | null {
    const { floor, authors, probability, coolDown } = this.options
    if (window.count < floor || window.authors < authors || window.start < this.quietUntil) return null
    const { mean, variance } = robust(this.history(window.start))
    const expected = Math.max(mean, leastExpected)
    // A spread of a few per cent beyond Poisson is chance; only more calls for the wider tail.
    const spread = variance > expected * 1.2
    const chance = spread ? negativeBinomialTail(window.count, expected, variance) : poissonTail(window.count, expected)
    if (chance > probability) return null
    this.quietUntil = window.start + coolDown
    return { ...window, expected, probability: chance }
  }

  /** Counts of all windows of this hour of the day in the history; those left out were empty. */
  private history(start: number): number[] {
    const now = Math.floor(start / day)
    const from = Math.max(now - this.options.days, Math.floor(this.first / day))
    const kept = (this.hours[hourOf(start)] ?? []).filter((one) => one.day >= from && one.day < now)
    const counts = kept.flatMap((one) => one.counts)
    const all = Math.max(0, now - from) * Math.max(1, Math.round((60 * minute) / this.options.window))
    return counts.concat(Array.from({ length: Math.max(0, all - counts.length) }, () => 0))
  }

  private remember({ start, count }: WindowCount): void {
    this.first = Math.min(this.first, start)
    const today = Math.floor(start / day)
    const hour = this.hours[hourOf(start)]
    if (!hour) return
    while (hour[0] && hour[0].day < today - this.options.days) hour.shift()
    const last = hour.at(-1)
    if (last?.day === today) last.counts.push(count)
    else hour.push({ day: today, counts: [count] })
  }
}

const hourOf = (time: number): number => Math.floor((time % day) / (60 * minute))

/** The bursts of a whole history, in order: the same watch, for reports. */
export function burstsOf(windows: readonly WindowCount[], options: BurstOptions = {}): Burst[] {
  const watch = new BurstWatch(options)
  return windows.flatMap((window) => watch.see(window) ?? [])
}
