import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * Installs a folder's packages when its lock, or one of its own files named here, has changed since the last time. No install script
 * runs. Answers whether there was something to do.
 */
export function installPeer(folder, files = []) {
  const stamp = join(folder, 'node_modules', '.installed')
  const hash = createHash('sha256')
  for (const file of ['package.json', 'package-lock.json', ...files]) hash.update(readFileSync(join(folder, file)))
  const wanted = hash.digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return false
  // npm must run under this very Node: under an older one it picks older packages without a word.
  const env = { ...process.env, PATH: `${dirname(process.execPath)}:${process.env.PATH}` }
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder, env, stdio: ['ignore', process.stderr, process.stderr] })
  writeFileSync(stamp, wanted)
  return true
}
