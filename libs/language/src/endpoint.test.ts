import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAsker, type EndpointOptions, type Understanding, understand } from './index.ts'

let server: Server
let baseUrl = ''
let reply: (body: {
  messages: { content: string }[]
  response_format: { json_schema: { schema: { required: string[] } } }
}) => [number, string] | undefined
let asked = 0

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = ''
    request.on('data', (piece: Buffer) => (body += piece.toString()))
    request.on('end', () => {
      asked += 1
      const answer = reply(JSON.parse(body) as Parameters<typeof reply>[0])
      if (!answer) return
      response.writeHead(answer[0], { 'content-type': 'application/json' })
      response.end(answer[1])
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const options = (more: Partial<EndpointOptions> = {}): EndpointOptions => ({
  baseUrl,
  model: 'small',
  fetch: (url, init) => fetch(url, init),
  price: { read: 0.001, written: 0.002 },
  budget: 1,
  timeout: 2000,
  ...more,
})
const say = (labels: unknown): [number, string] => [
  200,
  JSON.stringify({ choices: [{ message: { content: JSON.stringify(labels) } }], usage: { prompt_tokens: 300, completion_tokens: 10 } }),
]

/** An understanding with the intent and urgency left undecided, all else sure. */
function doubtful(): Understanding {
  const found = understand('bof, à voir', { reasons: false })
  for (const name of ['sentiment', 'emotion', 'toxic', 'attacksTeam'] as const) found[name].abstain = false
  found.intent.abstain = true
  found.urgent.abstain = true
  return found
}

describe('an endpoint', () => {
  it('is asked only for what was left undecided, with a strict schema', async () => {
    reply = ({ response_format: { json_schema } }) => {
      expect(json_schema).toMatchObject({ strict: true, schema: { required: ['intent', 'urgent'], additionalProperties: false } })
      return say({ intent: 'chat', urgent: false })
    }
    const asker = createAsker(options())
    const { understanding, answered, failure } = await asker.ask('bof, à voir', doubtful())
    expect(failure).toBeUndefined()
    expect(answered).toEqual(['intent', 'urgent'])
    expect(understanding.intent).toMatchObject({ value: 'chat', abstain: false })
    expect(understanding.urgent.value).toBe(false)
    expect(asker.spent()).toBeCloseTo(0.00032, 8)
  })

  it.each([
    ['an unknown label', { intent: 'party', urgent: false }],
    ['a missing one', { intent: 'chat' }],
    ['one too many', { intent: 'chat', urgent: false, toxic: true }],
    ['a word for a truth', { intent: 'chat', urgent: 'false' }],
    ['no object', 'chat'],
  ])('is not believed with %s', async (_, labels) => {
    reply = () => say(labels)
    const before = doubtful()
    expect(await createAsker(options()).ask('x', before)).toEqual({ understanding: before, answered: [], failure: 'no valid answer' })
  })

  it('may refuse, stay silent, talk nonsense or be gone: nothing is thrown', async () => {
    const before = doubtful()
    reply = () => [500, 'no']
    expect((await createAsker(options()).ask('x', before)).failure).toBe('refused')
    reply = () => [200, 'not json']
    expect((await createAsker(options()).ask('x', before)).failure).toBe('refused')
    reply = () => [200, 'null']
    expect((await createAsker(options()).ask('x', before)).failure).toBe('no valid answer')
    reply = () => undefined
    expect((await createAsker(options({ timeout: 60 })).ask('x', before)).failure).toBe('time-out')
    expect((await createAsker(options({ baseUrl: 'http://127.0.0.1:1/v1' })).ask('x', before)).failure).toBe('refused')
  })

  it('costs no more than its budget, also when many are asked at a time', async () => {
    reply = () => say({ intent: 'chat', urgent: false })
    asked = 0
    const asker = createAsker(options({ budget: 0.003 }))
    const results = await Promise.all(Array.from({ length: 12 }, () => asker.ask('x', doubtful())))
    expect(results.some(({ failure }) => failure === 'budget spent')).toBe(true)
    expect(asked).toBeLessThan(12)
    expect(asker.spent()).toBeLessThanOrEqual(0.003)
  })

  it('is not asked about a rule or where nothing is in doubt', async () => {
    asked = 0
    const found = understand('ça sent le gaz dans tout le magasin')
    for (const name of ['intent', 'sentiment', 'emotion', 'toxic', 'attacksTeam'] as const) found[name].abstain = false
    found.urgent.abstain = true
    expect((await createAsker(options()).ask('x', found)).failure).toBe('nothing to ask')
    expect(asked).toBe(0)
  })
})
