import type { NetworkId } from '@pupitre/networks'
import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Pool } from 'pg'
import type { Tx } from '../platform/db.ts'
import { channel, pendingConnection, type ChannelHealth } from './channels.tables.ts'

export type ChannelRow = typeof channel.$inferSelect

export function listChannels(tx: Tx, brands: readonly string[]): Promise<ChannelRow[]> {
  return tx
    .select()
    .from(channel)
    .where(inArray(channel.brandId, [...brands]))
    .orderBy(asc(channel.brandId), asc(channel.position), asc(channel.createdAt))
}

export async function findChannel(tx: Tx, id: string): Promise<ChannelRow | null> {
  return (await tx.select().from(channel).where(eq(channel.id, id)))[0] ?? null
}

export function findChannels(tx: Tx, ids: readonly string[]): Promise<ChannelRow[]> {
  return tx
    .select()
    .from(channel)
    .where(inArray(channel.id, [...ids]))
}

export function channelsOfAccount(tx: Tx, network: NetworkId, accountId: string): Promise<ChannelRow[]> {
  return tx
    .select()
    .from(channel)
    .where(and(eq(channel.network, network), eq(channel.accountId, accountId), isNull(channel.disconnectedAt)))
}

export function connectedChannels(tx: Tx): Promise<ChannelRow[]> {
  return tx.select().from(channel).where(isNull(channel.disconnectedAt))
}

/** How long a network may go on signing with a secret that was replaced. */
const overlapDays = 2

/** Connecting the same account again renews the row: its history, posts and conversations stay with it. */
export async function upsertChannel(tx: Tx, row: typeof channel.$inferInsert): Promise<void> {
  const { id: _id, brandId: _brandId, position: _position, importState: _importState, ...renewed } = row
  await tx
    .insert(channel)
    .values(row)
    .onConflictDoUpdate({
      target: [channel.brandId, channel.network, channel.accountId],
      set: {
        ...renewed,
        disconnectedAt: null,
        health: 'ok',
        trouble: null,
        sealedBefore: sql`${channel.sealed}`,
        sealedBeforeUntil: sql`now() + make_interval(days => ${overlapDays})`,
      },
    })
}

export async function findAccount(tx: Tx, brandId: string, network: string, accountId: string): Promise<ChannelRow | null> {
  const rows = await tx
    .select()
    .from(channel)
    .where(and(eq(channel.brandId, brandId), sql`${channel.network} = ${network}`, eq(channel.accountId, accountId)))
  return rows[0] ?? null
}

/** Whether another client of this desk speaks for this account of this server: one account has one house. */
export async function isHeldElsewhere(
  system: Tx,
  brandId: string,
  account: { network: string; accountId: string; server: string },
): Promise<boolean> {
  const found = await system.execute(sql`
    select 1 from ${channel} c join brand b on b.id = c.brand_id
    where c.network = ${account.network} and c.account_id = ${account.accountId} and c.server = ${account.server}
      and c.sealed is not null and not c.assisted and c.disconnected_at is null
      and b.organization_id <> (select organization_id from brand where id = ${brandId}) limit 1`)
  return found.rows.length > 0
}

export async function nextPosition(tx: Tx, brandId: string): Promise<number> {
  const rows = await tx
    .select({ n: sql<number>`coalesce(max(${channel.position}), -1) + 1` })
    .from(channel)
    .where(eq(channel.brandId, brandId))
  return Number(rows[0]?.n ?? 0)
}

/** Whether networks that fetch media themselves can reach this desk: it may have been given another address since. */
export async function tellReach(pool: Pick<Pool, 'query'>, isPublic: boolean): Promise<void> {
  await pool.query(
    `UPDATE channel SET limits = jsonb_set(limits, '{mediaAddress}', to_jsonb(reach.can))
     FROM (SELECT id, $1::boolean OR server ~ '^https?://(localhost|127\\.0\\.0\\.1)[:/]?' AS can FROM channel) reach
     WHERE reach.id = channel.id AND limits -> 'mediaAddress' IS DISTINCT FROM to_jsonb(reach.can)`,
    [isPublic],
  )
}

export async function setHealth(tx: Tx, id: string, health: ChannelHealth, trouble: ChannelRow['trouble']): Promise<void> {
  await tx
    .update(channel)
    .set({ health, trouble, checkedAt: sql`now()` })
    .where(eq(channel.id, id))
}

export async function setChannel(tx: Tx, id: string, change: Partial<typeof channel.$inferInsert>): Promise<void> {
  await tx.update(channel).set(change).where(eq(channel.id, id))
}

export async function disconnect(tx: Tx, id: string): Promise<void> {
  await tx
    .update(channel)
    .set({ sealed: null, sealedBefore: null, disconnectedAt: sql`now()` })
    .where(eq(channel.id, id))
}

export async function insertPending(tx: Tx, row: typeof pendingConnection.$inferInsert): Promise<void> {
  await tx.insert(pendingConnection).values(row)
}

/** Takes a pending connection once: a second callback with the same state finds nothing. */
export async function takePending(tx: Tx, stateHash: string) {
  const rows = await tx
    .update(pendingConnection)
    .set({ usedAt: sql`now()` })
    .where(and(eq(pendingConnection.stateHash, stateHash), isNull(pendingConnection.usedAt), sql`${pendingConnection.expiresAt} > now()`))
    .returning()
  return rows[0] ?? null
}

/** After a restore under another sealing key: what cannot be opened any more is given up, and each channel asks to be connected again. */
export async function forgetCredentials(client: Pick<Pool, 'query'>, at: string): Promise<void> {
  await client.query(
    `UPDATE channel SET sealed = NULL, sealed_before = NULL, health = 'refused', trouble = jsonb_build_object('kind', 'unauthorized', 'said', '', 'at', $1::text)
     WHERE sealed IS NOT NULL`,
    [at],
  )
}
