import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** `node install.mjs`: installs this folder's packages when its lock has changed since the last time. No install script runs. */
const folder = import.meta.dirname
const stamp = join(folder, 'node_modules', '.installed')

function wanted() {
  const hash = createHash('sha256')
  for (const file of ['package.json', 'package-lock.json']) hash.update(readFileSync(join(folder, file)))
  return hash.digest('hex')
}

export function install() {
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted()) return false
  // npm must run under this very Node: under an older one it picks older packages without a word.
  const env = { ...process.env, PATH: `${dirname(process.execPath)}:${process.env.PATH}` }
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder, env, stdio: ['ignore', process.stderr, process.stderr] })
  writeFileSync(stamp, wanted())
  return true
}

if (process.argv[1] === import.meta.filename) install()
