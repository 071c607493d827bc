import type { World } from './world.ts'

/** What a client that keeps at it saw of one post: whether any of its requests was answered with a yes. */
export type Submitted = { text: string; accepted: boolean; refusals: number[] }

export type Load = {
  accepted: () => string[]
  /** How many requests were answered with a no, or not at all. */
  refused: () => number
  stop: () => Promise<Submitted[]>
}

const wallIn = (zone: string, at: number): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }).format(at).replace(' ', 'T')

type Caller = Pick<World, 'call'> & { brandId: string; channelIds: string[] }

/** Writes one post and schedules it a few seconds ahead; a schedule that is not answered is asked for again, as the same request. */
async function submit({ call, brandId, channelIds }: Caller, text: string, aheadSeconds: number): Promise<Submitted> {
  const seen: Submitted = { text, accepted: false, refusals: [] }
  const ask = async (path: string, body: object, key: string) => {
    const answer = await call('POST', `/api/v1/brands/${brandId}/${path}`, body, { headers: { 'idempotency-key': key } }).catch(() => null)
    if (!answer || answer.status >= 400) seen.refusals.push(answer?.status ?? 0)
    return answer && answer.status < 300 ? answer : null
  }
  const made = await ask('contents', { items: [{ text, media: [] }], channelIds }, `make ${text}`)
  if (!made) return seen
  const { id, version } = made.body as { id: string; version: number }
  const localTime = wallIn('Europe/Paris', Date.now() + aheadSeconds * 1000)
  for (let attempt = 0; attempt < 3 && !seen.accepted; attempt += 1) {
    if (attempt > 0) await new Promise((wake) => setTimeout(wake, 300))
    seen.accepted = (await ask(`contents/${id}/schedule`, { localTime, version }, `promise ${text}`)) !== null
  }
  return seen
}

/** Clients that write and schedule without a pause until they are told to stop. */
export function startLoad(caller: Caller, options: { clients: number; name: string; aheadSeconds: number }): Load {
  const end = new AbortController()
  const all: Submitted[] = []
  const client = async (index: number) => {
    for (let serial = 0; !end.signal.aborted; serial += 1) {
      all.push(await submit(caller, `${options.name} ${index}-${serial}`, options.aheadSeconds))
      await new Promise((wake) => setTimeout(wake, 40))
    }
  }
  const clients = Array.from({ length: options.clients }, (_, index) => client(index))
  return {
    accepted: () => all.flatMap((one) => (one.accepted ? one.text : [])),
    refused: () => all.reduce((sum, one) => sum + one.refusals.length, 0),
    stop: async () => {
      end.abort()
      await Promise.all(clients)
      return all
    },
  }
}
