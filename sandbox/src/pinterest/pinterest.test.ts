import { connectorOf, type ConnectContext, type Credentials, type Media, type SendContext, type Step } from '@pupitre/networks'
import { testConnector, type World } from '@pupitre/networks/conformance'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startSandbox, type Sandbox } from '../index.ts'
import { holdToOpenApi, reportHeld, specificationOf, type Held, type Schema } from '../specification.ts'

let sandbox: Sandbox
let held: Held | null = null
const connector = connectorOf('pinterest')
const file = specificationOf('pinterest/openapi.json')

type Described = { properties: Record<string, Schema>; allOf?: Described[] }

/** Tokens are told apart by `grant_type` and `response_type`: here each body has the fields of all its kinds. `continuous_refresh` is in the words of the operation only. */
function amend(schemas: Record<string, Schema>): void {
  const fields = (name: string): Record<string, Schema> =>
    Object.assign({}, ...((schemas[name] as unknown as Described).allOf ?? []).map(({ properties }) => properties)) as Record<
      string,
      Schema
    >
  const request = schemas['OauthAccessTokenRequest'] as unknown as Described
  Object.assign(request.properties, fields('OauthAccessTokenRequestCode'), fields('OauthAccessTokenRequestRefresh'), {
    continuous_refresh: { type: 'boolean' },
  })
  const response = schemas['OauthAccessTokenResponse'] as unknown as Described
  Object.assign(response.properties, fields('OauthAccessTokenResponseRefresh'))
}

/** The suite sends one character too many on purpose, to see it refused: that fault has to be found, and is no fault. */
const onPurpose = 'post /pins request: data/description must NOT have more than 800 characters'
const unwanted = () => (held?.faults ?? []).filter((fault) => fault !== onPurpose)

beforeAll(async () => {
  sandbox = await startSandbox({ seed: 5 })
  const ask: World['fetch'] = (input, init) => globalThis.fetch(input, init)
  if (file) held = holdToOpenApi({ network: 'pinterest', file, prefix: '/v5', besides: /^\/(?:oauth\/$|pinterest-films)/, amend, ask })
})
afterAll(() => {
  reportHeld('pinterest', held && { ...held, faults: unwanted() })
  return sandbox.close()
})

const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')

const store = () => sandbox.pinterest.store
const fetching: World['fetch'] = (input, init) => (held?.fetch ?? globalThis.fetch)(input, init)
const notOnPinterest = async () => Promise.reject(new Error('nobody can do this here'))

const world: World = {
  fetch: fetching,
  fields: async (name) => {
    store().board('levain', `Tableau ${name}`)
    return { server: sandbox.url, token: store().tokenFor('levain'), handle: `https://www.pinterest.fr/levain/tableau-${name}/` }
  },
  person: async (name) => {
    const { id, username } = store().pinner(name)
    return {
      handle: username,
      reply: async (to, _root, text) => {
        sandbox.pinterest.actions.comment(id, to.id, text)
        return to
      },
      mention: notOnPinterest,
      like: async (target) => void sandbox.pinterest.actions.react(id, target.id),
    }
  },
  settle: async () => undefined,
  countPosts: async (connected, text) =>
    store()
      .pinsOf(connected.account.id)
      .filter((one) => one.description === text).length,
  titleOf: async ({ id }) => store().memory.pins.get(id)?.title || null,
  textOf: (length) => {
    const awkward = '👩‍👩‍👧‍👦 🇫🇷 e\u0301 خبز https://exemple.fr/une/adresse?avec=des&parametres #été fin '
    return awkward + 'ï'.repeat(length - connector.measure(awkward + 'ï').length + 1)
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

const options = {
  language: 'fr',
  contentWarning: null,
  visibility: 'public',
  whoMayReply: 'everyone',
  quoteOf: null,
  card: null,
  poll: null,
} as const
const picture: Media = {
  id: 'm',
  mimeType: 'image/png',
  bytes: PIXEL.length,
  width: 1,
  height: 1,
  alt: { kind: 'text', text: 'Une miche' },
  focus: { x: 0, y: 0 },
}
const film: Media = { ...picture, mimeType: 'video/mp4', width: 360, height: 640 }
const posting = (text: string, more: Partial<Extract<Step['act'], { kind: 'post' }>> = {}): Step => ({
  key: crypto.randomUUID(),
  recordKey: null,
  act: { kind: 'post', item: { text, media: [picture] }, options, media: [], reply: null, ...more },
})
const since = (ctx: SendContext) => new Date(ctx.now().getTime() - 1_000)
const madeBy = (ref: { id: string } | null) => {
  const found = store().memory.pins.get(ref?.id ?? '')
  if (!found) throw new Error('no such pin')
  return found
}

async function agree(board: string, change: (query: URLSearchParams) => void = () => undefined) {
  const fields = { server: sandbox.url, handle: board, ...store().app }
  const started = await connector.connect.start?.(connecting(), fields)
  if (!started) throw new Error('no start')
  const page = await fetch(`${started.url}&as=oauth`, { redirect: 'manual' })
  const query = new URL(page.headers.get('location') ?? '').searchParams
  change(query)
  return { started, finish: () => connector.connect.finish?.(connecting(), started.pending, query) }
}

describe('pinterest by OAuth', () => {
  it('asks for boards and pins, connects one board, pins, and renews once', async () => {
    store().board('oauth', 'Nos pains d’été')
    const { started, finish } = await agree('Nos pains d’été')
    expect(new URL(started.url).searchParams.get('scope')).toBe('boards:read,boards:write,pins:read,pins:write,user_accounts:read')
    const connected = await finish()
    if (!connected) throw new Error('not connected')
    expect(connected.account).toMatchObject({ handle: 'oauth/nos-pains-d-ete', name: 'oauth · Nos pains d’été' })
    const kept: Credentials[] = []
    const base = { ...connecting(), ...connected, onCredentials: async (next: Credentials) => void kept.push(next) }
    const ctx: SendContext = { ...base, readMedia: async () => PIXEL, onRequest: () => undefined, limits: connector.documentedLimits }
    expect(await connector.refresh(ctx)).toBe(ctx.credentials)
    sandbox.clock.advance(24 * 86_400_000)
    const [first, second] = await Promise.all([connector.refresh(ctx), connector.refresh(ctx)])
    expect([second, kept]).toEqual([first, [first]])
    expect(first.secret['refreshToken']).not.toBe(ctx.credentials.secret['refreshToken'])
    sandbox.clock.advance(10 * 86_400_000)
    await expect(connector.send(ctx, posting('Trop tard'))).rejects.toMatchObject({ kind: 'unauthorized', sent: 'no' })
    expect((await connector.send({ ...ctx, credentials: first }, posting('Avec le nouvel accès'))).ref).not.toBeNull()
    const used = { ...ctx.credentials, secret: { ...ctx.credentials.secret, refreshToken: 'used-or-taken-back' } }
    await expect(connector.refresh({ ...ctx, credentials: used })).rejects.toMatchObject({ kind: 'unauthorized', nextStep: 'reconnect' })
    sandbox.clock.reset()
  })

  it('refuses another state, a refusal of the person, and a board of nobody', async () => {
    await expect((await agree('x', (query) => query.set('state', 'of another session'))).finish()).rejects.toMatchObject({
      kind: 'forbidden',
    })
    await expect((await agree('x', (query) => query.set('error', 'access_denied'))).finish()).rejects.toMatchObject({ kind: 'forbidden' })
    await expect((await agree('Tableau de personne')).finish()).rejects.toMatchObject({ kind: 'not_found', nextStep: 'fix_content' })
  })

  it('finds a board by its number too, also on the second page', async () => {
    for (let n = 0; n < 260; n++) store().board('many', `Tableau ${n}`)
    const { id } = store().board('many', 'Le dernier')
    const ctx = await open('many', { token: store().tokenFor('many'), handle: id })
    expect(ctx.account).toMatchObject({ id, handle: 'many/le-dernier' })
  })

  it('tells a board that is gone', async () => {
    const ctx = await open('gone')
    store().memory.boards.delete(ctx.account.id)
    await expect(connector.whoAmI(ctx)).rejects.toMatchObject({ kind: 'account_gone', nextStep: 'ask_person' })
  })
})

describe('pinterest against the sandbox', () => {
  it('takes the first paragraph as title, and title and link from a card', async () => {
    const ctx = await open('mots')
    const plain = await connector.send(ctx, posting('Pain d’été\n\nSeigle et figues.\n\nTous les jours.'))
    expect(madeBy(plain.ref)).toMatchObject({
      title: 'Pain d’été',
      description: 'Seigle et figues.\n\nTous les jours.',
      link: null,
      alt: 'Une miche',
    })
    const card = { url: 'https://levain.example/pain', title: 'La recette', description: '', thumb: null }
    const step = posting('Un\n\nDeux', { options: { ...options, card } })
    const linked = await connector.send(ctx, step)
    expect(madeBy(linked.ref)).toMatchObject({ title: 'La recette', description: 'Un\n\nDeux', link: 'https://levain.example/pain' })
    expect((await connector.reconcile(ctx, step, since(ctx))).kind).toBe('there')
    const other = posting('Un\n\nDeux', { options: { ...options, card: { ...card, url: 'https://levain.example/autre' } } })
    expect((await connector.reconcile(ctx, other, since(ctx))).kind).toBe('not_there')
    const { items } = await connector.history(ctx, null)
    expect(items.map(({ text }) => text)).toEqual(['La recette\n\nUn\n\nDeux', 'Pain d’été\n\nSeigle et figues.\n\nTous les jours.'])
  })

  it('pins several pictures as one, in one request', async () => {
    const ctx = await open('carrousel')
    const step = posting('Trois vues', { item: { text: 'Trois vues', media: [picture, picture, picture] } })
    const { ref } = await connector.send(ctx, step)
    expect(madeBy(ref).pictures).toHaveLength(3)
    expect((await connector.history(ctx, null)).items).toMatchObject([{ format: 'carousel', imageUrls: [{ alt: 'Une miche' }, {}, {}] }])
    expect((await connector.reconcile(ctx, step, since(ctx))).kind).toBe('there')
    expect((await connector.reconcile(ctx, posting('Trois vues'), since(ctx))).kind).toBe('not_there')
  })

  it('registers a film, sends it to the store, waits, and pins it', async () => {
    const ctx = await open('film')
    sandbox.pinterest.actions.settings.filmDelayMs = 600
    const acts = connector.plan({ ...options, items: [{ text: 'Le four', media: [film] }] }, null)
    expect(acts.map(({ kind }) => kind)).toEqual(['media', 'post'])
    const [media] = acts
    if (!media) throw new Error('no act')
    const uploaded = await connector.send(ctx, { key: crypto.randomUUID(), recordKey: null, act: media })
    sandbox.pinterest.actions.settings.filmDelayMs = 0
    expect(uploaded.data['ready']).toBe(true)
    const step: Step = { key: crypto.randomUUID(), recordKey: null, act: connector.complete(acts, 1, [uploaded]) }
    const { ref } = await connector.send(ctx, step)
    expect(madeBy(ref).filmId).toBe(uploaded.data['mediaId'])
    expect((await connector.history(ctx, null)).items).toMatchObject([{ format: 'video', text: 'Le four' }])
    expect((await connector.reconcile(ctx, step, since(ctx))).kind).toBe('there')
  })

  it('sends a film to no place that it does not know', async () => {
    const ctx = await open('ailleurs')
    const elsewhere: typeof fetch = async (input, init) => {
      const response = await fetch(input, init)
      if (!(input instanceof Request) && !String(input instanceof URL ? input.href : input).endsWith('/media')) return response
      return Response.json({ ...((await response.json()) as object), upload_url: 'https://elsewhere.example/films' }, { status: 201 })
    }
    const step: Step = { key: 'k', recordKey: null, act: { kind: 'media', media: film } }
    await expect(connector.send({ ...ctx, fetch: elsewhere }, step)).rejects.toMatchObject({
      kind: 'bad_answer',
      nextStep: 'ask_person',
      sent: 'no',
    })
  })

  it('does not choose between two that say the same', async () => {
    const ctx = await open('twins')
    for (let n = 0; n < 2; n++) await connector.send(ctx, posting('Deux fois le même'))
    expect(await connector.reconcile(ctx, posting('Deux fois le même'), since(ctx))).toEqual({ kind: 'cannot_know', why: 'several_match' })
  })

  it('does not take an older twin for the one that was lost', async () => {
    const ctx = await open('older')
    await connector.send(ctx, posting('Chaque semaine'))
    sandbox.clock.advance(60_000)
    expect((await connector.reconcile(ctx, posting('Chaque semaine'), since(ctx))).kind).toBe('not_there')
    sandbox.clock.reset()
  })

  it('waits as long as pinterest asks', async () => {
    const ctx = await open('rate')
    sandbox.pinterest.actions.settings.rate = { limit: 2, perMs: 40_000 }
    for (let n = 0; n < 2; n++) await connector.send(ctx, posting(`Épingle ${n}`))
    const failure: unknown = await connector.send(ctx, posting('La troisième')).catch((error: unknown) => error)
    sandbox.pinterest.actions.settings.rate = null
    expect(failure).toMatchObject({ kind: 'rate_limited', nextStep: 'wait', sent: 'no', said: 'This request exceeded a rate limit.' })
    expect((failure as { retryAfterSeconds: number }).retryAfterSeconds).toBeGreaterThan(35)
  })

  it('gives the figures of ninety days and of a whole life, by their own names', async () => {
    const ctx = await open('chiffres')
    const { ref } = await connector.send(ctx, posting('Vu'))
    if (!ref) throw new Error('no reference')
    sandbox.pinterest.actions.comment(store().pinner('lea').id, ref.id, 'Miam')
    expect((await connector.postMetrics(ctx, [ref])).get(ref.id)).toEqual([
      { code: 'impressions', name: 'IMPRESSION', value: 40 },
      { code: 'clicks', name: 'OUTBOUND_CLICK', value: 2 },
      { code: 'saves', name: 'SAVE', value: 1 },
      { code: 'likes', name: 'TOTAL_REACTIONS', value: 0 },
      { code: 'replies', name: 'TOTAL_COMMENTS', value: 1 },
    ])
  })

  it('tells a picture that pinterest refuses, and a scope that is missing', async () => {
    const ctx = await open('refus')
    await expect(connector.send({ ...ctx, readMedia: async () => Buffer.from('no picture') }, posting('Vide'))).rejects.toMatchObject({
      kind: 'media_refused',
      nextStep: 'fix_content',
    })
    store().memory.access.set('pina_narrow', {
      userId: store().pinner('levain').id,
      scopes: ['boards:read', 'pins:read'],
      endsAt: Infinity,
    })
    const narrow = { ...ctx, credentials: { ...ctx.credentials, secret: { accessToken: 'pina_narrow' } } }
    await expect(connector.send(narrow, posting('Sans droit'))).rejects.toMatchObject({
      kind: 'unauthorized',
      nextStep: 'reconnect',
      sent: 'no',
    })
  })

  it.each(['lost_answer', 'late_effect'] as const)('%s: looked for, found, not sent again', async (kind) => {
    const ctx = await open(`panne-${kind}`)
    const step = posting(`Panne ${kind}`)
    const from = since(ctx)
    sandbox.faults.add({ kind, method: 'POST', path: '/v5/pins', ms: 50 })
    await expect(connector.send(ctx, step)).rejects.toMatchObject({ kind: 'timeout', nextStep: 'reconcile', sent: 'unknown' })
    await new Promise((resolve) => setTimeout(resolve, 120))
    expect((await connector.reconcile(ctx, step, from)).kind).toBe('there')
    expect(store().pinsOf(ctx.account.id)).toHaveLength(1)
  })

  it.runIf(file)('asked and answered nothing that the description does not know', () => {
    expect(unwanted()).toEqual([])
    expect(held?.operations.size).toBeGreaterThanOrEqual(11)
    process.stdout.write(`pinterest: ${held?.operations.size} operations, ${held?.fields.size} fields held to the description\n`)
  })
})

if (!file) process.stdout.write('pinterest: skipped, its description is not beside the repository (PUPITRE_SPECS)\n')
