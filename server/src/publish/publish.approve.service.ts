import type { BrandId } from '../platform/access.ts'
import type { Db, Tx } from '../platform/db.ts'
import type { Happened, Listener } from '../platform/events.ts'
import type { Jobs } from '../platform/jobs.ts'
import { approvedAmong, isApproved } from '../review/review.public.ts'
import { reviewDecided } from '../review/review.events.ts'
import { brandChanged } from '../team/team.events.ts'
import { findBrand } from '../team/team.public.ts'
import { promised, ringAt } from './publish.schedule.service.ts'
import { currentEpoch, databaseNow, lockDelivery, lockHeldByRule, lockPromised, moveDelivery } from './publish.store.ts'

type Deps = { db: Db; jobs: Jobs }

/**
 * A word on exactly these words: a yes sends what waited for it on its way, a request for changes takes back what was promised.
 * The stored decision is asked again, so that an event heard twice, or after another word, does nothing wrong.
 */
async function settleDecision(deps: Deps, { brandId, payload }: Happened): Promise<void> {
  await deps.db.inBrands([brandId as BrandId], async (tx) => {
    const row = await lockDelivery(tx, String(payload['deliveryId']))
    const brand = await findBrand(tx, brandId)
    if (!row?.hash || !brand || row.hash !== payload['hash']) return
    const approved = await isApproved(tx, row.id, row.hash)
    if (row.state === 'awaiting' && approved) {
      // A yes says nothing of whether a restored delivery has left already.
      const going = promised(row, await currentEpoch(tx), await databaseNow(tx))
      await moveDelivery(tx, row, going, 'desk', { approved: row.hash })
      if (row.dueAt && going.state === 'scheduled') await ringAt(deps.jobs, tx, row.id, row.dueAt)
    } else if (row.state === 'scheduled' && !approved && brand.approvalNeeded) {
      await moveDelivery(tx, row, { state: 'awaiting' }, 'desk', { changesAsked: row.hash })
    }
  })
}

/** What nothing but this rule had held back is promised again; what was scheduled under it goes on waiting for its yes. */
async function promiseAgain(deps: Deps, tx: Tx, brandId: string): Promise<void> {
  for (const row of await lockHeldByRule(tx, brandId)) {
    const going = promised(row, await currentEpoch(tx), await databaseNow(tx))
    await moveDelivery(tx, row, going, 'desk', { approvalNeeded: false })
    if (row.dueAt && going.state === 'scheduled') await ringAt(deps.jobs, tx, row.id, row.dueAt)
  }
}

/** From now on everything waits for a yes: what was promised without one waits too, where those who approve see it. */
async function askForApproval(deps: Deps, { brandId, payload }: Happened): Promise<void> {
  if (typeof payload['approvalNeeded'] !== 'boolean') return
  await deps.db.inBrands([brandId as BrandId], async (tx) => {
    if (!(await findBrand(tx, brandId))?.approvalNeeded) return promiseAgain(deps, tx, brandId)
    const rows = await lockPromised(tx, brandId)
    const asked = rows.flatMap(({ id, hash }) => (hash ? { deliveryId: id, hash } : []))
    const approved = await approvedAmong(tx, asked)
    for (const row of rows.filter(({ id }) => !approved.has(id)))
      await moveDelivery(tx, row, { state: 'awaiting' }, 'desk', { approvalNeeded: true })
  })
}

export function publishListener(deps: Deps): Listener {
  return {
    name: 'publish.approvals',
    hears: [reviewDecided, brandChanged],
    hear: (happened) => (happened.name === brandChanged ? askForApproval(deps, happened) : settleDecision(deps, happened)),
  }
}
