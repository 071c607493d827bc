import { connectorOf, type ConnectContext, type HookRequest } from '@pupitre/networks'
import { testConnector, type World } from '@pupitre/networks/conformance'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { holdToTable, type Shape } from '../documented.ts'
import { startSandbox, type Sandbox } from '../index.ts'
import { reportHeld, type Held } from '../specification.ts'

let sandbox: Sandbox
let held: Held
const connector = connectorOf('webhook')

/** The fields of the connector's README: what both sides may say, and nothing else. */
const MEDIA: Shape = {
  id: 'text',
  mimeType: 'text',
  bytes: 'number',
  width: 'number',
  height: 'number',
  'seconds?': 'number',
  focus: { x: 'number', y: 'number' },
  alt: 'text',
  'data?': 'text',
  'url?': 'text',
}
const REQUEST: Shape = {
  type: 'text',
  timestamp: 'text',
  data: {
    'id?': 'text',
    'target?': 'any',
    'text?': 'text',
    'media?': [MEDIA],
    'card?': 'any',
    'poll?': 'any',
    'language?': 'text',
    'contentWarning?': 'any',
    'visibility?': 'text',
    'whoMayReply?': 'text',
    'quoteOf?': 'any',
    'placement?': 'text',
    'reply?': 'any',
  },
}
const ANSWER: Shape = { 'id?': 'text', 'url?': 'text', 'name?': 'text', 'limits?': { text: 'number' } }
const headers = ['webhook-id', 'webhook-timestamp', 'webhook-signature']

beforeAll(async () => {
  sandbox = await startSandbox({ seed: 9 })
  held = holdToTable({
    network: 'webhook',
    ask: (input, init) => globalThis.fetch(input, init),
    refusal: { message: 'text' },
    operations: {
      'POST /receivers/:name': { query: ['from'], request: REQUEST, answer: ANSWER, headers },
      'GET /receivers/:name': { query: ['from'], answer: { deliveries: { '*': 'any' } }, headers },
    },
  })
})
afterAll(async () => {
  reportHeld('webhook', held)
  await sandbox.close()
})

const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
const receiverOf = (name: string) => name.replace(/^Intranet /, '')
const requestOf = ({ headers: told, body }: { headers: Record<string, string>; body: string }): HookRequest => ({
  method: 'POST',
  headers: new Headers(told),
  query: new URLSearchParams(),
  body: Buffer.from(body),
})

let last = ''
const world: World = {
  fetch: (input, init) => held.fetch(input, init),
  fields: async (name) => {
    last = name
    return sandbox.webhook.store.fieldsFor(name)
  },
  person: async (name) => {
    const write = (kind: 'reply' | 'mention', text: string, parent: string | null, root: string | null) => ({
      id: sandbox.webhook.actions.write(last, name, { kind, text, parent, root }),
      version: null,
      url: null,
    })
    return {
      handle: name,
      reply: async (to, root, text) => write('reply', text, to.id, root.id),
      mention: async (_handle, text) => write('mention', text, null, null),
      like: async () => undefined,
    }
  },
  calls: () => sandbox.webhook.actions.takeCalls().map(requestOf),
  settle: async () => undefined,
  countPosts: async (connected, text) =>
    sandbox.webhook.store.postsOf(receiverOf(connected.account.name)).filter((post) => post.text === text).length,
  posts: async (connected) =>
    sandbox.webhook.store.postsOf(receiverOf(connected.account.name)).map((post) => ({
      ref: { id: post.id, version: null, url: null },
      text: post.text,
      format: post.media.length > 0 ? 'image' : 'text',
      imageUrls: post.media.map(({ alt }) => ({ url: '', alt })),
      parent: post.parent === null ? null : { id: post.parent, version: null, url: null },
    })),
  textOf: (length) => {
    const awkward = '👩‍👩‍👧‍👦 🇫🇷 e\u0301 "خبز" \\ https://exemple.fr/une/adresse?avec=des&parametres fin '
    return awkward + 'ï'.repeat(length - connector.measure(awkward + 'ï').length + 1)
  },
  image: () => ({ bytes: PIXEL, mimeType: 'image/png', width: 1, height: 1 }),
}

testConnector(connector, world)

const connecting = (): ConnectContext => ({
  fetch: (input, init) => held.fetch(input, init),
  now: () => sandbox.clock.now(),
  signal: AbortSignal.timeout(20_000),
  redirectUri: 'http://127.0.0.1:4399/callback',
  clientId: null,
  clientName: 'Pupitre',
})

async function open(name: string, fields: Record<string, string> = {}) {
  const connected = await connector.connect.withSecret?.(connecting(), { ...sandbox.webhook.store.fieldsFor(name), ...fields })
  if (!connected) throw new Error('not connected')
  const base = { ...connecting(), ...connected, onCredentials: async () => undefined, onRequest: () => undefined }
  return { ...base, readMedia: async () => PIXEL, limits: await connector.limits(base) }
}

describe('what both sides say', () => {
  it('keeps to the documented fields', () => {
    expect(held.faults).toEqual([])
    expect([...held.operations].sort()).toEqual(['GET /receivers/:name', 'POST /receivers/:name'])
  })

  it('takes the length that the receiver tells', async () => {
    expect((await open('limits')).limits).toMatchObject({ source: 'server', text: { max: 5_000 } })
  })

  it('is refused with another secret, and with one that is too short', async () => {
    const other = `whsec_${Buffer.from('another secret of twenty-four bytes').toString('base64')}`
    await expect(open('forged', { signingSecret: other })).rejects.toMatchObject({ kind: 'unauthorized', nextStep: 'reconnect' })
    await expect(open('forged', { signingSecret: 'short' })).rejects.toMatchObject({ kind: 'unauthorized', nextStep: 'fix_content' })
  })

  it('reads nothing from an answer that does not name the key', async () => {
    const ctx = await open('silent')
    const step = {
      key: crypto.randomUUID(),
      recordKey: null,
      act: { kind: 'delete', of: 'post', target: { id: 'n1', version: null, url: null } },
    } as const
    for (const body of ['{}', '{"deliveries":{}}', '{"deliveries":null}', '']) {
      const fetch = async () => new Response(body, { headers: { 'content-type': 'application/json' } })
      expect(await connector.reconcile({ ...ctx, fetch }, step, new Date())).toEqual({ kind: 'cannot_know', why: 'no_lookup' })
    }
    const gone = async () => new Response('', { status: 410 })
    await expect(connector.send({ ...ctx, fetch: gone }, step)).rejects.toMatchObject({ kind: 'account_gone', sent: 'no' })
  })
})

describe('requests of the program', () => {
  it('are believed with the secret, for five minutes, to the last byte', async () => {
    const ctx = await open('calls')
    sandbox.webhook.actions.write('calls', 'lea', { kind: 'reply', text: 'Bonjour', parent: 'n1', root: 'n1' })
    const [call] = sandbox.webhook.actions.takeCalls()
    if (!call) throw new Error('no call')
    const receive = (change: Partial<{ headers: Record<string, string>; body: string }>, at = sandbox.clock.now()) =>
      connector.hook?.receive(requestOf({ ...call, ...change }), ctx.credentials, ctx.account, at)
    expect(receive({})).toMatchObject({
      kind: 'news',
      news: [{ signals: [{ kind: 'message', message: { text: 'Bonjour', parent: { id: 'n1' } } }] }],
    })
    const later = (ms: number) => new Date(sandbox.clock.ms() + ms)
    expect(receive({}, later(290_000))).toMatchObject({ kind: 'news' })
    expect(receive({}, later(302_000))).toEqual({ kind: 'refused', why: 'too_old' })
    expect(receive({}, later(-302_000))).toEqual({ kind: 'refused', why: 'too_old' })
    const forged: Partial<{ headers: Record<string, string>; body: string }>[] = [
      { body: call.body.replace('Bonjour', 'Bonsoir') },
      { body: `${call.body} ` },
      { headers: { ...call.headers, 'webhook-id': 'another' } },
      { headers: { ...call.headers, 'webhook-timestamp': String(Number(call.headers['webhook-timestamp']) + 1) } },
      { headers: { ...call.headers, 'webhook-signature': '' } },
      { headers: { ...call.headers, 'webhook-signature': 'v1,' } },
      { headers: { ...call.headers, 'webhook-signature': (call.headers['webhook-signature'] ?? '').replace('v1', 'v0') } },
      { headers: {} },
    ]
    for (const change of forged) expect(receive(change)).toEqual({ kind: 'refused', why: 'signature' })
    const both = { headers: { ...call.headers, 'webhook-signature': `v1,${'A'.repeat(43)}= ${call.headers['webhook-signature']}` } }
    expect(receive(both)).toMatchObject({ kind: 'news' })
  })

  it('tell edits, deletions, reviews and what waits for leave; what is none of it is refused', async () => {
    const ctx = await open('kinds')
    const heard = (type: string, data: Record<string, unknown>) => {
      sandbox.webhook.actions.tell('kinds', type, data)
      const [call] = sandbox.webhook.actions.takeCalls()
      if (!call) throw new Error('no call')
      const reading = connector.hook?.receive(requestOf(call), ctx.credentials, ctx.account, sandbox.clock.now())
      return reading?.kind === 'news' ? reading.news[0]?.signals[0] : reading
    }
    const at = '2026-11-28T09:00:00.000Z'
    const author = { id: 'u1', name: 'Léa' }
    expect(heard('message.edited', { id: 'c1', text: 'neuf', at })).toEqual({ kind: 'edited', id: 'c1', text: 'neuf', at })
    expect(heard('message.deleted', { id: 'c1', at })).toEqual({ kind: 'deleted', id: 'c1', at })
    expect(heard('message.created', { id: 'c2', kind: 'review', rating: 4, text: 'Bon', author, at, held: true })).toMatchObject({
      message: { kind: 'review', rating: 4, held: true, author: { handle: 'Léa' } },
    })
    const links = [
      { kind: 'image', url: 'javascript:alert(1)' },
      { kind: 'image', url: 'https://a.fr/x.jpg', alt: 'x' },
    ]
    expect(heard('message.created', { id: 'c3', text: 'Vu', author, attachments: links })).toMatchObject({
      message: { attachments: [{ url: 'https://a.fr/x.jpg' }] },
    })
    for (const [type, data] of [
      ['message.created', { id: 'c4', text: 'x' }],
      ['message.created', { id: 'c5', kind: 'shout', text: 'x', author }],
      ['message.created', { id: '', text: 'x', author }],
      ['unknown', { id: 'c6' }],
    ] as const)
      expect(heard(type, data)).toEqual({ kind: 'refused', why: 'malformed' })
  })

  it('are greeted back', async () => {
    const ctx = await open('greeting')
    sandbox.webhook.actions.tell('greeting', 'greeting', {})
    const [call] = sandbox.webhook.actions.takeCalls()
    if (!call) throw new Error('no call')
    expect(connector.hook?.receive(requestOf(call), ctx.credentials, ctx.account, sandbox.clock.now())).toMatchObject({
      kind: 'answer',
      status: 200,
    })
  })
})
