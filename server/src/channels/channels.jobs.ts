import type { Ticker } from '../platform/jobs.ts'
import type { ChannelDeps } from './channels.public.ts'
import { checkChannel } from './channels.service.ts'
import { connectedChannels } from './channels.store.ts'

const checkEveryMilliseconds = 15 * 60_000

export function channelTickers(deps: ChannelDeps): Ticker[] {
  return [
    {
      name: 'channels.check',
      everySeconds: 60,
      tick: async (signal) => {
        for (const row of await connectedChannels(deps.db.system)) {
          if (signal.aborted) return
          const due = !row.checkedAt || Date.now() - row.checkedAt.getTime() > checkEveryMilliseconds
          if (due && row.sealed) await checkChannel(deps, row)
        }
      },
    },
  ]
}
