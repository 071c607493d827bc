import { channelConnected } from '../channels/channels.events.ts'
import type { Listener } from '../platform/events.ts'
import type { Jobs, Queue, Ticker } from '../platform/jobs.ts'
import { readChannelFigures, readPostFigures, type CollectDeps } from './measure.collect.service.ts'
import { importQueue } from './measure.events.ts'
import { importPast } from './measure.import.service.ts'

export function measureQueue(deps: CollectDeps): Queue<{ channelId: string }> {
  return {
    name: importQueue,
    batch: 1,
    work: async (jobs) => {
      for (const job of jobs) await importPast(deps, job.data.channelId)
    },
  }
}

export function measureTickers(deps: CollectDeps): Ticker[] {
  return [
    { name: 'measure.posts', everySeconds: 60, tick: () => readPostFigures(deps) },
    { name: 'measure.channels', everySeconds: 300, tick: () => readChannelFigures(deps) },
  ]
}

/** A first connection fetches the account's past; a renewed one has it already. */
export function measureListener(deps: { jobs: Jobs }): Listener {
  return {
    name: 'measure',
    hears: [channelConnected],
    hear: async ({ payload }) => {
      const { channelId, again } = payload as { channelId: string; again: boolean }
      if (!again) await deps.jobs.ring(importQueue, { channelId })
    },
  }
}
