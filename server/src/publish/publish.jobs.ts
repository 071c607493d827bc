import type { NetworkId } from '@pupitre/networks'
import type { Jobs, Queue, Ticker } from '../platform/jobs.ts'
import type { CallDeps } from './publish.call.service.ts'
import type { Deliverer } from './publish.deliver.service.ts'
import { deliverQueue } from './publish.events.ts'
import { recoverLost, settleDoubtful } from './publish.settle.service.ts'
import { dueSoon, holdLate } from './publish.sweep.store.ts'

type Bell = { deliveryId: string }

export function publishQueue(deliverer: Deliverer): Queue<Bell> {
  return { name: deliverQueue, busy: true, batch: 200, work: (jobs) => deliverer.deliver(jobs.map((job) => job.data.deliveryId)) }
}

export function publishTickers(deps: CallDeps & { networks: readonly NetworkId[]; jobs: Jobs; deliverer: Deliverer }): Ticker[] {
  return [
    {
      name: 'publish.sweep',
      everySeconds: 30,
      tick: async () => {
        await holdLate(deps.db.systemPool)
        for (const { id, at } of await dueSoon(deps.db.systemPool, 35, 5000)) await deps.jobs.ring(deliverQueue, { deliveryId: id }, { at })
      },
    },
    {
      name: 'publish.recover',
      everySeconds: 1,
      tick: async () => {
        await deps.deliverer.deliver(await recoverLost(deps))
        await settleDoubtful(deps)
        // What was sent back to wait a little has no bell of its own.
        const again = await dueSoon(deps.db.systemPool, -2, 500)
        await deps.deliverer.deliver(again.map(({ id }) => id))
      },
    },
  ]
}
