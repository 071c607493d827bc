import { createWriteStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { escapeIdentifier, type Pool, type PoolClient } from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { appliedMigrations } from './migrate.ts'
import { tarEnd, tarEntry } from './tar.ts'

/**
 * Everything of ours at one instant: each table as COPY text, read in one repeatable-read snapshot, then the files. The sealing key
 * is never in it. Nothing is held in memory beyond one piece of a table.
 */
export type Manifest = {
  format: 1
  version: string
  takenAt: string
  /** Hashes of the migrations the rows were written under, oldest first. */
  migrations: string[]
  /** Tells a restore whether the sealing key is the same, and nothing about it. */
  keyMark: string
  tables: { name: string; columns: string[] }[]
}

/** Comes last: a backup without it was cut short. */
export type Ending = { rows: Record<string, number>; files: number }

export type BackupDeps = {
  pool: Pool
  filesDir: string
  version: string
  keyMark: string
  /** Tables whose rows stay out: what opens a door must not lie in a file. */
  without: readonly string[]
}

const pieceBytes = 4_000_000

type Table = Manifest['tables'][number]

/** Our tables in the order in which they can be filled again, with the columns that are stored and not computed. */
export async function ownTables(client: PoolClient): Promise<Table[]> {
  const found = await client.query<{ name: string; columns: string[]; needs: string[] }>(`
    SELECT c.relname AS name,
      (SELECT array_agg(a.attname::text ORDER BY a.attnum) FROM pg_attribute a
       WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND a.atttypid <> 'xid8'::regtype) AS columns,
      coalesce((SELECT array_agg(DISTINCT r.relname::text) FROM pg_constraint k JOIN pg_class r ON r.oid = k.confrelid
       WHERE k.conrelid = c.oid AND k.contype = 'f' AND k.confrelid <> c.oid), '{}') AS needs
    FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' ORDER BY c.relname`)
  const waiting = [...found.rows]
  const done = new Set<string>()
  const ordered: Table[] = []
  while (waiting.length > 0) {
    const next = waiting.findIndex((table) => table.needs.every((need) => done.has(need)))
    const [table] = waiting.splice(next, 1)
    if (next === -1 || !table) throw new Error('tables that need each other cannot be filled in order')
    done.add(table.name)
    ordered.push({ name: table.name, columns: table.columns })
  }
  return ordered
}

export const columnList = (table: Table): string => `${escapeIdentifier(table.name)} (${table.columns.map(escapeIdentifier).join(', ')})`

async function* pieces(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer[] = []
  let size = 0
  for await (const chunk of source) {
    held.push(chunk)
    size += chunk.length
    if (size < pieceBytes) continue
    yield Buffer.concat(held)
    held = []
    size = 0
  }
  if (size > 0) yield Buffer.concat(held)
}

async function* tableEntries(client: PoolClient, table: Table, at: Date, ending: Ending) {
  const stream = client.query(copyTo(`COPY ${columnList(table)} TO STDOUT`))
  let index = 0
  for await (const piece of pieces(stream)) {
    yield* tarEntry(`tables/${table.name}/${String(index).padStart(6, '0')}`, piece.length, [piece], at)
    index += 1
  }
  ending.rows[table.name] = stream.rowCount
}

const storedFile = /^[0-9a-f]{8}-[0-9a-f-]{27}(\.[a-z0-9]+)?$/

async function* fileEntries(folder: string, at: Date, ending: Ending) {
  const names = await readdir(folder, { recursive: true }).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return []
    throw cause
  })
  for (const path of names) {
    const name = path.split('/').at(-1) ?? ''
    if (!storedFile.test(name)) continue
    try {
      const file = await open(join(folder, path))
      const { size } = await file.stat()
      yield* tarEntry(`files/${name}`, size, file.createReadStream(), at)
      ending.files += 1
    } catch (cause) {
      // Removed while the backup ran: its row went with it.
      if (!(cause instanceof Error && 'code' in cause && cause.code === 'ENOENT')) throw cause
    }
  }
}

const json = (name: string, value: unknown, at: Date) => {
  const bytes = Buffer.from(JSON.stringify(value))
  return tarEntry(name, bytes.length, [bytes], at)
}

async function* contents(deps: BackupDeps, client: PoolClient) {
  const clock = await client.query<{ at: Date }>('SELECT now() AS at')
  const at = clock.rows[0]?.at ?? new Date()
  const tables = (await ownTables(client)).filter((table) => !deps.without.includes(table.name))
  const manifest: Manifest = {
    format: 1,
    version: deps.version,
    takenAt: at.toISOString(),
    migrations: await appliedMigrations(client),
    keyMark: deps.keyMark,
    tables,
  }
  const ending: Ending = { rows: {}, files: 0 }
  yield* json('manifest.json', manifest, at)
  for (const table of tables) yield* tableEntries(client, table, at, ending)
  yield* fileEntries(deps.filesDir, at, ending)
  yield* json('ending.json', ending, at)
  yield tarEnd()
}

/** Writes a backup. The file has its name only when it is complete and on the disk. */
export async function writeBackup(deps: BackupDeps, file: string): Promise<{ bytes: number }> {
  const half = `${file}.part`
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  const client = await deps.pool.connect()
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    await pipeline(Readable.from(contents(deps, client)), createGzip({ level: 3 }), createWriteStream(half, { mode: 0o600, flush: true }))
    await client.query('COMMIT')
    client.release()
  } catch (cause) {
    // What was being read may be half way: this connection serves nobody any more.
    client.release(true)
    await rm(half, { force: true })
    throw cause
  }
  await rename(half, file)
  return { bytes: (await stat(file)).size }
}
