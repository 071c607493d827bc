import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { kill, startWorker } from '../testing/kill.ts'
import { finish, isOver, judge, makeDeliveries, randomFrom, statesOf, type Made } from '../testing/ledger.ts'
import { kinds, openWorld, until, type Kind, type World } from '../testing/world.ts'

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

const onEach = async (count: number, items = 1): Promise<Made[]> => {
  const made: Made[] = []
  for (const kind of kinds) made.push(...(await makeDeliveries(world, channels[kind], kind, { count, items })))
  return made
}

/** What can be read back ends published; what cannot may wait for a person. Nothing ends twice or wrong. */
async function expectOnce(made: Made[], items = 1): Promise<void> {
  const readable = made.filter((one) => one.kind !== 'blind')
  expect(await judge(world, readable, items)).toEqual({ duplicates: [], wrong: [], published: readable.length, unknown: [] })
  expect(await judge(world, made, items)).toMatchObject({ duplicates: [], wrong: [] })
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
  it(
    '[T-P01] at each named point, on each kind of network: nothing twice, nothing lost, no wrong state',
    { timeout: 170_000 },
    async () => {
      const made: Made[] = []
      for (const point of points) {
        made.push(...(await onEach(1, 2)))
        await startWorker(world, { crashAt: point, settleSeconds }).died
      }
      await finish(world, made, settleSeconds)
      await expectOnce(made, 2)
    },
  )

  it('[T-P02] workers killed at random under load: the same', { timeout: 120_000 }, async () => {
    const next = randomFrom(20_261_125)
    const made = await onEach(60)
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
    await finish(world, made, settleSeconds)
    await expectOnce(made)
  })

  it('[T-P03] a worker that slept through its lease does not send when it wakes', { timeout: 90_000 }, async () => {
    world.sandbox.faults.add({ kind: 'slow_before', path: '/plain', times: null, ms: 300 })
    const made = await onEach(10)
    const sleeper = startWorker(world, { settleSeconds })
    await sleeper.ready
    await until(
      'some is on its way',
      () => statesOf(world, made),
      (rows) => rows.some((row) => row.state === 'sending'),
    )
    sleeper.child.kill('SIGSTOP')
    world.sandbox.faults.clear()
    const other = startWorker(world, { settleSeconds })
    await new Promise((wake) => setTimeout(wake, 8000))
    sleeper.child.kill('SIGCONT')
    await until(
      'everything is settled',
      () => statesOf(world, made),
      (rows) => rows.every(isOver),
      40_000,
    )
    await new Promise((wake) => setTimeout(wake, 1500))
    await kill(sleeper)
    await kill(other)
    expect(await judge(world, made)).toMatchObject({ duplicates: [], wrong: [] })
  })
})
