/** One fact announced by the server. `event` is `module.fact`, as `publish.delivered`. */
export type LiveEvent = { id: string; event: string; data: unknown }
export type LiveState = 'open' | 'lost'

const FIRST_WAIT = 1000
const LONGEST_WAIT = 30_000
/** The server's heartbeat comes every 15 s; three missed mean a dead line. */
const SILENCE = 45_000

function parse(block: string): LiveEvent | null {
  const event: LiveEvent = { id: '', event: 'message', data: null }
  const lines: string[] = []
  for (const line of block.split('\n')) {
    const at = line.indexOf(':')
    if (at <= 0) continue
    const value = line.slice(at + 1).replace(/^ /, '')
    if (line.startsWith('id:')) event.id = value
    else if (line.startsWith('event:')) event.event = value
    else if (line.startsWith('data:')) lines.push(value)
  }
  if (lines.length === 0) return null
  try {
    event.data = JSON.parse(lines.join('\n'))
  } catch {
    // A line cut by a broken connection: the server sends it again from Last-Event-ID.
    return null
  }
  return event
}

type Told = { onEvent: (event: LiveEvent) => void; onState: (state: LiveState) => void }

/**
 * Reads the server's stream for ever, with `Last-Event-ID` across reconnections. `EventSource` is not used because it
 * cannot listen to events whose names it does not know, nor resume after a refusal.
 */
export async function readStream(url: string, signal: AbortSignal, { onEvent, onState }: Told): Promise<void> {
  let last = ''
  let wait = FIRST_WAIT
  while (!signal.aborted) {
    const line = new AbortController()
    const silence = { timer: setTimeout(() => line.abort(), SILENCE) }
    try {
      const response = await fetch(url, {
        headers: { accept: 'text/event-stream', ...(last ? { 'last-event-id': last } : {}) },
        signal: AbortSignal.any([signal, line.signal]),
        cache: 'no-store',
      })
      if (response.status === 401) return
      if (!response.ok || !response.body) throw new Error(`stream ${response.status}`)
      onState('open')
      wait = FIRST_WAIT
      let rest = ''
      for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
        clearTimeout(silence.timer)
        silence.timer = setTimeout(() => line.abort(), SILENCE)
        const blocks = (rest + text.replaceAll('\r\n', '\n')).split('\n\n')
        rest = blocks.pop() ?? ''
        for (const event of blocks.map(parse)) {
          if (!event) continue
          if (event.id) last = event.id
          onEvent(event)
        }
      }
    } catch {
      onState('lost')
    } finally {
      clearTimeout(silence.timer)
    }
    // Spread over time, so that a restarted server is not met by every browser at once.
    await new Promise((resume) => setTimeout(resume, wait * (0.75 + Math.random() / 2)))
    wait = Math.min(LONGEST_WAIT, wait * 2)
  }
}
