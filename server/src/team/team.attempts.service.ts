import ipaddr from 'ipaddr.js'
import { tooMany } from '../platform/errors.ts'

const windowMilliseconds = 15 * 60_000
/** Wrong passwords for one account from one place. Elsewhere the account stays open: nobody is locked out by somebody else. */
const perAccount = 10
/** Wrong passwords from one place over all accounts. */
const perPlace = 100
const mostKept = 50_000

/** An address, or the network that one subscriber has of version 6. */
export function placeOf(ip: string): string {
  if (!ipaddr.isValid(ip)) return ip
  const address = ipaddr.process(ip)
  return address instanceof ipaddr.IPv4 ? address.toString() : address.toByteArray().slice(0, 8).join('.')
}

/** Counts wrong passwords. An attempt counts from its beginning, so that many at once are no way around. */
export function createAttempts(now: () => number = Date.now) {
  const kept = new Map<string, number[]>()

  const recent = (key: string): number[] => (kept.get(key) ?? []).filter((at) => at > now() - windowMilliseconds)

  /** The latest comes last: what is forgotten first is what was not tried for longest. */
  function keep(key: string, times: number[]): void {
    kept.delete(key)
    if (times.length > 0) kept.set(key, times)
    if (kept.size <= mostKept) return
    let surplus = mostKept / 10
    for (const oldest of kept.keys()) {
      if (surplus === 0) return
      kept.delete(oldest)
      surplus -= 1
    }
  }

  return {
    /** Throws when there were too many. The attempt counts as wrong unless it is said to be right, or to have tried no password. */
    begin(account: string, ip: string): { right: () => void; withdraw: () => void } {
      const place = placeOf(ip)
      const own = `${account.trim().toLowerCase()} ${place}`
      const at = now()
      for (const [key, most] of [
        [own, perAccount],
        [place, perPlace],
      ] as const) {
        const seen = recent(key)
        if (seen.length >= most) throw tooMany(Math.ceil(((seen[0] ?? at) + windowMilliseconds - at) / 1000))
      }
      for (const key of [own, place]) keep(key, [...recent(key), at])
      const withdraw = (): void => {
        for (const key of [own, place]) {
          const seen = recent(key)
          keep(
            key,
            seen.filter((_, i) => i !== seen.indexOf(at)),
          )
        }
      }
      return {
        withdraw,
        right: () => {
          withdraw()
          kept.delete(own)
        },
      }
    },
  }
}

export type Attempts = ReturnType<typeof createAttempts>
