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

/** Cuts a text stream into the events it holds; `alive` is called at each sign of life. */
async function* eventsOf(body: ReadableStream<Uint8Array>, alive: () => void): AsyncGenerator<LiveEvent> {
  let rest = ''
  for await (const text of body.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>)) {
    alive()
    const blocks = (rest + text.replaceAll('\r\n', '\n')).split('\n\n')
    rest = blocks.pop() ?? ''
    yield* blocks.map(parse).filter((event) => event !== null)
  }
}

/** One connection until it ends: returns the last id read, or null when the person is not signed in any more. */
async function readOnce(url: string, signal: AbortSignal, last: string, told: Told): Promise<string | null> {
  const silence = new AbortController()
  let timer = setTimeout(() => silence.abort(), SILENCE)
  const alive = () => {
    clearTimeout(timer)
    timer = setTimeout(() => silence.abort(), SILENCE)
  }
  let seen = last
  try {
    const response = await fetch(url, {
      headers: { accept: 'text/event-stream', ...(last ? { 'last-event-id': last } : {}) },
      signal: AbortSignal.any([signal, silence.signal]),
      cache: 'no-store',
    })
    if (response.status === 401) return null
    if (!response.ok || !response.body) return seen
    told.onState('open')
    for await (const event of eventsOf(response.body, alive)) {
      seen = event.id || seen
      told.onEvent(event)
    }
  } catch {
    // A cut line is the normal end of a stream: the loop below opens the next one from `seen`.
    return seen
  } finally {
    clearTimeout(timer)
  }
  return seen
}

/**
 * Reads the server's stream for ever, with `Last-Event-ID` across reconnections. `EventSource` is not used because it
 * cannot listen to events whose names it does not know, nor resume after a refusal.
 */
export async function readStream(url: string, signal: AbortSignal, told: Told): Promise<void> {
  let last: string | null = ''
  let wait = FIRST_WAIT
  while (!signal.aborted) {
    const began = Date.now()
    last = await readOnce(url, signal, last, told)
    if (last === null) return
    told.onState('lost')
    if (Date.now() - began > LONGEST_WAIT) wait = FIRST_WAIT
    // Spread over time, so that a restarted server is not met by every browser at once.
    await new Promise((resume) => setTimeout(resume, wait * (0.75 + Math.random() / 2)))
    wait = Math.min(LONGEST_WAIT, wait * 2)
  }
}
