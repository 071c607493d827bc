import type { Context, Receipt, Reconciled } from '../contract.ts'
import { aheadOf } from '../http.ts'

/** Two clocks never agree to the second, even after their difference is taken out; and Meta writes whole seconds. */
const SLACK_MS = 5_000

/** The moment of an intent by the network's clock, as the `Date` of its answer tells it. */
export function sinceBy(ctx: Pick<Context, 'now'>, headers: Headers, since: Date): number {
  return since.getTime() + aheadOf(ctx, headers) - SLACK_MS
}

/** One is the one that was lost; of several that say the same, nobody knows which. */
export function verdict(same: readonly Receipt[]): Reconciled {
  const [first] = same
  if (same.length > 1) return { kind: 'cannot_know', why: 'several_match' }
  return first ? { kind: 'there', receipt: first } : { kind: 'not_there' }
}
