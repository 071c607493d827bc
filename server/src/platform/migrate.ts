import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { cp, mkdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate as drizzleMigrate } from 'drizzle-orm/node-postgres/migrator'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import type { PoolClient } from 'pg'
import type { Db } from './db.ts'

const folder = fileURLToPath(new URL('../migrations', import.meta.url))
/** Any number: two desks that start at once migrate one after the other. */
const lock = 7_203_114

/** What the application becomes after connecting. On a server of one's own its administrator may have made it already. */
const makeRole = `DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'pupitre_app') THEN CREATE ROLE pupitre_app NOLOGIN; END IF;
  IF NOT pg_has_role(current_user, 'pupitre_app', 'MEMBER') THEN EXECUTE format('GRANT pupitre_app TO %I', current_user); END IF;
END $$`

/** Brings the schema to this version. Called at each start; does nothing when there is nothing to do. */
export async function migrate(db: Db, from: string = folder): Promise<void> {
  const client = await db.ownerPool.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [lock])
    await client.query(makeRole)
    await drizzleMigrate(drizzle({ client }), { migrationsFolder: from })
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [lock])
    client.release()
  }
}

/** Hashes of the migrations of this version, oldest first. */
export const knownMigrations = (): string[] => readMigrationFiles({ migrationsFolder: folder }).map((migration) => migration.hash)

/** Hashes of the migrations a database has had, oldest first. */
export async function appliedMigrations(client: Pick<PoolClient, 'query'>): Promise<string[]> {
  const made = await client.query<{ made: boolean }>("SELECT to_regclass('drizzle.__drizzle_migrations') IS NOT NULL AS made")
  if (!made.rows[0]?.made) return []
  const found = await client.query<{ hash: string }>('SELECT hash FROM drizzle.__drizzle_migrations ORDER BY created_at')
  return found.rows.map((row) => row.hash)
}

/** Brings an empty database to the schema of the first `count` migrations: rows of an older version go in as they were. */
export async function migrateTo(db: Db, count: number): Promise<void> {
  const some = mkdtempSync(join(tmpdir(), 'pupitre-migrations-'))
  try {
    const journal = JSON.parse(readFileSync(join(folder, 'meta/_journal.json'), 'utf8')) as { entries: { tag: string }[] }
    const entries = journal.entries.slice(0, count)
    await mkdir(join(some, 'meta'))
    await writeFile(join(some, 'meta/_journal.json'), JSON.stringify({ ...journal, entries }))
    for (const { tag } of entries) await cp(join(folder, `${tag}.sql`), join(some, `${tag}.sql`))
    await migrate(db, some)
  } finally {
    rmSync(some, { recursive: true, force: true })
  }
}
