import type { Act, OwnPost } from '@pupitre/networks'
import { v7 as uuid } from 'uuid'
import type { BrandGrant } from '../platform/access.ts'
import type { Tx } from '../platform/db.ts'
import type { Jobs } from '../platform/jobs.ts'
import { keepImported } from '../create/create.public.ts'
import { findBrand } from '../team/team.public.ts'
import { notFound } from '../platform/errors.ts'
import { seal } from './publish.seal.service.ts'
import { ringAt, whenOf } from './publish.schedule.service.ts'
import type { DeliveryKind } from './publish.schema.ts'
import { currentEpoch, insertDelivery, isKnown } from './publish.store.ts'

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

type Channel = { id: string; brandId: string }

/** A post that stood on the network before the desk knew the account. False when it is known already. */
export async function recordImported(tx: Tx, channel: Channel, post: OwnPost): Promise<boolean> {
  if (await isKnown(tx, channel.id, post.ref.id)) return false
  const { contentId, variantId } = await keepImported(tx, channel, post)
  await insertDelivery(
    tx,
    {
      id: uuid(),
      brandId: channel.brandId,
      channelId: channel.id,
      kind: 'post',
      state: 'published',
      contentId,
      variantId,
      format: post.format,
      dueAt: new Date(post.at),
      publishedAt: new Date(post.at),
      networkId: post.ref.id,
      networkVersion: post.ref.version,
      link: post.ref.url,
    },
    'desk',
  )
  return true
}

export { findDelivery, findStanding, noteInLedger } from './publish.store.ts'
export { raiseEpoch } from './publish.sweep.store.ts'
