/** [S1-24][S2-04] kill -9 of the worker at random during 2,000 deliveries over four kinds of network: nothing twice, lost or wrong. */
import { kill, startWorker } from '../server/src/testing/kill.ts'
import { finish, judge, makeDeliveries, randomFrom, type Made } from '../server/src/testing/ledger.ts'
import { kinds, openWorld } from '../server/src/testing/world.ts'
import { bar, openDatabase, print } from './support.ts'

const each = 500
const settleSeconds = 1
const closeDatabase = await openDatabase()
const world = await openWorld({ settleSeconds })
const next = randomFrom(Number(process.env['SEED'] ?? '7'))
const made: Made[] = []
for (const kind of kinds) made.push(...(await makeDeliveries(world, await world.connect(kind), kind, { count: each })))
world.sandbox.faults.add({ kind: 'lost_answer', path: '/plain', times: null, probability: 0.05 })
world.sandbox.faults.add({ kind: 'error_after', path: '/plain', times: null, probability: 0.02 })
world.sandbox.faults.add({ kind: 'error_before', path: '/plain', times: null, probability: 0.02 })
world.sandbox.faults.add({ kind: 'slow', path: '/plain', times: null, probability: 0.2, ms: 80 })
let kills = 0
for (let round = 0; round < 20; round += 1) {
  const workers = [startWorker(world, { settleSeconds }), startWorker(world, { settleSeconds })]
  await Promise.all(workers.map((worker) => worker.ready))
  await new Promise((wake) => setTimeout(wake, 100 + next() * 900))
  await Promise.all(workers.map(kill))
  kills += 2
}
world.sandbox.faults.clear()
await finish(world, made, settleSeconds, 180_000)
const all = await judge(world, made)
const keyed = await judge(
  world,
  made.filter((one) => one.kind !== 'blind'),
)
console.log(`${kills} kills; ${all.published} published, ${all.unknown.length} wait for a person (networks that cannot be read back)`)
for (const fault of [...all.duplicates, ...all.wrong]) console.log(fault)
await world.close()
await closeDatabase()
print('crash', [
  bar('duplicates', all.duplicates.length, 'posts', '=0'),
  bar('lost', made.length - all.published - all.unknown.length, 'posts', '=0'),
  bar('wrong states', all.wrong.length, 'posts', '=0'),
  bar('left to a person where the network can be read', keyed.unknown.length, 'posts', '=0'),
])
process.exit(0)
