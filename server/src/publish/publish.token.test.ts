import { NetworkFailure } from '@pupitre/networks'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hurry, makeDeliveries, statesOf, workerOf, type Made, type WorkHere } from '../testing/ledger.ts'
import { kinds, networkOf, openWorld, until, type Kind, type World } from '../testing/world.ts'

const networks = [...kinds, 'mastodon'] as const satisfies readonly Kind[]
const pathOf = (kind: Kind) => (kind === 'mastodon' ? '/api/v1/statuses' : `/plain/${kind}/posts`)
/** The promise is a minute; the desk needs a moment. */
const told = 5000

let world: World
let work: WorkHere
const channels = new Map<Kind, string>()

beforeAll(async () => {
  world = await openWorld({ settleSeconds: 1 })
  work = workerOf(world)
  for (const kind of networks) channels.set(kind, await world.connect(kind))
})
afterAll(() => world.close())

const brandPath = () => `/api/v1/brands/${world.owner.brandId}`
const channelOf = (kind: Kind) => channels.get(kind) ?? ''
const make = (kind: Kind, count: number, items = 1) => makeDeliveries(world, channelOf(kind), kind, { count, items })
const standing = ({ id }: Made) => world.sandbox.oracle().filter((entry) => entry.text.startsWith(id)).length
const attempts = () => world.sandbox.faults.struck()['token_expired'] ?? 0
const release = (made: Made) => world.call('POST', `${brandPath()}/deliveries/${made.id}/release`, { choice: 'publish' })

type Channel = { id: string; health: string; trouble: { kind: string } | null }
const healthOf = async (kind: Kind) =>
  ((await world.call('GET', `${brandPath()}/channels`)).body as Channel[]).find((channel) => channel.id === channelOf(kind))

/** Listens as an open page does. */
/** Resolves once the open page hears that this account is refused, whatever it hears of others. */
function listen(kind: Kind): { heard: Promise<string>; stop: () => void } {
  const end = new AbortController()
  const heard = (async () => {
    const headers = { cookie: world.owner.cookie, 'x-pupitre': '1' }
    const answer = await fetch(`${world.url}/api/v1/stream`, { headers, signal: end.signal })
    let text = ''
    for await (const chunk of answer.body ?? []) {
      text += new TextDecoder().decode(chunk)
      const told = [...text.matchAll(/event: channels\.health\n(.*)\n/g)].map((event) => event[1] ?? '')
      if (told.some((data) => data.includes(channelOf(kind)) && data.includes('refused'))) return text
    }
    return text
  })()
  heard.catch(() => undefined)
  return { heard, stop: () => end.abort() }
}

/** The owner has it before their eyes: on the open page, on Today, and on the channel itself. */
async function expectTold(kind: Kind, page: ReturnType<typeof listen>, since: number): Promise<void> {
  expect(await page.heard).toContain(channelOf(kind))
  expect(Date.now() - since).toBeLessThan(told)
  page.stop()
  expect(await healthOf(kind)).toMatchObject({ health: 'refused' })
  const today = (await world.call('GET', `${brandPath()}/today`)).body as { rows: { id: string; urgency: string }[] }
  expect(today.rows.find((row) => row.id === `reconnect ${channelOf(kind)}`)).toMatchObject({ urgency: 'late' })
}

/** Whatever rings, sweeps and recovers: what was refused for good is not asked again. */
async function expectQuiet(made: Made[], asked: number): Promise<void> {
  for (let round = 0; round < 5; round += 1) {
    await hurry(world, made)
    await work.recover()
    await work.deliver(made)
  }
  expect(attempts()).toBe(asked)
}

describe('an access that ends', () => {
  it.each(networks)('[T-P12] %s revokes it with ten posts due: one try each, the account flagged, its owner told', async (kind) => {
    const made = await make(kind, 10)
    const page = listen(kind)
    // The page is open before it happens.
    await new Promise((wake) => setTimeout(wake, 400))
    world.sandbox.faults.add({ kind: 'token_expired', method: 'POST', path: pathOf(kind), times: null })
    const [before, since] = [attempts(), Date.now()]
    await work.deliver(made)
    expect(attempts() - before).toBe(10)
    for (const row of await statesOf(world, made))
      expect(row).toMatchObject({ state: 'failed', cause: { kind: 'unauthorized', nextStep: 'reconnect' } })
    await expectTold(kind, page, since)
    await expectQuiet(made, before + 10)
    world.sandbox.faults.clear()
    expect(made.map(standing)).toEqual(made.map(() => 0))
    await world.connect(kind)
    expect(await healthOf(kind)).toMatchObject({ health: 'ok', trouble: null })
    for (const one of made) expect((await release(one)).status).toBe(200)
    await until(
      'sent after the account was connected again',
      async () => {
        await world.desk.db.systemPool.query('UPDATE delivery SET due_at = now() WHERE id = ANY ($1::uuid[])', [made.map(({ id }) => id)])
        await work.deliver(made)
        return statesOf(world, made)
      },
      (rows) => rows.every((row) => row.state === 'published'),
    )
    expect(made.map(standing)).toEqual(made.map(() => 1))
  })

  it('[T-P12] ends in the middle of a thread and is renewed: the thread goes on, nothing twice', async () => {
    const connector = world.desk.connectorOf(networkOf('key'))
    const { refresh } = connector
    let renewals = 0
    connector.refresh = async (ctx) => {
      const next = { ...ctx.credentials, secret: { token: `new ${(renewals += 1)}` } }
      await ctx.onCredentials(next)
      return next
    }
    const [made] = await make('key', 1, 3)
    if (!made) throw new Error('nothing was made')
    world.sandbox.faults.add({ kind: 'token_expired', method: 'POST', path: pathOf('key'), after: 1 })
    await work.deliver([made])
    expect(await statesOf(world, [made])).toMatchObject([{ state: 'published' }])
    expect([standing(made), renewals]).toEqual([3, 1])

    // Renewed and refused all the same: once more, and no further.
    const [other] = await make('key', 1)
    if (!other) throw new Error('nothing was made')
    world.sandbox.faults.add({ kind: 'token_expired', method: 'POST', path: pathOf('key'), times: null })
    const before = attempts()
    await work.deliver([other])
    expect(await statesOf(world, [other])).toMatchObject([{ state: 'failed' }])
    expect([attempts() - before, renewals]).toEqual([2, 2])
    await expectQuiet([other], before + 2)
    world.sandbox.faults.clear()
    connector.refresh = refresh
    await world.connect('key')
  })

  it('[T-P12] was renewed by another process in the meantime: taken as it is, without a second renewal', async () => {
    const connector = world.desk.connectorOf(networkOf('readable'))
    const { refresh, send } = connector
    let renewals = 0
    connector.refresh = async (ctx) => {
      renewals += 1
      return ctx.credentials
    }
    // The other process stores its renewal while this one is being refused.
    connector.send = async (ctx, step) => {
      if (ctx.credentials.secret['token'] !== 'other') await ctx.onCredentials({ ...ctx.credentials, secret: { token: 'other' } })
      return send(ctx, step)
    }
    const [made] = await make('readable', 1)
    if (!made) throw new Error('nothing was made')
    world.sandbox.faults.add({ kind: 'token_expired', method: 'POST', path: pathOf('readable') })
    await work.deliver([made])
    expect(await statesOf(world, [made])).toMatchObject([{ state: 'published' }])
    expect([standing(made), renewals]).toEqual([1, 0])
    Object.assign(connector, { refresh, send })
  })

  it('[T-P12] loses a scope, is taken back on the server, or the account is closed: flagged as well', async () => {
    const { store } = world.sandbox.mastodon
    for (const access of store.memory.tokens.values()) access.scopes = ['read']
    const page = listen('mastodon')
    await new Promise((wake) => setTimeout(wake, 400))
    const since = Date.now()
    const made = await make('mastodon', 2)
    await work.deliver(made)
    for (const row of await statesOf(world, made))
      expect(row).toMatchObject({ state: 'failed', cause: { kind: 'unauthorized', nextStep: 'reconnect' } })
    await expectTold('mastodon', page, since)
    for (const access of store.memory.tokens.values()) access.scopes = ['read', 'write']
    await world.connect('mastodon')

    store.memory.tokens.clear()
    const gone = await make('mastodon', 2)
    await work.deliver(gone)
    for (const row of await statesOf(world, gone)) expect(row).toMatchObject({ state: 'failed', cause: { kind: 'unauthorized' } })
    await world.connect('mastodon')

    const connector = world.desk.connectorOf(networkOf('key'))
    const { send } = connector
    connector.send = () => Promise.reject(new NetworkFailure({ kind: 'account_gone', nextStep: 'ask_person', sent: 'no' }))
    const closed = await make('key', 2)
    await work.deliver(closed)
    connector.send = send
    expect(await healthOf('key')).toMatchObject({ health: 'refused', trouble: { kind: 'account_gone' } })
    await world.connect('key')
  })

  it('[T-P12] ends while an answer is still looked for: the account is flagged, the question waits, nothing is sent again', async () => {
    const made = (await Promise.all((['key', 'recordKey', 'readable', 'mastodon'] as const).map((kind) => make(kind, 1)))).flat()
    for (const { kind } of made) world.sandbox.faults.add({ kind: 'lost_answer', method: 'POST', path: pathOf(kind) })
    await work.deliver(made)
    world.sandbox.faults.add({ kind: 'token_expired', method: 'GET', times: null })
    const before = attempts()
    for (let round = 1; round <= 3; round += 1) {
      await hurry(world, made)
      await work.recover()
    }
    expect(attempts() - before).toBe(3 * made.length)
    for (const one of made) {
      expect(await statesOf(world, [one])).toMatchObject([{ state: 'unknown', cause: { kind: 'unauthorized', nextStep: 'reconnect' } }])
      expect(await healthOf(one.kind)).toMatchObject({ health: 'refused' })
    }
    world.sandbox.faults.clear()
    for (const { kind } of made) await world.connect(kind)
    await hurry(world, made)
    await work.recover()
    for (const one of made) {
      expect(await statesOf(world, [one])).toMatchObject([{ state: 'published' }])
      expect(standing(one)).toBe(1)
    }
  })
})
