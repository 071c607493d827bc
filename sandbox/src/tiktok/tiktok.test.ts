import {
  connectorOf,
  type ConnectContext,
  type Credentials,
  type Media,
  type Receipt,
  type SendContext,
  type Step,
} from '@pupitre/networks'
import { testConnector, type World } from '@pupitre/networks/conformance'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startSandbox, type Sandbox } from '../index.ts'
import { reportHeld, type Held } from '../specification.ts'
import { postNamed } from './actions.ts'
import { holdToTikTok } from './specification.ts'

let sandbox: Sandbox
const connector = connectorOf('tiktok')
const held: Held = holdToTikTok((input, init) => globalThis.fetch(input, init))

beforeAll(async () => {
  sandbox = await startSandbox({ seed: 5 })
})
afterAll(() => {
  reportHeld('tiktok', held)
  return sandbox.close()
})

const store = () => sandbox.tiktok.store
const settings = () => sandbox.tiktok.actions.settings
const PHOTO = Buffer.alloc(70, 7)
const mediaAddress = (id: string) => `https://levain.example/media/${id}`

const world: World = {
  fetch: held.fetch,
  reading: /creator_info\/query|status\/fetch|video\/(?:list|query)|oauth\/token/,
  mediaAddress,
  fields: async (name) => ({ server: sandbox.url, token: store().refreshTokenFor(name), ...store().app, audited: 'oui' }),
  person: async (name) => {
    const { openId, username } = store().creator(name)
    return {
      handle: username,
      reply: async (to, _root, text) => {
        sandbox.tiktok.actions.comment(openId, to.id, text)
        return to
      },
      mention: async () => Promise.reject(new Error('told to no software')),
      like: async (target) => void sandbox.tiktok.actions.like(openId, target.id),
    }
  },
  settle: async () => undefined,
  countPosts: async ({ account }, text) =>
    store()
      .postsOf(account.id)
      .filter(({ title, description }) => [title, description].filter(Boolean).join('\n\n') === text).length,
  textOf: (length) => {
    const awkward = '👩‍👩‍👧‍👦 🇫🇷 e\u0301 خبز https://exemple.fr/une/adresse?avec=des&parametres @lea #été fin '
    return awkward + 'ï'.repeat(length - connector.measure(awkward + 'ï').length + 1)
  },
  image: () => ({ bytes: PHOTO, mimeType: 'image/jpeg', width: 1, height: 1 }),
}

testConnector(connector, world)

const connecting = (): ConnectContext => ({
  fetch: held.fetch,
  now: () => sandbox.clock.now(),
  signal: AbortSignal.timeout(20_000),
  redirectUri: 'http://127.0.0.1:4399/callback',
  clientId: null,
  clientName: 'Pupitre',
})

async function open(name: string, fields: Record<string, string> = {}): Promise<SendContext> {
  const connected = await connector.connect.withSecret?.(connecting(), { ...(await world.fields(name)), ...fields })
  if (!connected) throw new Error('not connected')
  const base = { ...connecting(), ...connected, onCredentials: async () => undefined }
  const limits = await connector.limits(base)
  return { ...base, readMedia: async () => PHOTO, mediaAddress, onRequest: () => undefined, limits }
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
const photo: Media = {
  id: 'm',
  mimeType: 'image/jpeg',
  bytes: 70,
  width: 1080,
  height: 1080,
  alt: { kind: 'decorative' },
  focus: { x: 0, y: 0 },
}
const film: Media = { ...photo, id: 'f', mimeType: 'video/mp4', height: 1920, seconds: 20 }
const step = (act: Step['act']): Step => ({ key: crypto.randomUUID(), recordKey: null, act })
const since = (ctx: SendContext) => new Date(ctx.now().getTime() - 1_000)
type Variant = Parameters<typeof connector.plan>[0]
const saying = (text: string, media: Media[], more: Partial<Variant> = {}): Variant => ({ ...options, items: [{ text, media }], ...more })
const photoStep = (text: string, more: Partial<Variant> = {}): Step =>
  step(connector.complete(connector.plan(saying(text, [photo], more), null), 0, []))
async function announced(ctx: SendContext, variant: Variant): Promise<{ receipt: Receipt; post: Step }> {
  const acts = connector.plan(variant, null)
  const receipt = await connector.send(ctx, step(connector.complete(acts, 0, [])))
  return { receipt, post: step(connector.complete(acts, 1, [receipt])) }
}
const madeBy = (ref: { id: string } | null) => {
  const found = postNamed(store(), ref?.id ?? '')
  if (!found) throw new Error('no such post')
  return found
}

describe('tiktok by OAuth', () => {
  async function agree(change: (query: URLSearchParams) => void = () => undefined) {
    const started = await connector.connect.start?.(connecting(), { server: sandbox.url, ...store().app })
    if (!started) throw new Error('no start')
    const page = await fetch(`${started.url}&as=oauth`, { redirect: 'manual' })
    const query = new URL(page.headers.get('location') ?? '').searchParams
    change(query)
    return { started, finish: () => connector.connect.finish?.(connecting(), started.pending, query) }
  }

  it('asks with the app’s key, connects, and renews every two hours with a token that changes each time', async () => {
    const { started, finish } = await agree()
    expect(new URL(started.url).searchParams.get('client_key')).toBe(store().app.clientId)
    const connected = await finish()
    if (!connected) throw new Error('not connected')
    expect(connected.account).toMatchObject({ handle: 'oauth', followers: 21 })
    const kept: Credentials[] = []
    const ctx = { ...connecting(), ...connected, onCredentials: async (next: Credentials) => void kept.push(next) }
    expect(await connector.refresh(ctx)).toBe(ctx.credentials)
    sandbox.clock.advance(7_000_000)
    const [first, second] = await Promise.all([connector.refresh(ctx), connector.refresh(ctx)])
    expect([second, kept]).toEqual([first, [first]])
    expect(first.secret['refreshToken']).not.toBe(ctx.credentials.secret['refreshToken'])
    const used = { ...ctx.credentials, secret: { ...ctx.credentials.secret, accessToken: 'x', refreshToken: 'used-before' } }
    await expect(connector.refresh({ ...ctx, credentials: used })).rejects.toMatchObject({ kind: 'unauthorized', nextStep: 'reconnect' })
    sandbox.clock.advance(181 * 86_400_000)
    await expect(connector.refresh({ ...ctx, credentials: first })).rejects.toMatchObject({ kind: 'unauthorized', nextStep: 'reconnect' })
    sandbox.clock.reset()
  })

  it('refuses another state, and a refusal of the person', async () => {
    await expect((await agree((query) => query.set('state', 'of another session'))).finish()).rejects.toMatchObject({ kind: 'forbidden' })
    await expect((await agree((query) => query.set('error', 'access_denied'))).finish()).rejects.toMatchObject({ kind: 'forbidden' })
  })
})

describe('tiktok against the sandbox', () => {
  it('asks what the account allows, and keeps to it', async () => {
    const ctx = await open('permis')
    expect(ctx.limits).toMatchObject({ source: 'server', video: { seconds: { min: 3, max: 300 } } })
    const { ref } = await connector.send(ctx, photoStep('Titre\n\nSuite #pain', { whoMayReply: 'nobody' }))
    expect(madeBy(ref)).toMatchObject({
      title: 'Titre',
      description: 'Suite #pain',
      privacy: 'PUBLIC_TO_EVERYONE',
      noComments: true,
      photos: ['https://levain.example/media/m'],
    })
    await expect(connector.send(ctx, photoStep('Amis', { visibility: 'followers' }))).rejects.toMatchObject({
      kind: 'rejected_content',
      nextStep: 'fix_content',
      sent: 'no',
    })
  })

  it('gives the post’s own number, which is too large for a number of JavaScript', async () => {
    const ctx = await open('nombres')
    const { ref } = await connector.send(ctx, photoStep('Un grand nombre'))
    expect(store().memory.posts.get(ref?.id ?? '')?.publishId).toBe(ref?.version)
    expect(ref?.url).toBe(`https://www.tiktok.com/@nombres/video/${ref?.id}`)
  })

  it('sends a film in pieces, goes on after a cut, and publishes it once', async () => {
    const ctx = await open('film')
    const size = 17 * 1024 * 1024
    const read: [number, number][] = []
    const readMedia: SendContext['readMedia'] = async (_id, range) => {
      read.push([range?.start ?? -1, range?.end ?? -1])
      return Buffer.alloc((range?.end ?? 0) - (range?.start ?? 0), 7)
    }
    const reading = { ...ctx, readMedia }
    const { post } = await announced(reading, saying('Le four', [{ ...film, bytes: size }]))
    sandbox.faults.add({ kind: 'reset_before', method: 'PUT', path: '/tiktok-upload', after: 1 })
    await expect(connector.send(reading, post)).rejects.toMatchObject({ sent: 'unknown' })
    expect(await connector.reconcile(ctx, post, since(ctx))).toEqual({ kind: 'not_there' })
    const { ref } = await connector.send(reading, post)
    const P = 5 * 1024 * 1024
    expect(read).toEqual([
      [0, P],
      [P, 2 * P],
      [P, 2 * P],
      [2 * P, size],
    ])
    expect(madeBy(ref).bytes.length).toBe(size)
    expect((await connector.send(reading, post)).ref).toEqual(ref)
    expect(store().postsOf(ctx.account.id)).toHaveLength(1)
    expect(await connector.reconcile(ctx, post, since(ctx))).toMatchObject({ kind: 'there', receipt: { ref } })
  })

  it('keeps what TikTok gave while the post is moderated, and finds its figures by it', async () => {
    const ctx = await open('moderation')
    settings().moderationMs = 3_600_000
    const receipt = await connector.send(ctx, photoStep('Plus tard'))
    settings().moderationMs = 0
    expect(receipt.ref?.id).toMatch(/^p_pub_url~v2\./)
    if (!receipt.ref) throw new Error('no reference')
    expect((await connector.postMetrics(ctx, [receipt.ref])).size).toBe(0)
    sandbox.clock.advance(3_700_000)
    const later = { ...ctx, credentials: await connector.refresh(ctx) }
    expect((await connector.postMetrics(later, [receipt.ref])).get(receipt.ref.id)).toContainEqual({
      code: 'views',
      name: 'view_count',
      value: 33,
    })
    sandbox.clock.reset()
  })

  it('tells why a post failed after it was accepted', async () => {
    const ctx = await open('refus')
    settings().fails = 'photo_pull_failed'
    await expect(connector.send(ctx, photoStep('Introuvable'))).rejects.toMatchObject({ kind: 'media_refused', sent: 'no' })
    settings().fails = 'spam_risk_text'
    const { post } = await announced(ctx, saying('Louche', [film]))
    await expect(connector.send(ctx, post)).rejects.toMatchObject({ kind: 'forbidden', nextStep: 'ask_person', sent: 'no' })
  })

  it('publishes for the owner alone before the audit, says so, and cannot know of what no list shows', async () => {
    const ctx = await open('sans-audit', { audited: '' })
    const variant = saying('Entre nous', [photo])
    expect(connector.check(variant, ctx.limits)).toEqual([{ code: 'only_owner_sees', blocking: false, item: 0, data: {} }])
    settings().audited = false
    const { ref } = await connector.send(ctx, photoStep('Entre nous'))
    expect(madeBy(ref).privacy).toBe('SELF_ONLY')
    const boasting = await open('vantard')
    await expect(connector.send(boasting, photoStep('Pour tous'))).rejects.toMatchObject({
      kind: 'forbidden',
      nextStep: 'ask_person',
      sent: 'no',
    })
    settings().audited = true
    expect(await connector.reconcile(ctx, photoStep('Autre chose'), since(ctx))).toEqual({ kind: 'cannot_know', why: 'seen_by_owner_only' })
  })

  it('waits a day when the account has posted enough, and asks a person about an address that is not proved', async () => {
    const ctx = await open('trop')
    settings().postsLeft = 0
    await expect(connector.send(ctx, photoStep('Encore'))).rejects.toMatchObject({
      kind: 'rate_limited',
      retryAfterSeconds: 86_400,
      sent: 'no',
    })
    settings().postsLeft = null
    const elsewhere = { ...ctx, mediaAddress: () => 'https://elsewhere.example/x.jpg' }
    await expect(connector.send(elsewhere, photoStep('Ailleurs'))).rejects.toMatchObject({ kind: 'media_refused', nextStep: 'ask_person' })
    const { mediaAddress: _none, ...closed } = ctx
    await expect(connector.send(closed, photoStep('Sans adresse'))).rejects.toMatchObject({ kind: 'not_supported', sent: 'no' })
  })

  it('sends a film to no place that it does not know, and asks a person when the address has ended', async () => {
    const ctx = await open('ailleurs')
    const elsewhere: typeof fetch = async (input, init) => {
      const response = await fetch(input, init)
      const body = (await response.clone().json()) as { data: { upload_url?: string } }
      if (body.data.upload_url) return Response.json({ ...body, data: { ...body.data, upload_url: 'https://elsewhere.example/x' } })
      return response
    }
    await expect(announced({ ...ctx, fetch: elsewhere }, saying('x', [film]))).rejects.toMatchObject({ kind: 'bad_answer' })
    const { post } = await announced(ctx, saying('Trop tard', [film]))
    sandbox.clock.advance(3_700_000)
    await expect(connector.send(ctx, post)).rejects.toMatchObject({ kind: 'not_found', nextStep: 'ask_person', sent: 'no' })
    sandbox.clock.reset()
  })
})

describe('tiktok’s table', () => {
  it('asked and answered nothing that its table of documented fields does not know', () => {
    expect(held.faults).toEqual([])
    process.stdout.write(`tiktok: ${held.operations.size} operations, ${held.fields.size} fields held to a table of documented fields\n`)
  })
})
