import { fileURLToPath } from 'node:url'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate as drizzleMigrate } from 'drizzle-orm/node-postgres/migrator'
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
export async function migrate(db: Db): Promise<void> {
  const client = await db.ownerPool.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [lock])
    await client.query(makeRole)
    await drizzleMigrate(drizzle({ client }), { migrationsFolder: folder })
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [lock])
    client.release()
  }
}
