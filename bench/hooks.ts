/** [T-W03] A network that tells 1,000 things a second for five seconds: how soon each is acknowledged, and whether any of them is lost or out of order. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { openWorld } from '../server/src/testing/world.ts'
import { bar, openDatabase, percentile, print, root } from './support.ts'

const [seconds, perSecond, people] = [5, 1000, 50]
const word = 'mot_de_telegram'
const closeDatabase = await openDatabase()
const world = await openWorld()
const brand = `/api/v1/brands/${world.owner.brandId}`
const account = world.sandbox.telegram.store.channel('maison')
const fields = { server: world.sandbox.url, handle: String(account.channel.id), token: account.token, signingSecret: word }
const made = await world.call('POST', `${brand}/channels`, { network: 'telegram', fields })
const channelId = (made.body as { id: string }).id
const { host, database } = world.connection.ownerUrl as { host: string; database: string }
const port = 4900 + Math.floor(Math.random() * 90)
const desk = spawn(join(root, 'node_modules/.bin/node'), [join(root, 'server/src/main.ts')], {
  env: {
    ...process.env,
    PORT: String(port),
    PUPITRE_DEMO: 'off',
    PUPITRE_LOG: 'warn',
    PUPITRE_DATA: world.desk.settings.dataDir,
    DATABASE_URL: `postgresql://pupitre_owner@/${database}?host=${encodeURIComponent(host)}`,
    PUPITRE_EGRESS_ALLOW: new URL(world.sandbox.url).host,
  },
  stdio: ['ignore', 'ignore', 'inherit'],
})
const hook = `http://127.0.0.1:${port}/api/v1/hooks/${channelId}`
const wait = (ms: number) => new Promise((wake) => setTimeout(wake, ms))
for (let i = 0; i < 60; i += 1)
  if (
    await fetch(hook).then(
      () => true,
      () => wait(500).then(() => false),
    )
  )
    break
await wait(3000)

const acknowledged = new Set<number>()
const took: number[] = []
const refused = new Map<number, number>()
async function tell(id: number): Promise<void> {
  const from = (id % people) + 1
  const body = JSON.stringify({
    update_id: id,
    message: {
      message_id: id,
      date: Math.floor(Date.now() / 1000),
      chat: { id: from, type: 'private', first_name: `Léa ${from}` },
      from: { id: from, is_bot: false, first_name: `Léa ${from}` },
      text: `Question ${id}`,
    },
  })
  const headers = { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': word }
  const began = performance.now()
  const { status } = await fetch(hook, { method: 'POST', headers, body })
  took.push(performance.now() - began)
  if (status === 200) acknowledged.add(id)
  else refused.set(status, (refused.get(status) ?? 0) + 1)
}
const told: Promise<void>[] = []
const start = performance.now()
for (let id = 1; id <= seconds * perSecond; id += 1) {
  const due = start + (id / perSecond) * 1000
  if (due > performance.now()) await wait(due - performance.now())
  // A network tells what one person said in order: the next when the former was acknowledged.
  const person = id % people
  told[person] = (told[person] ?? Promise.resolve()).then(() => tell(id))
}
await Promise.all(told)
const spent = (performance.now() - start) / 1000
type Kept = { text: string; conversation: string }
const kept = async () =>
  (
    await world.desk.db.systemPool.query<Kept>(
      'SELECT text, conversation_id AS conversation FROM message WHERE channel_id = $1 ORDER BY conversation_id, sent_at, id',
      [channelId],
    )
  ).rows
let rows: Kept[] = []
for (let i = 0; i < 240 && rows.length < acknowledged.size; i += 1) {
  await wait(500)
  rows = await kept()
}
const numbers = rows.map(({ text }) => Number(text.replace('Question ', '')))
const lost = [...acknowledged].filter((id) => !numbers.includes(id)).length
const disorder = rows.filter(
  (row, i) => i > 0 && rows[i - 1]?.conversation === row.conversation && (numbers[i - 1] ?? 0) > (numbers[i] ?? 0),
)
desk.kill('SIGTERM')
await new Promise((done) => desk.once('exit', done))
await world.close()
await closeDatabase()
console.log(
  `${took.length} told in ${spent.toFixed(1)} s, ${acknowledged.size} acknowledged, others ${JSON.stringify([...refused])}; p50 ${percentile(took, 0.5).toFixed(1)} ms`,
)
print('hooks', [
  bar('told a second', took.length / spent, 'requests', '>=950'),
  bar('p99 until acknowledged', percentile(took, 0.99), 'ms', '<=250'),
  bar(
    'neither acknowledged nor asked to wait',
    [...refused].filter(([status]) => status !== 429).reduce((sum, [, n]) => sum + n, 0),
    'requests',
    '=0',
  ),
  bar('acknowledged and lost', lost, 'messages', '=0'),
  bar('kept twice', numbers.length - new Set(numbers).size, 'messages', '=0'),
  bar('out of order within a conversation', disorder.length, 'messages', '=0'),
])
process.exit(0)
