import type { QueryClient } from '@tanstack/react-query'
import { type LiveEvent, type LiveState, readStream } from './live.stream.ts'
import type { FromWorker, ToWorker } from './live.worker.ts'

/**
 * Query keys begin with their module (`['engage', 'conversations', …]`), events too (`engage.received`): an event makes
 * stale what its module shows, and what gathers several modules.
 */
const GATHERERS = ['today']

const hearers = new Set<(event: LiveEvent) => void>()

/** For what must react to one fact beyond refreshing: a sound, an announcement. Returns the way to stop. */
export function onLive(hear: (event: LiveEvent) => void): () => void {
  hearers.add(hear)
  return () => hearers.delete(hear)
}

function spread(queries: QueryClient, event: LiveEvent): void {
  const [module = ''] = event.event.split('.')
  for (const first of [module, ...GATHERERS]) void queries.invalidateQueries({ queryKey: [first] })
  for (const hear of hearers) hear(event)
}

function makeStateTeller(queries: QueryClient) {
  let lost = false
  return (state: LiveState) => {
    // What happened while the line was down may be older than the outbox keeps: everything is read again.
    if (state === 'open' && lost) void queries.invalidateQueries()
    lost = state === 'lost'
  }
}

/** One stream for the whole browser where SharedWorker exists, otherwise one for this tab. */
export function startLive(queries: QueryClient, who: string): () => void {
  const onState = makeStateTeller(queries)
  if (typeof SharedWorker === 'undefined') {
    const stop = new AbortController()
    void readStream('/api/v1/stream', stop.signal, { onEvent: (event) => spread(queries, event), onState })
    return () => stop.abort()
  }
  const worker = new SharedWorker(new URL('./live.worker.ts', import.meta.url), { type: 'module', name: 'pupitre-live' })
  // A port has one other end: the rule takes it for a window.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  const say = (message: ToWorker) => worker.port.postMessage(message)
  const leave = () => say({ kind: 'leave' })
  worker.port.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
    if (data.kind === 'event') spread(queries, data.event)
    else onState(data.state)
  })
  worker.port.start()
  say({ kind: 'start', who })
  addEventListener('pagehide', leave)
  return () => {
    removeEventListener('pagehide', leave)
    leave()
  }
}
