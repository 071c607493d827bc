import { connectorOf, type ConnectContext, type InboundMessage, type SendContext, type Step } from '@pupitre/networks'
import { testConnector, type World } from '@pupitre/networks/conformance'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startSandbox, type Sandbox } from '../index.ts'
import { holdToOpenApi, reportHeld, specificationOf, type Held, type Schema } from '../specification.ts'

let sandbox: Sandbox
let held: Held | null = null
const connector = connectorOf('discord')
const file = specificationOf('discord/openapi.json')

beforeAll(async () => {
  sandbox = await startSandbox({ seed: 3 })
  if (file)
    held = holdToOpenApi({ network: 'discord', file, prefix: '/api/v10', ask: (input, init) => globalThis.fetch(input, init), amend })
})
afterAll(() => {
  reportHeld('discord', held)
  return sandbox.close()
})

/** Codes of form errors are words (`BASE_TYPE_REQUIRED`): https://docs.discord.com/developers/reference#error-messages. */
function amend(schemas: Record<string, Schema>): void {
  const words = { type: 'object', properties: { code: { type: 'string' }, message: { type: 'string' } }, required: ['code', 'message'] }
  schemas['InnerErrors'] = { type: 'object', properties: { _errors: { type: 'array', items: words } }, required: ['_errors'] }
}

const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
const LIKE = '👍'

const store = () => sandbox.discord.store
const messageIn = (id: string) => {
  const found = store().memory.messages.get(id.split('/')[1] ?? '')
  if (!found) throw new Error(`no message ${id}`)
  return found
}
const refOf = (message: { channelId: string; id: string }) => ({ id: `${message.channelId}/${message.id}`, version: null, url: null })

const world: World = {
  fetch: (input, init) => (held?.fetch ?? globalThis.fetch)(input, init),
  fields: async (name) => {
    const channel = store().channel(name)
    return {
      server: sandbox.url,
      handle: `https://discord.com/channels/${channel.guildId}/${channel.id}`,
      token: store().tokenFor(`bot-${name}`),
    }
  },
  person: async (name) => {
    const { actions } = sandbox.discord
    const { id, username } = store().user(name)
    return {
      id,
      handle: username,
      reply: async (to, _root, text) => {
        const { channelId, id: replyTo } = messageIn(to.id)
        return refOf(actions.write(id, channelId, { content: text, replyTo }))
      },
      mention: async (handle, text) => {
        const name = handle.replace('#', '')
        return refOf(actions.write(id, store().channel(name).id, { content: `<@${store().user(`bot-${name}`, true).id}> ${text}` }))
      },
      like: async (target) => actions.react(id, messageIn(target.id), LIKE),
    }
  },
  settle: async () => undefined,
  countPosts: async (connected, text) =>
    (store().memory.byChannel.get(connected.account.id) ?? []).filter((one) => one.content === text).length,
  isPinned: async ({ id }) => messageIn(id).pinned,
  isBlocked: async (person) => store().memory.bans.has(person),
  textOf: (length) => {
    const awkward = '👩‍👩‍👧‍👦 🇫🇷 e\u0301 **gras** https://exemple.fr/une/adresse?avec=des&parametres fin '
    return awkward + 'ï'.repeat(length - connector.measure(awkward).length)
  },
  image: () => ({ bytes: PIXEL, mimeType: 'image/png', width: 1, height: 1 }),
}

testConnector(connector, world)

const connecting = (): ConnectContext => ({
  fetch: (input, init) => (held?.fetch ?? globalThis.fetch)(input, init),
  now: () => sandbox.clock.now(),
  signal: AbortSignal.timeout(10_000),
  redirectUri: 'http://127.0.0.1:4399/callback',
  clientId: null,
  clientName: 'Pupitre',
})

async function open(name: string, fields: Record<string, string> = {}): Promise<SendContext> {
  const connected = await connector.connect.withSecret?.(connecting(), { ...(await world.fields(name)), ...fields })
  if (!connected) throw new Error('not connected')
  const base = { ...connecting(), ...connected, onCredentials: async () => undefined }
  return { ...base, readMedia: async () => PIXEL, onRequest: () => undefined, limits: await connector.limits(base) }
}

const options = { language: 'fr', contentWarning: null, visibility: 'public', whoMayReply: 'everyone', quoteOf: null } as const
const picture = {
  id: 'm',
  mimeType: 'image/png',
  bytes: PIXEL.length,
  width: 1,
  height: 1,
  alt: { kind: 'text' as const, text: 'Une miche' },
  focus: { x: 0, y: 0 },
}
const posting = (
  text: string,
  more: Partial<Extract<Step['act'], { kind: 'post' }>['options']> = {},
  media = [] as (typeof picture)[],
): Step => ({
  key: crypto.randomUUID(),
  recordKey: null,
  act: { kind: 'post', item: { text, media }, options: { ...options, card: null, poll: null, ...more }, media: [], reply: null },
})

describe('discord against the sandbox', () => {
  it('refuses a token of nobody, a channel of nobody, and a channel that takes no posts', async () => {
    await expect(open('door', { token: 'nobody.of.this.name.has.it' })).rejects.toMatchObject({
      kind: 'unauthorized',
      nextStep: 'reconnect',
    })
    await expect(open('door', { handle: '80351110224678912' })).rejects.toMatchObject({ kind: 'account_gone' })
    await expect(open('door', { handle: store().channel('forum', 15).id })).rejects.toMatchObject({ kind: 'not_supported', sent: 'no' })
  })

  it('says whose channel it is, and who could read it', async () => {
    const { account } = await open('annonces')
    expect(account).toMatchObject({ handle: '#annonces', name: 'Maison Levain #annonces', followers: 212 })
  })

  it('reads how large a file may be from how far the server is boosted', async () => {
    const ctx = await open('boost')
    expect([ctx.limits.source, ctx.limits.images.maxBytes]).toEqual(['server', 10_485_760])
    store().memory.tier = 3
    expect((await connector.limits(ctx)).images.maxBytes).toBe(104_857_600)
    store().memory.tier = 0
  })

  it('posts ten files with one card and its picture, in one request', async () => {
    const ctx = await open('card')
    const card = { url: 'https://levain.example/carte', title: 'La carte', description: 'Du pain', thumb: picture }
    const step = posting(
      'Dix vues',
      { card },
      Array.from({ length: 9 }, () => picture),
    )
    const { ref } = await connector.send(ctx, step)
    const made = messageIn(ref?.id ?? '')
    expect(made.files.map(({ description }) => description)).toEqual(Array.from({ length: 9 }, () => 'Une miche'))
    expect(made.embeds).toMatchObject([{ url: card.url, title: 'La carte', image: expect.stringContaining('/discord-files/') as string }])
    expect((await connector.reconcile(ctx, step, new Date(ctx.now().getTime() - 1_000))).kind).toBe('there')
  })

  it('asks a question, and finds it again', async () => {
    const ctx = await open('poll')
    const step = posting('Seigle ou épeautre ?', { poll: { options: ['Seigle', 'Épeautre'], multiple: false, seconds: 7_200 } })
    const { ref } = await connector.send(ctx, step)
    expect(messageIn(ref?.id ?? '').poll).toMatchObject({ question: 'Seigle ou épeautre ?', answers: ['Seigle', 'Épeautre'] })
    const { items } = await connector.history(ctx, null)
    expect(items[0]).toMatchObject({ text: 'Seigle ou épeautre ?', format: 'poll' })
  })

  it('after its few minutes a nonce no longer protects, which is why the desk stops at one', async () => {
    const ctx = await open('life')
    const { once } = connector.capabilities
    const step = posting('Une minute après')
    const first = await connector.send(ctx, step)
    sandbox.clock.advance((once.kind === 'key' ? once.lifeSeconds : 0) * 1000)
    expect((await connector.send(ctx, step)).ref?.id).toBe(first.ref?.id)
    sandbox.clock.advance(180_000)
    expect((await connector.send(ctx, step)).ref?.id).not.toBe(first.ref?.id)
    sandbox.clock.reset()
  })

  it('does not know between two that say the same, once nothing names them', async () => {
    const ctx = await open('twins')
    for (let n = 0; n < 2; n++) await connector.send(ctx, posting('Deux fois le même'))
    for (const one of store().memory.byChannel.get(ctx.account.id) ?? []) one.nonce = null
    const found = await connector.reconcile(ctx, posting('Deux fois le même'), new Date(ctx.now().getTime() - 2_000))
    expect(found).toEqual({ kind: 'cannot_know', why: 'several_match' })
  })

  it.each([
    ['an hour ahead', 3_600_000],
    ['an hour behind', -3_600_000],
  ])('finds a lost post with a clock of its own that is %s, and not one of before', async (_what, shift) => {
    const ctx = await open(`horloge${shift}`)
    const shifted = { ...ctx, now: () => new Date(sandbox.clock.ms() + shift) }
    const lost = posting('Perdu en route')
    const since = shifted.now()
    expect((await connector.reconcile(shifted, lost, since)).kind).toBe('not_there')
    const { ref } = await connector.send(shifted, lost)
    expect(await connector.reconcile(shifted, lost, since)).toMatchObject({ kind: 'there', receipt: { ref: { id: ref?.id } } })
    // Ids always grow: those of a test that turned the clock back stand minutes ahead.
    sandbox.clock.advance(600_000)
    expect((await connector.reconcile(shifted, posting('Perdu en route'), shifted.now())).kind).toBe('not_there')
    sandbox.clock.reset()
  })

  it('reads what is said in a thread, and answers there', async () => {
    const ctx = await open('fil')
    const { ref } = await connector.send(ctx, posting('Le pain de demain'))
    const own = messageIn(ref?.id ?? '')
    await connector.inbox(ctx, null)
    const thread = store().thread(own)
    const lea = store().user('lea')
    const theirs = sandbox.discord.actions.write(lea.id, thread.id, { content: 'Lequel ?' })
    const { items } = await connector.inbox(ctx, null)
    const { message } = items[0] as { message: InboundMessage }
    expect(message).toMatchObject({ kind: 'reply', text: 'Lequel ?', parent: { id: ref?.id }, ref: { id: `${thread.id}/${theirs.id}` } })
    const reply = { parent: message.ref, root: message.root ?? message.ref, visibility: 'public', mention: 'lea' } as const
    const acts = connector.plan({ ...options, card: null, poll: null, items: [{ text: 'Le seigle', media: [] }] }, reply)
    const answer = await connector.send(ctx, { key: crypto.randomUUID(), recordKey: null, act: connector.complete(acts, 0, []) })
    expect(messageIn(answer.ref?.id ?? '')).toMatchObject({ channelId: thread.id, replyTo: { messageId: theirs.id } })
    expect((await connector.replies(ctx, ref ?? refOf(own))).map(({ text }) => text)).toEqual(['Lequel ?'])
  })

  it('hands nothing out of what bots and discord itself write', async () => {
    const ctx = await open('bruit')
    sandbox.discord.actions.write(store().user('autre-bot', true).id, ctx.account.id, { content: 'Statistiques du jour' })
    expect((await connector.inbox(ctx, null)).items).toEqual([])
  })

  it('waits as long as the bucket asks, and says so', async () => {
    const ctx = await open('rate')
    sandbox.discord.actions.settings.rate = { limit: 5, perMs: 5_000 }
    for (let n = 0; n < 5; n++) await connector.send(ctx, posting(`Message ${n}`))
    const failure = await connector.send(ctx, posting('Le sixième')).catch((error: unknown) => error)
    sandbox.discord.actions.settings.rate = null
    expect(failure).toMatchObject({ kind: 'rate_limited', nextStep: 'wait', sent: 'no', retryAfterSeconds: 5 })
    expect((failure as { said: string }).said).toContain('limit of user')
  })

  it('tells a message that is gone, a message of another, and one that nobody may answer', async () => {
    const ctx = await open('gone')
    const theirs = sandbox.discord.actions.write(store().user('lea').id, ctx.account.id, { content: 'À moi' })
    const target = refOf(theirs)
    const edit = {
      kind: 'edit',
      target,
      item: { text: 'x', media: [] },
      options: { ...options, card: null, poll: null },
      media: [],
    } as const
    const editing: Step = { key: 'k', recordKey: null, act: { ...edit, item: { text: 'x', media: [] }, media: [] } }
    await expect(connector.send(ctx, editing)).rejects.toMatchObject({ kind: 'forbidden', sent: 'no' })
    store().drop(theirs)
    await expect(connector.send(ctx, editing)).rejects.toMatchObject({ kind: 'not_found', nextStep: 'drop', sent: 'no' })
    expect((await connector.reconcile(ctx, editing, ctx.now())).kind).toBe('cannot_know')
    const answering = posting('Trop tard')
    const reply = { parent: target, root: target, visibility: 'public', mention: null } as const
    const act = { ...answering.act, reply } as Step['act']
    await expect(connector.send(ctx, { ...answering, act })).rejects.toMatchObject({ kind: 'rejected_content', sent: 'no' })
  })

  it('tells a permission that the bot was not given, a person who is gone, and too many pins', async () => {
    const ctx = await open('permissions')
    const { ref: target } = await connector.send(ctx, posting('À épingler'))
    if (!target) throw new Error('no reference')
    const act = (one: Step['act']) => connector.send(ctx, { key: crypto.randomUUID(), recordKey: null, act: one })
    const { memory } = store()
    for (const permission of ['pin', 'ban'] as const) memory.withheld.add(permission)
    const person = store().user('insolent').id
    const forbidden = { kind: 'forbidden', nextStep: 'ask_person', sent: 'no' }
    await expect(act({ kind: 'pin', target, pinned: true })).rejects.toMatchObject(forbidden)
    await expect(act({ kind: 'block', person, blocked: true })).rejects.toMatchObject(forbidden)
    expect((await connector.send(ctx, posting('La suite'))).ref).not.toBeNull()
    memory.withheld.clear()
    await expect(act({ kind: 'block', person: '80351110224678912', blocked: true })).rejects.toMatchObject({
      kind: 'not_found',
      sent: 'no',
    })
    expect((await act({ kind: 'block', person, blocked: false })).data).toEqual({ wasGone: true })
    for (let n = 0; n < 250; n++)
      sandbox.discord.actions.write(ctx.credentials.secret['botId'] ?? '', ctx.account.id, { content: `${n}` }).pinned = true
    await expect(act({ kind: 'pin', target, pinned: true })).rejects.toMatchObject({
      kind: 'rejected_content',
      nextStep: 'ask_person',
      sent: 'no',
    })
  })

  it.skipIf(file === null)(
    'spoke as the specification says, both ways (skipped where the specification is not beside the repository)',
    () => {
      expect(held?.faults).toEqual([])
      expect(held?.operations.size).toBeGreaterThanOrEqual(11)
    },
  )
})
