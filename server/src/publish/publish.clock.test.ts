import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { kill, startWorker, type WrongClock } from '../testing/kill.ts'
import { isOver, makeDeliveries, statesOf, type Made } from '../testing/ledger.ts'
import { deliverQueue } from './publish.events.ts'
import { kinds, openWorld, until, type Kind, type World } from '../testing/world.ts'

const minutes = 60_000
/** The database, the network and this process go by the machine's clock; the worker alone goes wrong. */
const clocks: [what: string, clock: WrongClock][] = [
  ['five minutes ahead, then set back by ten', { byMs: 5 * minutes, toMs: -5 * minutes, at: 'after:published', times: 4 }],
  [
    'five minutes behind, then set forward by ten just before a call',
    { byMs: -5 * minutes, toMs: 5 * minutes, at: 'after:intent', times: 4 },
  ],
]
const networks: Kind[] = [...kinds, 'mastodon']
const each = 10
/** What is later than this waited for a clock to come round. */
const lateMost = 15_000

let world: World
const channels = new Map<Kind, string>()

beforeAll(async () => {
  world = await openWorld({ settleSeconds: 1 })
  for (const kind of networks) channels.set(kind, await world.connect(kind))
})
afterAll(() => world.close())

type Times = { id: string; due: Date; began: Date; published: Date }

/** A bell each at its hour, as scheduling hangs them; every other one also has a bell that rings too early. */
async function ring(made: Made[]): Promise<void> {
  const found = await world.desk.db.systemPool.query<{ id: string; at: Date }>(
    'SELECT id, due_at AS at FROM delivery WHERE id = ANY ($1::uuid[])',
    [made.map(({ id }) => id)],
  )
  for (const [index, { id, at }] of found.rows.entries()) {
    await world.desk.jobs.ring(deliverQueue, { deliveryId: id }, { at })
    if (index % 2 === 0) await world.desk.jobs.ring(deliverQueue, { deliveryId: id })
  }
}

const timesOf = async (made: Made[]): Promise<Times[]> => {
  const found = await world.desk.db.systemPool.query<Times>(
    `SELECT d.id, d.due_at AS due, d.published_at AS published, min(l.at) AS began
     FROM delivery d JOIN delivery_line l ON l.delivery_id = d.id AND l."to" IN ('claimed', 'sending')
     WHERE d.id = ANY ($1::uuid[]) GROUP BY d.id`,
    [made.map(({ id }) => id)],
  )
  return found.rows
}

/** Whether the worker took the jump for a sleep, and gave back what it had not sent. */
const gaveBack = async (made: Made[]): Promise<boolean> => {
  const found = await world.desk.db.systemPool.query(
    "SELECT 1 FROM delivery_line WHERE detail ? 'slept' AND delivery_id = ANY ($1::uuid[])",
    [made.map(({ id }) => id)],
  )
  return found.rows.length > 0
}

/** Milliseconds from when it was due to when it stood on the network, by the network’s clock. */
function lateness(times: Times): number {
  const stands = world.sandbox.oracle().filter((entry) => entry.text === `${times.id} 0`)
  expect(stands, 'stands once').toHaveLength(1)
  return Date.parse(stands[0]?.at ?? '') - times.due.getTime()
}

describe('a worker whose clock is wrong', () => {
  it.each(clocks)('[T-P04] %s: nothing early, nothing late, nothing lost', async (_what, clock) => {
    const worker = startWorker(world, { clock, clockwork: true, lease: { seconds: 90, callSeconds: 60 } })
    await worker.ready
    const made: Made[] = []
    const dueInSeconds = (index: number) => 1 + (index * 4) / each
    for (const kind of networks) made.push(...(await makeDeliveries(world, channels.get(kind) ?? '', kind, { count: each, dueInSeconds })))
    await ring(made)
    // Some are sent back to wait, and some are heard of only by asking.
    world.sandbox.faults.add({ kind: 'rate_limited', method: 'POST', path: '/plain/readable', times: 2, retryAfterSeconds: 1 })
    world.sandbox.faults.add({ kind: 'lost_answer', method: 'POST', path: '/api/v1/statuses', times: 2 })
    world.sandbox.faults.add({ kind: 'lost_answer', method: 'POST', path: '/plain/readable', times: 1 })
    const rows = await until(
      'everything is settled',
      () => statesOf(world, made),
      (seen) => seen.every(isOver),
    )
    await kill(worker)
    expect(rows.filter((row) => row.state !== 'published')).toEqual([])
    expect(await gaveBack(made)).toBe(clock.at === 'after:intent')
    for (const times of await timesOf(made)) {
      const late = lateness(times)
      expect(times.began.getTime(), 'begun after it was due').toBeGreaterThanOrEqual(times.due.getTime())
      expect(late, 'not early').toBeGreaterThanOrEqual(0)
      expect(late, 'not late').toBeLessThan(lateMost)
      expect(Math.abs(times.published.getTime() - times.due.getTime()), 'told as it was').toBeLessThan(lateMost)
    }
  })
})
