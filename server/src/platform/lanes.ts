/** Calls on their way at once from one process, and of these to one channel. */
const atOnce = 32
const perChannel = 12
/** Statements of one kind under way at once. */
const atOnceStatements = 2

/** Runs work on a list, so many at once. */
export async function inParallel<T>(items: readonly T[], width: number, work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items]
  const lane = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item)
  }
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, lane))
}

type Waiting = { channelId: string; run: () => Promise<void> }

/** Lanes shared by all channels, of which no single one may hold more than its part: a slow network does not delay the others. */
export function createLanes() {
  const waiting: Waiting[] = []
  const running = new Map<string, number>()
  let inFlight = 0
  let wake: (() => void)[] = []
  const pump = () => {
    while (inFlight < atOnce) {
      const index = waiting.findIndex((entry) => (running.get(entry.channelId) ?? 0) < perChannel)
      const [entry] = index === -1 ? [] : waiting.splice(index, 1)
      if (!entry) break
      inFlight += 1
      running.set(entry.channelId, (running.get(entry.channelId) ?? 0) + 1)
      void entry.run().finally(() => {
        inFlight -= 1
        running.set(entry.channelId, (running.get(entry.channelId) ?? 1) - 1)
        pump()
      })
    }
    if (inFlight === 0 && waiting.length === 0) {
      for (const resolve of wake) resolve()
      wake = []
    }
  }
  return {
    add(entry: Waiting) {
      waiting.push(entry)
      pump()
    },
    idle: () => (inFlight === 0 && waiting.length === 0 ? Promise.resolve() : new Promise<void>((resolve) => wake.push(resolve))),
  }
}

/**
 * Turns calls that come one by one into few statements: what comes while one is under way goes with the next. Alone, a call goes at
 * once. A statement that fails fails each of its calls.
 */
export function createBatcher<Item, Result>(
  work: (items: Item[]) => Promise<(item: Item) => Result>,
  most = 100,
): (item: Item) => Promise<Result> {
  const waiting: { item: Item; resolve: (result: Result) => void; reject: (cause: unknown) => void }[] = []
  let running = 0
  const pump = () => {
    if (running >= atOnceStatements || waiting.length === 0) return
    const batch = waiting.splice(0, most)
    running += 1
    work(batch.map(({ item }) => item))
      .then(
        (resultOf) => {
          for (const { item, resolve } of batch) resolve(resultOf(item))
        },
        (cause: unknown) => {
          for (const { reject } of batch) reject(cause)
        },
      )
      .finally(() => {
        running -= 1
        pump()
      })
  }
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      // The calls of one turn of the event loop go together.
      setImmediate(pump)
    })
}
