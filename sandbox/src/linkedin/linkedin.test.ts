import { connectorOf, type ConnectContext, type Credentials, type Media, type SendContext, type Step } from '@pupitre/networks'
import { testConnector, type World } from '@pupitre/networks/conformance'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startSandbox, type Sandbox } from '../index.ts'
import { reportHeld, type Held } from '../specification.ts'
import { holdToLinkedIn } from './specification.ts'
import { memberUrn } from './store.ts'

let sandbox: Sandbox
const connector = connectorOf('linkedin')
const held: Held = holdToLinkedIn((input, init) => globalThis.fetch(input, init))

beforeAll(async () => {
  sandbox = await startSandbox({ seed: 5 })
})
afterAll(() => {
  reportHeld('linkedin', held)
  return sandbox.close()
})

const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')

const linked = () => sandbox.linkedin
const store = () => linked().store

const world: World = {
  fetch: held.fetch,
  fields: async (name) => {
    store().page(`levain-${name}`, 'levain')
    return { server: sandbox.url, token: store().tokenFor('levain'), handle: `https://www.linkedin.com/company/levain-${name}/` }
  },
  person: async (name) => {
    const { id, firstName } = store().member(name)
    const actor = memberUrn(id)
    return {
      handle: firstName,
      reply: async (to, root, text) => {
        const parentComment = to.id === root.id ? null : to.id
        const made = linked().actions.comment({ actor, object: root.id, parentComment, text, image: null })
        return { id: made.urn, version: parentComment, url: null }
      },
      mention: async (handle, text) => {
        const page = store().page(handle, 'levain')
        return { id: linked().actions.mention(id, page.id, text).id, version: null, url: null }
      },
      like: async (target) => linked().actions.react(actor, target.id),
    }
  },
  settle: async () => undefined,
  countPosts: async ({ account }, text) =>
    store()
      .postsOf(account.id)
      .filter(({ words }) => words === text).length,
  posts: async ({ account }) => {
    const ref = (id: string) => ({ id, version: null, url: null })
    const posts = (await connector.history(await open(account.handle.replace('levain-', '')), null)).items
    const comments = [...store().memory.comments.values()].filter(({ actor }) => actor === account.id)
    return [
      ...posts,
      ...comments.map(({ urn, text, object, parentComment }) => ({
        ref: ref(urn),
        text,
        format: 'text' as const,
        imageUrls: [],
        parent: ref(parentComment ?? object),
      })),
    ]
  },
  textOf: (length) => {
    const awkward = '👩‍👩‍👧‍👦 🇫🇷 e\u0301 خبز (a_b) [c] {d} <e> *f* ~g @h | \\ https://exemple.fr/une_adresse?avec=des&(parametres) #été_doux fin '
    return awkward + 'ï'.repeat(length - connector.measure(awkward + 'ï').length + 1)
  },
  image: () => ({ bytes: PIXEL, mimeType: 'image/png', width: 1, height: 1 }),
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
  return { ...base, readMedia: async () => PIXEL, onRequest: () => undefined, limits: await connector.limits(base) }
}

const asPerson = (name: string) => open(name, { handle: '', token: store().tokenFor(name, ['openid', 'profile', 'w_member_social']) })

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
const step = (act: Step['act']): Step => ({ key: crypto.randomUUID(), recordKey: null, act })
const posting = (text: string, more: Partial<Extract<Step['act'], { kind: 'post' }>> = {}): Step =>
  step({ kind: 'post', item: { text, media: [] }, options, media: [], reply: null, ...more })
const since = (ctx: SendContext) => new Date(ctx.now().getTime() - 1_000)
const madeBy = (ref: { id: string } | null) => {
  const found = store().memory.posts.get(ref?.id ?? '')
  if (!found) throw new Error('no such post')
  return found
}

async function publish(ctx: SendContext, variant: Parameters<typeof connector.plan>[0]) {
  const acts = connector.plan(variant, null)
  const receipts: Awaited<ReturnType<typeof connector.send>>[] = []
  for (const [index] of acts.entries()) receipts.push(await connector.send(ctx, step(connector.complete(acts, index, receipts))))
  return { acts, receipts }
}

async function agree(handle: string, change: (query: URLSearchParams) => void = () => undefined) {
  const fields = { server: sandbox.url, handle, ...store().app }
  const started = await connector.connect.start?.(connecting(), fields)
  if (!started) throw new Error('no start')
  const answered = await fetch(`${started.url}&as=oauth`, { redirect: 'manual' })
  const query = new URL(answered.headers.get('location') ?? '').searchParams
  change(query)
  return { started, finish: () => connector.connect.finish?.(connecting(), started.pending, query) }
}

describe('linkedin by OAuth', () => {
  it('asks for a page’s rights, connects the page, and renews with the same refresh token until its year is over', async () => {
    store().page('maison', 'oauth')
    const { started, finish } = await agree('company/maison')
    expect(new URL(started.url).searchParams.get('scope')).toContain('rw_organization_admin')
    const connected = await finish()
    if (!connected) throw new Error('not connected')
    expect(connected.account).toMatchObject({ handle: 'maison', followers: 40 })
    const kept: Credentials[] = []
    const ctx = { ...connecting(), ...connected, onCredentials: async (next: Credentials) => void kept.push(next) }
    expect(await connector.refresh(ctx)).toBe(ctx.credentials)
    sandbox.clock.advance(54 * 86_400_000)
    const [first, second] = await Promise.all([connector.refresh(ctx), connector.refresh(ctx)])
    expect([second, kept]).toEqual([first, [first]])
    expect(first.secret).toMatchObject({ refreshToken: ctx.credentials.secret['refreshToken'], applicationId: store().app.applicationId })
    expect(Date.parse(first.secret['refreshEndsAt'] ?? '') - Date.parse(ctx.credentials.secret['refreshEndsAt'] ?? '')).toBeLessThan(2_000)
    sandbox.clock.advance(320 * 86_400_000)
    await expect(connector.refresh({ ...ctx, credentials: first })).rejects.toMatchObject({ kind: 'unauthorized', nextStep: 'reconnect' })
    sandbox.clock.reset()
  })

  it('connects a person where no page is named', async () => {
    const { started, finish } = await agree('')
    expect(new URL(started.url).searchParams.get('scope')).toBe('openid profile w_member_social w_member_social_feed')
    expect((await finish())?.account).toMatchObject({ id: memberUrn(store().member('oauth').id), name: 'oauth Exemple' })
  })

  it('refuses another state, a refusal of the person, a page of others, and a page of nobody', async () => {
    store().page('des-autres', 'somebody')
    await expect((await agree('', (query) => query.set('state', 'of another session'))).finish()).rejects.toMatchObject({
      kind: 'forbidden',
    })
    await expect((await agree('', (query) => query.set('error', 'user_cancelled_login'))).finish()).rejects.toMatchObject({
      kind: 'forbidden',
    })
    await expect((await agree('des-autres')).finish()).rejects.toMatchObject({ kind: 'forbidden', nextStep: 'ask_person' })
    await expect((await agree('de-personne')).finish()).rejects.toMatchObject({ kind: 'not_found', nextStep: 'fix_content' })
  })

  it('tells a page that is gone', async () => {
    const ctx = await open('gone')
    store().memory.pages.delete(ctx.account.id.split(':').at(-1) ?? '')
    await expect(connector.whoAmI(ctx)).rejects.toMatchObject({ kind: 'account_gone', nextStep: 'ask_person' })
  })
})

describe('linkedin against the sandbox', () => {
  it('loses no word to a sign that means something, where the bare text is cut without a word about it', async () => {
    const ctx = await open('signes')
    const text = 'Le pain (au levain) de @[Maison Levain](urn:li:organization:42) : 100 % #bio_local, a_b*c~d [oui] {non} <3 | fin \\o/'
    const { ref } = await connector.send(ctx, posting(text))
    expect(madeBy(ref).words).toBe(text.replace('@[Maison Levain](urn:li:organization:42)', 'Maison Levain'))
    expect((await connector.history(ctx, null)).items[0]?.text).toBe(madeBy(ref).words)
    const bare = linked().actions.post({ author: ctx.account.id, commentary: text, content: null, parent: null })
    expect(bare.words).toBe('Le pain ')
  })

  it('publishes several pictures, a document, a card with its picture, a poll, and shares a post with words', async () => {
    const ctx = await open('formats')
    const pdf: Media = { ...picture, id: 'd', mimeType: 'application/pdf', alt: { kind: 'text', text: 'La carte' } }
    const many = await publish(ctx, { ...options, items: [{ text: 'Trois vues', media: [picture, picture, picture] }] })
    const document = await publish(ctx, { ...options, items: [{ text: 'La carte', media: [pdf] }] })
    const card = { url: 'https://levain.example/pain', title: 'La recette', description: 'Pas à pas', thumb: picture }
    const link = await publish(ctx, { ...options, card, items: [{ text: 'Lisez', media: [] }] })
    const poll = { options: ['Seigle', 'Épeautre'], multiple: false, seconds: 3 * 86_400 }
    const asked = await publish(ctx, { ...options, poll, items: [{ text: 'Quel pain ?\n\nDites-nous tout.', media: [] }] })
    const quoted = many.receipts.at(-1)?.ref ?? null
    const shared = await publish(ctx, { ...options, quoteOf: quoted, items: [{ text: 'À revoir', media: [] }] })
    const { items } = await connector.history(ctx, null)
    expect(items.map(({ format, text }) => [format, text])).toEqual([
      ['text', 'À revoir'],
      ['poll', 'Quel pain ?\n\nDites-nous tout.'],
      ['link', 'Lisez'],
      ['document', 'La carte'],
      ['carousel', 'Trois vues'],
    ])
    expect(items.at(-1)?.imageUrls).toMatchObject([{ alt: 'Une miche' }, { alt: 'Une miche' }, { alt: 'Une miche' }])
    expect(madeBy(shared.receipts[0]?.ref ?? null).parent).toBe(quoted?.id)
    expect(madeBy(asked.receipts[0]?.ref ?? null).content).toEqual({
      poll: { question: 'Quel pain ?', options: [{ text: 'Seigle' }, { text: 'Épeautre' }], settings: { duration: 'THREE_DAYS' } },
    })
    for (const { acts, receipts } of [many, document, link, asked, shared]) {
      const last = step(connector.complete(acts, acts.length - 1, receipts))
      expect((await connector.reconcile(ctx, last, since(ctx))).kind).toBe('there')
    }
  })

  it('sends a film in the pieces that LinkedIn names, never whole, waits, and publishes it', async () => {
    const ctx = await open('film')
    linked().actions.settings.filmDelayMs = 600
    const size = 9 * 1024 * 1024
    const read: [number, number][] = []
    const readMedia: SendContext['readMedia'] = async (_id, range) => {
      read.push([range?.start ?? -1, range?.end ?? -1])
      return Buffer.alloc((range?.end ?? 0) - (range?.start ?? 0), 7)
    }
    const film: Media = { ...picture, mimeType: 'video/mp4', bytes: size, seconds: 12 }
    const { receipts } = await publish({ ...ctx, readMedia }, { ...options, items: [{ text: 'Le four', media: [film] }] })
    linked().actions.settings.filmDelayMs = 0
    const MB4 = 4 * 1024 * 1024
    expect(read).toEqual([
      [0, MB4],
      [MB4, 2 * MB4],
      [2 * MB4, size],
    ])
    expect(madeBy(receipts.at(-1)?.ref ?? null).id).toMatch(/^urn:li:ugcPost:/)
    expect((await connector.history(ctx, null)).items).toMatchObject([{ format: 'video', text: 'Le four' }])
  })

  it('sends a file to no place that it does not know', async () => {
    const ctx = await open('ailleurs')
    const elsewhere: typeof fetch = async (input, init) => {
      const response = await fetch(input, init)
      const told = (await response.clone().json()) as { value?: object }
      return Response.json({ value: { ...told.value, uploadUrl: 'https://elsewhere.example/dms' } })
    }
    await expect(connector.send({ ...ctx, fetch: elsewhere }, step({ kind: 'media', media: picture }))).rejects.toMatchObject({
      kind: 'bad_answer',
      nextStep: 'ask_person',
      sent: 'no',
    })
  })

  it('comments first itself, answers an answer below its first comment, changes and deletes what it said', async () => {
    const ctx = await open('fils')
    const { receipts } = await publish(ctx, {
      ...options,
      firstComment: 'Le lien : https://levain.example',
      items: [{ text: 'Nouveau', media: [] }],
    })
    const [root, own] = receipts.map(({ ref }) => ref)
    if (!root || !own) throw new Error('no references')
    expect([...store().memory.comments.values()].find(({ urn }) => urn === own.id)).toMatchObject({ object: root.id, parentComment: null })
    const karim = memberUrn(store().member('karim').id)
    const nested = linked().actions.comment({ actor: karim, object: root.id, parentComment: own.id, text: 'Merci', image: null })
    const told = (await connector.replies(ctx, root)).find(({ id }) => id === nested.urn)
    expect(told).toMatchObject({ text: 'Merci', parent: { id: own.id }, ref: { version: own.id } })
    const reply = { parent: told?.ref ?? root, root, visibility: 'public', mention: null } as const
    const answer = await connector.send(ctx, posting('Avec plaisir', { reply }))
    expect(store().memory.comments.get(answer.ref?.id ?? '')).toMatchObject({ parentComment: own.id, text: 'Avec plaisir' })
    // A notification does not say that the comment is itself an answer: it is asked.
    const untold = { ...reply, parent: { id: nested.urn, version: null, url: null } }
    const second = await connector.send(ctx, posting('Et à bientôt', { reply: untold }))
    expect(store().memory.comments.get(second.ref?.id ?? '')).toMatchObject({ parentComment: own.id })
    expect((await connector.reconcile(ctx, posting('Et à bientôt', { reply: untold }), since(ctx))).kind).toBe('there')
    if (!answer.ref) throw new Error('no reference')
    const edit = step({ kind: 'edit', target: answer.ref, item: { text: 'Avec joie', media: [] }, options, media: [] })
    await connector.send(ctx, edit)
    expect((await connector.reconcile(ctx, edit, since(ctx))).kind).toBe('there')
    const remove = step({ kind: 'delete', target: { ...told?.ref, id: nested.urn, version: null, url: null }, of: 'post' })
    await connector.send(ctx, remove)
    expect(store().memory.comments.has(nested.urn)).toBe(false)
  })

  it('closes a post to comments when nobody may answer', async () => {
    const ctx = await open('clos')
    const { acts, receipts } = await publish(ctx, { ...options, whoMayReply: 'nobody', items: [{ text: 'Sans réponse', media: [] }] })
    expect(madeBy(receipts[0]?.ref ?? null).commentsState).toBe('CLOSED')
    expect((await connector.reconcile(ctx, step(connector.complete(acts, 1, receipts)), since(ctx))).kind).toBe('there')
  })

  it('tells a duplicate as such, with the words that name the post that stands', async () => {
    const ctx = await open('double')
    const { ref } = await connector.send(ctx, posting('Deux fois'))
    const failure: unknown = await connector.send(ctx, posting('Deux fois')).catch((error: unknown) => error)
    expect(failure).toMatchObject({ kind: 'duplicate', nextStep: 'reconcile', sent: 'no' })
    expect((failure as { said: string }).said).toContain(ref?.id)
    expect(await connector.reconcile(ctx, posting('Deux fois'), since(ctx))).toMatchObject({
      kind: 'there',
      receipt: { ref: { id: ref?.id } },
    })
  })

  it('waits until midnight UTC for the quota of a day, and asks a person when its version has ended', async () => {
    const ctx = await open('quota')
    linked().actions.settings.rate = {
      limit: 0,
      message: 'Resource level throttle APPLICATION DAY limit for calls to this resource is reached.',
    }
    const failure: unknown = await connector.send(ctx, posting('Trop')).catch((error: unknown) => error)
    linked().actions.settings.rate = null
    const left = 86_400 - (Math.floor(ctx.now().getTime() / 1000) % 86_400)
    expect(failure).toMatchObject({ kind: 'rate_limited', nextStep: 'wait', sent: 'no' })
    expect(Math.abs((failure as { retryAfterSeconds: number }).retryAfterSeconds - left)).toBeLessThan(5)
    linked().actions.settings.versions = ['202808']
    await expect(connector.send(ctx, posting('Trop vieux'))).rejects.toMatchObject({
      kind: 'not_supported',
      nextStep: 'ask_person',
      sent: 'no',
    })
    linked().actions.settings.versions = ['202607']
  })

  it('reads edits and deletions of comments, by their own time', async () => {
    const ctx = await open('suites')
    const { ref } = await connector.send(ctx, posting('À commenter'))
    const actor = memberUrn(store().member('lea').id)
    const said = linked().actions.comment({ actor, object: ref?.id ?? '', parentComment: null, text: 'Bravo', image: null })
    const first = await connector.inbox(ctx, null)
    expect(first.items).toMatchObject([{ kind: 'message', message: { text: 'Bravo', author: { handle: 'lea', name: 'lea Exemple' } } }])
    linked().actions.editComment(said, 'Bravo !')
    linked().actions.deleteComment(said)
    const second = await connector.inbox(ctx, first.cursor)
    expect(second.items).toMatchObject([
      { kind: 'edited', id: said.urn, text: 'Bravo !' },
      { kind: 'deleted', id: said.urn },
    ])
    expect((await connector.inbox(ctx, second.cursor)).items).toEqual([])
  })
})

describe('linkedin for a person', () => {
  it('says that comments and the past are not read, asks for none, and publishes all the same', async () => {
    const ctx = await asPerson('claire')
    const can = connector.capabilitiesOf?.(ctx.account, ctx.credentials)
    expect(can?.reads).toMatchObject({ replies: { can: false, why: 'not_by_api' }, history: { can: false, why: 'not_by_api' } })
    expect(can?.once).toEqual({ kind: 'blind' })
    const { ref } = await connector.send(ctx, posting('En mon nom'))
    expect(madeBy(ref).author).toBe(ctx.account.id)
    expect(await connector.inbox(ctx, null)).toEqual({ items: [], cursor: null, more: false })
    expect(await connector.history(ctx, null)).toEqual({ items: [], cursor: null, more: false })
    expect(await connector.postMetrics(ctx, ref ? [ref] : [])).toEqual(new Map())
    expect(await connector.reconcile(ctx, posting('En mon nom'), since(ctx))).toEqual({ kind: 'cannot_know', why: 'scope_missing' })
  })

  it('reads figures where the restricted right was given', async () => {
    const scopes = ['openid', 'w_member_social', 'r_member_postAnalytics']
    const ctx = await open('paul', { handle: 'in/paul', token: store().tokenFor('paul', scopes) })
    const { ref } = await connector.send(ctx, posting('Chiffres'))
    if (!ref) throw new Error('no reference')
    const entitled = { ...ctx, credentials: { ...ctx.credentials, scopes } }
    expect((await connector.postMetrics(entitled, [ref])).get(ref.id)).toContainEqual({
      code: 'impressions',
      name: 'IMPRESSION',
      value: 12,
    })
    expect(connector.capabilitiesOf?.(entitled.account, entitled.credentials).reads.metrics).toEqual({ can: true })
  })
})

describe('linkedin’s own requests', () => {
  it('tells LinkedIn where to push, for who administers the page', async () => {
    const ctx = await open('abonné', { applicationId: store().app.applicationId })
    await connector.hook?.register?.(ctx, 'https://pupitre.example/hooks/1')
    expect(store().memory.subscriptions.get(ctx.account.id)).toBe('https://pupitre.example/hooks/1')
    await expect(connector.hook?.register?.(await open('sans-numéro'), 'https://x.example')).rejects.toMatchObject({
      kind: 'not_supported',
    })
  })
})

describe('linkedin when the line breaks', () => {
  it.each(['lost_answer', 'late_effect'] as const)('%s: found by reading back, and not sent again', async (kind) => {
    const ctx = await open(`panne-${kind}`)
    const one = posting(`Panne ${kind}`)
    const from = since(ctx)
    sandbox.faults.add({ kind, method: 'POST', path: '/rest/posts', ms: 50 })
    await expect(connector.send(ctx, one)).rejects.toMatchObject({ kind: 'timeout', nextStep: 'reconcile', sent: 'unknown' })
    await new Promise((resolve) => setTimeout(resolve, 120))
    expect((await connector.reconcile(ctx, one, from)).kind).toBe('there')
  })

  it('asked and answered nothing that its table of documented fields does not know', () => {
    expect(held.faults).toEqual([])
    process.stdout.write(`linkedin: ${held.operations.size} operations, ${held.fields.size} fields held to a table of documented fields\n`)
  })
})
