import { and, asc, desc, eq, gt, inArray, isNull, or, sql } from 'drizzle-orm'
import type { Tx } from '../platform/db.ts'
import { user } from '../team/team.tables.ts'
import type { Corrected, Understanding } from './engage.schema.ts'
import type { MessageRow } from './engage.store.ts'
import { correction, message } from './engage.tables.ts'

export type CorrectionRow = { messageId: string; userId: string; text: string; decided: Corrected; at: Date; endedAt: Date | null }

export async function lockMessage(tx: Tx, id: string): Promise<MessageRow | null> {
  return (await tx.select().from(message).where(eq(message.id, id)).for('update'))[0] ?? null
}

/** The correction that holds for a message. */
export async function findCorrection(tx: Tx, messageId: string) {
  const rows = await tx
    .select()
    .from(correction)
    .where(and(eq(correction.messageId, messageId), isNull(correction.endedAt)))
  return rows[0] ?? null
}

export async function findCorrectionById(tx: Tx, id: string) {
  return (await tx.select().from(correction).where(eq(correction.id, id)))[0] ?? null
}

/** It holds again, as a decision of its own moment: whoever follows the decisions hears of it. */
export async function reviveCorrection(
  tx: Tx,
  { id: _former, at: _at, endedAt: _end, ...row }: typeof correction.$inferSelect,
  id: string,
) {
  await tx.insert(correction).values({ ...row, id })
}

export async function insertCorrection(tx: Tx, row: typeof correction.$inferInsert): Promise<void> {
  await tx.insert(correction).values(row)
}

export async function endCorrection(tx: Tx, id: string): Promise<void> {
  await tx
    .update(correction)
    .set({ endedAt: sql`clock_timestamp()` })
    .where(eq(correction.id, id))
}

/** The author has written other words: what would come back is what those are understood to be. */
export async function keepBefore(tx: Tx, id: string, before: Understanding): Promise<void> {
  await tx.update(correction).set({ before }).where(eq(correction.id, id))
}

/** What was decided, or taken back, since then, oldest first: of everything, the latest `most`. `until` is where to go on from. */
export async function correctionsSince(
  tx: Tx,
  brandId: string,
  since: Date | null,
  most: number,
): Promise<{ rows: CorrectionRow[]; until: Date | null }> {
  const changed = since ? or(gt(correction.at, since), gt(correction.endedAt, since)) : isNull(correction.endedAt)
  const rows = await tx
    .select({
      messageId: correction.messageId,
      userId: correction.userId,
      text: message.text,
      decided: correction.decided,
      at: correction.at,
      endedAt: correction.endedAt,
    })
    .from(correction)
    .innerJoin(message, eq(message.id, correction.messageId))
    .where(and(eq(correction.brandId, brandId), changed))
    .orderBy(desc(correction.at), asc(correction.id))
    .limit(most)
  const times = rows.flatMap(({ at, endedAt }) => [at, endedAt ?? at])
  const until = times.reduce((latest: Date | null, time) => (latest && latest > time ? latest : time), since)
  return { rows: rows.reverse(), until }
}

/** Who settled which answers of these messages, and when. */
export function correctionsOf(tx: Tx, messageIds: readonly string[]) {
  return tx
    .select({ messageId: correction.messageId, by: user.name, at: correction.at, decided: correction.decided })
    .from(correction)
    .leftJoin(user, eq(user.id, correction.userId))
    .where(and(inArray(correction.messageId, [...messageIds]), isNull(correction.endedAt)))
}

/** What was understood with what a person settled instead: theirs is certain, and needs no reason. */
export function settled(base: Understanding, decided: Corrected): Understanding {
  const given = Object.entries(decided).map(([head, value]) => [head, { value, p: 1, sure: true, reasons: [] }])
  return { ...base, ...Object.fromEntries(given) }
}
