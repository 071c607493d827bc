/** [S2-77] From nothing to the first page, what it weighs at rest, on disk and in the browser. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { cpSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { chromium } from 'playwright-core'
import { freePort } from '../server/src/testing/world.ts'
import { bar, memoryOf, print, root, temporaryFolder } from './support.ts'

const restSeconds = 60
const node = join(root, 'node_modules/.bin/node')

async function start(dataDir: string, port: number): Promise<{ child: ChildProcess; seconds: number }> {
  const began = performance.now()
  const child = spawn(node, [join(root, 'launch/start.mjs')], {
    cwd: root,
    env: { ...process.env, PUPITRE_DATA: dataDir, PORT: String(port), PUPITRE_LOG: 'warn' },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  for (;;) {
    const answer = await fetch(`http://localhost:${port}/`, { headers: { accept: 'text/html' } }).catch(() => null)
    if (answer?.ok) return { child, seconds: (performance.now() - began) / 1000 }
    if (performance.now() - began > 120_000) throw new Error('the desk did not start')
    await new Promise((wake) => setTimeout(wake, 20))
  }
}

async function stop(child: ChildProcess): Promise<void> {
  child.kill('SIGTERM')
  await new Promise((done) => child.once('exit', done))
}

/** Everything JavaScript that the first page of a signed-in person fetches, compressed as a server would. */
async function scriptsOfFirstRoute(port: number): Promise<number> {
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
  const page = await browser.newPage()
  await page.request.post(`http://localhost:${port}/api/v1/demo/enter`, {
    headers: { 'x-pupitre': '1', origin: `http://localhost:${port}` },
  })
  let bytes = 0
  const reads: Promise<void>[] = []
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') reads.push(response.body().then((body) => void (bytes += gzipSync(body).length)))
  })
  await page.goto(`http://localhost:${port}/today`)
  await page.waitForSelector('h1')
  await page.waitForTimeout(1500)
  await Promise.all(reads)
  await browser.close()
  return bytes
}

/** What `npm start` installs, in a folder of its own. */
function installedMegabytes(): number {
  const folder = temporaryFolder()
  for (const path of ['package.json', 'package-lock.json', 'libs', 'sandbox', 'server', 'web']) {
    cpSync(join(root, path), join(folder.path, path), {
      recursive: true,
      filter: (source) => !source.includes('node_modules') && !source.includes('/dist'),
    })
  }
  execFileSync('npm', ['ci', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: folder.path,
    stdio: 'ignore',
  })
  const size = Number(execFileSync('du', ['-sm', 'node_modules'], { cwd: folder.path, encoding: 'utf8' }).split('\t')[0])
  folder.remove()
  return size
}

const data = temporaryFolder()
const port = await freePort()
const first = await start(data.path, port)
await stop(first.child)
const second = await start(data.path, port)
const scripts = await scriptsOfFirstRoute(port)
await new Promise((wake) => setTimeout(wake, restSeconds * 1000))
const postmaster = Number(readFileSync(join(data.path, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n')[0])
const memory = memoryOf(second.child.pid ?? 0) + (isBelow(second.child.pid ?? 0, postmaster) ? 0 : memoryOf(postmaster))
await stop(second.child)
data.remove()

/** PostgreSQL is a child of the desk that started it, or an orphan it adopted. */
function isBelow(parent: number, pid: number): boolean {
  const children = readdirSync(`/proc/${parent}/task`).flatMap((task) =>
    readFileSync(`/proc/${parent}/task/${task}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number),
  )
  return children.some((child) => child === pid || isBelow(child, pid))
}

print('start', [
  bar('very first start to first page', first.seconds, 's', '<=10'),
  bar('start to first page', second.seconds, 's', '<=3'),
  bar('memory of all processes, at rest', memory, 'MB', '<=400'),
  bar('JavaScript of the first route, gzip', scripts / 1000, 'kB', '<=250'),
  bar('installed for npm start', installedMegabytes(), 'MB', '<=750'),
])
process.exit(0)
