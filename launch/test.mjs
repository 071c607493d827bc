// npm test: installs what the tests need and runs everything: checks, unit, property, integration, browser.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { runChecks } from './check.mjs'
import { buildWeb, giveUp, install, root, run, say } from './install.mjs'

const tools = { chromium: 'chromium', ffmpeg: 'ffmpeg', 'redis-server': 'redis-server' }
/** Only root can start them (peers/mail): nobody else is asked for them. */
const rootTools = { dovecot: 'dovecot-imapd', postfix: 'postfix', openssl: 'openssl' }
const isRoot = process.getuid?.() === 0
const has = (command) => spawnSync('sh', ['-c', `command -v ${command}`]).status === 0

/** Programs of the system that the tests drive. Root gets them by apt; anybody else gets one sentence. */
function installTools() {
  const missing = Object.entries(isRoot && has('apt-get') ? { ...tools, ...rootTools } : tools)
    .filter(([command]) => !has(command))
    .map(([, name]) => name)
  if (missing.length === 0) return
  if (!isRoot || !has('apt-get'))
    giveUp(`The tests need ${missing.join(', ')}: install them (apt-get install ${missing.join(' ')}), then run npm test again.`)
  say(`Installing ${missing.join(', ')} (some minutes)…`)
  // RUNLEVEL: installed, not started (invoke-rc.d); the tests start their own.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' }
  const options = { stdio: ['ignore', 'ignore', 'inherit'], env }
  spawnSync('apt-get', ['update', '-qq'], options)
  const done = spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing, 'fonts-liberation'], options)
  if (done.status !== 0) giveUp(`apt-get could not install ${missing.join(', ')}: install them by hand, then run npm test again.`)
}

function readReport(file) {
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 }
  const report = JSON.parse(readFileSync(file, 'utf8'))
  const suites = report.testResults.filter(
    (suite) => suite.status === 'failed' && !suite.assertionResults.some((one) => one.status === 'failed'),
  ).length
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + suites,
    skipped: report.numPendingTests + (report.numTodoTests ?? 0),
  }
}

install(true)
installTools()
/** Real servers that the tests run against, one after the other; resolves with those that could not be installed. */
async function installPeers() {
  const failed = []
  for (const name of ['bluesky', 'wordpress']) if ((await run([`peers/${name}/install.mjs`])) !== 0) failed.push(name)
  return failed
}

// The real networks take a while to install: they do so beside the checks.
const peers = installPeers()
await buildWeb()
const failedChecks = await runChecks()
const missingPeers = await peers
if (missingPeers.length > 0)
  giveUp(`Real servers of the tests could not be installed (${missingPeers.join(', ')}): check the network, then run npm test again.`)

const out = join(root, '.cache')
mkdirSync(out, { recursive: true })
const reportFile = join(out, 'vitest.json')
rmSync(reportFile, { force: true })
const code = await run([
  join(root, 'node_modules/vitest/vitest.mjs'),
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${reportFile}`,
  ...process.argv.slice(2),
])
const { passed, failed, skipped } = readReport(reportFile)
for (const name of failedChecks) say(`The check of ${name} failed.`)
say(`${passed} passed, ${failed + failedChecks.length} failed, ${skipped} skipped`)
process.exit(code === 0 && failed === 0 && failedChecks.length === 0 && passed > 0 ? 0 : 1)
