import { connectorOf, type Act, type ConnectContext, type InboundMessage, type Signal } from '@pupitre/networks'
import { testConnector, type World } from '@pupitre/networks/conformance'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startSandbox, type Sandbox } from '../index.ts'
import { reportHeld } from '../specification.ts'
import { specification, specificationFile, type Specification } from './specification.ts'

let sandbox: Sandbox
let held: Specification | null = null
const connector = connectorOf('mastodon')
const file = specificationFile()

beforeAll(async () => {
  sandbox = await startSandbox({ seed: 3 })
  sandbox.mastodon.actions.settings.notificationLagMs = 40
  if (file) held = specification(file, (input, init) => globalThis.fetch(input, init))
})
afterAll(() => {
  const operations = new Set([...(held?.checked ?? [])].map((name) => name.replace(/ (request|\d+)$/, '')))
  reportHeld('mastodon', held && { ...held, operations })
  return sandbox.close()
})

const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')

const account = (name: string) => sandbox.mastodon.store.createAccount({ username: name })

const world: World = {
  fetch: (input, init) => (held?.fetch ?? globalThis.fetch)(input, init),
  fields: async (name) => ({ server: sandbox.url, token: sandbox.mastodon.store.tokenFor(account(name).id) }),
  person: async (name) => {
    const { store, actions } = sandbox.mastodon
    const { id, username } = account(name)
    const post = async (text: string, replyTo: string | null) => {
      const parent = replyTo ? store.memory.statuses.get(replyTo) : undefined
      const to = parent ? `@${store.memory.accounts.get(parent.accountId)?.username} ` : ''
      const status = actions.post(id, { text: `${to}${text}`, replyTo, visibility: parent?.visibility ?? 'public' })
      return { id: status.id, version: null, url: null }
    }
    return {
      id,
      handle: `${username}@${new URL(sandbox.url).host}`,
      reply: async (to, _root, text) => post(text, to.id),
      mention: async (handle, text) => post(`@${handle.split('@')[0]} ${text}`, null),
      like: async (target) => actions.like(id, store.memory.statuses.get(target.id) as never),
    }
  },
  settle: () => new Promise((resolve) => setTimeout(resolve, 45)),
  countPosts: async (connected, text) =>
    [...sandbox.mastodon.store.memory.statuses.values()].filter((one) => one.accountId === connected.account.id && one.text === text)
      .length,
  isPinned: async ({ id }) => sandbox.mastodon.store.memory.pins.has(id),
  isBlocked: async (person, connected) => sandbox.mastodon.store.memory.blocks.has(`${connected.account.id} ${person}`),
  textOf: (length) => {
    const awkward = '👩‍👩‍👧‍👦 🇫🇷 é https://exemple.fr/une/tres/longue/adresse?avec=des&parametres @lea@ailleurs.example fin '
    return awkward + 'ï'.repeat(length - connector.measure(awkward).length)
  },
  image: () => ({ bytes: PIXEL, mimeType: 'image/png', width: 1, height: 1 }),
}

testConnector(connector, world)

describe('mastodon against the sandbox', () => {
  const connecting = (): ConnectContext => ({
    fetch: (input, init) => (held?.fetch ?? globalThis.fetch)(input, init),
    now: () => new Date(),
    signal: AbortSignal.timeout(10_000),
    redirectUri: 'http://127.0.0.1:4399/callback',
    clientId: null,
    clientName: 'Pupitre',
  })

  const context = async (name: string, signal = AbortSignal.timeout(10_000)) => {
    const connected = await connector.connect.withSecret?.(connecting(), await world.fields(name))
    if (!connected) throw new Error('not connected')
    const base = { ...connecting(), signal, ...connected, onCredentials: async () => undefined }
    return { ...base, readMedia: async () => PIXEL, onRequest: () => undefined, limits: await connector.limits(base) }
  }

  it('connects by OAuth with PKCE, and refuses an answer to another request', async () => {
    const ctx = connecting()
    const started = await connector.connect.start?.(ctx, { server: sandbox.url })
    if (!started) throw new Error('no OAuth')
    const page = await fetch(started.url)
    expect(await page.text()).toContain('Pupitre')
    const approved = await fetch(started.url, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ account: account('oauth').id }),
    })
    const query = new URL(approved.headers.get('location') ?? '').searchParams
    const other = connector.connect.finish?.(ctx, { ...started.pending, state: 'other' }, query)
    await expect(other).rejects.toMatchObject({ kind: 'forbidden', sent: 'no' })
    const connected = await connector.connect.finish?.(ctx, started.pending, query)
    expect(connected?.account.handle).toBe(`oauth@${new URL(sandbox.url).host}`)
    expect(connected?.credentials.scopes).toContain('write:statuses')
    await expect(connector.connect.finish?.(ctx, started.pending, query)).rejects.toMatchObject({ kind: 'rejected_content' })
  })

  it('hears messages, edits and deletions as they happen', async () => {
    const stop = new AbortController()
    const ctx = await context('stream', stop.signal)
    const signals: Signal[] = []
    const streaming = connector.stream?.(ctx, async (signal) => void signals.push(signal))
    const { store, actions } = sandbox.mastodon
    await new Promise((resolve) => setTimeout(resolve, 100))
    const made = actions.post(account('lea').id, { text: '@stream Bonjour, vous avez du pain sans sel ?' })
    await expect.poll(() => signals.length).toBe(1)
    actions.edit(made, { text: '@stream Bonjour, vous avez du pain sans gluten ?' })
    await expect.poll(() => signals.length).toBe(2)
    actions.remove(store.memory.statuses.get(made.id) as never)
    await expect.poll(() => signals.length).toBe(3)
    expect(signals.map(({ kind }) => kind)).toEqual(['message', 'edited', 'deleted'])
    const [message, edited, deleted] = signals as [Extract<Signal, { kind: 'message' }>, Signal, Signal]
    expect([edited, deleted]).toMatchObject([
      { id: message.message.id, text: '@stream Bonjour, vous avez du pain sans gluten ?' },
      { id: message.message.id },
    ])
    stop.abort()
    await streaming
  })

  it('keeps a direct message direct, also in the answer', async () => {
    const ctx = await context('direct')
    sandbox.mastodon.actions.post(account('lea').id, { text: '@direct Entre nous : votre vendeuse est adorable', visibility: 'direct' })
    await world.settle()
    const { items } = await connector.inbox(ctx, null)
    const { message } = items[0] as { message: InboundMessage }
    expect(message).toMatchObject({ kind: 'direct', visibility: 'direct', author: { handle: `lea@${new URL(sandbox.url).host}` } })
    const variant = { items: [{ text: 'Merci, je lui dirai.', media: [] }], card: null, poll: null, language: 'fr', contentWarning: null }
    const reply = { parent: message.ref, root: message.ref, visibility: message.visibility, mention: message.author.handle }
    const acts = connector.plan({ ...variant, visibility: 'public', whoMayReply: 'everyone', quoteOf: null }, reply)
    const act = connector.complete(acts, 0, [])
    const { ref } = await connector.send(ctx, { key: crypto.randomUUID(), recordKey: null, act })
    const made = sandbox.mastodon.store.memory.statuses.get(ref?.id ?? '')
    expect(made).toMatchObject({ visibility: 'direct', replyTo: message.ref.id, mentions: [account('lea').id] })
  })

  it('waits for a media that the server still works on, and posts a poll with a content warning', async () => {
    const ctx = await context('media')
    sandbox.mastodon.actions.settings.mediaDelayMs = 400
    const media = {
      id: 'm',
      mimeType: 'image/png',
      bytes: PIXEL.length,
      width: 1,
      height: 1,
      alt: { kind: 'decorative' as const },
      focus: { x: 0, y: 0 },
    }
    const receipt = await connector.send(ctx, { key: crypto.randomUUID(), recordKey: null, act: { kind: 'media', media } })
    sandbox.mastodon.actions.settings.mediaDelayMs = 0
    expect(receipt.data['ready']).toBe(true)
    const options = { card: null, language: 'fr-FR', visibility: 'unlisted', whoMayReply: 'everyone', quoteOf: null } as const
    const poll = { options: ['Seigle', 'Épeautre'], multiple: false, seconds: 3_600 }
    const act = {
      kind: 'post',
      item: { text: 'Lequel ?', media: [] },
      options: { ...options, poll, contentWarning: 'Gluten' },
      media: [],
      reply: null,
    } as const
    const { ref } = await connector.send(ctx, {
      key: crypto.randomUUID(),
      recordKey: null,
      act: { ...act, item: { text: 'Lequel ?', media: [] }, media: [] },
    })
    const made = sandbox.mastodon.store.memory.statuses.get(ref?.id ?? '')
    expect(made).toMatchObject({ warning: 'Gluten', visibility: 'unlisted', language: 'fr', poll: { options: ['Seigle', 'Épeautre'] } })
  })

  it('after its hour a key no longer protects, which is why the desk stops at fifty minutes', async () => {
    const ctx = await context('life')
    const { once } = connector.capabilities
    const act = connector.complete(
      connector.plan(
        {
          items: [{ text: 'Une heure après', media: [] }],
          card: null,
          poll: null,
          language: 'fr',
          contentWarning: null,
          visibility: 'public',
          whoMayReply: 'everyone',
          quoteOf: null,
        },
        null,
      ),
      0,
      [],
    )
    const step = { key: crypto.randomUUID(), recordKey: null, act }
    const first = await connector.send(ctx, step)
    sandbox.clock.advance((once.kind === 'key' ? once.lifeSeconds : 0) * 1000)
    expect((await connector.send(ctx, step)).ref?.id).toBe(first.ref?.id)
    const since = new Date(Date.now() - 1000)
    expect((await connector.reconcile({ ...ctx, now: () => sandbox.clock.now() }, step, since)).kind).toBe('there')
    sandbox.clock.advance(3_600_000)
    expect((await connector.send(ctx, step)).ref?.id).not.toBe(first.ref?.id)
    expect((await connector.reconcile({ ...ctx, now: () => sandbox.clock.now() }, step, since)).kind).toBe('cannot_know')
    sandbox.clock.reset()
  })

  it('goes on with an access that was given before pins and blocks were asked for, and says what is missing', async () => {
    const scopes = ['read:accounts', 'read:statuses', 'read:notifications', 'write:statuses', 'write:media', 'write:favourites']
    const ctx = await context('ancien')
    const secret = { accessToken: sandbox.mastodon.store.tokenFor(account('ancien').id, scopes) }
    const before = { ...ctx, credentials: { ...ctx.credentials, secret, scopes } }
    const step = (act: Act) => ({ key: crypto.randomUUID(), recordKey: null, act })
    const options = { card: null, poll: null, language: 'fr', contentWarning: null, visibility: 'public', whoMayReply: 'everyone' } as const
    const item = { text: 'Comme avant', media: [] }
    const post = step({ kind: 'post', item, options: { ...options, quoteOf: null }, media: [], reply: null })
    const { ref: target } = await connector.send(before, post)
    if (!target) throw new Error('no reference')
    const block = step({ kind: 'block', person: account('lea').id, blocked: true })
    for (const refused of [step({ kind: 'pin', target, pinned: true }), block]) {
      const failure = await connector.send(before, refused).catch((error: unknown) => error)
      expect(failure).toMatchObject({ kind: 'forbidden', nextStep: 'ask_person', sent: 'no' })
      expect((failure as { said: string }).said).toMatch(/^scope_missing: /)
    }
    expect(await connector.reconcile(before, block, new Date())).toEqual({ kind: 'cannot_know', why: 'scope_missing' })
    const able = connector.capabilitiesOf?.(before.account, before.credentials).acts
    expect([able?.pin, able?.block, able?.post]).toEqual([
      { can: false, why: 'scope_missing' },
      { can: false, why: 'scope_missing' },
      { can: true },
    ])
    expect(connector.capabilitiesOf?.(ctx.account, { ...ctx.credentials, scopes: ['read', 'write'] }).acts.pin).toEqual({ can: true })
  })

  it('pins five posts and no sixth, and hears nothing more of who is blocked', async () => {
    const ctx = await context('tete')
    const send = (act: Act) => connector.send(ctx, { key: crypto.randomUUID(), recordKey: null, act })
    const posts = ['un', 'deux', 'trois', 'quatre', 'cinq', 'six'].map((text) =>
      sandbox.mastodon.actions.post(account('tete').id, { text }),
    )
    const pin = (at: number) => send({ kind: 'pin', target: { id: posts[at]?.id ?? '', version: null, url: null }, pinned: true })
    for (let at = 0; at < 5; at++) await pin(at)
    expect((await pin(0)).data).toEqual({ wasSo: true })
    await expect(pin(5)).rejects.toMatchObject({ kind: 'rejected_content', nextStep: 'ask_person', sent: 'no' })
    await send({ kind: 'block', person: account('troll').id, blocked: true })
    sandbox.mastodon.actions.post(account('troll').id, { text: '@tete Une insulte' })
    await world.settle()
    expect((await connector.inbox(ctx, null)).items).toEqual([])
  })

  it.skipIf(file === null)(
    'spoke as the specification says, both ways (skipped where the specification is not beside the repository)',
    () => {
      expect(held?.faults).toEqual([])
      expect(held?.checked.size).toBeGreaterThan(25)
    },
  )
})
