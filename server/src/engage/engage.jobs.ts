import { sql } from 'drizzle-orm'
import type { Db } from '../platform/db.ts'
import { announce, type Listener } from '../platform/events.ts'
import type { Ticker } from '../platform/jobs.ts'
import { deliveryMoved, deliveryPublished } from '../publish/publish.events.ts'
import { noteArrival, noteReturn } from './engage.arrival.service.ts'
import { conversationChanged } from './engage.events.ts'
import { workHooks } from './engage.hook.service.ts'
import { forgetEvents } from './engage.hook.store.ts'
import { createListener, type ListenDeps } from './engage.listen.service.ts'
import { wakeSnoozed } from './engage.store.ts'

export function engageTickers(deps: ListenDeps, listener: ReturnType<typeof createListener>): Ticker[] {
  return [
    { name: 'engage.look', everySeconds: 2, tick: (signal) => listener.look(signal) },
    { name: 'engage.hooks', everySeconds: 1, tick: () => workHooks(deps, listener.read) },
    { name: 'engage.forget-hooks', everySeconds: 3600, tick: () => forgetEvents(deps.db.system) },
    {
      name: 'engage.wake',
      everySeconds: 15,
      tick: () =>
        deps.db.system.transaction(async (tx) => {
          for (const { id, brandId } of await wakeSnoozed(tx)) await announce(tx, brandId, conversationChanged, { conversationId: id })
        }),
    },
    {
      name: 'engage.forget-presence',
      everySeconds: 3600,
      tick: async () => {
        await deps.db.system.execute(sql`delete from event where at < now() - interval '3 days'`)
      },
    },
  ]
}

/** What we sent has arrived, or came back. */
export function engageListener(db: Db): Listener {
  return {
    name: 'engage',
    hears: [deliveryPublished, deliveryMoved],
    hear: async ({ name, payload }) => {
      const { deliveryId, kind, state } = payload as { deliveryId: string; kind: string; state?: string }
      if (!['reply', 'like', 'hide', 'repost', 'block'].includes(kind)) return
      if (name === deliveryPublished) await noteArrival(db, deliveryId)
      else if (state === 'cancelled' || state === 'failed') await noteReturn(db, deliveryId)
    },
  }
}
