import { execFileSync } from 'node:child_process'
import { appendFileSync, chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client, escapeIdentifier } from 'pg'
import { v7 as uuid } from 'uuid'
import type { Connection } from '../platform/db.ts'
import { prepareEmbedded, startEmbedded, type Embedded } from '../platform/postgres.ts'
import { templateName } from './global.ts'

/** As the administrator of the server of the run, not connected yet. */
export function asAdministrator(database: string): Client {
  const host = process.env['PUPITRE_TEST_SOCKET']
  if (!host) throw new Error('no test database: vitest.config.ts starts one')
  return new Client({ host, user: 'postgres', database })
}

/** A database of one's own on the server of the run: migrated, or with nothing in it. */
export async function copyDatabase(template = templateName): Promise<Connection & { database: string }> {
  const database = `test_${uuid().replaceAll('-', '')}`
  const client = asAdministrator('postgres')
  await client.connect()
  // Two files may copy the template at the same moment; PostgreSQL wants it idle.
  await client.query('SELECT pg_advisory_lock(4242)')
  await client.query(`CREATE DATABASE ${escapeIdentifier(database)} TEMPLATE ${escapeIdentifier(template)} OWNER pupitre_owner`)
  await client.end()
  return { ownerUrl: { host: client.host, user: 'pupitre_owner', database }, role: 'pupitre_app', database }
}

export const emptyDatabase = () => copyDatabase('template0')

/** As DATABASE_URL names it. */
export function urlOf({ ownerUrl }: Connection): string {
  return `postgresql://${ownerUrl.user}@localhost/${ownerUrl.database}?host=${encodeURIComponent(ownerUrl.host ?? '')}`
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

/** Whether this machine lets us mount a small disk of our own. */
export function mayMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'pupitre-mount-'))
  try {
    execFileSync('/bin/mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'ignore' })
    execFileSync('/bin/umount', [folder], { stdio: 'ignore' })
    return true
  } catch {
    // Neither root nor allowed to.
    return false
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export type OwnServer = {
  connection: Connection
  /** As a power cut: nothing is written any more, what was acknowledged is found again in the log. */
  cut: () => Promise<void>
  /** Unless it runs. */
  start: () => Promise<void>
  /** Leaves nothing free on its disk, if it has one of its own; and frees it again. */
  fillDisk: () => void
  emptyDisk: () => void
  remove: () => Promise<void>
}

/** A PostgreSQL of one's own, to be mistreated; on a disk of `megabytes` where that is asked for. */
export async function ownServer(megabytes?: number): Promise<OwnServer> {
  const folder = mkdtempSync(join(tmpdir(), 'pupitre-own-'))
  if (megabytes !== undefined) execFileSync('/bin/mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder])
  chmodSync(folder, 0o711)
  const home = join(folder, 'postgres')
  let embedded: Embedded = await startEmbedded(home)
  const connection = { ownerUrl: await prepareEmbedded(embedded), role: 'pupitre_app' }
  const ballast = join(folder, 'ballast')
  const emptyDisk = () => rmSync(ballast, { force: true })
  return {
    connection,
    cut: async () => {
      const pid = Number(readFileSync(join(home, 'cluster/postmaster.pid'), 'utf8').split('\n')[0])
      process.kill(pid, 'SIGQUIT')
      while (isAlive(pid)) await new Promise((wake) => setTimeout(wake, 20))
    },
    start: async () => {
      embedded = await startEmbedded(home)
    },
    fillDisk: () => {
      try {
        for (;;) appendFileSync(ballast, Buffer.alloc(100_000))
      } catch (cause) {
        if (!(cause instanceof Error && 'code' in cause && cause.code === 'ENOSPC')) throw cause
      }
    },
    emptyDisk,
    remove: async () => {
      await embedded.stop()
      if (megabytes !== undefined) execFileSync('/bin/umount', [folder])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    // It is gone.
    return false
  }
}
