import { and, desc, eq } from 'drizzle-orm'
import type { Tx } from '../platform/db.ts'
import { decision } from './review.tables.ts'

/** The last word on a delivery, whatever text it was about. */
export async function lastDecision(tx: Tx, deliveryId: string) {
  return (await tx.select().from(decision).where(eq(decision.deliveryId, deliveryId)).orderBy(desc(decision.at)).limit(1))[0] ?? null
}

export async function lastDecisionOn(tx: Tx, deliveryId: string, hash: string) {
  const rows = await tx
    .select()
    .from(decision)
    .where(and(eq(decision.deliveryId, deliveryId), eq(decision.hash, hash)))
    .orderBy(desc(decision.at))
    .limit(1)
  return rows[0] ?? null
}

export async function insertDecision(tx: Tx, row: typeof decision.$inferInsert): Promise<void> {
  await tx.insert(decision).values(row)
}
