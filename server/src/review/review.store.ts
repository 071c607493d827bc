import { and, asc, desc, eq, gte, inArray, isNull, lt, sql, type SQL } from 'drizzle-orm'
import { channel } from '../channels/channels.tables.ts'
import { content, variant } from '../create/create.tables.ts'
import type { Tx } from '../platform/db.ts'
import type { DeliveryState } from '../publish/publish.schema.ts'
import { delivery } from '../publish/publish.tables.ts'
import { comment, decision, reviewLink } from './review.tables.ts'

export type LinkRow = typeof reviewLink.$inferSelect
export type DecisionRow = typeof decision.$inferSelect
export type CommentRow = typeof comment.$inferSelect

export async function lastDecisionOn(tx: Tx, deliveryId: string, hash: string) {
  const rows = await tx
    .select()
    .from(decision)
    .where(and(eq(decision.deliveryId, deliveryId), eq(decision.hash, hash)))
    .orderBy(desc(decision.at))
    .limit(1)
  return rows[0] ?? null
}

/** Deliveries on whose words, exactly these, the last word is yes. */
export async function approvedAmong(tx: Tx, pairs: readonly { deliveryId: string; hash: string }[]): Promise<Set<string>> {
  if (pairs.length === 0) return new Set()
  const ids = pairs.map((pair) => pair.deliveryId)
  const rows = await tx
    .selectDistinctOn([decision.deliveryId, decision.hash])
    .from(decision)
    .where(inArray(decision.deliveryId, ids))
    .orderBy(decision.deliveryId, decision.hash, desc(decision.at))
  const hashes = new Map(pairs.map((pair) => [pair.deliveryId, pair.hash]))
  return new Set(rows.filter((row) => row.verdict === 'approved' && hashes.get(row.deliveryId) === row.hash).map((row) => row.deliveryId))
}

export async function insertDecision(tx: Tx, row: typeof decision.$inferInsert): Promise<void> {
  await tx.insert(decision).values(row)
}

export async function insertComment(tx: Tx, row: typeof comment.$inferInsert): Promise<void> {
  await tx.insert(comment).values(row)
}

export async function insertLink(tx: Tx, row: typeof reviewLink.$inferInsert): Promise<LinkRow> {
  const [made] = await tx.insert(reviewLink).values(row).returning()
  if (!made) throw new Error('the link was not made')
  return made
}

export function linksOf(tx: Tx, brandId: string): Promise<LinkRow[]> {
  return tx.select().from(reviewLink).where(eq(reviewLink.brandId, brandId)).orderBy(desc(reviewLink.createdAt)).limit(100)
}

/** A link that still answers, found by the hash of its secret. */
export async function findOpenLink(tx: Tx, tokenHash: string): Promise<LinkRow | null> {
  const rows = await tx
    .select()
    .from(reviewLink)
    .where(and(eq(reviewLink.tokenHash, tokenHash), isNull(reviewLink.revokedAt), sql`${reviewLink.expiresAt} > now()`))
  return rows[0] ?? null
}

export async function revokeLink(tx: Tx, id: string): Promise<boolean> {
  const rows = await tx
    .update(reviewLink)
    .set({ revokedAt: sql`now()` })
    .where(and(eq(reviewLink.id, id), isNull(reviewLink.revokedAt)))
    .returning({ id: reviewLink.id })
  return rows.length > 0
}

export async function touchLink(tx: Tx, id: string): Promise<void> {
  await tx
    .update(reviewLink)
    .set({ lastSeenAt: sql`now()` })
    .where(eq(reviewLink.id, id))
}

/** A post as it is read before it leaves: its delivery, its version, its content and its channel. */
export type ReadRow = Awaited<ReturnType<typeof readRows>>[number]

function readRows(tx: Tx, where: SQL | undefined) {
  return tx
    .select({ delivery, variant, content, channel })
    .from(delivery)
    .innerJoin(variant, eq(variant.id, delivery.variantId))
    .innerJoin(content, and(eq(content.id, variant.contentId), isNull(content.removedAt)))
    .innerJoin(channel, eq(channel.id, delivery.channelId))
    .where(and(eq(delivery.kind, 'post'), where))
    .orderBy(asc(delivery.dueAt), asc(channel.position), asc(delivery.id))
    .limit(500)
}

export function rowsOfMonth(tx: Tx, brandId: string, span: { from: Date; to: Date }, states: readonly DeliveryState[]) {
  return readRows(
    tx,
    and(eq(delivery.brandId, brandId), gte(delivery.dueAt, span.from), lt(delivery.dueAt, span.to), inArray(delivery.state, [...states])),
  )
}

export function rowsAwaiting(tx: Tx, brands: readonly string[]) {
  return readRows(tx, and(inArray(delivery.brandId, [...brands]), eq(delivery.state, 'awaiting')))
}

export async function findRow(tx: Tx, deliveryId: string): Promise<ReadRow | null> {
  return (await readRows(tx, eq(delivery.id, deliveryId)))[0] ?? null
}

export function rowsOfContent(tx: Tx, contentId: string) {
  return readRows(tx, eq(delivery.contentId, contentId))
}

/** The last decision on each delivery. */
export async function decisionsOn(tx: Tx, deliveryIds: readonly string[]): Promise<Map<string, DecisionRow>> {
  if (deliveryIds.length === 0) return new Map()
  const rows = await tx
    .selectDistinctOn([decision.deliveryId])
    .from(decision)
    .where(inArray(decision.deliveryId, [...deliveryIds]))
    .orderBy(decision.deliveryId, desc(decision.at))
  return new Map(rows.map((row) => [row.deliveryId, row]))
}

export async function commentsOn(tx: Tx, contentIds: readonly string[]): Promise<CommentRow[]> {
  if (contentIds.length === 0) return []
  return tx
    .select()
    .from(comment)
    .where(inArray(comment.contentId, [...contentIds]))
    .orderBy(asc(comment.at))
    .limit(2000)
}
