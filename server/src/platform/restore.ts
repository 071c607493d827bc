import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline as pipelineThen, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { escapeIdentifier, type PoolClient } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { columnList, ownTables, type Ending, type Manifest } from './backup.ts'
import type { Db } from './db.ts'
import { CodedError } from './errors.ts'
import { appliedMigrations, knownMigrations, migrate, migrateTo } from './migrate.ts'
import { damaged, readTar, type TarFile } from './tar.ts'

export const newerBackup = (version: string) =>
  new CodedError({
    code: 'backup.newer',
    status: 422,
    fr: {
      what: `Cette sauvegarde vient d’une version plus récente de Pupitre (${version}).`,
      kept: 'Rien n’a été changé.',
      todo: 'Installez cette version, puis recommencez.',
    },
    en: {
      what: `This backup comes from a newer Pupitre (${version}).`,
      kept: 'Nothing was changed.',
      todo: 'Install that version and try again.',
    },
  })

export const otherSchema = () =>
  new CodedError({
    code: 'backup.other_schema',
    status: 422,
    fr: {
      what: 'Cette sauvegarde vient d’une autre version et la base n’est pas vide.',
      kept: 'Rien n’a été changé.',
      todo: 'Donnez une base vide par DATABASE_URL, puis recommencez.',
    },
    en: {
      what: 'This backup comes from another version and the database is not empty.',
      kept: 'Nothing was changed.',
      todo: 'Give an empty database by DATABASE_URL and try again.',
    },
  })

/** Numbers given out after the backup was taken are not given out again: a page that heard them would not hear their second owner. */
const gap = 1_000_000

export type RestoreDeps = {
  db: Db
  filesDir: string
  /** In the transaction that fills the tables, after the last row. */
  settle: (client: PoolClient, manifest: Manifest) => Promise<void>
}

async function textOf(file: TarFile): Promise<string> {
  if (file.size > 10_000_000) throw damaged()
  const parts: Buffer[] = []
  for await (const part of file.bytes) parts.push(part)
  return Buffer.concat(parts).toString('utf8')
}

async function firstEntry(files: AsyncGenerator<TarFile>): Promise<Manifest> {
  const first = await files.next()
  if (first.done || first.value.name !== 'manifest.json') throw damaged()
  const manifest = JSON.parse(await textOf(first.value)) as Manifest
  if (manifest.format !== 1 || !Array.isArray(manifest.tables)) throw damaged()
  return manifest
}

function entriesOf(file: string): AsyncGenerator<TarFile> {
  const bytes = createGunzip()
  // A file that cannot be read, or is no gzip, ends the reading of `bytes` with its error.
  pipelineThen(createReadStream(file, { highWaterMark: 262_144 }), bytes, () => undefined)
  return readTar(bytes)
}

/** What a backup says of itself, without reading further. */
export async function readManifest(file: string): Promise<Manifest> {
  const files = entriesOf(file)
  const manifest = await firstEntry(files).catch((cause: unknown) => {
    throw cause instanceof CodedError ? cause : damaged()
  })
  await files.return(undefined)
  return manifest
}

async function bringSchema(db: Db, manifest: Manifest): Promise<void> {
  const known = knownMigrations()
  if (manifest.migrations.some((hash, i) => known[i] !== hash)) throw newerBackup(manifest.version)
  const applied = await appliedMigrations(db.ownerPool)
  if (applied.length === 0) return migrateTo(db, manifest.migrations.length)
  if (applied.length !== manifest.migrations.length) throw otherSchema()
}

async function emptyTables(client: PoolClient): Promise<string[]> {
  const tables = (await ownTables(client)).map((table) => table.name)
  await client.query(`TRUNCATE ${tables.map(escapeIdentifier).join(', ')}`)
  for (const name of tables) await client.query(`ALTER TABLE ${escapeIdentifier(name)} DISABLE TRIGGER USER`)
  return tables
}

async function continueSequences(client: PoolClient): Promise<void> {
  const serial = await client.query<{ table: string; column: string; sequence: string }>(`
    SELECT c.relname AS table, a.attname AS column, pg_get_serial_sequence(quote_ident(c.relname), a.attname) AS sequence
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND pg_get_serial_sequence(quote_ident(c.relname), a.attname) IS NOT NULL`)
  for (const { table, column, sequence } of serial.rows) {
    await client.query(
      `SELECT setval($1, (SELECT coalesce(max(${escapeIdentifier(column)}), 0) FROM ${escapeIdentifier(table)}) + ${gap})`,
      [sequence],
    )
  }
}

type Load = { client: PoolClient; files: AsyncGenerator<TarFile>; manifest: Manifest; into: string }

/** The pieces of one table follow each other and are one COPY. Returns its rows and the first entry that is not of it. */
async function loadTable(load: Load, first: TarFile): Promise<{ name: string; rows: number; next: IteratorResult<TarFile> }> {
  const name = first.name.split('/')[1] ?? ''
  const table = load.manifest.tables.find((one) => one.name === name)
  if (!table) throw damaged()
  let current: IteratorResult<TarFile> = { done: false, value: first }
  async function* pieces() {
    while (!current.done && current.value.name.startsWith(`tables/${name}/`)) {
      yield* current.value.bytes
      current = await load.files.next()
    }
  }
  const stream = load.client.query(copyFrom(`COPY ${columnList(table)} FROM STDIN`))
  await pipeline(pieces, stream)
  return { name, rows: stream.rowCount, next: current }
}

const storedFile = /^files\/([0-9a-f]{8}-[0-9a-f-]{27}(?:\.[a-z0-9]+)?)$/

/** Everything after the manifest. Nothing is believed before the ending has been read and its counts are right. */
async function load(load: Load): Promise<Ending> {
  const rows: Record<string, number> = {}
  let count = 0
  let current = await load.files.next()
  while (!current.done) {
    const file = current.value
    const id = storedFile.exec(file.name)?.[1]
    if (file.name.startsWith('tables/')) {
      const table = await loadTable(load, file)
      rows[table.name] = table.rows
      current = table.next
      continue
    }
    if (file.name === 'ending.json') {
      const ending = JSON.parse(await textOf(file)) as Ending
      const whole = load.manifest.tables.every(({ name }) => (ending.rows[name] ?? 0) === (rows[name] ?? 0))
      if (!whole || ending.files !== count) throw damaged()
      return ending
    }
    if (!id) throw damaged()
    await keepFile(join(load.into, id.slice(-2), id), file)
    count += 1
    current = await load.files.next()
  }
  throw damaged()
}

async function keepFile(path: string, file: TarFile): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await pipeline(Readable.from(file.bytes), createWriteStream(path, { mode: 0o600, flush: true }))
}

/** The files of before stay beside, until the next restore. */
async function swapFiles(filesDir: string, restored: string): Promise<void> {
  const before = `${filesDir}.before`
  await rm(before, { recursive: true, force: true })
  await rename(filesDir, before).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'ENOENT') throw cause
  })
  await rename(restored, filesDir)
}

async function fill(deps: RestoreDeps, client: PoolClient, given: Omit<Load, 'client'>): Promise<Ending> {
  await client.query('BEGIN')
  const tables = await emptyTables(client)
  const ending = await load({ ...given, client })
  await continueSequences(client)
  await deps.settle(client, given.manifest)
  for (const name of tables) await client.query(`ALTER TABLE ${escapeIdentifier(name)} ENABLE TRIGGER USER`)
  await client.query('COMMIT')
  return ending
}

const isKnown = (cause: unknown): boolean =>
  cause instanceof CodedError || (cause instanceof Error && ('severity' in cause || 'syscall' in cause))

/** Fills a database with a backup, all of it or nothing, and brings it to this version. */
export async function restoreBackup(deps: RestoreDeps, file: string): Promise<{ manifest: Manifest; ending: Ending }> {
  const files = entriesOf(file)
  const into = `${deps.filesDir}.restoring`
  const manifest = await firstEntry(files)
  await bringSchema(deps.db, manifest)
  await rm(into, { recursive: true, force: true })
  await mkdir(into, { recursive: true, mode: 0o700 })
  const client = await deps.db.ownerPool.connect()
  try {
    const ending = await fill(deps, client, { files, manifest, into })
    client.release()
    await swapFiles(deps.filesDir, into)
    await migrate(deps.db)
    return { manifest, ending }
  } catch (cause) {
    // Whatever was half done goes with its connection.
    client.release(true)
    await rm(into, { recursive: true, force: true })
    throw isKnown(cause) ? cause : damaged()
  }
}
