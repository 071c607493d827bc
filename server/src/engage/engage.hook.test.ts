import { createHmac } from 'node:crypto'
import { connectorOf } from '@pupitre/networks'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { randomFrom } from '../testing/ledger.ts'
import { openWorld, until, type World } from '../testing/world.ts'
import type { InboxPage } from './engage.schema.ts'

/* Slack and Telegram, on the sandbox, read so seldom that only what they tell by themselves can arrive. */

const old = 'un-secret-qui-sera-change'
const fresh = 'un-secret-tout-neuf'
const word = 'mot_de_telegram'
let world: World
let slack: { id: string; channel: string }
let telegram: { id: string }

const path = (rest: string) => `/api/v1/brands/${world.owner.brandId}${rest}`
const inbox = async () => ((await world.call('GET', path('/inbox?limit=100'))).body as InboxPage).items
const firstLines = async () => (await inbox()).map((row) => row.firstLine)
const hookOf = (id: string) => `${world.url}/api/v1/hooks/${id}`

type Asked = { method?: string; body?: string | Buffer; headers?: Record<string, string> }
const ask = async (id: string, { method = 'POST', body, headers = {} }: Asked) =>
  fetch(hookOf(id), { method, headers: { 'content-type': 'application/json', ...headers }, ...(body !== undefined && { body }) })

function signed(body: string, secret = old, at = Date.now()): Record<string, string> {
  const timestamp = String(Math.floor(at / 1000))
  const digest = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')
  return { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${digest}` }
}
const event = (more: object) =>
  JSON.stringify({ type: 'event_callback', event_id: `Ev${Math.random()}`, event: { channel: slack.channel, ...more } })
const connect = async (network: string, fields: object) => {
  const answer = await world.call('POST', path('/channels'), { network, fields })
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return (answer.body as { id: string }).id
}
const eventsOf = async (id: string) =>
  Number((await world.desk.db.systemPool.query('SELECT count(*) AS n FROM hook_event WHERE channel_id = $1', [id])).rows[0].n)
const write = (text: string) => {
  const { store, actions } = world.sandbox.slack
  return actions.write(store.user('lea').id, store.channel('maison'), { text })
}
const slackFields = (signingSecret: string) => ({
  server: world.sandbox.url,
  handle: slack.channel,
  token: world.sandbox.slack.store.tokenFor('maison'),
  signingSecret,
})
const update = (id: number, text: string, from = 77) => ({
  update_id: id,
  message: {
    message_id: id,
    date: Math.floor(Date.now() / 1000),
    chat: { id: from, type: 'private', first_name: 'Léa' },
    from: { id: from, is_bot: false, first_name: 'Léa' },
    text,
  },
})
const tell = (id: number, text: string, secret = word) =>
  ask(telegram.id, { body: JSON.stringify(update(id, text)), headers: { 'x-telegram-bot-api-secret-token': secret } })

beforeAll(async () => {
  world = await openWorld({
    works: true,
    known: () => ({
      networks: ['slack', 'telegram'],
      connectorOf: (network) => {
        const { capabilitiesOf: _byAccount, ...connector } = connectorOf(network)
        return { ...connector, capabilities: { ...connector.capabilities, freshness: { kind: 'poll', seconds: 3600 } } }
      },
    }),
  })
  slack = { id: '', channel: world.sandbox.slack.store.channel('maison').id }
  slack.id = await connect('slack', slackFields(old))
  const { channel, token } = world.sandbox.telegram.store.channel('maison')
  const fields = { server: world.sandbox.url, handle: String(channel.id), token }
  telegram = { id: await connect('telegram', { ...fields, signingSecret: word }) }
  await until(
    'both were read once',
    async () => world.call('GET', path('/channels')),
    ({ body }) => (body as { heardAt: string | null }[]).every(({ heardAt }) => heardAt !== null),
  )
})
afterAll(() => world.close())

describe('a request of a network', () => {
  it('proves the address', async () => {
    const body = JSON.stringify({ type: 'url_verification', challenge: 'un mot à redire' })
    const answer = await ask(slack.id, { body, headers: signed(body) })
    expect([answer.status, await answer.text()]).toEqual([200, 'un mot à redire'])
  })

  it('[S0-20] makes the desk read at once what it only names', async () => {
    write('Vous ouvrez dimanche ?')
    const body = event({ type: 'message' })
    expect((await ask(slack.id, { body, headers: signed(body) })).status).toBe(200)
    await until('it is on the desk', firstLines, (lines) => lines.includes('Vous ouvrez dimanche ?'))
  })

  it('[S0-20] brings what it says itself, in the order in which it was said', async () => {
    for (let n = 1; n <= 12; n += 1) expect((await tell(n, `Question ${n}`)).status).toBe(200)
    await until('the last is there', firstLines, (lines) => lines.includes('Question 12'))
    const row = (await inbox()).find(({ firstLine }) => firstLine === 'Question 12')
    const { messages } = (await world.call('GET', path(`/conversations/${row?.id}`))).body as { messages: { text: string }[] }
    expect(messages.map(({ text }) => text)).toEqual(Array.from({ length: 12 }, (_, i) => `Question ${i + 1}`))
  })

  it('[T-W01] is refused when anything of it was touched, ten thousand times', async () => {
    const random = randomFrom(101)
    const { hook } = connectorOf('slack')
    const body = Buffer.from(event({ type: 'message' }))
    const headers = signed(body.toString())
    const credentials = { server: '', secret: { signingSecret: old }, expiresAt: null, scopes: [] }
    const account = { id: slack.channel, handle: '', name: '', avatarUrl: null, profileUrl: '', followers: null }
    const read = (bytes: Buffer, sent: Record<string, string>) =>
      hook?.receive(
        { method: 'POST', headers: new Headers(sent), query: new URLSearchParams(), body: bytes },
        credentials,
        account,
        new Date(),
      ).kind
    expect(read(body, headers)).toBe('news')
    for (let n = 0; n < 10_000; n += 1) {
      const bytes = Buffer.from(body)
      const sent = { ...headers }
      if (n % 3 === 0) {
        const at = Math.floor(random() * bytes.length)
        bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(random() * 8))
      } else {
        const name = n % 3 === 1 ? 'x-slack-signature' : 'x-slack-request-timestamp'
        const value = sent[name] ?? ''
        const at = Math.floor(random() * value.length)
        const other = '0123456789abcdefv=,'.split('').filter((c) => c !== value[at])
        sent[name] = value.slice(0, at) + other[Math.floor(random() * other.length)] + value.slice(at + 1)
      }
      if (read(bytes, sent) !== 'refused') expect.fail(`taken: ${JSON.stringify(sent)}`)
    }
  })

  it('[T-W01] is refused without a signature, with another’s secret, as another JSON, for a channel that is none, and keeps nothing', async () => {
    const before = [await eventsOf(slack.id), await eventsOf(telegram.id)]
    const body = event({ type: 'message' })
    const spaced = JSON.stringify(JSON.parse(body), null, 1)
    const refused = [
      ask(slack.id, { body }),
      ask(slack.id, { body, headers: { ...signed(body), 'x-slack-signature': '' } }),
      ask(slack.id, { body, headers: signed(body, '') }),
      ask(slack.id, { body, headers: signed(body, word) }),
      ask(slack.id, { body: spaced, headers: signed(body) }),
      ask(slack.id, { method: 'GET' }),
      ask(crypto.randomUUID(), { body, headers: signed(body) }),
      tell(500, 'Faux', old),
      tell(500, 'Faux', ''),
    ]
    for (const answer of await Promise.all(refused)) expect(answer.status).toBe(401)
    expect([await eventsOf(slack.id), await eventsOf(telegram.id)]).toEqual(before)
    const answer = (await (await ask(slack.id, { body })).json()) as { error: { code: string } }
    expect(answer.error.code).toBe('engage.not_of_the_network')
  })

  it('[T-W02] has one effect however often it comes, and none when it is old', async () => {
    const said = update(900, 'Une seule fois', 99)
    const body = JSON.stringify(said)
    const before = await eventsOf(telegram.id)
    for (let round = 0; round < 20; round += 1) {
      const answers = await Promise.all(
        Array.from({ length: 50 }, () => ask(telegram.id, { body, headers: { 'x-telegram-bot-api-secret-token': word } })),
      )
      expect(answers.every(({ status }) => status === 200)).toBe(true)
    }
    await until('it is there', firstLines, (lines) => lines.includes('Une seule fois'))
    expect(await eventsOf(telegram.id)).toBe(before + 1)
    expect((await firstLines()).filter((line) => line === 'Une seule fois')).toHaveLength(1)
    const late = event({ type: 'message' })
    const edge = 5 * 60_000
    expect((await ask(slack.id, { body: late, headers: signed(late, old, Date.now() - edge - 5_000) })).status).toBe(401)
    expect((await ask(slack.id, { body: late, headers: signed(late, old, Date.now() + edge + 5_000) })).status).toBe(401)
    expect((await ask(slack.id, { body: late, headers: signed(late, old, Date.now() - edge + 20_000) })).status).toBe(200)
  })

  it('[T-W02] told out of order, a deletion takes away only what it names', async () => {
    const { ts } = write('À effacer')
    const here = event({ type: 'message' })
    await ask(slack.id, { body: here, headers: signed(here) })
    await until('it is on the desk', firstLines, (lines) => lines.includes('À effacer'))
    const early = event({ type: 'message', subtype: 'message_deleted', deleted_ts: '1999999999.000100' })
    const gone = event({ type: 'message', subtype: 'message_deleted', deleted_ts: ts })
    for (const body of [early, gone, gone]) expect((await ask(slack.id, { body, headers: signed(body) })).status).toBe(200)
    await until('it is gone', firstLines, (lines) => !lines.includes('À effacer'))
    expect(await firstLines()).toContain('Vous ouvrez dimanche ?')
  })

  it('[T-W04] is believed with the secret before the last, until its time is over', async () => {
    expect(await connect('slack', slackFields(fresh))).toBe(slack.id)
    for (const secret of [old, fresh]) {
      const body = event({ type: 'message' })
      expect((await ask(slack.id, { body, headers: signed(body, secret) })).status, secret).toBe(200)
    }
    await world.desk.db.systemPool.query(`UPDATE channel SET sealed_before_until = now() - interval '1 second' WHERE id = $1`, [slack.id])
    const body = event({ type: 'message' })
    expect((await ask(slack.id, { body, headers: signed(body, old) })).status).toBe(401)
    expect((await ask(slack.id, { body, headers: signed(body, fresh) })).status).toBe(200)
  })

  it('reaches nothing once the channel is disconnected', async () => {
    expect((await world.call('DELETE', path(`/channels/${telegram.id}`))).status).toBe(200)
    expect((await tell(950, 'Trop tard')).status).toBe(401)
  })
})
