/** Who runs on a data folder of PostgreSQL, and the lock that a killed one leaves. */
import { readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs'
import { join } from 'node:path'

export class PostgresError extends Error {
  constructor(sentence: string, cause?: unknown) {
    super(sentence, { cause })
    this.name = 'PostgresError'
  }
}

function recordedPid(cluster: string): number | null {
  try {
    return Number(readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[0])
  } catch {
    return null
  }
}

function isTaken(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** A process that has ended and that nobody has asked about yet keeps its number, without a command line. */
function isPostmasterOf(pid: number, cluster: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(cluster)
  } catch {
    return false
  }
}

/** The number of the postmaster that runs on this data folder, if one does. */
export function runningPid(cluster: string): number | null {
  const pid = recordedPid(cluster)
  return pid !== null && isPostmasterOf(pid, cluster) ? pid : null
}

/** Every process of a PostgreSQL works in its data folder: those that outlive a killed postmaster end within moments. */
function someoneWorksIn(cluster: string): boolean {
  return readdirSync('/proc').some((name) => {
    try {
      return /^\d+$/.test(name) && readlinkSync(`/proc/${name}/cwd`) === cluster
    } catch {
      return false
    }
  })
}

/**
 * A killed postmaster leaves its lock. PostgreSQL believes it while its number is anyone's: of a process that has ended but is not
 * yet cleared away, or of another that was given the number since. The lock goes once nobody works in the data folder.
 */
export async function clearLock(cluster: string): Promise<void> {
  const pid = recordedPid(cluster)
  if (pid === null || !isTaken(pid)) return
  const real = realpathSync(cluster)
  const end = Date.now() + 30_000
  while (someoneWorksIn(real)) {
    if (Date.now() > end) throw new PostgresError(`Another PostgreSQL still works in ${cluster}: stop it, then start again.`)
    await new Promise((wake) => setTimeout(wake, 40))
  }
  // Whoever was faster has written a lock of its own.
  if (recordedPid(cluster) === pid) rmSync(join(cluster, 'postmaster.pid'), { force: true })
}
