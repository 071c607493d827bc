import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { NETWORK_IDS, type NetworkId } from '@pupitre/networks'
import type { Gate } from './platform/access.ts'
import { backupTicker } from './platform/backup.daily.ts'
import type { BackupDeps } from './platform/backup.ts'
import { createSeal, loadMasterKey, type Seal } from './platform/crypto.ts'
import { openDb, type Connection, type Db } from './platform/db.ts'
import { createEgress, type Egress } from './platform/egress.ts'
import { createBroadcast, listenerTicker } from './platform/events.ts'
import { createFiles, type Files } from './platform/files.ts'
import { createHttp, type Http } from './platform/http.ts'
import { createJobs, startTicker, type Jobs, type Queue, type Ticker } from './platform/jobs.ts'
import { liveRoutes } from './platform/live.ts'
import type { Log } from './platform/log.ts'
import { createMailer, type Mailer } from './platform/mail.ts'
import { createPublicMedia, type PublicMedia } from './platform/media-address.ts'
import { migrate } from './platform/migrate.ts'
import { forgetOldKeys } from './platform/once.ts'
import { createPush, type Push } from './platform/push.ts'
import type { Settings } from './platform/settings.ts'
import { serveWeb } from './platform/web.ts'
import { channelTickers } from './channels/channels.jobs.ts'
import { connectorOf, tellReach, type ConnectorOf } from './channels/channels.public.ts'
import { channelRoutes } from './channels/channels.routes.ts'
import { filmTicker } from './create/create.film.service.ts'
import { limitsListener } from './create/create.limits.service.ts'
import { createRoutes } from './create/create.routes.ts'
import { firstViewRoutes } from './engage/engage.first.routes.ts'
import { engageListener, engageTickers } from './engage/engage.jobs.ts'
import { hookRoutes } from './engage/engage.hook.routes.ts'
import { createListener } from './engage/engage.listen.service.ts'
import { createReaders } from './engage/engage.presence.service.ts'
import type { Understand } from './engage/engage.ingest.service.ts'
import { engageRoutes } from './engage/engage.routes.ts'
import { createUnderstanding } from './engage/engage.understand.service.ts'
import { measureListener, measureQueue, measureTickers } from './measure/measure.jobs.ts'
import { importQueue } from './measure/measure.events.ts'
import { measureRoutes } from './measure/measure.routes.ts'
import { planRoutes } from './plan/plan.routes.ts'
import { assistListener } from './publish/publish.assist.service.ts'
import { publishListener } from './publish/publish.approve.service.ts'
import { lease, type Lease } from './publish/publish.call.service.ts'
import { createDeliverer, type Deliverer } from './publish/publish.deliver.service.ts'
import { createDrafts } from './publish/publish.drafts.service.ts'
import { deliverQueue } from './publish/publish.events.ts'
import { publishQueue, publishTickers } from './publish/publish.jobs.ts'
import { feedRoutes } from './publish/publish.feed.routes.ts'
import { publishRoutes } from './publish/publish.routes.ts'
import { hashOfVersion } from './publish/publish.schedule.service.ts'
import { reviewRoutes } from './review/review.routes.ts'
import { todayRoutes } from './today/today.routes.ts'
import { createGate } from './team/team.access.service.ts'
import { teamTickers } from './team/team.jobs.ts'
import { teamRoutes } from './team/team.routes.ts'
import { createSignIn, type SignIn } from './team/team.signin.service.ts'

export type KnownNetworks = Pick<Desk, 'networks' | 'connectorOf'>

export type Desk = {
  settings: Settings
  db: Db
  seal: Seal
  files: Files
  mailer: Mailer
  egress: Egress
  jobs: Jobs
  gate: Gate
  log: Log
  signIn: SignIn
  fetch: typeof globalThis.fetch
  connect: Egress['connect']
  push: Push
  networks: readonly NetworkId[]
  connectorOf: ConnectorOf
  publicMedia: PublicMedia
  deliverer: Deliverer
  lease: Lease
  /** What a message is, on this machine. */
  understand: Understand
  demoPassword: string
  close: () => Promise<void>
}

const root = join(import.meta.dirname, '../..')
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }

/** Whom a browser's push service writes to when this desk rings too much (RFC 8292). */
const contactOf = ({ url, mailFrom }: Settings): string =>
  url.startsWith('https://') ? url : `mailto:${/<([^>]+)>/.exec(mailFrom)?.[1] ?? mailFrom}`

/** Everything a module may need, made once, by hand. */
export async function openDesk(
  settings: Settings,
  connection: Connection,
  log: Log,
  known: KnownNetworks = { networks: NETWORK_IDS, connectorOf },
): Promise<Desk> {
  const db = openDb(connection, log)
  await migrate(db)
  const seal = createSeal(loadMasterKey(settings.key, settings.dataDir))
  const mailer = createMailer({ smtpUrl: settings.smtpUrl, from: settings.mailFrom, folder: join(settings.dataDir, 'mails'), log })
  const egress = createEgress(settings.egressAllow)
  const files = createFiles(join(settings.dataDir, 'files'))
  const jobs = createJobs(db, log)
  await jobs.open([{ name: deliverQueue, busy: true }, { name: importQueue }])
  const signIn = createSignIn({ db, seal, mailer, url: settings.url, log })
  const gate = createGate(db, signIn)
  const publicMedia = createPublicMedia({ secret: seal.derive('media'), url: settings.url })
  await tellReach(db.systemPool, publicMedia.isPublic)
  const network = { db, seal, files, log, fetch: egress.fetch, connect: egress.connect, connectorOf: known.connectorOf, lease, publicMedia }
  return {
    settings,
    db,
    seal,
    mailer,
    egress,
    files,
    jobs,
    gate,
    log,
    signIn,
    fetch: egress.fetch,
    connect: egress.connect,
    push: createPush({ secret: seal.derive('push'), fetch: egress.fetch, contact: contactOf(settings) }),
    ...known,
    publicMedia,
    deliverer: createDeliverer(network),
    lease,
    understand: createUnderstanding(log),
    demoPassword: seal.derive('demonstration'),
    close: async () => {
      await jobs.stop()
      await egress.close()
      await db.close()
    },
  }
}

/** What a backup of this desk reads. Sessions and links that open a door stay out: whoever finds the file finds no way in. */
export function backupOf(desk: Pick<Desk, 'db' | 'seal' | 'settings'>): BackupDeps {
  return {
    pool: desk.db.ownerPool,
    filesDir: join(desk.settings.dataDir, 'files'),
    version,
    keyMark: desk.seal.derive('backup mark'),
    without: ['session', 'verification', 'pending_connection'],
  }
}

/** The queues and tickers of every module. Returns how to stop them: what is on its way arrives first. */
export async function startWork(desk: Desk): Promise<() => Promise<void>> {
  const queues = [publishQueue(desk.deliverer), measureQueue(desk)] as unknown as Queue<object>[]
  const listener = createListener(desk)
  const tickers: Ticker[] = [
    ...publishTickers(desk),
    ...engageTickers(desk, listener),
    ...measureTickers(desk),
    listenerTicker(desk.db, desk.log, engageListener(desk.db)),
    listenerTicker(desk.db, desk.log, measureListener(desk)),
    listenerTicker(desk.db, desk.log, publishListener(desk)),
    listenerTicker(desk.db, desk.log, assistListener(desk)),
    listenerTicker(desk.db, desk.log, limitsListener(desk)),
    ...channelTickers(desk),
    filmTicker(desk),
    ...teamTickers(desk),
    ...(desk.settings.backup ? [backupTicker(backupOf(desk), join(desk.settings.dataDir, 'backups'), desk.log)] : []),
    { name: 'once.forget', everySeconds: 3600, tick: () => forgetOldKeys(desk.db) },
  ]
  await desk.jobs.work(queues, tickers)
  return async () => {
    await listener.close()
    await desk.jobs.rest()
    await desk.deliverer.idle()
  }
}

/** The HTTP side: every module's routes, the stream and the web app. */
export async function createWeb(desk: Desk): Promise<Http & { broadcast: { stop: () => Promise<void> } }> {
  const { settings } = desk
  const origins = [settings.url, `http://localhost:${settings.port}`, `http://127.0.0.1:${settings.port}`]
  const http = await createHttp({ gate: desk.gate, log: desk.log, origins, version })
  const broadcast = createBroadcast(desk.db)
  liveRoutes(http, { db: desk.db, gate: desk.gate, broadcast })
  teamRoutes(http, { ...desk, url: settings.url })
  channelRoutes(http, { ...desk, url: settings.url })
  createRoutes(http, { ...desk, drafts: createDrafts(desk.connectorOf) })
  publishRoutes(http, desk)
  feedRoutes(http, { ...desk, url: settings.url })
  reviewRoutes(http, { ...desk, url: settings.url, hashOfVersion: hashOfVersion(desk.connectorOf) })
  const readers = createReaders()
  broadcast.subscribe((happened) => readers.hear(happened))
  engageRoutes(http, { ...desk, readers })
  hookRoutes(http, desk)
  measureRoutes(http, desk)
  todayRoutes(http, { ...desk, versionOf: (network) => desk.connectorOf(network).version })
  planRoutes(http, { ...desk, url: settings.url })
  http.route({
    method: 'GET',
    url: '/api/v1/openapi.json',
    summary: 'This interface, as OpenAPI 3.1',
    access: { kind: 'public', why: 'A description of the interface holds nothing of anybody’s' },
    handler: async ({ reply }) => reply.send(http.server.swagger()),
  })
  firstViewRoutes(http, join(root, 'web/dist'))
  await serveWeb(http, join(root, 'web/dist'))
  const stop = startTicker(broadcast, desk.log)
  return { ...http, broadcast: { stop } }
}
