/** [S1-24] 1,000 deliveries due in the same second on ten channels, through the desk's own queue: how late, and none early. */
import { spawn } from 'node:child_process'
import { randomUUID as uuid } from 'node:crypto'
import { join } from 'node:path'
import { seal } from '../server/src/publish/publish.seal.service.ts'
import { openWorld } from '../server/src/testing/world.ts'
import { bar, openDatabase, percentile, print, root } from './support.ts'

const count = 1000
const closeDatabase = await openDatabase()
const world = await openWorld()
const channels: string[] = []
for (let i = 0; i < 10; i += 1) {
  const account = world.sandbox.mastodon.store.createAccount({ username: `boutique${i}` })
  const fields = { server: world.sandbox.url, token: world.sandbox.mastodon.store.tokenFor(account.id) }
  const answer = await world.call('POST', `/api/v1/brands/${world.owner.brandId}/channels`, { network: 'mastodon', fields })
  channels.push((answer.body as { id: string }).id)
}
const { host, database } = world.connection.ownerUrl as { host: string; database: string }
const worker = spawn(join(root, 'node_modules/.bin/node'), [join(root, 'server/src/main.ts')], {
  env: {
    ...process.env,
    ROLE: 'worker',
    PUPITRE_DEMO: 'off',
    PUPITRE_LOG: 'warn',
    PUPITRE_DATA: world.desk.settings.dataDir,
    DATABASE_URL: `postgresql://pupitre_owner@/${database}?host=${encodeURIComponent(host)}`,
    PUPITRE_EGRESS_ALLOW: new URL(world.sandbox.url).host,
  },
  stdio: ['ignore', 'ignore', 'inherit'],
})
await new Promise((wake) => setTimeout(wake, 6000))
const due = new Date(Math.ceil(Date.now() / 1000) * 1000 + 6000)
const options = {
  card: null,
  poll: null,
  language: 'fr',
  contentWarning: null,
  visibility: 'public',
  whoMayReply: 'everyone',
  quoteOf: null,
} as const
const connector = world.desk.connectorOf('mastodon')
const ids: string[] = []
for (let i = 0; i < count; i += 1) {
  const id = uuid()
  ids.push(id)
  const sealed = seal(connector.plan({ ...options, items: [{ text: `Fournée ${id}`, media: [] }] }, null), {})
  await world.desk.db.systemPool.query(
    `INSERT INTO delivery (id, brand_id, channel_id, kind, state, format, sealed, hash, due_at, local_time, zone) VALUES ($1, $2, $3, 'post', 'scheduled', 'text', $4, $5, $6, '2026-01-01T00:00:00', 'Europe/Paris')`,
    [id, world.owner.brandId, channels[i % 10], JSON.stringify(sealed.sealed), sealed.hash, due],
  )
  await world.desk.jobs.ring('publish.deliver', { deliveryId: id }, { at: due })
}
console.log(`${count} deliveries written ${((due.getTime() - Date.now()) / 1000).toFixed(1)} s before they are due`)
const arrived = () => world.sandbox.oracle().filter((entry) => entry.text.startsWith('Fournée'))
for (let i = 0; i < 600 && arrived().length < count; i += 1) await new Promise((wake) => setTimeout(wake, 100))
await new Promise((wake) => setTimeout(wake, 1000))
const late = arrived().map((entry) => (Date.parse(entry.at) - due.getTime()) / 1000)
worker.kill('SIGTERM')
await new Promise((done) => worker.once('exit', done))
await world.close()
await closeDatabase()
console.log(`p50 ${percentile(late, 0.5).toFixed(2)} s, p99 ${percentile(late, 0.99).toFixed(2)} s late`)
print('burst', [
  bar('arrived', late.length, 'posts', `=${count}`),
  bar('p99 late', percentile(late, 0.99), 's', '<=3'),
  bar('early', late.filter((seconds) => seconds < 0).length, 'posts', '=0'),
])
process.exit(0)
