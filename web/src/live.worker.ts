import { type LiveEvent, type LiveState, readStream } from './live.stream.ts'

/** Shared by every tab of the browser: one stream for all. */
export type FromWorker = { kind: 'event'; event: LiveEvent } | { kind: 'state'; state: LiveState }
export type ToWorker = { kind: 'start'; who: string } | { kind: 'leave' }

const ports = new Set<MessagePort>()
let reading: AbortController | null = null
let reader: string | null = null

function tell(message: FromWorker): void {
  for (const port of ports) port.postMessage(message)
}

function stop(): void {
  reading?.abort()
  reading = null
}

/** Another person signed in on this browser reads their own stream, never the former one's. */
function start(who: string): void {
  if (reading && reader === who) return
  stop()
  reader = who
  const mine = new AbortController()
  reading = mine
  void readStream('/api/v1/stream', mine.signal, {
    onEvent: (event) => tell({ kind: 'event', event }),
    onState: (state) => tell({ kind: 'state', state }),
  }).finally(() => {
    if (reading === mine) reading = null
  })
}

function hear(port: MessagePort, message: ToWorker): void {
  if (message.kind === 'start') start(message.who)
  else ports.delete(port)
  if (ports.size === 0) stop()
}

addEventListener('connect', (event) => {
  const port = (event as MessageEvent).ports[0]
  if (!port) return
  ports.add(port)
  port.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => hear(port, data))
  port.start()
})
