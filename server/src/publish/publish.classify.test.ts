import type { FaultKind } from '@pupitre/sandbox'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hurry, isOver, makeDeliveries, statesOf, workerOf, type Made, type WorkHere } from '../testing/ledger.ts'
import { freePort, kinds, openWorld, until, type Kind, type World } from '../testing/world.ts'

/** A call is given up after a second; a late effect is covered by the three seconds that follow. */
const lease = { seconds: 10, callSeconds: 1 }
const networks = [...kinds, 'mastodon'] as const satisfies readonly Kind[]
const pathOf = (kind: Kind) => (kind === 'mastodon' ? '/api/v1/statuses' : `/plain/${kind}/posts`)

let world: World
let work: WorkHere
let down = false
const channels = new Map<Kind, string>()

beforeAll(async () => {
  world = await openWorld({ settleSeconds: 3 })
  for (const kind of networks) channels.set(kind, await world.connect(kind))
  const nobody = `127.0.0.1:${await freePort()}`
  world.desk.egress.open(nobody)
  const here = new URL(world.sandbox.url).host
  const fetch: typeof globalThis.fetch = (input, init) =>
    world.desk.fetch(down && typeof input === 'string' ? input.replace(here, nobody) : input, init)
  work = workerOf(world, { lease, fetch })
})
afterAll(() => world.close())

const standing = (made: Made) => world.sandbox.oracle().filter((entry) => entry.text === `${made.id} 0`).length
const rowOf = async (made: Made) => {
  const [row] = await statesOf(world, [made])
  if (!row) throw new Error('no such delivery')
  return row
}

type Fault = { kind: FaultKind; status?: number; ms?: number; retryAfterSeconds?: number }
/**
 * What happens on the wire to the request, and what the ledger must make of it: accepted, refused for good, refused for now,
 * or unknown. `stands`: how many posts there are when the answer (or its absence) has been heard.
 */
type Case = [what: string, fault: Fault | null, state: string, cause: string | null, nextStep: string | null, stands: 0 | 1]

const table: Case[] = [
  ['nothing wrong', null, 'published', null, null, 1],
  ['a delay within the time-out', { kind: 'slow', ms: 300 }, 'published', null, null, 1],
  ['a delay within the time-out, before the effect', { kind: 'slow_before', ms: 300 }, 'published', null, null, 1],
  ['dropped before it was read', { kind: 'reset_before' }, 'unknown', 'timeout', 'reconcile', 0],
  ['accepted, answered past the time-out', { kind: 'slow', ms: 1400 }, 'unknown', 'timeout', 'reconcile', 1],
  ['accepted after we gave up', { kind: 'slow_before', ms: 2500 }, 'unknown', 'timeout', 'reconcile', 0],
  ['reset once it was sent, the effect comes late', { kind: 'late_effect', ms: 2000 }, 'unknown', 'timeout', 'reconcile', 0],
  ['accepted, then reset', { kind: 'lost_answer' }, 'unknown', 'timeout', 'reconcile', 1],
  ['504 after acceptance', { kind: 'error_after', status: 504 }, 'unknown', 'unavailable', 'reconcile', 1],
  ['500 after acceptance', { kind: 'error_after', status: 500 }, 'unknown', 'unavailable', 'reconcile', 1],
  ['503 without an effect', { kind: 'error_before', status: 503 }, 'unknown', 'unavailable', 'reconcile', 0],
  ['accepted, the body breaks off', { kind: 'truncated' }, 'unknown', 'bad_answer', 'reconcile', 1],
  ['accepted, other JSON', { kind: 'wrong_json' }, 'unknown', 'bad_answer', 'reconcile', 1],
  ['accepted, a page instead of JSON', { kind: 'html_after' }, 'unknown', 'bad_answer', 'reconcile', 1],
  ['an error page of 502', { kind: 'html_error', status: 502 }, 'unknown', 'unavailable', 'reconcile', 0],
  ['an error page of 403', { kind: 'html_error', status: 403 }, 'failed', 'forbidden', 'ask_person', 0],
  ['an error page of 413', { kind: 'html_error', status: 413 }, 'failed', 'media_refused', 'fix_content', 0],
  ['redirected elsewhere (307)', { kind: 'redirect', status: 307 }, 'failed', 'bad_answer', 'ask_person', 0],
  ['redirected after a possible act (303)', { kind: 'redirect', status: 303 }, 'unknown', 'bad_answer', 'reconcile', 0],
  ['429 with its delay', { kind: 'rate_limited', retryAfterSeconds: 1 }, 'scheduled', 'rate_limited', 'wait', 0],
  ['401', { kind: 'token_expired' }, 'failed', 'unauthorized', 'reconnect', 0],
  ['422 of the content', { kind: 'error_before', status: 422 }, 'failed', 'rejected_content', 'fix_content', 0],
]

const all: Made[] = []

/** One delivery on each network, met by the same fault, tried once. */
async function tryOnce(fault: Fault | null): Promise<Made[]> {
  const made: Made[] = []
  for (const kind of networks) {
    made.push(...(await makeDeliveries(world, channels.get(kind) ?? '', kind, { count: 1 })))
    if (fault) world.sandbox.faults.add({ ...fault, method: 'POST', path: pathOf(kind) })
  }
  all.push(...made)
  await work.deliver(made)
  return made
}

describe('what the wire does, and what the ledger makes of it', () => {
  it.each(table)('[T-P06] %s', async (...one) => {
    const [, fault, state, cause, nextStep, stands] = one
    for (const made of await tryOnce(fault)) {
      const row = await rowOf(made)
      // A network that cannot be read back is asked about at once, of a person.
      const asked = made.kind === 'blind' && nextStep === 'reconcile' ? 'ask_person' : nextStep
      expect({ kind: made.kind, state: row.state, cause: row.cause?.kind ?? null, nextStep: row.cause?.nextStep ?? null }).toEqual({
        kind: made.kind,
        state,
        cause,
        nextStep: asked,
      })
      expect(standing(made), made.kind).toBe(stands)
    }
    expect(world.sandbox.faults.list()).toEqual([])
  })

  it('[T-P06] a server that is not there was surely not reached', async () => {
    down = true
    const tried = await tryOnce(null)
    down = false
    for (const made of tried)
      expect(await rowOf(made)).toMatchObject({ state: 'scheduled', cause: { kind: 'unreachable', nextStep: 'wait' } })
    await hurry(world, tried)
  })

  it('[T-P06] in the end each stands exactly once, or surely not, or a person is asked where nothing can be read', async () => {
    await until(
      'everything is settled',
      async () => {
        await work.recover()
        return statesOf(world, all)
      },
      (rows) => rows.every(isOver),
    )
    const ends: Record<string, number> = {}
    for (const made of all) {
      const { state } = await rowOf(made)
      const count = standing(made)
      expect(count, `${made.kind} ${state}`).toBeLessThan(2)
      if (state !== 'unknown') expect(count, `${made.kind} ${state}`).toBe(state === 'published' ? 1 : 0)
      if (made.kind !== 'blind') expect(state).not.toBe('unknown')
      ends[state] = (ends[state] ?? 0) + 1
    }
    const of = (state: string) => table.filter((one) => one[2] === state).length
    expect(ends).toEqual({
      published: of('published') * 5 + of('scheduled') * 5 + 5 + of('unknown') * 4,
      unknown: of('unknown'),
      failed: of('failed') * 5,
    })
  })
})

const unreadable: Fault[] = [
  { kind: 'reset_before' },
  { kind: 'lost_answer' },
  { kind: 'error_before', status: 503 },
  { kind: 'html_error', status: 502 },
  { kind: 'html_error', status: 404 },
  { kind: 'html_after' },
  { kind: 'truncated' },
  { kind: 'wrong_json' },
  { kind: 'redirect', status: 302 },
  { kind: 'rate_limited' },
  { kind: 'token_expired' },
]

describe('a reading that fails says nothing', () => {
  it.each(unreadable)('[T-P06] reading back meets $kind: asked again later, never sent again', async (fault) => {
    const tried = (await tryOnce({ kind: 'lost_answer' })).filter(({ kind }) => kind !== 'blind')
    for (const { kind } of tried)
      world.sandbox.faults.add({ ...fault, method: 'GET', path: kind === 'mastodon' ? '/api/v1/accounts/' : pathOf(kind) })
    await hurry(world, tried)
    await work.recover()
    expect(world.sandbox.faults.list()).toEqual([])
    for (const made of tried) expect({ kind: made.kind, state: (await rowOf(made)).state }).toEqual({ kind: made.kind, state: 'unknown' })
    await hurry(world, tried)
    await work.recover()
    for (const made of tried) {
      expect({ kind: made.kind, state: (await rowOf(made)).state }).toEqual({ kind: made.kind, state: 'published' })
      expect(standing(made), made.kind).toBe(1)
    }
  })
})
