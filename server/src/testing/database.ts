import { Client, escapeIdentifier } from 'pg'
import { v7 as uuid } from 'uuid'
import type { Connection } from '../platform/db.ts'
import { templateName } from './global.ts'

function asAdministrator(database: string): Client {
  const host = process.env['PUPITRE_TEST_SOCKET']
  if (!host) throw new Error('no test database: vitest.config.ts starts one')
  return new Client({ host, user: 'postgres', database })
}

/** A migrated database of one's own, on the server of the run. */
export async function copyDatabase(): Promise<Connection & { database: string }> {
  const database = `test_${uuid().replaceAll('-', '')}`
  const client = asAdministrator('postgres')
  await client.connect()
  // Two files may copy the template at the same moment; PostgreSQL wants it idle.
  await client.query('SELECT pg_advisory_lock(4242)')
  await client.query(`CREATE DATABASE ${escapeIdentifier(database)} TEMPLATE ${escapeIdentifier(templateName)} OWNER pupitre_owner`)
  await client.end()
  return { ownerUrl: { host: client.host, user: 'pupitre_owner', database }, role: 'pupitre_app', database }
}

/**
 * A database whose clock stands where the test puts it. The product's own statements run unchanged: PostgreSQL finds this `now()`
 * before its own. Nothing is cut off here, so no commit waits for the disk: a year has many.
 */
export async function calendarDatabase(
  start: Date,
): Promise<{ connection: Connection; set: (to: Date) => Promise<void>; close: () => Promise<void> }> {
  const { database, ...connection } = await copyDatabase()
  const client = asAdministrator(database)
  await client.connect()
  await client.query(`
    CREATE SCHEMA calendar;
    CREATE TABLE calendar.today (at timestamptz NOT NULL);
    CREATE FUNCTION calendar.now() RETURNS timestamptz LANGUAGE sql STABLE AS 'SELECT at FROM calendar.today';
    CREATE FUNCTION calendar.clock_timestamp() RETURNS timestamptz LANGUAGE sql STABLE AS 'SELECT at FROM calendar.today';
    GRANT USAGE ON SCHEMA calendar TO PUBLIC;
    GRANT SELECT ON calendar.today TO PUBLIC;
    ALTER DATABASE ${escapeIdentifier(database)} SET search_path = calendar, public, pg_catalog;
    ALTER DATABASE ${escapeIdentifier(database)} SET synchronous_commit = off`)
  await client.query('INSERT INTO calendar.today (at) VALUES ($1)', [start])
  return {
    connection,
    set: async (to) => void (await client.query('UPDATE calendar.today SET at = $1', [to])),
    close: () => client.end(),
  }
}
