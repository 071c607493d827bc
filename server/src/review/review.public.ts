import type { Tx } from '../platform/db.ts'
import { lastDecisionOn } from './review.store.ts'

/** True when the last word on exactly these words is yes. */
export async function isApproved(tx: Tx, deliveryId: string, hash: string): Promise<boolean> {
  return (await lastDecisionOn(tx, deliveryId, hash))?.verdict === 'approved'
}
