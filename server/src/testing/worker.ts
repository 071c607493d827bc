import { NetworkFailure } from '@pupitre/networks'
import { openDesk, startWork } from '../app.ts'
import { createLog } from '../platform/log.ts'
import { readSettings } from '../platform/settings.ts'
import { createDeliverer } from '../publish/publish.deliver.service.ts'
import { publishTickers } from '../publish/publish.jobs.ts'
import { dueSoon } from '../publish/publish.sweep.store.ts'
import { setClock } from './skew.ts'
import { testConnectors, type Directories } from './world.connectors.ts'

/**
 * A worker in a process of its own, for tests that kill it. It does what the desk's worker does, at a faster beat and with a
 * short lease, and dies by SIGKILL at the point `CRASH_AT` names: `before:` or `after:` one of the points below.
 */
const crashAt = process.env['CRASH_AT'] ?? ''

function reach(point: string): void {
  if (point === setClockAt.at && --setClockAt.times === 0) setClock()
  if (point === crashAt) process.kill(process.pid, 'SIGKILL')
}

/** A transition of the ledger, told by its statement. */
const statements: [string, RegExp][] = [
  ['claim', /held_reason = CASE WHEN due\.restored/],
  ['keys', /INSERT INTO delivery_step/],
  ['intent', /FOR SHARE/],
  ['receipt', /^UPDATE delivery_step SET receipt/],
  ['published', /SET state = 'published'/],
  ['leave', /reconciled = reconciled \+ \$7/],
]
const pointOf = (text: unknown): string | null =>
  typeof text === 'string' ? (statements.find(([, shape]) => shape.test(text))?.[0] ?? null) : null

/** Waits for ever: SIGKILL is delivered before the next turn. */
const never = new Promise<never>(() => undefined)

const { settings, connection, url, lease, bluesky, clockwork, setClockAt } = JSON.parse(process.env['WORKER'] ?? '{}') as {
  settings: Record<string, string>
  connection: Parameters<typeof openDesk>[1]
  url: string
  bluesky?: Directories
  lease: { seconds: number; callSeconds: number }
  clockwork: boolean
  setClockAt: { at: string; times: number }
}

const read = readSettings(settings, settings['PUPITRE_DATA'] ?? '/tmp')
const desk = await openDesk(read, connection, createLog(read.log), testConnectors(url, Number(process.env['SETTLE'] ?? '1'), bluesky))
const pool = desk.db.systemPool
const query = pool.query.bind(pool) as (...input: unknown[]) => Promise<unknown>
pool.query = (async (...input: unknown[]) => {
  const point = pointOf(input[0])
  if (point) reach(`before:${point}`)
  const answer = await query(...input)
  if (point) reach(`after:${point}`)
  return answer
}) as typeof pool.query

const isWrite = (input: Parameters<typeof fetch>): boolean => input[1]?.method === 'POST' && !urlOf(input[0]).includes('refreshSession')
const urlOf = (input: Parameters<typeof fetch>[0]): string => (input instanceof Request ? input.url : input.toString())

const fetchThrough = async (...input: Parameters<typeof fetch>): Promise<Response> => {
  reach('before:call')
  const answer = await desk.fetch(...input)
  reach('after:headers')
  // Only what has an effect: a session that is renewed before is not the post.
  if (crashAt === 'after:body' && isWrite(input)) {
    await answer.text()
    reach('after:body')
    await never
  }
  return answer
}

const deps = { ...desk, fetch: fetchThrough, lease }
const deliverer = createDeliverer(deps)
const recover = publishTickers({ ...deps, deliverer }).find((ticker) => ticker.name === 'publish.recover')

async function beat(): Promise<never> {
  for (;;) {
    try {
      await deliverer.deliver((await dueSoon(pool, 0, 500)).map(({ id }) => id))
      await recover?.tick(new AbortController().signal)
    } catch (cause) {
      if (!(cause instanceof NetworkFailure)) desk.log.error('worker', cause)
    }
    await new Promise((wake) => setTimeout(wake, 50))
  }
}

process.stdin.on('end', () => process.exit(0)).resume()
if (clockwork) await startWork({ ...deps, deliverer })
process.stdout.write('ready\n')
if (!clockwork) await beat()
