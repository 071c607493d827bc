import type { Tx } from '../platform/db.ts'
import { lastDecisionOn } from './review.store.ts'

/**
 * What reviewing needs of publishing, which stands above it: the hash of exactly what would leave of a version that was not promised
 * yet. `app.ts` hands it over.
 */
export type HashOfVersion = (tx: Tx, variantId: string) => Promise<string>

/** True when the last word on exactly these words is yes. */
export async function isApproved(tx: Tx, deliveryId: string, hash: string): Promise<boolean> {
  return (await lastDecisionOn(tx, deliveryId, hash))?.verdict === 'approved'
}

export { approvedAmong } from './review.store.ts'
