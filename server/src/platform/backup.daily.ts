import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { writeBackup, type BackupDeps } from './backup.ts'
import type { Ticker } from './jobs.ts'
import type { Log } from './log.ts'

const keep = 7
const everyHours = 24
/** A desk that has just been started has better to do. */
const restSeconds = 600
/** Any number: of several workers one writes. */
const lock = 7_203_116
const daily = /^daily-.*\.tar\.gz$/

export const stamp = (at: Date): string => at.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')

/** When the newest backup of a folder was written, whoever wrote it; null when there is none. */
export async function newestBackup(folder: string, shape = /\.tar\.gz$/): Promise<Date | null> {
  const names = await readdir(folder).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return []
    throw cause
  })
  let newest: Date | null = null
  for (const name of names.filter((one) => shape.test(one))) {
    const { mtime } = await stat(join(folder, name))
    if (!newest || mtime > newest) newest = mtime
  }
  return newest
}

async function forgetOld(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => daily.test(name)).sort((a, b) => (a < b ? 1 : -1))
  for (const name of names.slice(keep)) await rm(join(folder, name), { force: true })
}

/** A backup a day, the last seven kept, without anybody having to think of it. */
export async function backUpIfDue(deps: BackupDeps, folder: string, now = new Date()): Promise<boolean> {
  const newest = await newestBackup(folder, daily)
  if (newest && now.getTime() - newest.getTime() < everyHours * 3_600_000) return false
  const client = await deps.pool.connect()
  try {
    const mine = await client.query<{ mine: boolean }>('SELECT pg_try_advisory_lock($1) AS mine', [lock])
    if (!mine.rows[0]?.mine) return false
    try {
      await writeBackup(deps, join(folder, `daily-${stamp(now)}.tar.gz`))
      await forgetOld(folder)
      return true
    } finally {
      await client.query('SELECT pg_advisory_unlock($1)', [lock])
    }
  } finally {
    client.release()
  }
}

export function backupTicker(deps: BackupDeps, folder: string, log: Log): Ticker {
  return {
    name: 'backup.daily',
    everySeconds: 600,
    tick: async () => {
      if (process.uptime() < restSeconds) return
      if (await backUpIfDue(deps, folder)) log.info('backup.written', { folder })
    },
  }
}
