import { connectorOf, type ConnectContext, type Credentials, type InboundMessage, type SendContext, type Step } from '@pupitre/networks'
import { testConnector, type World } from '@pupitre/networks/conformance'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startSandbox, type Sandbox } from '../index.ts'
import { reportHeld, type Held } from '../specification.ts'
import { holdToX } from './specification.ts'

let sandbox: Sandbox
let held: Held | null = null
const connector = connectorOf('x')

beforeAll(async () => {
  sandbox = await startSandbox({ seed: 4 })
  held = holdToX((input, init) => globalThis.fetch(input, init))
})
afterAll(() => {
  reportHeld('x', held)
  return sandbox.close()
})

const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')

const store = () => sandbox.x.store
const refOf = ({ id }: { id: string }) => ({ id, version: null, url: null })
const ask: World['fetch'] = (input, init) => (held?.fetch ?? globalThis.fetch)(input, init)

const world: World = {
  fetch: ask,
  fields: async (name) => ({ server: sandbox.url, ...store().keysFor(name) }),
  person: async (name) => {
    const { actions } = sandbox.x
    const { id, username } = store().user(name)
    return {
      handle: username,
      reply: async (to, _root, text) => refOf(actions.post(id, { text, replyTo: to.id })),
      mention: async (handle, text) => refOf(actions.post(id, { text: `@${handle} ${text}` })),
      like: async (target) => actions.like(id, target.id),
    }
  },
  settle: async () => undefined,
  countPosts: async (connected, text) =>
    store()
      .postsOf(connected.account.id)
      .filter((one) => one.text === text).length,
  isHidden: async (target) => store().memory.posts.get(target.id)?.hidden === true,
  textOf: (length) => {
    const awkward = '👩‍👩‍👧‍👦 🇫🇷 ❤️ 1️⃣ 面包 cafe\u0301 & <b> «oui» https://exemple.fr/une/adresse?avec=des&parametres fin '
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

async function open(name: string, bytes: Uint8Array = PIXEL): Promise<SendContext> {
  const connected = await connector.connect.withSecret?.(connecting(), await world.fields(name))
  if (!connected) throw new Error('not connected')
  const base = { ...connecting(), ...connected, onCredentials: async () => undefined }
  return {
    ...base,
    readMedia: async (_id, range) => (range ? bytes.subarray(range.start, range.end) : bytes),
    onRequest: () => undefined,
    limits: await connector.limits(base),
  }
}

const options = {
  language: 'fr',
  contentWarning: null,
  visibility: 'public',
  whoMayReply: 'everyone',
  quoteOf: null,
  card: null,
  poll: null,
} as const
const posting = (text: string, more: Partial<Extract<Step['act'], { kind: 'post' }>> = {}): Step => ({
  key: crypto.randomUUID(),
  recordKey: null,
  act: { kind: 'post', item: { text, media: [] }, options, media: [], reply: null, ...more },
})
const since = (ctx: SendContext) => new Date(ctx.now().getTime() - 2_000)
const madeBy = (ref: { id: string } | null) => {
  const found = store().memory.posts.get(ref?.id ?? '')
  if (!found) throw new Error('no such post')
  return found
}

/** Goes the way of OAuth 2: start, the page on which a person agrees, finish. */
async function agree(name: string, change: (query: URLSearchParams) => void = () => undefined) {
  const fields = { server: sandbox.url, ...store().app }
  const started = await connector.connect.start?.(connecting(), fields)
  if (!started) throw new Error('no start')
  const page = await fetch(`${started.url}&as=${name}`, { redirect: 'manual' })
  const query = new URL(page.headers.get('location') ?? '').searchParams
  change(query)
  return { started, query, finish: () => connector.connect.finish?.(connecting(), started.pending, query) }
}

describe('x by OAuth 2', () => {
  it('asks for what it does and no more, by PKCE', async () => {
    const { started } = await agree('oauth')
    const query = new URL(started.url).searchParams
    expect(query.get('scope')).toBe(
      'tweet.read tweet.write tweet.moderate.write users.read like.read like.write media.write dm.read dm.write offline.access',
    )
    expect([query.get('code_challenge_method'), query.get('response_type')]).toEqual(['S256', 'code'])
    expect(JSON.stringify(started.url)).not.toContain(started.pending.data['verifier'])
  })

  it('connects, posts, and renews once for two that ask; a token that is good no more is refused and said', async () => {
    const connected = await (await agree('oauth')).finish()
    if (!connected) throw new Error('not connected')
    expect(connected).toMatchObject({
      account: { handle: 'oauth' },
      credentials: { scopes: expect.arrayContaining(['dm.read']) as string[] },
    })
    const kept: Credentials[] = []
    const base = { ...connecting(), ...connected, onCredentials: async (next: Credentials) => void kept.push(next) }
    const ctx: SendContext = { ...base, readMedia: async () => PIXEL, onRequest: () => undefined, limits: connector.documentedLimits }
    expect((await connector.send(ctx, posting('Par OAuth 2'))).ref).not.toBeNull()
    expect(await connector.refresh(ctx)).toBe(ctx.credentials)
    sandbox.clock.advance(7_200_000)
    await expect(connector.send(ctx, posting('Trop tard'))).rejects.toMatchObject({ kind: 'unauthorized', sent: 'no' })
    const [first, second] = await Promise.all([connector.refresh(ctx), connector.refresh(ctx)])
    expect(second).toEqual(first)
    expect(kept).toEqual([first])
    expect(first.secret['refreshToken']).not.toBe(ctx.credentials.secret['refreshToken'])
    expect((await connector.send({ ...ctx, credentials: first }, posting('Avec le nouvel accès'))).ref).not.toBeNull()
    const used = { ...ctx.credentials, secret: { ...ctx.credentials.secret, refreshToken: 'used-or-taken-back' } }
    await expect(connector.refresh({ ...ctx, credentials: used })).rejects.toMatchObject({ kind: 'unauthorized', nextStep: 'reconnect' })
    sandbox.clock.reset()
  })

  it('refuses another state, a refusal of the person, and a code after thirty seconds', async () => {
    const other = await agree('oauth', (query) => query.set('state', 'of another session'))
    await expect(other.finish()).rejects.toMatchObject({ kind: 'forbidden' })
    const refused = await agree('oauth', (query) => query.set('error', 'access_denied'))
    await expect(refused.finish()).rejects.toMatchObject({ kind: 'forbidden', said: 'access_denied' })
    const late = await agree('oauth')
    sandbox.clock.advance(31_000)
    await expect(late.finish()).rejects.toMatchObject({ kind: 'rejected_content', sent: 'no' })
    sandbox.clock.reset()
  })

  it('refuses a signature by other keys', async () => {
    const ctx = await open('keys')
    const secret = { ...ctx.credentials.secret, tokenSecret: 'another-secret-of-nobody' }
    await expect(connector.whoAmI({ ...ctx, credentials: { ...ctx.credentials, secret } })).rejects.toMatchObject({ kind: 'unauthorized' })
  })
})

describe('x against the sandbox', () => {
  it('tells a duplicate as such, and finds the one that stands', async () => {
    const ctx = await open('twins')
    const step = posting('Deux fois le même')
    const first = await connector.send(ctx, step)
    await expect(connector.send(ctx, step)).rejects.toMatchObject({ kind: 'duplicate', nextStep: 'reconcile', sent: 'no' })
    expect(await connector.reconcile(ctx, step, since(ctx))).toMatchObject({ kind: 'there', receipt: { ref: { id: first.ref?.id } } })
  })

  it('after hours the same text is taken again, and two that match are not chosen between', async () => {
    const ctx = await open('hours')
    const step = posting('Encore')
    await connector.send(ctx, step)
    sandbox.x.actions.settings.duplicateMs = 0
    await connector.send(ctx, step)
    sandbox.x.actions.settings.duplicateMs = 12 * 3_600_000
    expect(await connector.reconcile(ctx, step, since(ctx))).toEqual({ kind: 'cannot_know', why: 'several_match' })
  })

  it.each([
    'Voir https://exemple.fr/une/page?x=1&y=<2> & le reste',
    'Une adresse nue : exemple.fr, et Https://Exemple.FR/',
    'cafe\u0301 https://exemple.fr/(a) «oui»\n\nfin',
  ])('finds again what x shortened, escaped and composed: %s', async (text) => {
    const ctx = await open('mixed')
    const step = posting(text)
    expect((await connector.reconcile(ctx, step, since(ctx))).kind).toBe('not_there')
    await connector.send(ctx, step)
    expect((await connector.reconcile(ctx, step, since(ctx))).kind).toBe('there')
  })

  it('does not take another address for the same post', async () => {
    const ctx = await open('address')
    await connector.send(ctx, posting('Lire https://exemple.fr/un'))
    expect((await connector.reconcile(ctx, posting('Lire https://exemple.fr/deux'), since(ctx))).kind).toBe('not_there')
  })

  it('says who may answer, asks a question, quotes', async () => {
    const ctx = await open('formes')
    const settings = await connector.send(ctx, posting('Entre nous', { options: { ...options, whoMayReply: 'mentioned' } }))
    expect(madeBy(settings.ref).replySettings).toBe('mentionedUsers')
    const followed = await connector.send(ctx, posting('Entre amis', { options: { ...options, whoMayReply: 'followed' } }))
    expect(madeBy(followed.ref).replySettings).toBe('following')
    const poll = { options: ['Seigle', 'Épeautre'], multiple: false, seconds: 7_200 }
    const asked = posting('Seigle ou épeautre ?', { options: { ...options, poll } })
    expect(madeBy((await connector.send(ctx, asked)).ref).poll).toMatchObject({ options: ['Seigle', 'Épeautre'], minutes: 120 })
    expect((await connector.reconcile(ctx, asked, since(ctx))).kind).toBe('there')
    const quote = posting('Très vrai', { options: { ...options, quoteOf: settings.ref } })
    expect(madeBy((await connector.send(ctx, quote)).ref).quoteOf).toBe(settings.ref?.id)
    expect((await connector.reconcile(ctx, quote, since(ctx))).kind).toBe('there')
    expect((await connector.history(ctx, null)).items.map(({ text, format }) => [text, format])).toEqual([
      ['Très vrai', 'text'],
      ['Seigle ou épeautre ?', 'poll'],
      ['Entre amis', 'text'],
      ['Entre nous', 'text'],
    ])
  })

  it('sends a film in pieces, waits until it is ready, and describes pictures only', async () => {
    const film = new Uint8Array(9 * 1024 * 1024).fill(7)
    const ctx = await open('film', film)
    sandbox.x.actions.settings.videoDelayMs = 900
    const media = {
      id: 'f',
      mimeType: 'video/mp4',
      bytes: film.length,
      width: 640,
      height: 360,
      alt: { kind: 'text' as const, text: 'Le four' },
      focus: { x: 0, y: 0 },
    }
    const receipt = await connector.send(ctx, { key: crypto.randomUUID(), recordKey: null, act: { kind: 'media', media } })
    sandbox.x.actions.settings.videoDelayMs = 0
    expect(receipt.data['ready']).toBe(true)
    expect(store().memory.media.get(String(receipt.data['mediaId']))).toMatchObject({
      total: film.length,
      alt: '',
      category: 'tweet_video',
    })
    const { ref } = await connector.send(ctx, posting('Le four', { media: [receipt] }))
    expect((await connector.history(ctx, null)).items[0]).toMatchObject({ ref: { id: ref?.id }, format: 'video', text: 'Le four' })
  })

  it('reads private messages, answers them, and answers a public word in private', async () => {
    const ctx = await open('prive')
    const lea = store().user('lea')
    await connector.inbox(ctx, null)
    sandbox.x.actions.write(lea.id, ctx.account.id, 'Une question & <un> souci')
    const { items, cursor } = await connector.inbox(ctx, null)
    const { message } = items[0] as { message: InboundMessage }
    expect(message).toMatchObject({
      kind: 'direct',
      text: 'Une question & <un> souci',
      visibility: 'direct',
      author: { handle: 'lea', name: 'lea' },
    })
    expect((await connector.inbox(ctx, cursor)).items).toEqual([])
    const reply = { parent: message.ref, root: message.ref, visibility: 'direct', mention: 'lea' } as const
    const answer = posting('Voici la réponse', { reply })
    expect((await connector.reconcile(ctx, answer, since(ctx))).kind).toBe('not_there')
    const { ref } = await connector.send(ctx, answer)
    expect(ref?.id).toMatch(new RegExp(`^dm/${lea.id}/\\d+$`))
    expect(await connector.reconcile(ctx, answer, since(ctx))).toMatchObject({ kind: 'there', receipt: { ref: { id: ref?.id } } })
    const theirs = sandbox.x.actions.post(lea.id, { text: '@prive bonjour' })
    const aside = { parent: refOf(theirs), root: refOf(theirs), visibility: 'public', mention: 'lea' } as const
    await connector.send(ctx, posting('Écrivez-nous', { reply: aside, options: { ...options, visibility: 'direct' } }))
    expect(store().memory.messages.at(-1)).toMatchObject({ from: ctx.account.id, to: lea.id, text: 'Écrivez-nous' })
  })

  it('keeps the mentions coming where private messages are refused or limited', async () => {
    const ctx = await open('limite')
    const lea = store().user('lea')
    sandbox.x.actions.post(lea.id, { text: '@limite coucou' })
    sandbox.faults.add({ kind: 'rate_limited', path: '/2/dm_events' })
    // The fault board answers in a shape of its own, which no description knows.
    expect((await connector.inbox({ ...ctx, fetch: globalThis.fetch }, null)).items).toMatchObject([
      { message: { text: '@limite coucou', kind: 'mention' } },
    ])
  })

  it('waits until x says so, by its own header', async () => {
    const ctx = await open('rate')
    sandbox.x.actions.settings.rate = { limit: 3, perMs: 60_000 }
    for (let n = 0; n < 3; n++) await connector.send(ctx, posting(`Message ${n}`))
    const failure: unknown = await connector.send(ctx, posting('Le quatrième')).catch((error: unknown) => error)
    sandbox.x.actions.settings.rate = null
    expect(failure).toMatchObject({ kind: 'rate_limited', nextStep: 'wait', sent: 'no' })
    expect((failure as { retryAfterSeconds: number }).retryAfterSeconds).toBeGreaterThan(55)
    expect((failure as { retryAfterSeconds: number }).retryAfterSeconds).toBeLessThanOrEqual(62)
  })

  it('does not hide below a post of somebody else, and says so', async () => {
    const ctx = await open('hide')
    const lea = store().user('lea')
    const theirs = sandbox.x.actions.post(lea.id, { text: 'Chez moi' })
    const step: Step = { key: 'k', recordKey: null, act: { kind: 'hide', target: refOf(theirs), root: refOf(theirs), hidden: true } }
    await expect(connector.send(ctx, step)).rejects.toMatchObject({ kind: 'forbidden', nextStep: 'ask_person', sent: 'no' })
  })

  it.each(['lost_answer', 'late_effect'] as const)('%s: looked for, found, not sent again', async (kind) => {
    const ctx = await open(kind === 'lost_answer' ? 'perdue' : 'tardive')
    const step = posting(`Panne ${kind}`)
    const from = since(ctx)
    sandbox.faults.add({ kind, method: 'POST', path: '/2/tweets', ms: 50 })
    await expect(connector.send(ctx, step)).rejects.toMatchObject({ kind: 'timeout', nextStep: 'reconcile', sent: 'unknown' })
    await new Promise((resolve) => setTimeout(resolve, 120))
    expect((await connector.reconcile(ctx, step, from)).kind).toBe('there')
    expect(store().postsOf(ctx.account.id)).toHaveLength(1)
  })

  it.runIf(holdToX(fetch))('asked and answered nothing that the descriptions do not know (a word when they are not there)', () => {
    expect(held?.faults ?? []).toEqual([])
    expect(held?.operations.size).toBeGreaterThanOrEqual(22)
    process.stdout.write(`x: ${held?.operations.size} operations, ${held?.fields.size} fields held to the descriptions\n`)
  })
})

if (!holdToX(fetch)) process.stdout.write('x: skipped, its descriptions are not beside the repository (PUPITRE_SPECS)\n')
