/** Deliveries to many networks at once, through the desk's own queue, and the reading of many channels at rest. */
import { spawn, type ChildProcess } from 'node:child_process'
import { randomUUID as uuid } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Media, NetworkId, Variant } from '@pupitre/networks'
import { sealContext } from '../server/src/channels/channels.public.ts'
import { channel } from '../server/src/channels/channels.tables.ts'
import { sha256 } from '../server/src/platform/crypto.ts'
import { seal } from '../server/src/publish/publish.seal.service.ts'
import type { World } from '../server/src/testing/world.ts'
import { root } from './support.ts'

export const networks = [
  'mastodon',
  'discord',
  'telegram',
  'slack',
  'x',
  'linkedin',
  'facebook',
  'instagram',
  'threads',
  'tiktok',
  'youtube',
  'pinterest',
] as const satisfies readonly NetworkId[]
export type Network = (typeof networks)[number]

/** Most posts of one account in so many seconds, as the networks' own pages say (read November 2026); null: told by no page. */
const pace: Record<Network, { most: number; seconds: number } | null> = {
  mastodon: { most: 300, seconds: 300 },
  discord: { most: 5, seconds: 5 },
  telegram: { most: 20, seconds: 60 },
  slack: { most: 1, seconds: 1 },
  x: { most: 100, seconds: 900 },
  linkedin: { most: 100, seconds: 86_400 },
  facebook: null,
  instagram: { most: 100, seconds: 86_400 },
  threads: { most: 250, seconds: 86_400 },
  tiktok: { most: 6, seconds: 60 },
  youtube: { most: 100, seconds: 86_400 },
  pinterest: { most: 100, seconds: 60 },
}

export type Connected = { id: string; network: Network }

/** As the desk connects, without its guard against many connections a minute. */
async function connectOne(world: World, network: Network, name: string): Promise<string> {
  const { desk, owner, sandbox } = world
  const connector = desk.connectorOf(network)
  const context = {
    fetch: desk.fetch,
    now: () => new Date(),
    signal: AbortSignal.timeout(30_000),
    redirectUri: world.url,
    clientId: null,
    clientName: 'Pupitre',
  }
  const connected = await connector.connect.withSecret?.(context, sandbox.accounts[network]?.(name) ?? {})
  if (!connected) throw new Error(`${network} was not connected`)
  const { account, credentials } = connected
  const id = uuid()
  await desk.db.system.insert(channel).values({
    id,
    brandId: owner.brandId,
    network,
    accountId: account.id,
    handle: account.handle,
    name: account.name,
    profileUrl: account.profileUrl,
    server: credentials.server,
    sealed: desk.seal.seal(JSON.stringify(credentials), sealContext({ brandId: owner.brandId, id })),
    limits: { ...connector.documentedLimits, mediaAddress: true },
    importState: 'done',
  })
  return id
}

export async function connectMany(world: World, each: number, only: readonly Network[] = networks): Promise<Connected[]> {
  const made: Connected[] = []
  for (const network of only) {
    for (let i = 0; i < each; i += 1) {
      made.push({ id: await connectOne(world, network, `boutique${i}`), network })
    }
  }
  return made
}

/** The desk's worker as it ships, in a process of its own on the same database. */
export async function startDesk(world: World, role: 'worker' | 'listener'): Promise<ChildProcess> {
  const { host, database } = world.connection.ownerUrl as { host: string; database: string }
  const child = spawn(join(root, 'node_modules/.bin/node'), [join(root, 'server/src/main.ts')], {
    env: {
      ...process.env,
      ROLE: role,
      PUPITRE_DEMO: 'off',
      PUPITRE_LOG: 'warn',
      PUPITRE_DATA: world.desk.settings.dataDir,
      DATABASE_URL: `postgresql://pupitre_owner@/${database}?host=${encodeURIComponent(host)}`,
      PUPITRE_EGRESS_ALLOW: new URL(world.sandbox.url).host,
      PUPITRE_URL: world.url,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  await new Promise((wake) => setTimeout(wake, 6000))
  return child
}

export async function stopDesk(child: ChildProcess): Promise<void> {
  child.kill('SIGTERM')
  await new Promise((done) => child.once('exit', done))
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
const films: readonly Network[] = ['tiktok', 'youtube']
const pictures: readonly Network[] = ['pinterest', 'instagram']

type Files = { film: Media; picture: Media; fingerprints: Record<string, string> }

/** The demonstration's film and a picture, among the desk's files. */
export async function makeFiles(world: World): Promise<Files> {
  const film = readFileSync(join(root, 'server/src/demo/pictures/fournil.mp4'))
  const sharp = (await import('sharp')).default
  const picture = await sharp(join(root, 'server/src/demo/pictures/miche.svg')).resize(1080, 1350).jpeg().toBuffer()
  const [filmId, pictureId] = [uuid(), uuid()]
  const base = { alt: { kind: 'text', text: 'Une miche' } as const, focus: { x: 0, y: 0 } }
  for (const [id, bytes, mimeType, width, height, seconds] of [
    [filmId, film, 'video/mp4', 720, 1280, 9],
    [pictureId, picture, 'image/jpeg', 1080, 1350, null],
  ] as const) {
    await world.desk.files.put(id, bytes)
    await world.desk.db.systemPool.query(
      'INSERT INTO asset (id, brand_id, sha256, mime_type, bytes, width, height, seconds, name) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $4)',
      [id, world.owner.brandId, sha256(bytes), mimeType, bytes.length, width, height, seconds],
    )
  }
  return {
    film: { ...base, id: filmId, mimeType: 'video/mp4', bytes: film.length, width: 720, height: 1280, seconds: 9 },
    picture: { ...base, id: pictureId, mimeType: 'image/jpeg', bytes: picture.length, width: 1080, height: 1350 },
    fingerprints: { [filmId]: sha256(film), [pictureId]: sha256(picture) },
  }
}

/** One delivery on this channel at this moment, written as scheduling would. Returns the word by which its post is known. */
export async function promise(world: World, { id: channelId, network }: Connected, files: Files, due: Date): Promise<string> {
  const id = uuid()
  const text = `Fournée ${id}`
  const media = films.includes(network) ? [files.film] : pictures.includes(network) ? [files.picture] : []
  const variant: Variant = { ...options, items: [{ text, media }] }
  const fingerprints = Object.fromEntries(media.map((one) => [one.id, files.fingerprints[one.id] ?? '']))
  const sealed = seal(world.desk.connectorOf(network).plan(variant, null), fingerprints)
  await world.desk.db.systemPool.query(
    `INSERT INTO delivery (id, brand_id, channel_id, kind, state, format, sealed, hash, due_at, local_time, zone)
     VALUES ($1, $2, $3, 'post', 'scheduled', 'text', $4, $5, $6, '2026-01-01T00:00:00', 'Europe/Paris')`,
    [id, world.owner.brandId, channelId, JSON.stringify(sealed.sealed), sealed.hash, due],
  )
  await world.desk.jobs.ring('publish.deliver', { deliveryId: id }, { at: due })
  return id
}

type Arrived = { network: Network; account: string; at: number }

/** How many times an account was sent more than its network allows within the network's own span of time. */
export function tooFast(arrived: readonly Arrived[]): number {
  let over = 0
  for (const [key, own] of Map.groupBy(arrived, ({ network, account }) => `${network} ${account}`)) {
    const rule = pace[key.split(' ')[0] as Network]
    if (!rule) continue
    const times = own.map(({ at }) => at).sort((a, b) => a - b)
    times.forEach((at, i) => {
      const before = times[i - rule.most]
      if (before !== undefined && at - before < rule.seconds * 1000) over += 1
    })
  }
  return over
}

/** Seconds of processor time that a process and its threads have taken since it began. */
export function processorSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) / 100
}
