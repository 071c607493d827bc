// Plain JavaScript: it runs before anything is installed, under whichever Node (20 or later) npm came with.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))
const modules = join(root, 'node_modules')
const stampFile = join(modules, '.pupitre-installed.json')

export function say(sentence) {
  process.stdout.write(`${sentence}\n`)
}

export function giveUp(sentence) {
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
}

const hash = (...parts) => parts.reduce((h, part) => h.update(part), createHash('sha256')).digest('hex')

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}

/** The pinned Node of the repository; npm's own scripts find it first once it is installed. */
export const pinnedNode = join(modules, '.bin', 'node')

/** Installs what is missing; `full` with what the tests need. An install that was cut short is done again. */
export function install(full) {
  const lock = hash(readFileSync(join(root, 'package-lock.json')))
  const stamp = readJson(stampFile)
  if (stamp?.lock === lock && (stamp.full || !full)) return
  say(full ? 'Installing the program and what its tests need (about a minute)…' : 'Installing the program (about a minute)…')
  const npm = process.env.npm_execpath
  const [command, first] = npm && /\.c?js$/.test(npm) ? [process.execPath, [npm]] : ['npm', []]
  const scope = full ? ['--include=dev'] : ['--omit=dev']
  const done = spawnSync(command, [...first, 'ci', ...scope, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    // What this npm was started with must not leak into the one it starts.
    env: Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !/^npm_(?!config_(registry|cache|userconfig|cafile|proxy|https_proxy))/i.test(name)),
    ),
  })
  if (done.status !== 0)
    giveUp(
      'The installation failed: check the network and the space on the disk, then run the same command again; it takes up where it stopped.',
    )
  writeFileSync(stampFile, JSON.stringify({ lock, full }))
}

function filesUnder(folder) {
  if (!existsSync(folder)) return []
  if (statSync(folder).isFile()) return [folder]
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
}

function fingerprintOfWeb() {
  const shapes = filesUnder(join(root, 'server/src')).filter((file) => file.endsWith('.schema.ts'))
  const sources = ['web/src', 'web/public', 'web/index.html', 'web/vite.config.ts', 'package-lock.json'].flatMap((path) =>
    filesUnder(join(root, path)),
  )
  return hash(...[...sources, ...shapes].sort((a, b) => (a < b ? -1 : 1)).flatMap((file) => [relative(root, file), readFileSync(file)]))
}

/** Builds the web app when one of its sources changed since the last build; resolves once it stands. */
export async function buildWeb() {
  const stamp = join(root, 'web/dist/.built')
  const now = fingerprintOfWeb()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return
  rmSync(stamp, { force: true })
  say('Building the web app (some seconds)…')
  const code = await run([join(modules, 'vite/bin/vite.js'), 'build', '--logLevel', 'warn'], {
    cwd: join(root, 'web'),
    env: { ...process.env, NODE_ENV: 'production' },
  })
  if (code !== 0) giveUp('The web app could not be built; the lines above say why. Run the same command again once it is mended.')
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, now)
}

/** Runs a program with the pinned Node; resolves with its exit code. */
export function run(args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(pinnedNode, args, { cwd: root, stdio: 'inherit', ...options })
    child.on('exit', (code, signal) => resolve(signal ? 1 : (code ?? 1)))
  })
}
