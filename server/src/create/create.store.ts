import { and, asc, desc, eq, inArray, isNull, lt, or, sql } from 'drizzle-orm'
import { channel } from '../channels/channels.tables.ts'
import type { Tx } from '../platform/db.ts'
import { delivery } from '../publish/publish.tables.ts'
import { user } from '../team/team.tables.ts'
import { asset, content, variant } from './create.tables.ts'

/** States in which words wait for their hour, or for somebody. */
const waitingStates = ['draft', 'awaiting', 'scheduled', 'held'] as const

export type ContentRow = typeof content.$inferSelect
export type VariantRow = typeof variant.$inferSelect
export type AssetRow = typeof asset.$inferSelect

export async function findContent(tx: Tx, id: string, lock = false): Promise<ContentRow | null> {
  const query = tx
    .select()
    .from(content)
    .where(and(eq(content.id, id), isNull(content.removedAt)))
  return (await (lock ? query.for('update') : query))[0] ?? null
}

export async function insertContent(tx: Tx, row: typeof content.$inferInsert): Promise<void> {
  await tx.insert(content).values(row)
}

export async function setContent(tx: Tx, id: string, change: Partial<typeof content.$inferInsert>): Promise<void> {
  await tx
    .update(content)
    .set({ ...change, version: sql`${content.version} + 1`, updatedAt: sql`now()` })
    .where(eq(content.id, id))
}

/** A version with its channel and where its delivery is. */
export function variantsOf(tx: Tx, contentId: string) {
  return tx
    .select({ variant, channel, delivery })
    .from(variant)
    .innerJoin(channel, eq(channel.id, variant.channelId))
    .leftJoin(delivery, eq(delivery.variantId, variant.id))
    .where(eq(variant.contentId, contentId))
    .orderBy(asc(channel.position), asc(channel.createdAt))
}

export async function findVariant(tx: Tx, id: string) {
  const rows = await tx
    .select({ variant, channel, delivery })
    .from(variant)
    .innerJoin(channel, eq(channel.id, variant.channelId))
    .leftJoin(delivery, eq(delivery.variantId, variant.id))
    .where(eq(variant.id, id))
    .for('update', { of: variant })
  return rows[0] ?? null
}

export async function insertVariant(tx: Tx, row: typeof variant.$inferInsert): Promise<void> {
  await tx.insert(variant).values(row)
}

export async function setVariant(tx: Tx, id: string, change: Partial<typeof variant.$inferInsert>): Promise<void> {
  await tx
    .update(variant)
    .set({ ...change, version: sql`${variant.version} + 1`, updatedAt: sql`now()` })
    .where(eq(variant.id, id))
}

/** The versions of a channel that have not left yet. */
export async function lockWaiting(tx: Tx, channelId: string): Promise<VariantRow[]> {
  const rows = await tx
    .select({ variant })
    .from(variant)
    .innerJoin(content, and(eq(content.id, variant.contentId), isNull(content.removedAt)))
    .innerJoin(delivery, and(eq(delivery.variantId, variant.id), inArray(delivery.state, [...waitingStates])))
    .where(eq(variant.channelId, channelId))
    .for('update', { of: variant })
  return rows.map((row) => row.variant)
}

/** A flag of the desk's own: nobody who has the version open has missed anything. */
export async function setOutgrown(tx: Tx, id: string, outgrown: string[]): Promise<void> {
  await tx.update(variant).set({ outgrown }).where(eq(variant.id, id))
}

export async function deleteVariants(tx: Tx, ids: string[]): Promise<void> {
  if (ids.length > 0) await tx.delete(variant).where(inArray(variant.id, ids))
}

export function findAssets(tx: Tx, ids: readonly string[]): Promise<AssetRow[]> {
  if (ids.length === 0) return Promise.resolve([])
  return tx
    .select()
    .from(asset)
    .where(inArray(asset.id, [...ids]))
}

export async function findAsset(tx: Tx, id: string): Promise<AssetRow | null> {
  return (await findAssets(tx, [id]))[0] ?? null
}

export async function insertAsset(tx: Tx, row: typeof asset.$inferInsert): Promise<void> {
  await tx.insert(asset).values(row)
}

export async function setAsset(tx: Tx, id: string, change: Partial<typeof asset.$inferInsert>): Promise<void> {
  await tx.update(asset).set(change).where(eq(asset.id, id))
}

/** Films that came and are not made yet, the oldest first. */
export async function filmsToMake(tx: Tx): Promise<string[]> {
  const rows = await tx.select({ id: asset.id }).from(asset).where(eq(asset.state, 'working')).orderBy(asc(asset.createdAt)).limit(20)
  return rows.map(({ id }) => id)
}

export async function nameOfPerson(tx: Tx, id: string | null): Promise<string | null> {
  if (!id) return null
  return (await tx.select({ name: user.name }).from(user).where(eq(user.id, id)))[0]?.name ?? null
}

export type ContentCursor = { at: Date; id: string }

/** Newest first, by key. A row carries what a list shows, never the whole text. */
export async function listContents(
  tx: Tx,
  brands: readonly string[],
  filter: { states: string[]; cursor: ContentCursor | null; limit: number },
) {
  const { cursor } = filter
  // A query on one table writes its columns without their table, which a subquery would take for its own.
  const outer = sql`${content}.id`
  const states =
    filter.states.length > 0
      ? sql`exists (select 1 from ${delivery} d where d.content_id = ${outer} and d.state in ${filter.states})`
      : undefined
  return tx
    .select({
      id: content.id,
      brandId: content.brandId,
      title: content.title,
      excerpt: sql<string>`left(${content.items} -> 0 ->> 'text', 160)`,
      thumbId: sql<string | null>`${content.items} -> 0 -> 'media' -> 0 ->> 'assetId'`,
      updatedAt: content.updatedAt,
      deliveries: sql<{ state: string; channelId: string; dueAt: string | null }[]>`coalesce((
        select json_agg(json_build_object('state', d.state, 'channelId', d.channel_id, 'dueAt', d.due_at) order by d.due_at)
        from ${delivery} d where d.content_id = ${outer} and d.kind = 'post'), '[]'::json)`,
    })
    .from(content)
    .where(
      and(
        inArray(content.brandId, [...brands]),
        isNull(content.removedAt),
        eq(content.origin, 'desk'),
        states,
        cursor ? or(lt(content.updatedAt, cursor.at), and(eq(content.updatedAt, cursor.at), lt(content.id, cursor.id))) : undefined,
      ),
    )
    .orderBy(desc(content.updatedAt), desc(content.id))
    .limit(filter.limit)
}
