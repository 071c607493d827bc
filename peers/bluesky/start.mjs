import { spawn } from 'node:child_process'
import { createServer } from 'node:http'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { answers, freePort, startPostgres, stop } from './postgres.mjs'

/**
 * A real Bluesky network on this machine: PLC, PDS and AppView of @atproto/dev-env. Prints one line of JSON
 * `{pds, appview, plc, control, accounts}` when it answers, and ends when its input closes or on SIGTERM.
 * `PEER_POSTGRES_URL` and `REDIS_HOST` use services that run already; otherwise it brings its own.
 * `GET {control}/settle` answers when everything written has been indexed; `POST {control}/accounts` `{"name"}` makes an account.
 */
const stops = []
// The network's programs log on standard output; only our one line may stand there.
const line = process.stdout.write.bind(process.stdout)
process.stdout.write = process.stderr.write.bind(process.stderr)
process.env.LOG_ENABLED ??= 'false'

async function startRedis() {
  if (process.env.REDIS_HOST) return
  const port = await freePort()
  const folder = mkdtempSync(join(tmpdir(), 'pupitre-peer-redis-'))
  const child = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.once('error', (error) => (said = error.message))
  child.stderr.on('data', (chunk) => (said = (said + chunk).slice(-2000)))
  stops.push(() => stop(child, folder))
  await answers(port, child, () => said)
  process.env.REDIS_HOST = `127.0.0.1:${port}`
}

async function postgresUrl() {
  if (process.env.PEER_POSTGRES_URL) return process.env.PEER_POSTGRES_URL
  const postgres = await startPostgres()
  stops.push(postgres.stop)
  return postgres.url
}

async function end(code) {
  for (const one of stops.reverse()) await one().catch((error) => process.stderr.write(`${error}\n`))
  process.exit(code)
}

async function createAccount(pds, name) {
  const { AtpAgent } = await import('@atproto/api')
  const agent = new AtpAgent({ service: pds })
  const account = { handle: `${name}.test`, email: `${name}@example.com`, password: `motdepasse-${name}` }
  const { data } = await agent.createAccount(account)
  await agent.upsertProfile((profile) => ({ ...profile, displayName: name.charAt(0).toUpperCase() + name.slice(1) }))
  const app = await agent.com.atproto.server.createAppPassword({ name: 'pupitre' })
  return { ...account, did: data.did, appPassword: app.data.password }
}

async function startControl(network, pds) {
  const server = createServer((request, response) => {
    handle(request, network, pds)
      .then((body) => response.end(JSON.stringify(body)))
      .catch((error) => response.writeHead(500).end(JSON.stringify({ error: String(error) })))
  })
  const port = await freePort()
  await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve))
  stops.push(async () => server.close())
  return `http://127.0.0.1:${port}`
}

async function handle(request, network, pds) {
  if (request.url === '/settle') {
    await network.processAll()
    return { settled: true }
  }
  let body = ''
  for await (const chunk of request) body += chunk
  return createAccount(pds, String(JSON.parse(body).name).replace(/[^a-z0-9]/g, '').slice(0, 18))
}

async function main() {
  await startRedis()
  const url = await postgresUrl()
  const { TestNetwork } = await import('@atproto/dev-env')
  const letters = Array.from({ length: 8 }, () => 'abcdefghijklmnopqrstuvwxyz'.charAt(Math.floor(Math.random() * 26))).join('')
  const network = await TestNetwork.create({ dbPostgresUrl: url, dbPostgresSchema: `peer_${letters}` })
  stops.push(() => network.close())
  const loopback = (address) => address.replace('localhost', '127.0.0.1')
  const pds = loopback(network.pds.url)
  const accounts = []
  for (const name of ['levain', 'lea', 'karim']) accounts.push(await createAccount(pds, name))
  await network.processAll()
  const control = await startControl(network, pds)
  line(`${JSON.stringify({ pds, appview: loopback(network.bsky.url), plc: loopback(network.plc.url), control, accounts })}\n`)
}

process.stdin.resume()
process.stdin.once('end', () => void end(0))
process.once('SIGTERM', () => void end(0))
process.once('SIGINT', () => void end(0))
main().catch((error) => {
  process.stderr.write(`${error?.stack ?? error}\n`)
  return end(1)
})
