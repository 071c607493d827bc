import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'pg'
import { openDb, type Connection, type Db } from './platform/db.ts'
import { CodedError, type Language } from './platform/errors.ts'
import { createLog } from './platform/log.ts'
import { prepareEmbedded, startEmbedded, type Embedded } from './platform/postgres.ts'
import type { Settings } from './platform/settings.ts'

/** What a command gets: its settings, its language, its arguments and where it speaks. */
export type Cli = {
  settings: Settings
  language: Language
  args: string[]
  say: (text: string) => void
  ask: (question: string) => Promise<string | null>
}

export const fault = (code: string, fr: string, en: string) =>
  new CodedError({ code: `cli.${code}`, status: 422, fr: { what: fr }, en: { what: en } })

const neverStarted = (dataDir: string) =>
  fault(
    'never_started',
    `Aucun pupitre n’a encore démarré sur ${dataDir} : lancez npm start, ou indiquez son dossier par PUPITRE_DATA.`,
    `No desk has started on ${dataDir} yet: run npm start, or give its folder by PUPITRE_DATA.`,
  )

const unreachable = (said: string) =>
  fault(
    'database_unreachable',
    `La base de DATABASE_URL ne répond pas (${said}) : vérifiez l’adresse, le compte et que le serveur tourne.`,
    `The database of DATABASE_URL does not answer (${said}): check the address, the account and that the server runs.`,
  )

/** True when a desk, or another command, uses the database now. */
export async function isInUse(connection: Connection): Promise<boolean> {
  const client = new Client({ ...connection.ownerUrl, application_name: 'pupitre command' })
  await client.connect()
  try {
    const found = await client.query<{ n: number }>(
      "SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'pupitre'",
    )
    return (found.rows[0]?.n ?? 0) > 0
  } finally {
    await client.end()
  }
}

async function stopUnlessUsed(embedded: Embedded, connection: Connection): Promise<void> {
  // A desk that was started meanwhile has adopted this database.
  if (!embedded.adopted && !(await isInUse(connection).catch(() => false))) await embedded.stop()
}

/** The embedded database: the one that runs, or started for the command and stopped after it. */
export async function withEmbedded<T>(settings: Settings, work: (embedded: Embedded) => Promise<T>): Promise<T> {
  const embedded = await startEmbedded(join(settings.dataDir, 'postgres'))
  try {
    return await work(embedded)
  } finally {
    await stopUnlessUsed(embedded, { ownerUrl: await prepareEmbedded(embedded), role: null })
  }
}

async function use<T>(connection: Connection, work: (db: Db) => Promise<T>): Promise<T> {
  const db = openDb(connection, createLog('silent'), 3)
  try {
    return await work(db)
  } finally {
    await db.close()
  }
}

export async function withOwnServer<T>(url: string, work: (db: Db, connection: Connection) => Promise<T>): Promise<T> {
  const connection = { ownerUrl: { connectionString: url }, role: 'pupitre_app' }
  const client = new Client({ connectionString: url, application_name: 'pupitre command', connectionTimeoutMillis: 10_000 })
  try {
    await client.connect()
    await client.end()
  } catch (cause) {
    throw unreachable(cause instanceof Error ? cause.message.slice(0, 200) : '')
  }
  return use(connection, (db) => work(db, connection))
}

/** The desk's database, whether the desk runs or not. */
export function withDatabase<T>(settings: Settings, work: (db: Db) => Promise<T>): Promise<T> {
  if (settings.databaseUrl) return withOwnServer(settings.databaseUrl, work)
  if (!existsSync(join(settings.dataDir, 'postgres', 'cluster'))) throw neverStarted(settings.dataDir)
  return withEmbedded(settings, async (embedded) => use({ ownerUrl: await prepareEmbedded(embedded), role: 'pupitre_app' }, work))
}
