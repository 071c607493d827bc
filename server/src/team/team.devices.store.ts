import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import type { Tx } from '../platform/db.ts'
import { pushDevice, user } from './team.tables.ts'

export type DeviceRow = typeof pushDevice.$inferSelect

/** One device is one person's: whoever subscribed last on it. */
export async function upsertDevice(tx: Tx, row: typeof pushDevice.$inferInsert): Promise<void> {
  const { userId, sealed, name, id } = row
  await tx.insert(pushDevice).values(row).onConflictDoUpdate({ target: pushDevice.digest, set: { id, userId, sealed, name } })
}

export function devicesOf(tx: Tx, userIds: readonly string[]): Promise<DeviceRow[]> {
  return tx
    .select()
    .from(pushDevice)
    .where(inArray(pushDevice.userId, [...userIds]))
    .orderBy(asc(pushDevice.createdAt))
}

export async function deleteDevice(tx: Tx, id: string, userId: string): Promise<boolean> {
  const gone = await tx
    .delete(pushDevice)
    .where(and(eq(pushDevice.id, id), eq(pushDevice.userId, userId)))
    .returning({ id: pushDevice.id })
  return gone.length > 0
}

export async function noteRang(tx: Tx, id: string): Promise<void> {
  await tx
    .update(pushDevice)
    .set({ rangAt: sql`now()` })
    .where(eq(pushDevice.id, id))
}

export async function languagesOf(tx: Tx, userIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx
    .select({ id: user.id, language: user.language })
    .from(user)
    .where(inArray(user.id, [...userIds]))
  return new Map(rows.map((row) => [row.id, row.language]))
}
