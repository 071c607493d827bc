import { and, asc, inArray, isNull, sql } from 'drizzle-orm'
import type { Tx } from '../platform/db.ts'
import { hookEvent } from './engage.tables.ts'

export type HookEvent = typeof hookEvent.$inferSelect

/** Longer than any network repeats itself. */
const rememberedDays = 7

export type KeptEvent = typeof hookEvent.$inferInsert

/** The same request again is kept once. */
export async function keepEvents(tx: Tx, rows: KeptEvent[]): Promise<void> {
  if (rows.length > 0) await tx.insert(hookEvent).values(rows).onConflictDoNothing()
}

export async function channelsWithEvents(tx: Tx): Promise<string[]> {
  const rows = await tx.selectDistinct({ id: hookEvent.channelId }).from(hookEvent).where(isNull(hookEvent.doneAt))
  return rows.map(({ id }) => id)
}

/** The oldest that nobody has read, held until the transaction ends. */
export function takeEvents(tx: Tx, channelId: string, most: number): Promise<HookEvent[]> {
  return tx
    .select()
    .from(hookEvent)
    .where(and(sql`${hookEvent.channelId} = ${channelId}`, isNull(hookEvent.doneAt)))
    .orderBy(asc(hookEvent.id))
    .limit(most)
    .for('update', { skipLocked: true })
}

export async function endEvents(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx
    .update(hookEvent)
    .set({ doneAt: sql`now()`, signals: [] })
    .where(inArray(hookEvent.id, [...ids]))
}

export async function forgetEvents(tx: Tx): Promise<void> {
  await tx.delete(hookEvent).where(sql`${hookEvent.doneAt} < now() - make_interval(days => ${rememberedDays})`)
}
