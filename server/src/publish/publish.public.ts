import type { Act } from '@pupitre/networks'
import { v7 as uuid } from 'uuid'
import type { BrandGrant } from '../platform/access.ts'
import type { Tx } from '../platform/db.ts'
import type { Jobs } from '../platform/jobs.ts'
import { findBrand } from '../team/team.public.ts'
import { notFound } from '../platform/errors.ts'
import { seal } from './publish.seal.service.ts'
import { ringAt, whenOf } from './publish.schedule.service.ts'
import type { DeliveryKind } from './publish.schema.ts'
import { currentEpoch, insertDelivery } from './publish.store.ts'

export type Outgoing = {
  channelId: string
  kind: Exclude<DeliveryKind, 'post'>
  acts: Act[]
  media?: Record<string, string>
  messageId?: string | null
  targetId?: string | null
  contentId?: string | null
}

/** Anything else than a post that leaves the house: same ledger, same rules, after the undo delay. Returns the delivery's id. */
export async function send(
  deps: { jobs: Jobs },
  tx: Tx,
  grant: BrandGrant,
  outgoing: Outgoing,
): Promise<{ deliveryId: string; dueAt: Date }> {
  const brand = await findBrand(tx, grant.brandId)
  if (!brand) throw notFound()
  const { dueAt, localTime, zone } = await whenOf(tx, brand, null)
  const id = uuid()
  const { acts, media, ...rest } = outgoing
  await insertDelivery(
    tx,
    {
      ...rest,
      ...seal(acts, media ?? {}),
      id,
      brandId: grant.brandId,
      state: 'scheduled',
      dueAt,
      localTime,
      zone,
      toleranceSeconds: brand.toleranceSeconds,
      epoch: await currentEpoch(tx),
      createdBy: grant.actor.userId,
    },
    grant.actor.userId,
  )
  await ringAt(deps.jobs, tx, id, dueAt)
  return { deliveryId: id, dueAt }
}

export { findDelivery, presentDelivery, type DeliveryRow } from './publish.store.ts'
export { cancel } from './publish.service.ts'
