import { v7 as uuid } from 'uuid'
import type { Lease } from '../publish/publish.call.service.ts'
import { createDeliverer } from '../publish/publish.deliver.service.ts'
import { publishTickers } from '../publish/publish.jobs.ts'
import { seal } from '../publish/publish.seal.service.ts'
import { kill, startWorker } from './kill.ts'
import { networkOf } from './world.connectors.ts'
import { until, type Kind, type World } from './world.ts'

export type Made = { id: string; kind: Kind }

const options = {
  card: null,
  poll: null,
  language: 'fr',
  contentWarning: null,
  visibility: 'public',
  whoMayReply: 'everyone',
  quoteOf: null,
} as const

type Size = { count: number; items?: number; dueInSeconds?: (index: number) => number }

/** Deliveries due now (or when it is said) on a channel, each a thread of `items` posts with words of its own, written as scheduling would. */
export async function makeDeliveries(world: World, channelId: string, kind: Kind, size: Size): Promise<Made[]> {
  const connector = world.desk.connectorOf(networkOf(kind))
  const rows = Array.from({ length: size.count }, () => {
    const id = uuid()
    const items = Array.from({ length: size.items ?? 1 }, (_, i) => ({ text: `${id} ${i}`, media: [] }))
    return { id, kind, ...seal(connector.plan({ ...options, items }, null), {}) }
  })
  await world.desk.db.systemPool.query(
    `INSERT INTO delivery (id, brand_id, channel_id, kind, state, format, sealed, hash, due_at, local_time, zone)
     SELECT id, $1, $2, 'post', 'scheduled', 'text', sealed, hash, now() + make_interval(secs => due), '2026-01-01T00:00:00', 'Europe/Paris'
     FROM unnest($3::uuid[], $4::jsonb[], $5::text[], $6::float8[]) AS given (id, sealed, hash, due)`,
    [
      world.owner.brandId,
      channelId,
      rows.map((row) => row.id),
      rows.map((row) => JSON.stringify(row.sealed)),
      rows.map((row) => row.hash),
      rows.map((_, index) => size.dueInSeconds?.(index) ?? 0),
    ],
  )
  return rows.map(({ id }) => ({ id, kind }))
}

type State = { id: string; state: string; settle_at: Date | null; cause: { kind: string; nextStep: string } | null }

export async function statesOf(world: World, made: Made[]): Promise<State[]> {
  const ids = made.map((one) => one.id)
  return (
    await world.desk.db.systemPool.query<State>('SELECT id, state, settle_at, cause FROM delivery WHERE id = ANY ($1::uuid[])', [ids])
  ).rows
}

/** Published, failed, held, or waiting for a person: nothing will move by itself any more. */
export const isOver = (row: State): boolean =>
  ['published', 'failed', 'held', 'expired'].includes(row.state) || (row.state === 'unknown' && row.settle_at === null)

export type Verdict = { duplicates: string[]; wrong: string[]; published: number; unknown: string[] }

function wrongOf(row: State, counts: number[]): string | null {
  if (row.state === 'published' && counts.includes(0)) return 'shown published, not there'
  return row.state === 'failed' && counts.at(-1) === 1 ? 'shown failed, there' : null
}

/** What really stands on the networks against what the ledger says. */
export async function judge(world: World, made: Made[], items = 1): Promise<Verdict> {
  const seen = new Map<string, number>()
  for (const entry of world.sandbox.oracle()) seen.set(entry.text, (seen.get(entry.text) ?? 0) + 1)
  const rows = await statesOf(world, made)
  const verdict: Verdict = { duplicates: [], wrong: [], published: 0, unknown: [] }
  for (const row of rows) {
    const counts = Array.from({ length: items }, (_, i) => seen.get(`${row.id} ${i}`) ?? 0)
    if (counts.some((count) => count > 1)) verdict.duplicates.push(`${row.id} ${counts.join()}`)
    const wrong = wrongOf(row, counts)
    if (wrong) verdict.wrong.push(`${wrong}: ${row.id}`)
    if (row.state === 'published') verdict.published += 1
    if (row.state === 'unknown') verdict.unknown.push(row.cause?.kind ?? '')
  }
  return verdict
}

export type WorkHere = {
  /** Each is tried once, to its end. */
  deliver: (made: Made[]) => Promise<void>
  /** One beat of the recovery: lost leases, and what may be asked about now. */
  recover: () => Promise<void>
}

/** The desk's work in this process, without its clockwork: a test says when what happens. */
export function workerOf({ desk }: World, given: { lease?: Lease; fetch?: typeof globalThis.fetch } = {}): WorkHere {
  const deps = { ...desk, ...given }
  const deliverer = createDeliverer(deps)
  const recover = publishTickers({ ...deps, deliverer }).find((ticker) => ticker.name === 'publish.recover')
  return {
    deliver: async (made) => {
      await deliverer.deliver(made.map(({ id }) => id))
      await deliverer.idle()
    },
    recover: async () => {
      await recover?.tick(new AbortController().signal)
      await deliverer.idle()
    },
  }
}

/** What waits to be asked about, or tried again, waits no longer. */
export async function hurry(world: World, made: Made[]): Promise<void> {
  await world.desk.db.systemPool.query('UPDATE delivery SET settle_at = now() WHERE settle_at IS NOT NULL AND id = ANY ($1::uuid[])', [
    made.map(({ id }) => id),
  ])
}

/** A worker that nobody kills brings everything to an end. */
export async function finish(world: World, made: Made[], settleSeconds: number, milliseconds = 60_000): Promise<void> {
  const worker = startWorker(world, { settleSeconds })
  await until(
    'everything is settled',
    () => statesOf(world, made),
    (rows) => rows.every(isOver),
    milliseconds,
  )
  await kill(worker)
}

/** A small generator with a full period: the same seed repeats the same run. */
export const randomFrom = (seed: number) => (): number => {
  seed = (seed * 1_664_525 + 1_013_904_223) >>> 0
  return seed / 2 ** 32
}
