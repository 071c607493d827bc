import { v7 as uuid } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { kill, startWorker } from '../testing/kill.ts'
import { kinds, openWorld, until, type Kind, type World } from '../testing/world.ts'
import { seal } from './publish.seal.service.ts'

/** A lost answer may still land this much later, and a post may be read this much later: the settle delay covers both. */
const settleSeconds = 1

let world: World
let channels: Record<Kind, string>

beforeAll(async () => {
  world = await openWorld({ settleSeconds })
  const made = []
  for (const kind of kinds) made.push([kind, await world.connect(kind)] as const)
  channels = Object.fromEntries(made) as Record<Kind, string>
})
afterAll(() => world.close())

const random = (seed: number) => () => {
  // A small generator with a full period; the same seed repeats the same run.
  seed = (seed * 1_664_525 + 1_013_904_223) >>> 0
  return seed / 2 ** 32
}

/** Deliveries due now, each a thread of `items` posts with words of its own. */
async function make(kind: Kind, count: number, items = 1): Promise<{ id: string; text: string }[]> {
  const connector = world.desk.connectorOf(`plain-${kind}` as never)
  const options = {
    card: null,
    poll: null,
    language: 'fr',
    contentWarning: null,
    visibility: 'public',
    whoMayReply: 'everyone',
    quoteOf: null,
  } as const
  const rows = Array.from({ length: count }, () => {
    const id = uuid()
    const acts = connector.plan({ ...options, items: Array.from({ length: items }, (_, i) => ({ text: `${id} ${i}`, media: [] })) }, null)
    return { id, text: id, ...seal(acts, {}) }
  })
  await world.desk.db.systemPool.query(
    `INSERT INTO delivery (id, brand_id, channel_id, kind, state, format, sealed, hash, due_at, local_time, zone)
     SELECT id, $1, $2, 'post', 'scheduled', 'text', sealed, hash, now(), '2026-01-01T00:00:00', 'Europe/Paris'
     FROM unnest($3::uuid[], $4::jsonb[], $5::text[]) AS given (id, sealed, hash)`,
    [
      world.owner.brandId,
      channels[kind],
      rows.map((row) => row.id),
      rows.map((row) => JSON.stringify(row.sealed)),
      rows.map((row) => row.hash),
    ],
  )
  return rows
}

const states = async (ids: string[]) =>
  (
    await world.desk.db.systemPool.query<{ id: string; state: string; settle_at: Date | null }>(
      'SELECT id, state, settle_at FROM delivery WHERE id = ANY ($1::uuid[])',
      [ids],
    )
  ).rows

/** Published, failed, held, or waiting for a person: nothing will move by itself any more. */
const isOver = (row: { state: string; settle_at: Date | null }) =>
  ['published', 'failed', 'held', 'expired'].includes(row.state) || (row.state === 'unknown' && row.settle_at === null)

/** What the oracle saw against what the ledger says. */
async function judge(made: { id: string; text: string }[], items = 1) {
  const seen = new Map<string, number>()
  for (const entry of world.sandbox.oracle()) seen.set(entry.text, (seen.get(entry.text) ?? 0) + 1)
  const rows = await states(made.map((one) => one.id))
  const faults: string[] = []
  for (const row of rows) {
    const counts = Array.from({ length: items }, (_, i) => seen.get(`${row.id} ${i}`) ?? 0)
    if (counts.some((count) => count > 1)) faults.push(`duplicate ${row.id} ${counts.join()}`)
    if (row.state === 'published' && counts.some((count) => count === 0))
      faults.push(`shown published, not there ${row.id} ${counts.join()}`)
    if (row.state === 'failed' && counts.at(-1) === 1) faults.push(`shown failed, there ${row.id}`)
  }
  return {
    faults,
    published: rows.filter((row) => row.state === 'published').length,
    unknown: rows.filter((row) => row.state === 'unknown').length,
  }
}

async function finish(made: { id: string }[]): Promise<void> {
  const worker = startWorker(world, { settleSeconds })
  await until(
    'everything is settled',
    () => states(made.map((one) => one.id)),
    (rows) => rows.every(isOver),
    60_000,
  )
  await kill(worker)
}

const points = [
  'after:claim',
  'before:keys',
  'after:keys',
  'before:intent',
  'after:intent',
  'before:call',
  'after:headers',
  'after:body',
  'before:receipt',
  'after:receipt',
  'before:published',
  'after:published',
]

describe('the ledger under SIGKILL', () => {
  it('T-P01 at each named point, on each kind of network: nothing twice, nothing lost, no wrong state', { timeout: 170_000 }, async () => {
    const made: { id: string; text: string; kind: Kind }[] = []
    for (const point of points) {
      for (const kind of kinds) made.push(...(await make(kind, 1, 2)).map((one) => ({ ...one, kind })))
      const worker = startWorker(world, { crashAt: point, settleSeconds })
      await worker.died
    }
    await finish(made)
    const readable = made.filter((one) => one.kind !== 'blind')
    expect(await judge(readable, 2)).toEqual({ faults: [], published: readable.length, unknown: 0 })
    expect(
      (
        await judge(
          made.filter((one) => one.kind === 'blind'),
          2,
        )
      ).faults,
    ).toEqual([])
  })

  it('T-P02 workers killed at random under load: the same', { timeout: 120_000 }, async () => {
    const next = random(20_261_125)
    const made: { id: string; text: string; kind: Kind }[] = []
    for (const kind of kinds) made.push(...(await make(kind, 60)).map((one) => ({ ...one, kind })))
    world.sandbox.faults.add({ kind: 'lost_answer', path: '/plain', times: null, probability: 0.05 })
    world.sandbox.faults.add({ kind: 'error_after', path: '/plain', times: null, probability: 0.03 })
    world.sandbox.faults.add({ kind: 'slow', path: '/plain', times: null, probability: 0.3, ms: 60 })
    for (let round = 0; round < 6; round += 1) {
      const workers = [startWorker(world, { settleSeconds }), startWorker(world, { settleSeconds })]
      await Promise.all(workers.map((worker) => worker.ready))
      await new Promise((wake) => setTimeout(wake, 50 + next() * 500))
      await Promise.all(workers.map(kill))
    }
    world.sandbox.faults.clear()
    await finish(made)
    const keyed = made.filter((one) => one.kind !== 'blind')
    expect(await judge(keyed)).toEqual({ faults: [], published: keyed.length, unknown: 0 })
    expect((await judge(made.filter((one) => one.kind === 'blind'))).faults).toEqual([])
  })

  it('T-P03 a worker that slept through its lease does not send when it wakes', { timeout: 90_000 }, async () => {
    const made: { id: string; text: string }[] = []
    world.sandbox.faults.add({ kind: 'slow_before', path: '/plain', times: null, ms: 300 })
    for (const kind of kinds) made.push(...(await make(kind, 10)))
    const sleeper = startWorker(world, { settleSeconds })
    await sleeper.ready
    await until(
      'some is on its way',
      () => states(made.map((one) => one.id)),
      (rows) => rows.some((row) => row.state === 'sending'),
    )
    sleeper.child.kill('SIGSTOP')
    world.sandbox.faults.clear()
    const other = startWorker(world, { settleSeconds })
    await new Promise((wake) => setTimeout(wake, 8000))
    sleeper.child.kill('SIGCONT')
    await until(
      'everything is settled',
      () => states(made.map((one) => one.id)),
      (rows) => rows.every(isOver),
      40_000,
    )
    await new Promise((wake) => setTimeout(wake, 1500))
    await kill(sleeper)
    await kill(other)
    expect((await judge(made)).faults).toEqual([])
  })
})
