import type { z } from 'zod'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { kill, startWorker, type Worker } from '../testing/kill.ts'
import { isOver, makeDeliveries, statesOf, type Made } from '../testing/ledger.ts'
import { makeMember } from '../testing/tenants.ts'
import { kinds, openWorld, until, type Kind, type World } from '../testing/world.ts'
import type { freezeView } from './publish.schema.ts'

type Freeze = z.infer<typeof freezeView>
const networks: Kind[] = [...kinds, 'mastodon']
/** Two hundred single posts, and threads that are stopped between two of their posts. */
const singles = 40
const threads = 6

let world: World
let made: Made[] = []
let workers: Worker[] = []
let leader = ''

beforeAll(async () => {
  world = await openWorld({ settleSeconds: 1 })
  leader = (await makeMember(world, { role: 'supervisor', name: 'Direction' })).cookie
  for (const kind of networks) {
    const channel = await world.connect(kind)
    made.push(...(await makeDeliveries(world, channel, kind, { count: singles })))
    if (kind !== 'blind') made.push(...(await makeDeliveries(world, channel, kind, { count: threads, items: 3 })))
  }
})
afterAll(async () => {
  await Promise.all(workers.map(kill))
  await world.close()
})

const path = () => `/api/v1/brands/${world.owner.brandId}/freeze`
const brake = async (active: boolean): Promise<Freeze> => {
  const answer = await world.call('POST', path(), { active, reason: 'Un bad buzz' }, { cookie: leader })
  expect(answer.status).toBe(200)
  return answer.body
}
const standing = () => new Set(world.sandbox.oracle().map((entry) => entry.text.split(' ')[0] ?? ''))
const counts = async () => Map.groupBy(await statesOf(world, made), (row) => row.state)

type Started = { id: string; after: boolean }
/** Every delivery that began to send, and whether one of its beginnings came after the brake had answered. */
async function started(instant: Date): Promise<Started[]> {
  const found = await world.desk.db.systemPool.query<Started>(
    `SELECT delivery_id AS id, bool_or(at > $2) AS after FROM delivery_line WHERE "to" = 'sending' AND delivery_id = ANY ($1::uuid[]) GROUP BY delivery_id`,
    [made.map(({ id }) => id), instant],
  )
  return found.rows
}

const databaseTime = async (): Promise<Date> =>
  (await world.desk.db.systemPool.query<{ at: Date }>('SELECT clock_timestamp() AS at')).rows[0]?.at ?? new Date(0)

describe('the brake', () => {
  it('[T-P09] [S2-23] with 200 scheduled targets under way: nothing begins to leave once it has answered, and its lists are exact', async () => {
    // One network is so slow that its calls are under way whenever the brake is pulled.
    world.sandbox.faults.add({ kind: 'slow_before', method: 'POST', path: '/plain/blind', times: null, ms: 4000 })
    world.sandbox.faults.add({ kind: 'slow_before', method: 'POST', times: null, ms: 250 })
    workers = [
      startWorker(world, { lease: { seconds: 10, callSeconds: 5 } }),
      startWorker(world, { lease: { seconds: 10, callSeconds: 5 } }),
    ]
    await Promise.all(workers.map((worker) => worker.ready))
    await until(
      'some stand, and some are on their way',
      async () => ({ stand: standing().size, sending: (await counts()).get('sending')?.length ?? 0 }),
      (seen) => seen.stand > 10 && seen.sending > 20,
    )
    const answered = await brake(true)
    const instant = await databaseTime()
    expect(answered).toMatchObject({ active: true, by: 'Direction', reason: 'Un bad buzz' })
    expect(answered.sending[0]?.channel).toMatch(/levain/)
    expect(answered.sending[0]?.words).toMatch(/^[0-9a-f-]{36} 0$/)
    expect(answered.sending.length, 'some were on their way').toBeGreaterThan(10)
    await until('nothing is on its way', counts, (seen) => !seen.has('sending') && !seen.has('claimed') && !seen.has('scheduled'))
    // Long enough for a call that should not have been made.
    await new Promise((wake) => setTimeout(wake, 1500))

    const all = await started(instant)
    expect(all.filter((one) => one.after)).toEqual([])
    const listed = new Set([...answered.sending, ...answered.sent].map(({ id }) => id))
    expect(answered.sending.filter((view) => view.state !== 'sending')).toEqual([])
    expect(new Set(all.map(({ id }) => id)), 'on a list, and nothing else').toEqual(listed)
    for (const id of standing()) expect(listed.has(id), `${id} stands without being on a list`).toBe(true)
    const now = (await world.call('GET', path(), undefined, { cookie: leader })).body as Freeze
    expect(now.sending).toEqual([])
    expect(new Set(now.sent.map(({ id }) => id)).size).toBe((await counts()).get('published')?.length)
    const held = (await counts()).get('held') ?? []
    expect(now.waiting).toBe(held.length)
    expect(held.length).toBeGreaterThan(80)
  })

  it('[T-P09] [S2-23] lifting it sends what is still in time, once, and holds what is not', async () => {
    const held = (await counts()).get('held') ?? []
    const late = held.slice(0, 15).map(({ id }) => id)
    await world.desk.db.systemPool.query(`UPDATE delivery SET due_at = due_at - interval '40 minutes' WHERE id = ANY ($1::uuid[])`, [late])
    const before = standing()
    world.sandbox.faults.clear()
    expect(await brake(false)).toMatchObject({ active: false, sending: [], sent: [] })
    await until(
      'everything is settled',
      () => statesOf(world, made),
      (rows) => rows.every(isOver),
    )
    const rows = await world.desk.db.systemPool.query<{ id: string; reason: string }>(
      `SELECT id, held_reason AS reason FROM delivery WHERE state <> 'published' AND id = ANY ($1::uuid[])`,
      [made.map(({ id }) => id)],
    )
    expect(new Set(rows.rows.map(({ id }) => id))).toEqual(new Set(late))
    expect(rows.rows.every(({ reason }) => reason === 'late')).toBe(true)
    const texts = world.sandbox.oracle().map((entry) => entry.text)
    expect(new Set(texts).size, 'nothing twice').toBe(texts.length)
    for (const id of late) expect(standing().has(id), 'a late one left').toBe(before.has(id))
    const today = (await world.call('GET', `/api/v1/brands/${world.owner.brandId}/today`)).body as { rows: { kind: string }[] }
    expect(today.rows.filter(({ kind }) => kind === 'held')).toHaveLength(late.length)
  })

  it('[T-P09] [S2-23] what is scheduled while everything is stopped waits too', async () => {
    await brake(true)
    const channel = await world.connect('key')
    const more = await makeDeliveries(world, channel, 'key', { count: 3 })
    made = [...made, ...more]
    await until(
      'held',
      () => statesOf(world, more),
      (rows) => rows.every((row) => row.state === 'held'),
    )
    await brake(false)
    await until(
      'sent',
      () => statesOf(world, more),
      (rows) => rows.every((row) => row.state === 'published'),
    )
  })
})
