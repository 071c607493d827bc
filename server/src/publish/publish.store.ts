import type { Receipt } from '@pupitre/networks'
import { and, asc, desc, eq, gte, inArray, isNotNull, notInArray, sql } from 'drizzle-orm'
import { v7 as uuid } from 'uuid'
import type { Tx } from '../platform/db.ts'
import { announce } from '../platform/events.ts'
import { deliveryMoved } from './publish.events.ts'
import type { DeliveryState, DeliveryView } from './publish.schema.ts'
import { delivery, deliveryLine, deliveryStep, freeze, restoreEpoch } from './publish.tables.ts'

export type DeliveryRow = typeof delivery.$inferSelect

/** The database's clock, which is the only one. */
export async function databaseNow(tx: Tx): Promise<Date> {
  const found = await tx.execute<{ now: Date | string }>(sql`select clock_timestamp() as now`)
  return new Date(found.rows[0]?.now ?? Number.NaN)
}

export async function currentEpoch(tx: Tx): Promise<number> {
  return (await tx.select({ epoch: restoreEpoch.epoch }).from(restoreEpoch))[0]?.epoch ?? 1
}

export async function lockDelivery(tx: Tx, id: string): Promise<DeliveryRow | null> {
  return (await tx.select().from(delivery).where(eq(delivery.id, id)).for('update'))[0] ?? null
}

/** The posts of a brand that wait for nothing but their hour. */
export function lockPromised(tx: Tx, brandId: string): Promise<DeliveryRow[]> {
  return tx
    .select()
    .from(delivery)
    .where(and(eq(delivery.brandId, brandId), eq(delivery.kind, 'post'), eq(delivery.state, 'scheduled')))
    .for('update')
}

/** Posts that were promised when their brand began to ask for approvals, and of which nobody has said anything since. */
export function lockHeldByRule(tx: Tx, brandId: string): Promise<DeliveryRow[]> {
  const last = sql`(select l.detail ->> 'approvalNeeded' from ${deliveryLine} l where l.delivery_id = ${delivery.id} order by l.at desc, l.id desc limit 1)`
  return tx
    .select()
    .from(delivery)
    .where(and(eq(delivery.brandId, brandId), eq(delivery.kind, 'post'), eq(delivery.state, 'awaiting'), sql`${last} = 'true'`))
    .for('update')
}

export async function findDelivery(tx: Tx, id: string): Promise<DeliveryRow | null> {
  return (await tx.select().from(delivery).where(eq(delivery.id, id)))[0] ?? null
}

/** What was sent to this message already and was neither refused nor taken back: two people who do the same at once do it once. */
export async function findStanding(tx: Tx, messageId: string, kind: 'like' | 'repost'): Promise<DeliveryRow | null> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`${kind}:${messageId}`}, 0))`)
  const gone: DeliveryState[] = ['failed', 'cancelled', 'expired']
  const rows = await tx
    .select()
    .from(delivery)
    .where(and(eq(delivery.messageId, messageId), eq(delivery.kind, kind), notInArray(delivery.state, gone)))
    .limit(1)
  return rows[0] ?? null
}

/** Whether a post of the network is one of ours: also the first of a thread whose others have not left yet. */
export async function isKnown(tx: Tx, channelId: string, networkId: string): Promise<boolean> {
  const found = await tx.execute(sql`
    select 1 from ${delivery} where channel_id = ${channelId} and network_id = ${networkId}
    union all
    select 1 from ${delivery} d join ${deliveryStep} s on s.delivery_id = d.id
    where d.channel_id = ${channelId} and d.network_id is null and s.receipt -> 'ref' ->> 'id' = ${networkId}
    limit 1`)
  return found.rows.length > 0
}

export async function lockByVariant(tx: Tx, variantId: string): Promise<DeliveryRow | null> {
  return (await tx.select().from(delivery).where(eq(delivery.variantId, variantId)).for('update'))[0] ?? null
}

export async function insertDelivery(tx: Tx, row: typeof delivery.$inferInsert, actor: string): Promise<void> {
  await tx.insert(delivery).values(row)
  await writeLine(tx, row, { from: null, to: row.state, actor, detail: {} })
}

/** Removes deliveries that never left the desk; the others belong to the ledger. */
export async function deleteDrafts(tx: Tx, variantIds: string[]): Promise<void> {
  if (variantIds.length > 0) await tx.delete(delivery).where(inArray(delivery.variantId, variantIds))
}

type Line = { from: DeliveryState | null; to: DeliveryState; actor: string; detail: Record<string, unknown> }

async function writeLine(tx: Tx, row: { id: string; brandId: string }, line: Line): Promise<void> {
  await tx.insert(deliveryLine).values({ id: uuid(), brandId: row.brandId, deliveryId: row.id, ...line })
}

/** What became known of a delivery without moving it. */
export async function noteInLedger(tx: Tx, id: string, detail: Record<string, unknown>): Promise<void> {
  const [row] = await tx.select().from(delivery).where(eq(delivery.id, id))
  if (row) await writeLine(tx, row, { from: row.state, to: row.state, actor: 'desk', detail })
}

/** A person's transition: row, line and announcement in one transaction. */
export async function moveDelivery(
  tx: Tx,
  row: DeliveryRow,
  change: Partial<typeof delivery.$inferInsert> & { state: DeliveryState },
  actor: string,
  detail: Record<string, unknown> = {},
): Promise<void> {
  await tx
    .update(delivery)
    .set({ ...change, version: sql`${delivery.version} + 1`, updatedAt: sql`now()` })
    .where(eq(delivery.id, row.id))
  await writeLine(tx, row, { from: row.state, to: change.state, actor, detail })
  await announce(tx, row.brandId, deliveryMoved, { deliveryId: row.id, state: change.state, kind: row.kind })
}

export function stepsOf(tx: Tx, deliveryId: string) {
  return tx.select().from(deliveryStep).where(eq(deliveryStep.deliveryId, deliveryId)).orderBy(asc(deliveryStep.position))
}

export async function clearIntents(tx: Tx, deliveryId: string): Promise<void> {
  await tx
    .update(deliveryStep)
    .set({ intentAt: null })
    .where(and(eq(deliveryStep.deliveryId, deliveryId), sql`${deliveryStep.receipt} is null`))
}

export async function setReceipt(tx: Tx, stepId: string, receipt: Receipt): Promise<void> {
  await tx
    .update(deliveryStep)
    .set({ receipt, receiptAt: sql`now()` })
    .where(eq(deliveryStep.id, stepId))
}

export function linesOf(tx: Tx, deliveryId: string) {
  return tx.select().from(deliveryLine).where(eq(deliveryLine.deliveryId, deliveryId)).orderBy(asc(deliveryLine.at), asc(deliveryLine.id))
}

export async function readFreeze(tx: Tx, brandId: string) {
  return (await tx.select().from(freeze).where(eq(freeze.brandId, brandId)))[0] ?? null
}

/** Waits for every send that holds the row, then stops all that come after. */
export async function setFreeze(tx: Tx, brandId: string, change: { active: boolean; reason: string; by: string }): Promise<void> {
  await tx.execute(sql`select 1 from ${freeze} where brand_id = ${brandId} for update`)
  await tx
    .update(freeze)
    .set({ active: change.active, reason: change.reason, by: change.by, since: change.active ? sql`now()` : null })
    .where(eq(freeze.brandId, brandId))
}

/**
 * What the stop held goes on: still within its tolerance it is due again, the rest asks a person. How many of each. An expired one
 * finds its state when it is claimed.
 */
export async function resumeHeld(tx: Tx, brandId: string, actor: string): Promise<{ resumed: number; late: number }> {
  const found = await tx.execute<{ resumed: number; late: number }>(sql`
    with waiting as (
      select id, due_at + make_interval(secs => tolerance_seconds) < now() as late from ${delivery}
      where brand_id = ${brandId} and state = 'held' and held_reason = 'freeze' for update
    ), moved as (
      update ${delivery} d set state = case when late then 'held' else 'scheduled' end, held_reason = case when late then 'late' end, settle_at = null,
        version = version + 1, updated_at = now()
      from waiting where d.id = waiting.id returning d.*
    ), lines as (
      insert into ${deliveryLine} (id, brand_id, delivery_id, "from", "to", actor, detail)
      select gen_random_uuid(), brand_id, id, 'held', state, ${actor}, jsonb_build_object('resumed', true, 'heldReason', held_reason) from moved
    ), said as (
      insert into event (brand_id, name, payload)
      select brand_id, ${deliveryMoved}::text, jsonb_build_object('deliveryId', id, 'state', state, 'kind', kind) from moved
    )
    select count(*) filter (where state = 'scheduled')::int as resumed, count(*) filter (where state = 'held')::int as late from moved`)
  return found.rows[0] ?? { resumed: 0, late: 0 }
}

/** What left from here and stood on a network within the hour before the stop, or since: newest first. */
export function sentAround(tx: Tx, brandId: string, since: Date, limit = 500): Promise<DeliveryRow[]> {
  const from = new Date(since.getTime() - 3_600_000)
  return tx
    .select()
    .from(delivery)
    .where(and(eq(delivery.brandId, brandId), eq(delivery.state, 'published'), isNotNull(delivery.sealed), gte(delivery.publishedAt, from)))
    .orderBy(desc(delivery.publishedAt))
    .limit(limit)
}

export function deliveriesIn(tx: Tx, brandId: string, states: DeliveryState[], limit = 500): Promise<DeliveryRow[]> {
  return tx
    .select()
    .from(delivery)
    .where(and(eq(delivery.brandId, brandId), inArray(delivery.state, states)))
    .orderBy(asc(delivery.dueAt))
    .limit(limit)
}

export async function countIn(tx: Tx, brandId: string, states: DeliveryState[]): Promise<number> {
  const found = await tx
    .select({ n: sql<number>`count(*)::int` })
    .from(delivery)
    .where(and(eq(delivery.brandId, brandId), inArray(delivery.state, states)))
  return found[0]?.n ?? 0
}

const iso = (date: Date | null): string | null => (date ? date.toISOString() : null)

export function presentDelivery(row: DeliveryRow): DeliveryView {
  return {
    id: row.id,
    brandId: row.brandId,
    channelId: row.channelId,
    kind: row.kind,
    state: row.state,
    contentId: row.contentId,
    format: row.format,
    dueAt: iso(row.dueAt),
    localTime: row.localTime,
    zone: row.zone,
    notAfter: iso(row.notAfter),
    cause: row.cause ?? null,
    heldReason: row.heldReason ?? null,
    link: row.link,
    publishedAt: iso(row.publishedAt),
    undoUntil: row.state === 'scheduled' || row.state === 'awaiting' ? iso(row.dueAt) : null,
    version: row.version,
  }
}
