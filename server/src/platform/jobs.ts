import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { PgBoss, type Job } from 'pg-boss'
import type { Db, Tx } from './db.ts'
import type { Log } from './log.ts'

export type Queue<Data extends object> = {
  name: string
  /** Busy queues have a table of their own: finished jobs in the common one slow the fetch twelve times. */
  busy?: boolean
  batch?: number
  /** Runs in every worker process; a batch that throws is tried again by pg-boss. */
  work: (jobs: Job<Data>[]) => Promise<void>
}

export type Ticker = { name: string; everySeconds: number; tick: (signal: AbortSignal) => Promise<void> }

export type Jobs = {
  /** Makes the queues; every process that rings needs it, also one that does not work. */
  open: (queues: Pick<Queue<object>, 'name' | 'busy'>[]) => Promise<void>
  work: (queues: Queue<object>[], tickers: Ticker[]) => Promise<void>
  /** Rings at `at`, or as soon as a worker looks. Given a transaction, the bell is hung only if it commits. */
  ring: (queue: string, data: object, options?: { at?: Date; tx?: Tx; key?: string }) => Promise<void>
  /** Stops working; what is under way ends first. */
  rest: () => Promise<void>
  stop: () => Promise<void>
}

const pollSeconds = 0.5

/** Runs the same thing again and again, never twice at once, and stops without cutting one short. */
export function startTicker(ticker: Ticker, log: Log): () => Promise<void> {
  const end = new AbortController()
  const loop = async () => {
    while (!end.signal.aborted) {
      await ticker.tick(end.signal).catch((cause: unknown) => log.error('jobs.tick_failed', cause, { ticker: ticker.name }))
      // Ends at once when told to stop, now or while the tick ran; leaves nothing behind on the signal otherwise.
      await pause(ticker.everySeconds * 1000, undefined, { signal: end.signal }).catch(() => undefined)
    }
  }
  const running = loop()
  return async () => {
    end.abort()
    await running
  }
}

/** The application rings inside its own transactions. Two desks that start at once grant one after the other: PostgreSQL refuses both together. */
const rightsOfApp = `SELECT pg_advisory_xact_lock(7203117); GRANT USAGE ON SCHEMA pgboss TO pupitre_app;
  GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA pgboss TO pupitre_app;
  GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA pgboss TO pupitre_app`

export function createJobs(db: Db, log: Log): Jobs {
  const owner = { executeSql: (text: string, values?: unknown[]) => db.ownerPool.query(text, values) }
  const boss = new PgBoss({ db: owner, schema: 'pgboss', supervise: true, maintenanceIntervalSeconds: 300 })
  boss.on('error', (cause) => log.error('jobs.error', cause))
  const stops: (() => Promise<void>)[] = []
  const working: string[] = []
  return {
    async open(queues) {
      await boss.start()
      for (const queue of queues) {
        const options = { retryLimit: 3, retryBackoff: true, deleteAfterSeconds: 600, retentionSeconds: 2_592_000 }
        await boss.createQueue(queue.name, { partition: queue.busy ?? false, ...options })
      }
      await db.ownerPool.query(rightsOfApp)
    },
    async work(queues, tickers) {
      for (const queue of queues) {
        working.push(queue.name)
        await boss.work(
          queue.name,
          { batchSize: queue.batch ?? 20, pollingIntervalSeconds: pollSeconds, burstWhenBatchFull: true },
          (jobs: Job<object>[]) => queue.work(jobs),
        )
      }
      for (const ticker of tickers) stops.push(startTicker(ticker, log))
    },
    async ring(queue, data, options = {}) {
      const { tx } = options
      const within = tx ? { db: { executeSql: async (text: string, values: unknown[] = []) => tx.execute(bind(text, values)) } } : {}
      await boss.send(queue, data, {
        ...(options.at ? { startAfter: options.at } : {}),
        ...(options.key ? { singletonKey: options.key } : {}),
        ...within,
      })
    },
    async rest() {
      await Promise.all(stops.map((stop) => stop()))
      for (const name of working) await boss.offWork(name)
    },
    stop: () => boss.stop({ graceful: true, timeout: 15_000 }),
  }
}

/** Turns `$1` text and its values into a drizzle statement, so that pg-boss can write inside our transaction. */
function bind(text: string, values: unknown[]) {
  const parts = text.split(/\$(\d+)/)
  return sql.join(parts.map((part, i) => (i % 2 === 0 ? sql.raw(part) : sql`${values[Number(part) - 1]}`)))
}
