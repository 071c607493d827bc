import { expect, it, vi } from 'vitest'
import { type LiveEvent, readStream } from './live.stream.ts'

function stream(text: string): Response {
  return new Response(text, { headers: { 'content-type': 'text/event-stream' } })
}

it('reads events cut anywhere, skips heartbeats, and resumes from the last id', async () => {
  const seen: LiveEvent[] = []
  const stop = new AbortController()
  const asked: (string | null)[] = []
  const fetched = vi.fn(async (_url: string, init: RequestInit) => {
    asked.push(new Headers(init.headers).get('last-event-id'))
    if (asked.length === 1)
      return stream(
        ': hello\n\nid: 41\nevent: publish.delivered\ndata: {"a":1}\n\nid: 42\nevent: engage.received\ndata: {"b":2}\n\nid: 43\nda',
      )
    stop.abort()
    return new Response(null, { status: 401 })
  })
  vi.stubGlobal('fetch', fetched)
  vi.spyOn(Math, 'random').mockReturnValue(-1.49)
  await readStream('/stream', stop.signal, { onEvent: (event) => seen.push(event), onState: () => undefined })
  expect(seen.map((event) => [event.id, event.event, event.data])).toEqual([
    ['41', 'publish.delivered', { a: 1 }],
    ['42', 'engage.received', { b: 2 }],
  ])
  expect(asked).toEqual([null, '42'])
})
