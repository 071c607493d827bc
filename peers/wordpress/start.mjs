import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createServer as createSocket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * A real WordPress on this machine: PHP in WebAssembly, SQLite instead of MySQL (@wp-playground/cli). Prints one line of JSON
 * `{url, version, user, password}` when it answers (`password` is an application password of the administrator), and ends when its
 * input closes or on SIGTERM.
 */
const here = import.meta.dirname
const VERSION = '6.5'
const PHP = '8.2'
const folder = mkdtempSync(join(tmpdir(), 'pupitre-peer-wordpress-'))
const stops = [async () => rmSync(folder, { recursive: true, force: true })]

/** The program takes WordPress only by address: it is handed out from this machine. */
async function serveZip() {
  const zip = readFileSync(join(here, `node_modules/@wp-playground/wordpress-builds/src/wordpress/wp-${VERSION}.zip`))
  const server = createServer((_request, response) => response.writeHead(200, { 'content-type': 'application/zip' }).end(zip))
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  stops.push(async () => server.close())
  return `http://127.0.0.1:${server.address().port}/wp-${VERSION}.zip`
}

async function freePort() {
  const server = createSocket()
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address()
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Application passwords are offered without https only where WordPress is told that it runs locally. */
function blueprintFor(password, wp) {
  const php = `<?php
require '/wordpress/wp-load.php';
update_option( 'permalink_structure', '/%year%/%monthnum%/%postname%/' );
flush_rewrite_rules();
update_option( 'timezone_string', 'Europe/Paris' );
update_option( 'comment_previously_approved', '0' );
$entry = array( 'uuid' => wp_generate_uuid4(), 'app_id' => '', 'name' => 'peer', 'password' => wp_hash_password( '${password}' ), 'created' => time(), 'last_used' => null, 'last_ip' => null );
update_user_meta( 1, '_application_passwords', array( $entry ) );
update_network_option( get_main_network_id(), 'using_application_passwords', 1 );
`
  return {
    preferredVersions: { php: PHP, wp },
    steps: [
      { step: 'defineWpConfigConsts', consts: { WP_ENVIRONMENT_TYPE: 'local', DISABLE_WP_CRON: true, AUTOMATIC_UPDATER_DISABLED: true, WP_HTTP_BLOCK_EXTERNAL: true } },
      { step: 'mkdir', path: '/wordpress/wp-content/mu-plugins' },
      { step: 'writeFile', path: '/wordpress/wp-content/mu-plugins/peer.php', data: readFileSync(join(here, 'peer.php'), 'utf8') },
      { step: 'runPHP', code: php },
    ],
  }
}

async function end(code) {
  for (const one of stops.reverse()) await one().catch((error) => process.stderr.write(`${error}\n`))
  process.exit(code)
}

async function answers(url, child) {
  const until = Date.now() + 120_000
  while (Date.now() < until) {
    if (child.exitCode !== null) throw new Error('WordPress ended before it answered')
    const response = await fetch(url, { signal: AbortSignal.timeout(20_000) }).catch(() => null)
    if (response?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 300))
  }
  throw new Error('WordPress did not answer within two minutes')
}

async function main() {
  const password = randomBytes(18).toString('base64url').replace(/[-_]/g, 'x')
  const blueprint = join(folder, 'blueprint.json')
  const wp = await serveZip()
  writeFileSync(blueprint, JSON.stringify(blueprintFor(password, wp)))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const args = ['server', `--port=${port}`, `--wp=${wp}`, `--php=${PHP}`, '--workers=2', '--verbosity=quiet', `--blueprint=${blueprint}`]
  const cli = join(here, 'node_modules/@wp-playground/cli/wp-playground.js')
  const child = spawn(process.execPath, ['--import', join(here, 'loopback.mjs'), cli, ...args], {
    cwd: folder,
    env: { ...process.env, HOME: folder, TMPDIR: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => process.stderr.write(chunk))
  const ended = new Promise((resolve) => child.once('exit', resolve))
  stops.push(async () => {
    child.kill('SIGTERM')
    const timer = setTimeout(() => child.kill('SIGKILL'), 5_000)
    await ended
    clearTimeout(timer)
  })
  await answers(`${url}/wp-json/wp/v2/posts`, child)
  process.stdout.write(`${JSON.stringify({ url, version: VERSION, user: 'admin', password })}\n`)
}

process.stdin.resume()
process.stdin.once('end', () => void end(0))
process.once('SIGTERM', () => void end(0))
process.once('SIGINT', () => void end(0))
main().catch((error) => {
  process.stderr.write(`${error?.stack ?? error}\n`)
  return end(1)
})
