import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { dovecotConf, mainCf, masterCf } from './config.mjs'

/**
 * A real mail server on this machine: Dovecot (IMAP) and Postfix (submission, delivery), both of Debian. Prints one line of JSON
 * `{domain, password, people, ca, key, imap, imaps, smtp, smtps}` when both answer, and ends when its input closes or on SIGTERM. Started by
 * root only: each program drops to users of its own. Nothing is delivered elsewhere, nothing is kept.
 */
const DOMAIN = 'peer.test'
const PASSWORD = 'motdepasse-de-la-boite'
const PEOPLE = ['levain', 'lea', 'karim', 'once', 'hostile', 'history', 'says', 'acts', 'reads']
const folder = mkdtempSync(join(tmpdir(), 'pupitre-peer-mail-'))
const stops = [async () => rmSync(folder, { recursive: true, force: true })]

async function freePort() {
  const server = createServer()
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address()
  await new Promise((resolve) => server.close(resolve))
  return port
}

const idOf = (user, what = '-u') => Number(execFileSync('id', [what, user], { encoding: 'utf8' }))

/** A certificate of its own for 127.0.0.1, which the tests trust. */
function makeCertificate() {
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1', '-addext', 'basicConstraints=critical,CA:TRUE']
  const made = ['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')]
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...names, ...made], { stdio: 'ignore' })
  const [ca, key] = ['cert.pem', 'key.pem'].map((name) => readFileSync(join(folder, name), 'utf8'))
  return { ca, key }
}

function writeFolders(ports) {
  chmodSync(folder, 0o755)
  for (const name of ['mail', 'postfix', 'spool', 'data', 'dovecot']) mkdirSync(join(folder, name))
  chownSync(join(folder, 'mail'), idOf('mail'), idOf('mail', '-g'))
  chownSync(join(folder, 'data'), idOf('postfix'), idOf('postfix', '-g'))
  const addresses = PEOPLE.map((name) => `${name}@${DOMAIN}`)
  writeFileSync(join(folder, 'users'), addresses.map((one) => `${one}:{PLAIN}${PASSWORD}\n`).join(''))
  writeFileSync(join(folder, 'boxes'), addresses.map((one) => `${one} ${one}/\n`).join(''))
  const place = { folder, domain: DOMAIN, ports, uid: idOf('mail'), gid: idOf('mail', '-g') }
  writeFileSync(join(folder, 'dovecot.conf'), dovecotConf(place))
  writeFileSync(join(folder, 'postfix/main.cf'), mainCf(place))
  writeFileSync(join(folder, 'postfix/master.cf'), masterCf(place))
}

function start(command, args) {
  const child = spawn(command, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => process.stderr.write(chunk))
  const ended = new Promise((resolve) => child.once('exit', resolve))
  stops.push(async () => {
    child.kill('SIGTERM')
    const timer = setTimeout(() => child.kill('SIGKILL'), 5_000)
    await ended
    clearTimeout(timer)
  })
  return child
}

/** The server greets on this port. */
async function answers(port, child) {
  for (let i = 0; i < 300; i++) {
    if (child.exitCode !== null) throw new Error('the mail server ended before it answered')
    const isUp = await new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1')
      socket.once('data', () => resolve(true)).once('error', () => resolve(false))
      socket.setTimeout(2_000, () => resolve(false)).once('close', () => resolve(false))
      socket.once('data', () => socket.destroy())
    })
    if (isUp) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('the mail server did not answer within a minute')
}

async function end(code) {
  for (const one of stops.reverse()) await one().catch((error) => process.stderr.write(`${error}\n`))
  process.exit(code)
}

async function main() {
  if (userInfo().uid !== 0) throw new Error('only root can start a mail server with users of its own')
  const ports = {}
  for (const name of ['imap', 'imaps', 'auth', 'smtp', 'smtps']) ports[name] = await freePort()
  const { ca, key } = makeCertificate()
  writeFolders(ports)
  const dovecot = start('dovecot', ['-F', '-c', join(folder, 'dovecot.conf')])
  await answers(ports.imap, dovecot)
  execFileSync('postfix', ['-c', join(folder, 'postfix'), 'check'], { stdio: ['ignore', 'ignore', 'inherit'] })
  const postfix = start('postfix', ['-c', join(folder, 'postfix'), 'start-fg'])
  stops.push(async () => void spawnSync('postfix', ['-c', join(folder, 'postfix'), 'stop'], { stdio: 'ignore' }))
  await answers(ports.smtp, postfix)
  const { auth: _auth, ...open } = ports
  process.stdout.write(`${JSON.stringify({ domain: DOMAIN, password: PASSWORD, people: PEOPLE, ca, key, ...open })}\n`)
}

process.stdin.resume()
process.stdin.once('end', () => void end(0))
process.once('SIGTERM', () => void end(0))
process.once('SIGINT', () => void end(0))
main().catch((error) => {
  const log = join(folder, 'postfix.log')
  process.stderr.write(`${error?.stack ?? error}\n${existsSync(log) ? readFileSync(log, 'utf8') : ''}\n`)
  return end(1)
})
