import { failure } from './http.ts'

const MAX_LINE = 2 * 1024 * 1024

export type ServerEvent = { event: string; data: string }

/**
 * Server-sent events of a response (https://html.spec.whatwg.org/multipage/server-sent-events.html), one at a time. A stream on
 * which nothing comes for `idleMs`, not even a heartbeat, is dead and ends with a failure, so that its caller opens another.
 */
export async function* serverEvents(body: ReadableStream<Uint8Array>, idleMs: number): AsyncGenerator<ServerEvent> {
  let event = ''
  let data: string[] = []
  for await (const line of lines(body, idleMs)) {
    if (line === '') {
      if (data.length > 0) yield { event, data: data.join('\n') }
      event = ''
      data = []
    } else if (line.startsWith('event:')) event = line.slice(6).trim()
    else if (line.startsWith('data:')) data.push(line.slice(5).replace(/^ /, ''))
  }
}

async function* lines(body: ReadableStream<Uint8Array>, idleMs: number): AsyncGenerator<string> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  try {
    for (;;) {
      const chunk = await within(reader.read(), idleMs)
      if (chunk.done) return
      rest += decoder.decode(chunk.value, { stream: true })
      if (rest.length > MAX_LINE) throw failure('bad_answer', 'wait', { sent: 'no', said: 'an event longer than 2 MB' })
      // A carriage return at the very end may be the first half of a line end.
      const found = rest.split(/\r\n|\n|\r(?!$)/)
      rest = found.pop() ?? ''
      yield* found
    }
  } finally {
    await reader.cancel().catch((error: unknown) => error)
  }
}

async function within<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(failure('timeout', 'wait', { sent: 'no', said: `nothing heard for ${ms} ms` })), ms)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
