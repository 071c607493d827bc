import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { backupOf } from '../app.ts'
import { writeBackup } from '../platform/backup.ts'
import { createLog } from '../platform/log.ts'
import { workIn, type Worked } from '../testing/client.ts'
import { openWorld, until, type World } from '../testing/world.ts'
import { makeKey } from './team.keys.service.ts'

const smtpPassword = `smtp-${randomBytes(12).toString('hex')}`
let world: World
let mail: Server
let worked: Worked
/** By name, each secret as it was given out or typed in. */
const canaries: Record<string, string> = { 'SMTP password': smtpPassword }
const logged: string[] = []
/** Every answer that should hold no secret. */
const answers: string[] = []

/** A mail server that refuses whoever signs in, and says what it was given: the worst that can come back into a log. */
function refusingMailServer(): Server {
  return createServer((socket) => {
    socket.write('220 mail\r\n')
    socket.on('error', () => undefined)
    socket.on('data', (data) => {
      const text = data.toString()
      if (/^EHLO/i.test(text)) socket.write('250-mail\r\n250 AUTH PLAIN\r\n')
      else if (/^AUTH/i.test(text)) {
        const given = Buffer.from(text.split(' ')[2] ?? '', 'base64')
          .toString()
          .replaceAll('\0', ' ')
        socket.write(`535 ${given} is not known here\r\n`)
      } else socket.write('250 ok\r\n')
    })
  })
}

const path = (rest: string) => `/api/v1/brands/${world.owner.brandId}${rest}`
async function told(method: string, url: string, body?: unknown, options = {}) {
  const answer = await world.call(method, url, body, options)
  answers.push(JSON.stringify(answer.body))
  return answer
}

async function connectWithToken(): Promise<void> {
  const made = await fetch(`${world.sandbox.url}/_control/mastodon/accounts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'levain', displayName: 'Maison Levain' }),
  })
  canaries['channel token'] = ((await made.json()) as { token: string }).token
  const fields = { server: world.sandbox.url, token: canaries['channel token'] }
  expect((await told('POST', path('/channels'), { network: 'mastodon', fields })).status).toBe(201)
  canaries['refused channel token'] = `refused-${randomBytes(20).toString('hex')}`
  const refused = await told('POST', path('/channels'), {
    network: 'mastodon',
    fields: { ...fields, token: canaries['refused channel token'] },
  })
  expect(refused.status).toBe(422)
  const began = await told('POST', path('/connect'), { network: 'mastodon', fields: { server: world.sandbox.url } })
  expect(began.status, JSON.stringify(began.body)).toBe(200)
}

async function signInWithAll(): Promise<void> {
  const { email, password, cookie } = world.owner
  canaries['password'] = password
  const value = decodeURIComponent(/session_token=([^;]+)/.exec(cookie)?.[1] ?? '')
  canaries['session cookie'] = value
  canaries['session token'] = value.split('.')[0] ?? ''
  await told('POST', '/api/auth/sign-in/email', { email, password }, { cookie: null })
  const enabled = await world.call('POST', '/api/auth/two-factor/enable', { password })
  const { totpURI, backupCodes } = enabled.body as { totpURI: string; backupCodes: string[] }
  canaries['TOTP secret'] = new URL(totpURI).searchParams.get('secret') ?? ''
  canaries['backup code'] = backupCodes[0] ?? ''
  const send = vi.spyOn(world.desk.mailer, 'send')
  await told('POST', '/api/auth/request-password-reset', { email, redirectTo: '/reset' }, { cookie: null })
  canaries['reset link'] = /reset-password\/([^?]+)/.exec(send.mock.calls[0]?.[0].text ?? '')?.[1] ?? ''
}

async function giveOutLinks(): Promise<void> {
  const me = (await told('GET', '/api/v1/me')).body as { user: { id: string } }
  canaries['API key'] = (
    await makeKey(world.desk.db, { userId: me.user.id, brandId: null, name: 'essai', scopes: ['read'], expiresAt: null })
  ).key
  const invited = { email: 'nadia@levain.test', role: 'manager', brandIds: [] }
  const { link } = (await world.call('POST', `/api/v1/organizations/${world.owner.organizationId}/invitations`, invited)).body as {
    link?: string
  }
  if (link) canaries['invitation'] = link.split('/').at(-1) ?? ''
  worked = await workIn(world, world.owner, 'un texte du levain')
  canaries['review link'] = worked.reviewUrl.split('/').at(-1) ?? ''
  canaries['calendar address'] = (worked.feedUrl.split('/').at(-1) ?? '').replace('.ics', '')
}

beforeAll(async () => {
  mail = refusingMailServer()
  await new Promise<void>((ready) => mail.listen(0, '127.0.0.1', ready))
  const { port } = mail.address() as AddressInfo
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => logged.push(String(text)) > 0)
  world = await openWorld({
    env: { SMTP_URL: `smtp://levain:${smtpPassword}@127.0.0.1:${port}` },
    log: createLog('info'),
  })
  canaries['sealing key'] = readFileSync(join(world.desk.settings.dataDir, 'key'), 'utf8').trim()
  await connectWithToken()
  await signInWithAll()
  await giveOutLinks()
})
afterAll(async () => {
  vi.restoreAllMocks()
  await world.close()
  mail.close()
})

/** As it is, and as it would look encoded by somebody who meant well. */
const forms = (secret: string): string[] => {
  const bytes = Buffer.from(secret)
  return [
    secret,
    encodeURIComponent(secret),
    bytes.toString('base64').replaceAll('=', ''),
    bytes.toString('base64url'),
    bytes.toString('hex'),
  ]
}
function expectNone(where: string, text: string): void {
  for (const [name, secret] of Object.entries(canaries)) {
    expect(secret.length, name).toBeGreaterThan(7)
    for (const form of forms(secret)) expect(text.includes(form), `${name} in ${where}: …${around(text, form)}…`).toBe(false)
  }
}
const around = (text: string, form: string): string => {
  const at = text.indexOf(form)
  return at < 0 ? '' : text.slice(Math.max(0, at - 80), at + 40)
}

async function dump(): Promise<string> {
  const owner = world.desk.db.ownerPool
  const tables = await owner.query<{ name: string }>(
    "SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema')",
  )
  const parts = []
  for (const { name } of tables.rows) {
    const rows = await owner.query<{ line: string }>(`SELECT t::text AS line FROM ${name} t`)
    parts.push(`${name}\n${rows.rows.map((row) => row.line).join('\n')}`)
  }
  return parts.join('\n')
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'key')
    .map((entry) => join(entry.parentPath, entry.name))
}

describe('[T-K01] secrets at rest', () => {
  it('[T-K01] fourteen secrets were given out, and the search finds what it should', async () => {
    expect(Object.keys(canaries).length).toBe(14)
    expect(await dump()).toContain('un texte du levain')
  })

  it('[T-K01] 0 hits in the database, every schema of it', async () => {
    expectNone('the database', await dump())
  })

  it('[T-K01] 0 hits in a backup, and none of the doors that are open now', async () => {
    const file = join(world.desk.settings.dataDir, 'backups', 'essai.tar.gz')
    await writeBackup(backupOf(world.desk), file)
    const text = gunzipSync(readFileSync(file)).toString('latin1')
    expect(text).toContain('tables/membership/')
    expectNone('the backup', text)
    for (const table of ['session', 'verification', 'pending_connection']) expect(text).not.toContain(`tables/${table}/`)
  })

  it('[T-K01] 0 hits in what was logged, with a mail server that says the password back', async () => {
    await until(
      'the refusal of the mail server is logged',
      () => logged.join(''),
      (text) => text.includes('team.reset_mail_failed'),
    )
    expectNone('the log', logged.join(''))
  })

  it('[T-K01] 0 hits in what the interface answers, errors and exports included', async () => {
    const ids: Record<string, string> = { brandId: world.owner.brandId, organizationId: world.owner.organizationId, ...worked }
    const span = '?from=2020-01-01T00:00:00Z&to=2035-01-01T00:00:00Z&month=2031-05'
    for (const route of world.routes) {
      if (route.method !== 'GET' || route.url === '/api/v1/stream') continue
      const url = route.url.replaceAll(/:([A-Za-z]+)/g, (_, name: string) => ids[name] ?? crypto.randomUUID()).replace('*', 'ok')
      await told('GET', url + span)
    }
    await told('GET', new URL(worked.feedUrl).pathname, undefined, { cookie: null })
    expect(answers.length).toBeGreaterThan(35)
    expectNone('the answers', answers.join('\n'))
  })

  it('[T-K01] 0 hits in the files beside the database; the key is there for its owner alone', () => {
    for (const file of filesIn(world.desk.settings.dataDir)) expectNone(file, readFileSync(file).toString('latin1'))
  })

  it('[T-K01] what is sealed opens with the key alone, and at its own place alone', async () => {
    const found = await world.desk.db.ownerPool.query<{ id: string; brand_id: string; sealed: string }>(
      "SELECT id, brand_id, sealed FROM channel WHERE network = 'mastodon'",
    )
    const [row] = found.rows
    const context = `channel:${row?.brand_id}:${row?.id}`
    expect(world.desk.seal.open(row?.sealed ?? '', context)).toContain(canaries['channel token'])
    expect(() => world.desk.seal.open(row?.sealed ?? '', `channel:${crypto.randomUUID()}:${row?.id}`)).toThrow()
    const broken = Buffer.from((row?.sealed ?? '').slice(3), 'base64url')
    broken[40] = (broken[40] ?? 0) ^ 1
    expect(() => world.desk.seal.open(`v1.${broken.toString('base64url')}`, context)).toThrow()
  })
})
