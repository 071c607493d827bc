import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { template } from '../../../libs/networks/src/template/connector.ts'
import { openForum, type Forum } from '../../../libs/networks/src/template/standin.ts'
import { randomFrom } from '../testing/ledger.ts'
import { testConnectors } from '../testing/world.connectors.ts'
import { openWorld, until, type World } from '../testing/world.ts'
import type { InboxPage } from './engage.schema.ts'

/** As a network does that is asked again and again. */
const pollSeconds = 2
const messages = 20
let world: World
let place: Forum
let levain: string
let postId: string
const random = randomFrom(20)

const path = (rest: string) => `/api/v1/brands/${world.owner.brandId}${rest}`
const page = async () => (await world.call('GET', path('/inbox?limit=100'))).body as InboxPage
const pause = (milliseconds: number) => new Promise((wake) => setTimeout(wake, milliseconds))

async function account(username: string): Promise<string> {
  const answer = await fetch(`${world.sandbox.url}/_control/mastodon/accounts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, displayName: username }),
  })
  return ((await answer.json()) as { token: string }).token
}
async function status(token: string, body: object): Promise<string> {
  const answer = await fetch(`${world.sandbox.url}/api/v1/statuses`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return ((await answer.json()) as { id: string }).id
}

beforeAll(async () => {
  place = await openForum()
  for (const name of ['levain', 'chloe']) place.join(name)
  place.write('levain', null, 'Notre premier sujet')
  world = await openWorld({
    works: true,
    known: (url) => {
      const known = testConnectors(url)
      const slow = { ...template, capabilities: { ...template.capabilities, freshness: { kind: 'poll' as const, seconds: pollSeconds } } }
      return {
        networks: [...known.networks, template.id],
        connectorOf: (network) => (network === template.id ? slow : known.connectorOf(network)),
      }
    },
  })
  world.desk.egress.open(new URL(place.url).host)
  levain = await account('levain')
  postId = await status(levain, { status: 'La miche du lundi' })
  const connect = async (network: string, fields: object) =>
    expect((await world.call('POST', path('/channels'), { network, fields })).status).toBe(201)
  await connect('mastodon', { server: world.sandbox.url, token: levain })
  await connect(template.id, { server: place.url, token: 'token-of-levain' })
  await until('both channels are heard', page, ({ freshness }) => freshness.length === 2 && freshness.every((one) => one.heardAt !== null))
})
afterAll(async () => {
  await world.close()
  await place.close()
})

/** Says something at odd moments, and tells how many seconds each took to be on the desk. */
async function delays(say: (text: string) => Promise<unknown>): Promise<number[]> {
  const said = new Map<string, number>()
  const seen = new Map<string, number>()
  const look = async () => {
    for (const { lastLine } of (await page()).items.map((row) => ({ lastLine: JSON.stringify(row) })))
      for (const [text, at] of said) if (!seen.has(text) && lastLine.includes(text)) seen.set(text, (Date.now() - at) / 1000)
  }
  for (let i = 0; i < messages; i += 1) {
    const text = `message-${i}-de-${Math.floor(random() * 1e9)}`
    await say(text)
    said.set(text, Date.now())
    await pause(random() * 250)
    await look()
  }
  await until(
    'all are seen',
    async () => (await look(), seen.size),
    (count) => count === messages,
    20_000,
  )
  return [...seen.values()].sort((a, b) => a - b)
}
const p95 = (times: number[]) => times[Math.ceil(times.length * 0.95) - 1] ?? Number.POSITIVE_INFINITY

describe('[S0-20] how soon what is written is on the desk', () => {
  it('[S0-20] a network that says it at once: within ten seconds, p95', async () => {
    const times = await delays(async (text) => {
      const somebody = await account(`lectrice${text.replaceAll(/\D/g, '')}`)
      await status(somebody, { status: `@levain ${text}`, in_reply_to_id: postId })
    })
    expect(p95(times), times.map((one) => one.toFixed(1)).join()).toBeLessThan(10)
  })

  it('[S0-20] a network that is asked: within its interval and ten seconds, p95', async () => {
    const times = await delays(async (text) => place.write(`membre ${text}`, 1, text))
    expect(p95(times), times.map((one) => one.toFixed(1)).join()).toBeLessThan(pollSeconds + 10)
  })
})

describe('[S0-20] a channel that falls silent', () => {
  it('[S0-20] is fresh, then amber, then red, while the other stays fresh; and fresh again once it answers', async () => {
    const of = async (network: string) => {
      const found = (await page()).freshness.find((one) => one.network === network)
      if (!found) throw new Error(`no freshness of ${network}`)
      return found
    }
    const health = async () =>
      ((await world.call('GET', path('/channels'))).body as { network: string; health: string }[]).find(
        (one) => one.network === template.id,
      )?.health
    /** As if nothing had been heard for so much longer. */
    const later = (interval: string) =>
      world.desk.db.systemPool.query('UPDATE channel SET heard_at = heard_at - $1::interval WHERE network = $2', [interval, template.id])
    expect((await of(template.id)).level).toBe('fresh')
    place.state.down = true
    await until('the desk notices', health, (seen) => seen === 'unreachable')
    const { heardAt } = await of(template.id)
    await pause(pollSeconds * 1000 + 700)
    expect((await of(template.id)).heardAt, 'a failure is not news').toBe(heardAt)
    await later('80 seconds')
    expect((await of(template.id)).level).toBe('fresh')
    await later('30 seconds')
    expect((await of(template.id)).level, 'amber').toBe('late')
    await later('4 minutes')
    expect((await of(template.id)).level, 'red').toBe('silent')
    expect((await of('mastodon')).level).toBe('fresh')
    place.state.down = false
    await until(
      'it answers again',
      () => of(template.id),
      (seen) => seen.level === 'fresh',
    )
    expect(await health()).toBe('ok')
  })
})
