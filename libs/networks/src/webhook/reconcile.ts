import type { Reconciled, SendContext, Step } from '../contract.ts'
import { record } from '../json.ts'
import { lookUp } from './api.ts'
import { refIn } from './send.ts'

/**
 * Asks the receiver for the step's key. Only an answer that names the key is believed: `{"deliveries": {"<key>": {"id": …, "url": …}}}`, or
 * `null` in its place where the receiver surely never acted on it. Many programs answer anything with 200 or 404.
 */
export async function reconcile(ctx: SendContext, { key, act }: Step): Promise<Reconciled> {
  const { json, status } = await lookUp(ctx, key)
  const known = record(record(json)['deliveries'])
  if (status !== 200 || !Object.hasOwn(known, key)) return { kind: 'cannot_know', why: 'no_lookup' }
  if (known[key] === null) return { kind: 'not_there' }
  const ref = act.kind === 'edit' || act.kind === 'delete' ? act.target : refIn(known[key], key)
  return { kind: 'there', receipt: { ref, at: ctx.now().toISOString(), data: { readBack: true } } }
}
