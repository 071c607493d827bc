import { connectorOf, type ConnectContext, type Media, type RemoteRef, type SendContext, type Step } from '@pupitre/networks'
import { testConnector, type World } from '@pupitre/networks/conformance'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startSandbox, type Sandbox } from '../index.ts'
import { reportHeld } from '../specification.ts'
import { holdToBusiness } from './specification.ts'

let sandbox: Sandbox
const connector = connectorOf('google_business')
const held = holdToBusiness((input, init) => globalThis.fetch(input, init))

beforeAll(async () => {
  sandbox = await startSandbox({ seed: 5 })
})
afterAll(() => {
  const { table, documents } = held
  const both = {
    operations: new Set(table.operations),
    fields: new Set(table.fields),
    faults: [...table.faults, ...(documents?.faults ?? [])],
  }
  for (const operation of documents?.operations ?? []) both.operations.add(operation)
  for (const field of documents?.fields ?? []) both.fields.add(field)
  reportHeld('google_business', both)
  return sandbox.close()
})

const business = () => sandbox.google_business
const store = () => business().store
const SCOPES = ['https://www.googleapis.com/auth/business.manage']
const mediaAddress = (id: string) => `https://levain.example/media/${id}`
const ref = (id: string): RemoteRef => ({ id, version: null, url: null })

const world: World = {
  fetch: held.fetch,
  mediaAddress,
  fields: async (name) => {
    store().place('levain', `Levain ${name}`)
    const token = sandbox.google.store.refreshTokenFor('levain', SCOPES)
    return { server: sandbox.url, handle: `Levain ${name}`, token, ...sandbox.google.store.app }
  },
  person: async (name) => ({
    handle: name,
    reply: async (to, _root, text) => ref(business().actions.review(to.id.split('/localPosts/')[0] ?? '', name, 'FOUR', text).name),
    mention: async () => Promise.reject(new Error('nobody can do this here')),
    like: async () => undefined,
  }),
  settle: async () => undefined,
  countPosts: async ({ account }, text) =>
    store()
      .postsOf(account.id)
      .filter(({ body }) => body['summary'] === text).length,
  posts: async ({ account }) => {
    const posts = store()
      .postsOf(account.id)
      .map(({ name, body }) => {
        const media = Array.isArray(body['media']) ? body['media'] : []
        const format = media.length > 0 ? ('image' as const) : ('text' as const)
        return {
          ref: ref(name),
          text: typeof body['summary'] === 'string' ? body['summary'] : '',
          format,
          imageUrls: media.map(() => ({ url: '', alt: '' })),
          parent: null,
        }
      })
    const said = store()
      .reviewsOf(account.id)
      .flatMap(({ name, reply }) =>
        reply ? [{ ref: ref(`${name}/reply`), text: reply.comment, format: 'text' as const, imageUrls: [], parent: ref(name) }] : [],
      )
    return [...posts, ...said]
  },
  textOf: (length) => {
    const awkward = '👩‍👩‍👧‍👦 🇫🇷 e\u0301 خبز https://exemple.fr/une/adresse?avec=des&parametres #été fin '
    return awkward + 'ï'.repeat(length - connector.measure(awkward + 'ï').length + 1)
  },
  image: () => ({ bytes: Buffer.alloc(70), mimeType: 'image/jpeg', width: 800, height: 600 }),
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
  return { ...base, readMedia: async () => Buffer.alloc(70), mediaAddress, onRequest: () => undefined, limits }
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
  mimeType: 'image/jpeg',
  bytes: 70,
  width: 800,
  height: 600,
  alt: { kind: 'decorative' },
  focus: { x: 0, y: 0 },
}
const step = (act: Step['act']): Step => ({ key: crypto.randomUUID(), recordKey: null, act })
type PostAct = Extract<Step['act'], { kind: 'post' }>
const posting = (text: string, more: Partial<PostAct> = {}): Step =>
  step({ kind: 'post', item: { text, media: [] }, options, media: [], reply: null, ...more })
const since = (ctx: SendContext) => new Date(ctx.now().getTime() - 1_000)
const madeBy = (made: { id: string } | null) => {
  const found = store().memory.posts.get(made?.id ?? '')
  if (!found) throw new Error('no such post')
  return found.body
}

describe('a place of a business profile', () => {
  it('is agreed to by Google’s OAuth, with one scope', async () => {
    store().place('oauth', 'Rue Mercière')
    const started = await connector.connect.start?.(connecting(), {
      server: sandbox.url,
      handle: 'rue mercière',
      ...sandbox.google.store.app,
    })
    if (!started) throw new Error('no start')
    expect(new URL(started.url).searchParams.get('scope')).toBe(SCOPES[0])
    const page = await fetch(`${started.url}&as=oauth`, { redirect: 'manual' })
    const query = new URL(page.headers.get('location') ?? '').searchParams
    const connected = await connector.connect.finish?.(connecting(), started.pending, query)
    expect(connected?.account).toMatchObject({ name: 'Rue Mercière', handle: 'Rue Mercière', followers: null })
    expect(connected?.credentials.secret['refreshToken']).toMatch(/^1\/\/04/)
  })

  it('is found by its number, or alone; several of one name, or none, are told', async () => {
    const { id } = store().place('seul', 'Au four')
    const own = { token: sandbox.google.store.refreshTokenFor('seul', SCOPES) }
    expect((await open('x', { ...own, handle: id })).account.name).toBe('Au four')
    expect((await open('x', { ...own, handle: '' })).account.name).toBe('Au four')
    store().place('seul', 'Au moulin')
    await expect(open('x', { ...own, handle: '' })).rejects.toMatchObject({ kind: 'not_found', nextStep: 'fix_content' })
    await expect(open('x', { ...own, handle: 'Ailleurs' })).rejects.toMatchObject({ kind: 'not_found', nextStep: 'fix_content' })
  })

  it('says what it may not do, and when it is gone', async () => {
    Object.assign(store().place('levain', 'Levain muet'), { canPost: false, verified: false })
    const ctx = await open('muet')
    const can = connector.capabilitiesOf?.(ctx.account, ctx.credentials)
    expect([can?.acts.post, can?.acts.reply]).toEqual([
      { can: false, why: 'not_by_api' },
      { can: false, why: 'not_by_api' },
    ])
    await expect(connector.send(ctx, posting('Non'))).rejects.toMatchObject({ kind: 'forbidden', nextStep: 'ask_person', sent: 'no' })
    store().memory.places.delete(ctx.account.id.split('/').at(-1) ?? '')
    await expect(connector.whoAmI(ctx)).rejects.toMatchObject({ kind: 'account_gone', nextStep: 'ask_person' })
  })
})

describe('google business against the sandbox', () => {
  it('publishes news with a button, an event and an offer', async () => {
    const ctx = await open('posts')
    const card = { url: 'https://levain.example/noel', title: 'Noël', description: '', thumb: null }
    const link = posting('Les bûches sont là', { options: { ...options, card } })
    expect(madeBy((await connector.send(ctx, link)).ref)).toMatchObject({
      languageCode: 'fr',
      topicType: 'STANDARD',
      callToAction: { actionType: 'LEARN_MORE', url: 'https://levain.example/noel' },
    })
    expect((await connector.reconcile(ctx, link, since(ctx))).kind).toBe('there')
    expect((await connector.reconcile(ctx, posting('Les bûches sont là'), since(ctx))).kind).toBe('not_there')
    const occasion = { title: 'Portes ouvertes', start: '2026-12-24T18:00', end: '2026-12-24T22:30' }
    const event = await connector.send(ctx, posting('Venez voir le four', { options: { ...options, occasion } }))
    expect(madeBy(event.ref)).toMatchObject({
      topicType: 'EVENT',
      event: {
        title: 'Portes ouvertes',
        schedule: {
          startDate: { year: 2026, month: 12, day: 24 },
          startTime: { hours: 18, minutes: 0 },
          endDate: { year: 2026, month: 12, day: 24 },
          endTime: { hours: 22, minutes: 30 },
        },
      },
    })
    const offer = { ...occasion, title: 'Moins dix', offer: { code: 'FOUR10', terms: 'Une fois' } }
    const offered = await connector.send(ctx, posting('Dix pour cent', { options: { ...options, occasion: offer } }))
    expect(madeBy(offered.ref)).toMatchObject({ topicType: 'OFFER', offer: { couponCode: 'FOUR10', termsConditions: 'Une fois' } })
    const { items } = await connector.history(ctx, null)
    expect(items.map(({ text, format }) => [text, format])).toEqual([
      ['Dix pour cent', 'text'],
      ['Venez voir le four', 'text'],
      ['Les bûches sont là', 'link'],
    ])
  })

  it('has a picture fetched where the desk can be reached, and says so where it cannot', async () => {
    const ctx = await open('photo')
    const item = { text: 'La tarte', media: [picture] }
    const made = await connector.send(ctx, posting('La tarte', { item }))
    expect(madeBy(made.ref)).toMatchObject({ media: [{ mediaFormat: 'PHOTO', sourceUrl: 'https://levain.example/media/m' }] })
    expect((await connector.history(ctx, null)).items).toMatchObject([
      { format: 'image', imageUrls: [{ url: 'https://lh3.google.example/0' }] },
    ])
    const { mediaAddress: _none, ...closed } = ctx
    await expect(connector.send(closed, posting('x', { item }))).rejects.toMatchObject({ kind: 'not_supported', sent: 'no' })
  })

  it('reads reviews with their stars, in the words of who wrote them, and their changes', async () => {
    const ctx = await open('avis')
    const { actions } = business()
    const translated = actions.review(ctx.account.id, 'Léa', 'FIVE', '(Translated by Google) Great bread!\n\n(Original)\nSuper pain !')
    actions.review(ctx.account.id, 'Karim', 'TWO', '')
    const first = await connector.inbox(ctx, null)
    expect(first.items).toMatchObject([
      { kind: 'message', message: { kind: 'review', rating: 5, text: 'Super pain !', author: { name: 'Léa' }, canReply: true } },
      { kind: 'message', message: { kind: 'review', rating: 2, text: '' } },
    ])
    sandbox.clock.advance(5_000)
    actions.changeReview(translated, 'ONE', 'Finalement non')
    const second = await connector.inbox(ctx, first.cursor)
    expect(second.items).toMatchObject([{ kind: 'edited', id: translated.name, text: 'Finalement non' }])
    expect((await connector.inbox(ctx, second.cursor)).items).toEqual([])
    sandbox.clock.reset()
  })

  it('answers a review once, however often, changes the answer and takes it back', async () => {
    const ctx = await open('reponse')
    const review = business().actions.review(ctx.account.id, 'Léa', 'THREE', 'Bien, mais cher')
    const target = ref(review.name)
    const reply = { parent: target, root: target, visibility: 'public', mention: null } as const
    const answer = posting('Merci Léa', { reply })
    expect((await connector.reconcile(ctx, answer, since(ctx))).kind).toBe('not_there')
    const [one, two] = [await connector.send(ctx, answer), await connector.send(ctx, answer)]
    expect([one.ref, two.ref]).toEqual([ref(`${review.name}/reply`), ref(`${review.name}/reply`)])
    expect(await connector.reconcile(ctx, answer, since(ctx))).toMatchObject({ kind: 'there', receipt: { ref: one.ref } })
    const own = one.ref ?? target
    const edit = step({ kind: 'edit', target: own, item: { text: 'Merci beaucoup', media: [] }, options, media: [] })
    await connector.send(ctx, edit)
    expect(review.reply?.comment).toBe('Merci beaucoup')
    expect((await connector.reconcile(ctx, edit, since(ctx))).kind).toBe('there')
    const remove = step({ kind: 'delete', target: own, of: 'post' })
    await connector.send(ctx, remove)
    await connector.send(ctx, remove)
    expect(review.reply).toBeNull()
    expect((await connector.reconcile(ctx, remove, since(ctx))).kind).toBe('there')
  })

  it('gives what Google counts of the place, and nothing of single posts', async () => {
    const ctx = await open('chiffres')
    const figures = await connector.accountMetrics(ctx)
    expect(figures.map(({ code, value }) => [code, value])).toEqual([
      ['followers', null],
      ['impressions', 28],
      ['clicks', 21],
    ])
    expect(figures[2]?.name).toBe('WEBSITE_CLICKS+CALL_CLICKS+BUSINESS_DIRECTION_REQUESTS')
  })

  it('does not choose between two that say the same', async () => {
    const ctx = await open('twins')
    for (let n = 0; n < 2; n++) await connector.send(ctx, posting('Deux fois le même'))
    expect(await connector.reconcile(ctx, posting('Deux fois le même'), since(ctx))).toEqual({ kind: 'cannot_know', why: 'several_match' })
  })

  it.each(['lost_answer', 'late_effect'] as const)('%s: found by reading back, and not sent again', async (kind) => {
    const ctx = await open(`panne-${kind}`)
    const one = posting(`Panne ${kind}`)
    const from = since(ctx)
    sandbox.faults.add({ kind, method: 'POST', path: '/v4/', ms: 50 })
    await expect(connector.send(ctx, one)).rejects.toMatchObject({ kind: 'timeout', nextStep: 'reconcile', sent: 'unknown' })
    await new Promise((resolve) => setTimeout(resolve, 120))
    expect((await connector.reconcile(ctx, one, from)).kind).toBe('there')
  })

  it('asked and answered nothing that the table and the documents do not know', () => {
    const { table, documents } = held
    expect([table.faults, documents?.faults ?? []]).toEqual([[], []])
    expect(table.operations.size).toBe(9)
    const told = documents ? `${documents.operations.size} to the discovery documents` : 'none to a document (PUPITRE_SPECS)'
    process.stdout.write(`google_business: ${table.operations.size} operations held to a table of documented fields, ${told}\n`)
  })
})
