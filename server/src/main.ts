import { join } from 'node:path'
import { inspect } from 'node:util'
import { createWeb, openDesk, startWork, type Desk } from './app.ts'
import { openDemonstration, type Demonstration } from './demo/demo.service.ts'
import type { Connection } from './platform/db.ts'
import { hold, holderOf } from './platform/lock.ts'
import { createLog } from './platform/log.ts'
import { prepareEmbedded, startEmbedded, type Embedded } from './platform/postgres.ts'
import { PostgresError } from './platform/postgres.lock.ts'
import { webStands } from './platform/web.ts'
import { loadEnvFile, readSettings, SettingsError, type Settings } from './platform/settings.ts'

const root = join(import.meta.dirname, '../..')

class StartError extends Error {}

/** One desk a data folder. A lock left by a desk that was killed is taken over. */
function lockDataFolder(dataDir: string): () => void {
  try {
    const release = hold(dataDir)
    if (release) return release
  } catch (cause) {
    throw new StartError(`The data folder ${dataDir} cannot be written: set PUPITRE_DATA to a folder you may write to.`, { cause })
  }
  throw new StartError(`A desk already runs on ${dataDir} (process ${holderOf(dataDir)}): stop it, or set PUPITRE_DATA to another folder.`)
}

async function openDatabase(settings: Settings): Promise<{ connection: Connection; embedded: Embedded | null }> {
  if (settings.databaseUrl)
    return { connection: { ownerUrl: { connectionString: settings.databaseUrl }, role: 'pupitre_app' }, embedded: null }
  const embedded = await startEmbedded(join(settings.dataDir, 'postgres'))
  return { connection: { ownerUrl: await prepareEmbedded(embedded), role: 'pupitre_app' }, embedded }
}

/** Starts what this process's role asks for; returns how to stop it, last started first. */
async function run(desk: Desk): Promise<() => Promise<void>> {
  const { role, host, port, url } = desk.settings
  const stopWork = role === 'web' ? null : await startWork(desk)
  if (stopWork && role !== 'all') return stopWork
  if (desk.settings.awaitWeb) await webStands(join(root, 'web/dist'))
  const web = await createWeb(desk)
  try {
    await web.server.listen({ host, port })
  } catch (cause) {
    const taken = cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE'
    throw new StartError(
      taken ? `Port ${port} is taken: stop what uses it, or set PORT to another one.` : `The desk cannot listen on ${host}:${port}.`,
      { cause },
    )
  }
  process.stdout.write(`\n  Pupitre : ${url}\n\n`)
  return async () => {
    await web.server.close()
    await stopWork?.()
    await web.broadcast.stop()
  }
}

async function main(): Promise<void> {
  loadEnvFile(root)
  const settings = readSettings(process.env, root)
  const log = createLog(settings.log)
  const unlock = lockDataFolder(settings.dataDir)
  const { connection, embedded } = await openDatabase(settings)
  let desk: Desk | null = null
  let stop: (() => Promise<void>) | null = null
  let demonstration: Demonstration | null = null
  const shutDown = async () => {
    await stop?.()
    await demonstration?.close()
    await desk?.close()
    await embedded?.stop()
    unlock()
  }
  let ending = false
  const end = (code: number) => {
    if (ending) return
    ending = true
    // What does not stop by itself within twenty seconds is cut: the database recovers, nothing acknowledged is lost.
    setTimeout(() => process.exit(code), 20_000).unref()
    shutDown().then(
      () => process.exit(code),
      (cause: unknown) => {
        log.error('main.stop_failed', cause)
        process.exit(1)
      },
    )
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => end(0))
  process.on('unhandledRejection', (cause) => {
    log.error('main.unhandled', cause)
    end(1)
  })
  try {
    desk = await openDesk(settings, connection, log)
    demonstration = await openDemonstration(desk)
    stop = await run(desk)
  } catch (cause) {
    await desk?.close()
    await embedded?.stop()
    unlock()
    throw cause
  }
}

main().catch((cause: unknown) => {
  const known = cause instanceof SettingsError || cause instanceof PostgresError || cause instanceof StartError
  process.stderr.write(`${known ? cause.message : `The desk could not start: ${inspect(cause)}`}\n`)
  process.exit(1)
})
