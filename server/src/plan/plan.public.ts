import { sql } from 'drizzle-orm'
import type { Tx } from '../platform/db.ts'
import { notFound } from '../platform/errors.ts'

/** A pillar or a campaign of another brand does not exist here. */
export async function checkPlace(tx: Tx, brandId: string, place: { pillarId?: string | null; campaignId?: string | null }): Promise<void> {
  const found = await tx.execute<{ pillar: boolean; campaign: boolean }>(sql`select
    ${place.pillarId ?? null}::uuid is null or exists (select 1 from pillar where id = ${place.pillarId ?? null} and brand_id = ${brandId}) as pillar,
    ${place.campaignId ?? null}::uuid is null or exists (select 1 from campaign where id = ${place.campaignId ?? null} and brand_id = ${brandId}) as campaign`)
  if (!found.rows[0]?.pillar || !found.rows[0].campaign) throw notFound()
}
