import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'

const bootId = (): string => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()

/** Field 22 of /proc/<pid>/stat: when the process began. A reused number is another process. Null when there is none. */
function startedAt(pid: string): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
  }
}

/** Names this process for ever: machine, boot, number, start. */
export const thisOwner = (): string => [hostname(), bootId(), process.pid, startedAt(String(process.pid))].join('/')

/** True only when it is sure that the process can send nothing more: it ran here, and it is gone. Elsewhere nobody can tell. */
export function isProvedDead(owner: string | null): boolean {
  const [host, boot, pid, start] = (owner ?? '').split('/')
  if (host !== hostname() || !pid || !start) return false
  return boot !== bootId() || startedAt(pid) !== start
}
