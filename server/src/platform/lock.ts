import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Process that works on a data folder now, if any. A number left by one that was killed, or reused by another program, counts for nothing. */
export function holderOf(dataDir: string): number | null {
  const file = join(dataDir, 'desk.pid')
  const pid = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0
  if (!(pid > 0) || pid === process.pid) return null
  try {
    return /(main|start|cli)\.(ts|mjs)/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8')) ? pid : null
  } catch {
    // It is gone.
    return null
  }
}

/** Takes the data folder for this process; returns how to give it back. Null when another holds it. */
export function hold(dataDir: string): (() => void) | null {
  mkdirSync(dataDir, { recursive: true })
  if (holderOf(dataDir) !== null) return null
  const file = join(dataDir, 'desk.pid')
  writeFileSync(file, String(process.pid), { mode: 0o600 })
  return () => rmSync(file, { force: true })
}
