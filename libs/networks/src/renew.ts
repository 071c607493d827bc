import type { Credentials } from './contract.ts'

/**
 * A refresh token may be used once. Two calls that find the same token ended share one renewal; the answer is kept a while for
 * calls that still hold the old one. This is a cache of one process, not state: without it a second renewal is refused and said.
 */
const renewals = new Map<string, Promise<Credentials>>()
const KEPT = 400

export function renewOnce(token: string, renew: () => Promise<Credentials>): Promise<Credentials> {
  const running = renewals.get(token)
  if (running) return running
  const next = renew()
  renewals.set(token, next)
  next.catch(() => renewals.delete(token))
  const oldest = renewals.keys().next().value
  if (renewals.size > KEPT && oldest !== undefined) renewals.delete(oldest)
  return next
}
