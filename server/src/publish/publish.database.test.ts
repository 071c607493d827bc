import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mayMount, ownServer, type OwnServer } from '../testing/database.ts'
import { kill, startWorker, type Worker } from '../testing/kill.ts'
import { startLoad, type Load, type Submitted } from '../testing/load.ts'
import { openWorld, until, type World } from '../testing/world.ts'

const hasDisk = mayMount()
let server: OwnServer
let world: World
let workers: Worker[] = []
let channelIds: string[] = []

beforeAll(async () => {
  server = await ownServer(hasDisk ? 160 : undefined)
  world = await openWorld({ connection: server.connection, settleSeconds: 1 })
  channelIds = [await world.connect('key'), await world.connect('recordKey'), await world.connect('readable')]
  workers = [startWorker(world, { quiet: true }), startWorker(world, { quiet: true })]
  await Promise.all(workers.map((worker) => worker.ready))
})
afterAll(async () => {
  await Promise.all(workers.map(kill))
  await world.close()
  await server.remove()
})

const load = (name: string) =>
  startLoad({ call: world.call, brandId: world.owner.brandId, channelIds }, { clients: 3, name, aheadSeconds: 2 })
/** So many more were accepted, however busy the machine is. */
async function acceptedMore(clients: Load, count: number): Promise<void> {
  const before = clients.accepted().length
  await until(
    'clients get on',
    () => clients.accepted().length,
    (now) => now >= before + count,
    60_000,
  )
}
const refusedMore = (clients: Load, count: number) => until('requests are refused', clients.refused, (now) => now >= count, 60_000)
const pause = (ms: number) => new Promise((wake) => setTimeout(wake, ms))

type Row = { text: string; state: string }

/** Every post whose schedule was accepted is there, and leaves once; what was refused leaves at most once. */
async function expectKept(all: Submitted[]): Promise<void> {
  expect(
    workers.map((worker) => worker.child.exitCode),
    'no worker gave up',
  ).toEqual([null, null])
  const accepted = all.filter((one) => one.accepted)
  // A request that was cut off does not hold its key against the next attempt.
  expect(all.flatMap((one) => one.refusals)).not.toContain(409)
  const rows = await until(
    'everything that was accepted has left',
    async () =>
      (
        await world.desk.db.systemPool.query<Row>(
          `SELECT sealed -> 'acts' -> 0 -> 'item' ->> 'text' AS text, state FROM delivery WHERE state NOT IN ('draft', 'published')`,
        )
      ).rows,
    (waiting) => waiting.length === 0,
    30_000,
  )
  expect(rows).toEqual([])
  const stands = Map.groupBy(world.sandbox.oracle(), (entry) => entry.text)
  const counts = accepted.map(({ text }) => [text, stands.get(text)?.length ?? 0])
  expect(counts.filter(([, count]) => count !== channelIds.length)).toEqual([])
  for (const { text } of all) expect(stands.get(text)?.length ?? 0, text).toBeLessThanOrEqual(channelIds.length)
}

describe('a database that fails', () => {
  it('[T-P05] cut off in full work and gone for ten seconds: what was accepted is there, and leaves once', async () => {
    const clients = load('coupure')
    await acceptedMore(clients, 6)
    await server.cut()
    await pause(10_000)
    await refusedMore(clients, 6)
    await server.start()
    await acceptedMore(clients, 6)
    const all = await clients.stop()
    expect(
      workers.map((worker) => worker.child.exitCode),
      'no worker gave up',
    ).toEqual([null, null])
    await expectKept(all)
  })

  it('[T-P05] transactions refused because others ran beside them: the same', async () => {
    const { database } = world.connection.ownerUrl
    await world.desk.db.ownerPool.query(`ALTER DATABASE "${database}" SET default_transaction_isolation = 'serializable'`)
    await world.desk.db.ownerPool.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    )
    const clients = load('conflit')
    await acceptedMore(clients, 6)
    await refusedMore(clients, 6)
    const all = await clients.stop()
    await world.desk.db.ownerPool.query(`ALTER DATABASE "${database}" RESET default_transaction_isolation`)
    await expectKept(all)
  })

  it.skipIf(!hasDisk)('[T-P05] a disk that is full (needs the right to mount one): the same', async () => {
    const clients = load('plein')
    await acceptedMore(clients, 6)
    const before = clients.refused()
    server.fillDisk()
    await refusedMore(clients, before + 6)
    server.emptyDisk()
    await server.start()
    await acceptedMore(clients, 6)
    const all = await clients.stop()
    await expectKept(all)
  })
})
