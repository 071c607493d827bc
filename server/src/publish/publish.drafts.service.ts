import { v7 as uuid } from 'uuid'
import type { ConnectorOf } from '../channels/channels.public.ts'
import type { Drafts } from '../create/create.public.ts'
import type { Tx } from '../platform/db.ts'
import { isApproved } from '../review/review.public.ts'
import { findBrand } from '../team/team.public.ts'
import { sealVariant, instantOf } from './publish.schedule.service.ts'
import { deleteDrafts, insertDelivery, lockByVariant, moveDelivery, type DeliveryRow } from './publish.store.ts'
import type { DeliveryState } from './publish.schema.ts'

/** States whose words were promised: a change of words seals them again. */
const promised = new Set<DeliveryState>(['scheduled', 'awaiting', 'held'])

async function stateAfter(tx: Tx, row: DeliveryRow, sealed: { hash: string; blocking: unknown[] }): Promise<DeliveryState> {
  if (sealed.blocking.length > 0) return 'draft'
  const brand = await findBrand(tx, row.brandId)
  if (brand?.approvalNeeded && !(await isApproved(tx, row.id, sealed.hash))) return 'awaiting'
  return row.state === 'held' ? 'held' : 'scheduled'
}

/** What creating needs of publishing; see `Drafts`. */
export function createDrafts(connectorOf: ConnectorOf): Drafts {
  return {
    async make(tx, draft) {
      const { localTime, createdBy, ...rest } = draft
      const brand = await findBrand(tx, draft.brandId)
      const zone = brand?.zone ?? 'UTC'
      const dueAt = localTime ? instantOf(localTime, zone, 'first') : null
      await insertDelivery(
        tx,
        { ...rest, id: uuid(), kind: 'post', state: 'draft', dueAt, localTime, zone, createdBy },
        createdBy ?? 'desk',
      )
    },
    async changed(tx, grant, variantId) {
      const row = await lockByVariant(tx, variantId)
      if (!row) return
      const sealed = await sealVariant(tx, connectorOf, variantId)
      const words = { sealed: sealed.sealed, hash: sealed.hash, format: sealed.format }
      if (!promised.has(row.state)) return moveDelivery(tx, row, { state: row.state, format: sealed.format }, grant.actor.userId)
      await moveDelivery(tx, row, { state: await stateAfter(tx, row, sealed), ...words }, grant.actor.userId, { hash: sealed.hash })
    },
    drop: deleteDrafts,
  }
}
