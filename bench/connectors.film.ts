/** Sends one large film on every network that takes bytes, and prints how much memory this process needed beside what it had: one number a line. */
import { truncate, writeFile } from 'node:fs/promises'
import { connectorOf, type Account, type Credentials, type NetworkId, type SendContext, type Step } from '@pupitre/networks'
import { v7 as uuid } from 'uuid'
import { createEgress } from '../server/src/platform/egress.ts'
import { createFiles } from '../server/src/platform/files.ts'
import { readSealed } from '../server/src/publish/publish.call.service.ts'
import { temporaryFolder } from './support.ts'

const [, , url = '', megabytes = '200'] = process.argv
const size = Number(megabytes) * 1024 * 1024
const takers: readonly NetworkId[] = ['tiktok', 'youtube', 'facebook', 'linkedin', 'x']

const folder = temporaryFolder()
const files = createFiles(folder.path)
const id = uuid()
const path = await files.pathOf(id)
await writeFile(path, Buffer.alloc(0))
await truncate(path, size)
/** The desk's own ways: to the network, and to the bytes as they were sealed. */
const { fetch } = createEgress([new URL(url).host])
const sealed = { [id]: await files.digest(id) }

async function connect(network: NetworkId): Promise<{ account: Account; credentials: Credentials }> {
  const asked = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ network, name: 'levain' }) }
  const fields = (await (await globalThis.fetch(`${url}/_control/accounts`, asked)).json()) as Record<string, string>
  const context = {
    fetch,
    now: () => new Date(),
    signal: AbortSignal.timeout(30_000),
    redirectUri: url,
    clientId: null,
    clientName: 'Pupitre',
  }
  const made = await connectorOf(network).connect.withSecret?.(context, fields)
  if (!made) throw new Error(`${network} has no connection by a secret`)
  return made
}

const media = {
  id,
  mimeType: 'video/mp4',
  bytes: size,
  width: 1080,
  height: 1920,
  seconds: 60,
  alt: { kind: 'decorative' } as const,
  focus: { x: 0, y: 0 },
}
const options = {
  card: null,
  poll: null,
  language: 'fr',
  contentWarning: null,
  visibility: 'public',
  whoMayReply: 'everyone',
  quoteOf: null,
} as const

for (const network of takers) {
  const connector = connectorOf(network)
  const context: SendContext = {
    ...(await connect(network)),
    fetch,
    now: () => new Date(),
    signal: AbortSignal.timeout(300_000),
    onCredentials: async () => undefined,
    readMedia: readSealed(files, sealed),
    onRequest: () => undefined,
    limits: connector.documentedLimits,
  }
  globalThis.gc?.()
  const before = process.memoryUsage().rss
  let most = before
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 20)
  const acts = connector.plan({ ...options, items: [{ text: 'Un long film', media: [media] }] }, null)
  const receipts = []
  for (const index of acts.keys()) {
    const step: Step = { key: crypto.randomUUID(), recordKey: null, act: connector.complete(acts, index, receipts) }
    receipts.push(await connector.send(context, step))
  }
  clearInterval(watch)
  console.log(JSON.stringify({ network, megabytes: (most - before) / 1024 / 1024 }))
}
folder.remove()
process.exit(0)
