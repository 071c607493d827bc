/** [S1-24] A thousand deliveries on twelve networks within a minute; five hundred channels read by one process; a film of 200 MB. */
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { openWorld } from '../server/src/testing/world.ts'
import {
  connectMany,
  makeFiles,
  networks,
  processorSeconds,
  promise,
  startDesk,
  stopDesk,
  tooFast,
  type Network,
} from './connectors.deliveries.ts'
import { bar, openDatabase, percentile, print, root } from './support.ts'

const count = 1000
const accounts = 16
const readChannels = 500
const watchedSeconds = 60
const closeDatabase = await openDatabase()

async function deliveries() {
  const world = await openWorld()
  const channels = await connectMany(world, accounts)
  const files = await makeFiles(world)
  const worker = await startDesk(world, 'worker')
  const begin = Date.now() + 12_000
  const dues = new Map<string, number>()
  for (let i = 0; i < count; i += 1) {
    const channel = channels[(i % networks.length) * accounts + (Math.floor(i / networks.length) % accounts)]
    const due = new Date(begin + (i * 60_000) / count)
    if (channel) dues.set(await promise(world, channel, files, due), due.getTime())
  }
  const arrived = () =>
    world.sandbox.oracle().flatMap((entry) => {
      const due = dues.get(/Fournée ([0-9a-f-]{36})/.exec(entry.text)?.[1] ?? '')
      return due === undefined ? [] : [{ network: entry.network as Network, account: entry.account, at: Date.parse(entry.at), due }]
    })
  for (let i = 0; i < 1500 && arrived().length < count; i += 1) await new Promise((wake) => setTimeout(wake, 100))
  const all = arrived()
  await stopDesk(worker)
  await world.close()
  for (const [network, own] of Map.groupBy(all, (one) => one.network)) {
    const late = own.map(({ at, due }) => (at - due) / 1000)
    console.log(`${network}: ${own.length}, p50 ${percentile(late, 0.5).toFixed(2)} s, p99 ${percentile(late, 0.99).toFixed(2)} s late`)
  }
  return { late: all.map(({ at, due }) => (at - due) / 1000), fast: tooFast(all) }
}

async function reading(): Promise<number> {
  const world = await openWorld()
  await connectMany(world, Math.ceil(readChannels / networks.length))
  const listener = await startDesk(world, 'listener')
  // The first look at each account reads its past: what is measured is a day without news.
  await new Promise((wake) => setTimeout(wake, 20_000))
  const before = processorSeconds(listener.pid ?? 0)
  await new Promise((wake) => setTimeout(wake, watchedSeconds * 1000))
  const share = (processorSeconds(listener.pid ?? 0) - before) / watchedSeconds
  await stopDesk(listener)
  await world.close()
  return share * 100
}

async function film(): Promise<number> {
  const node = join(root, 'node_modules/.bin/node')
  const sandbox = spawn(node, [join(root, 'sandbox/src/main.ts')], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [said] = (await once(sandbox.stdout, 'data')) as [Buffer]
  const { url } = JSON.parse(said.toString()) as { url: string }
  const { stdout } = await promisify(execFile)(node, ['--expose-gc', join(root, 'bench/connectors.film.ts'), url])
  sandbox.kill('SIGTERM')
  process.stdout.write(stdout)
  return Math.max(
    ...stdout
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { megabytes: number }).megabytes),
  )
}

const { late, fast } = await deliveries()
const share = await reading()
const memory = await film()
await closeDatabase()
print('connectors', [
  bar('arrived', late.length, 'posts', `=${count}`),
  bar('p99 late', percentile(late, 0.99), 's', '<=5'),
  bar('over a network’s pace', fast, 'posts', '=0'),
  bar('reading 500 channels', share, '% of a core', '<=20'),
  bar('memory for a film of 200 MB', memory, 'MB', '<=64'),
])
process.exit(0)
