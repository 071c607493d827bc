import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startSandbox, type Sandbox } from '@pupitre/sandbox'
import { createWeb, openDesk, startWork, type Desk, type KnownNetworks } from '../app.ts'
import type { Connection } from '../platform/db.ts'
import type { RouteInfo } from '../platform/http.ts'
import { createLog, type Log } from '../platform/log.ts'
import { readSettings } from '../platform/settings.ts'
import { copyDatabase } from './database.ts'
import { kinds, networkOf, testConnectors, type Directories, type Kind } from './world.connectors.ts'

export { kinds, networkOf, type Kind }

export type World = {
  desk: Desk
  connection: Connection
  sandbox: Sandbox
  bluesky?: Directories | undefined
  url: string
  /** Every route of the interface, as it was declared. */
  routes: readonly RouteInfo[]
  call: (method: string, path: string, body?: unknown, options?: CallOptions) => Promise<Answer>
  signIn: (email: string, password: string) => Promise<string>
  /** Address and password of the first owner, and the brand made with them. */
  owner: { email: string; password: string; cookie: string; brandId: string; organizationId: string }
  /** Connects an account of this kind to a brand, the owner's when none is named. */
  connect: (kind: Kind, handle?: string, brandId?: string) => Promise<string>
  close: () => Promise<void>
  /** Closes the desk alone: the networks and its data folder stay for another. */
  leave: () => Promise<void>
}
export type CallOptions = { cookie?: string | null; headers?: Record<string, string> }
export type Answer = { status: number; body: never; headers: Headers }

type Options = {
  works?: boolean
  settleSeconds?: number
  env?: Record<string, string>
  bluesky?: Directories
  connection?: Connection
  log?: Log
  /** Other networks than those of the tests, on the sandbox at `url` or anywhere. */
  known?: (url: string) => KnownNetworks
  /** Networks and a data folder that another desk left. */
  sandbox?: Sandbox
  dataDir?: string
}

/** A port nobody has at this moment: the desk knows its own address before it listens. */
export async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done))
  const { port } = probe.address() as AddressInfo
  await new Promise((done) => probe.close(done))
  return port
}

/** A whole desk on a database of its own, with a sandbox beside it, spoken to over HTTP. */
export async function openWorld(options: Options = {}): Promise<World> {
  const connection = options.connection ?? (await copyDatabase())
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'pupitre-world-'))
  const sandbox = options.sandbox ?? (await startSandbox({ seed: 7 }))
  // A real Bluesky names its own address by `localhost`.
  const hosts = [sandbox.url, ...Object.values(options.bluesky ?? {})].map((url) => new URL(url).host)
  const allow = [...hosts, ...hosts.map((host) => host.replace('127.0.0.1', 'localhost'))].join(',')
  const port = await freePort()
  const settings = readSettings(
    { PUPITRE_DATA: dataDir, PORT: String(port), PUPITRE_EGRESS_ALLOW: allow, PUPITRE_LOG: 'silent', ...options.env },
    dataDir,
  )
  const desk = await openDesk(
    settings,
    connection,
    options.log ?? createLog('silent'),
    options.known?.(sandbox.url) ?? testConnectors(sandbox.url, options.settleSeconds, options.bluesky),
  )
  const stopWork = options.works ? await startWork(desk) : async () => undefined
  const web = await createWeb(desk)
  const url = await web.server.listen({ port, host: '127.0.0.1' })
  const visit = await comeIn(url, settings.url)
  const world = {
    bluesky: options.bluesky,
    desk,
    connection,
    sandbox,
    url,
    routes: web.routes,
    ...visit,
  }
  const leave = async () => {
    await web.server.close()
    await web.broadcast.stop()
    await stopWork()
    await desk.close()
  }
  return {
    ...world,
    connect: connector(world),
    leave,
    close: async () => {
      await leave()
      await sandbox.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** Makes the first owner of a desk, unless it has one, and signs them in. */
export async function comeIn(url: string, origin: string): Promise<Pick<World, 'call' | 'signIn' | 'owner'>> {
  const call = caller(url, origin)
  const signIn = async (email: string, password: string) => {
    const answer = await call('POST', '/api/auth/sign-in/email', { email, password }, { cookie: null })
    return answer.headers
      .getSetCookie()
      .map((cookie) => cookie.split(';')[0])
      .join('; ')
  }
  const owner = await makeOwner(call, signIn)
  return { call: caller(url, origin, owner.cookie), signIn, owner }
}

export function connector({ call, owner, sandbox }: Pick<World, 'call' | 'owner' | 'sandbox'>): World['connect'] {
  return async (kind, handle = `levain-${kind}`, brandId = owner.brandId) => {
    const fields = kind === 'mastodon' ? onMastodon(sandbox, handle) : { handle }
    const answer = await call('POST', `/api/v1/brands/${brandId}/channels`, { network: networkOf(kind), fields })
    if (answer.status !== 201) throw new Error(`not connected: ${JSON.stringify(answer.body)}`)
    return (answer.body as { id: string }).id
  }
}

function onMastodon({ mastodon, url }: Sandbox, handle: string): { server: string; token: string } {
  const account = mastodon.store.createAccount({ username: handle.replaceAll('-', '_') })
  return { server: url, token: mastodon.store.tokenFor(account.id) }
}

function caller(url: string, origin: string, defaultCookie: string | null = null): World['call'] {
  return async (method, path, body, options = {}) => {
    const cookie = options.cookie === undefined ? defaultCookie : options.cookie
    const json = body === undefined ? {} : { body: JSON.stringify(body) }
    const headers = {
      'x-pupitre': '1',
      // What a browser would send: node's own fetch sends the metadata of one, but no origin.
      origin,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(cookie ? { cookie } : {}),
      ...options.headers,
    }
    const answer = await fetch(`${url}${path}`, { method, headers, redirect: 'manual', ...json })
    const text = await answer.text()
    const isJson = (answer.headers.get('content-type') ?? '').includes('json')
    return { status: answer.status, headers: answer.headers, body: (isJson && text ? JSON.parse(text) : text) as never }
  }
}

const ownerFields = { name: 'Ana Ferreira', email: 'ana@levain.test', password: 'quatre miches bien cuites' }

async function makeOwner(call: World['call'], signIn: World['signIn']): Promise<World['owner']> {
  await call('POST', '/api/v1/setup', {
    ...ownerFields,
    organization: 'Levain',
    brand: 'Maison Levain',
    zone: 'Europe/Paris',
    preset: 'team',
    language: 'fr',
  })
  const cookie = await signIn(ownerFields.email, ownerFields.password)
  const me = await call('GET', '/api/v1/me', undefined, { cookie })
  const [brand] = (me.body as { brands: { id: string; organizationId: string }[] }).brands
  if (!brand) throw new Error('no brand was made')
  return { email: ownerFields.email, password: ownerFields.password, cookie, brandId: brand.id, organizationId: brand.organizationId }
}

/** Asks again and again until it is so, or fails with what was last seen. */
export async function until<T>(what: string, look: () => Promise<T> | T, good: (seen: T) => boolean, milliseconds = 20_000): Promise<T> {
  const end = Date.now() + milliseconds
  for (;;) {
    const seen = await look()
    if (good(seen)) return seen
    if (Date.now() > end) throw new Error(`waited in vain: ${what}; last seen ${JSON.stringify(seen)?.slice(0, 600)}`)
    await new Promise((wake) => setTimeout(wake, 100))
  }
}
