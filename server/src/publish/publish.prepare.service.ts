import { v4 as uuid4 } from 'uuid'
import { connectorFor, type ChannelRow } from '../channels/channels.public.ts'
import { approvedAmong } from '../review/review.public.ts'
import { findBrands } from '../team/team.public.ts'
import type { CallDeps } from './publish.call.service.ts'
import { readSteps, writeSteps, type Claimed, type NewStep, type StepRow } from './publish.ledger.store.ts'

/** Those that may not leave: their brand asks for an approval, and these words have none. */
export async function unapproved(deps: Pick<CallDeps, 'db'>, claimed: Claimed[]): Promise<Set<string>> {
  const posts = claimed.filter((delivery) => delivery.kind === 'post')
  if (posts.length === 0) return new Set()
  const brands = await findBrands(deps.db.system, [...new Set(posts.map((delivery) => delivery.brandId))])
  const strict = new Set(brands.filter((brand) => brand.approvalNeeded).map((brand) => brand.id))
  const asked = posts.filter((delivery) => strict.has(delivery.brandId)).map(({ id, hash }) => ({ deliveryId: id, hash }))
  const approved = await approvedAmong(deps.db.system, asked)
  return new Set(asked.map(({ deliveryId }) => deliveryId).filter((id) => !approved.has(id)))
}

/** Keys are chosen and written before the first call, for a whole batch in one statement. */
export async function prepare(deps: CallDeps, claimed: Claimed[], channels: Map<string, ChannelRow>): Promise<Map<string, StepRow[]>> {
  const pool = deps.db.systemPool
  const known = await readSteps(
    pool,
    claimed.map((delivery) => delivery.id),
  )
  const fresh = claimed.flatMap((delivery): NewStep[] => {
    const channel = channels.get(delivery.channelId)
    if (!channel) return []
    const connector = connectorFor(deps, channel)
    const have = known.get(delivery.id)?.length ?? 0
    return delivery.sealed.acts.slice(have).map((act, i) => ({
      deliveryId: delivery.id,
      brandId: delivery.brandId,
      position: have + i,
      step: { key: uuid4(), recordKey: connector.newRecordKey(new Date(), act), act },
    }))
  })
  if (fresh.length === 0) return known
  await writeSteps(pool, fresh)
  return readSteps(
    pool,
    claimed.map((delivery) => delivery.id),
  )
}
