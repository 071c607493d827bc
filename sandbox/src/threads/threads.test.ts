import { connectorOf, type Connected, type RemoteRef } from '@pupitre/networks'
import { testConnector, type World } from '@pupitre/networks/conformance'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startSandbox, type Sandbox } from '../index.ts'
import { agreed, benchOf, film, messagesOf, options, picture, PIXEL, posting, refTo, since, stepOf } from '../meta/bench.ts'
import { hookOf, proofOf } from '../meta/webhook.ts'
import { reportHeld, specificationOf, type Held } from '../specification.ts'
import { holdToThreads } from './specification.ts'

let sandbox: Sandbox
let held: Held | null = null
const connector = connectorOf('threads')
const file = specificationOf('threads/threads-api.postman_collection.json')

beforeAll(async () => {
  sandbox = await startSandbox({ seed: 9 })
  held = holdToThreads((input, init) => globalThis.fetch(input, init))
})
afterAll(() => {
  reportHeld('threads', held)
  return sandbox.close()
})

const store = () => sandbox.threads.store
const memory = () => store().memory
const actions = () => sandbox.threads.actions
const fetching: NonNullable<World['fetch']> = (input, init) => (held?.fetch ?? globalThis.fetch)(input, init)
const fields = async (name: string) => ({ server: sandbox.url, token: store().tokenFor(name) })
const { connecting, open, publish } = benchOf({ connector, fetch: fetching, now: () => sandbox.clock.now(), fields })
const withApp = () => ({ clientId: store().app.clientId, clientSecret: store().app.clientSecret })
const mediaAddress = (id: string) => `https://levain.example/media/${id}`
const postAt = (ref: RemoteRef | null) => memory().posts.get(ref?.id ?? '')

const world: World = {
  fetch: fetching,
  fields,
  person: async (name) => {
    const { id } = store().user(name)
    return {
      handle: name,
      reply: async (to, _root, text) => refTo(actions().post({ userId: id, text, replyTo: to.id }).id),
      mention: async (handle, text) => refTo(actions().post({ userId: id, text: `@${handle} ${text}` }).id),
      like: async (target) => void postAt(target)?.likes.add(id),
    }
  },
  settle: async () => undefined,
  mediaAddress,
  countPosts: async ({ account }: Connected, text) =>
    store()
      .postsOf(account.id)
      .filter((post) => post.text === text).length,
  posts: async (connected) => {
    const ctx = { ...connecting(), ...connected, onCredentials: async () => undefined }
    const replies = store()
      .postsOf(connected.account.id)
      .filter(({ replyTo }) => replyTo !== null)
    const shown = replies.map((post) => ({
      ref: refTo(post.id),
      text: post.text,
      format: 'text' as const,
      imageUrls: [],
      parent: refTo(post.replyTo ?? ''),
    }))
    return [...(await connector.history(ctx, null)).items, ...shown]
  },
  textOf: (length) => {
    const awkward = '👩‍👩‍👧‍👦 🇫🇷 e\u0301 خبز @lea https://exemple.fr/une/adresse?avec=des&parametres #été fin '
    return awkward + 'ï'.repeat(length - connector.measure(awkward).length)
  },
  image: () => ({ bytes: PIXEL, mimeType: 'image/png', width: 1, height: 1 }),
}

testConnector(connector, world)

describe('connecting a profile', () => {
  it('goes the whole way, and renews the token a week before its end', async () => {
    const begun = await connector.connect.start?.(connecting(), { server: sandbox.url, ...withApp() })
    if (!begun) throw new Error('not begun')
    expect(new URL(begun.url).searchParams.get('scope')).toContain('threads_read_replies')
    const connected = await connector.connect.finish?.(connecting(), begun.pending, await agreed(begun.url, 'levain'))
    if (!connected) throw new Error('not connected')
    expect(connected.account).toMatchObject({ id: store().user('levain').id, handle: 'levain' })
    const ctx = { ...connecting(), ...connected, onCredentials: async () => undefined }
    expect(await connector.refresh(ctx)).toBe(connected.credentials)
    sandbox.clock.advance(54 * 86_400_000)
    const next = await connector.refresh(ctx)
    expect(next.secret).toMatchObject(withApp())
    expect(await connector.whoAmI({ ...ctx, credentials: next })).toMatchObject({ handle: 'levain' })
    sandbox.clock.reset()
    await expect(
      connector.connect.finish?.(connecting(), { ...begun.pending, state: 'x' }, new URLSearchParams({ code: 'x' })),
    ).rejects.toMatchObject({ kind: 'forbidden' })
    await expect(open('porte', { token: 'THAAnobody-ever-had-this' })).rejects.toMatchObject({
      kind: 'unauthorized',
      nextStep: 'reconnect',
    })
  })
})

describe('what a profile publishes', () => {
  it('a carousel of pictures and a film, in a thread, with the first comment at the end', async () => {
    const ctx = { ...(await open('carrousel')), mediaAddress }
    const items = [
      { text: 'Le four', media: [] },
      { text: 'Trois vues', media: [picture, film, picture] },
      { text: 'Une vue', media: [picture] },
    ]
    const { steps, receipts } = await publish(ctx, { items, firstComment: '#pain' })
    const posts = receipts.flatMap(({ ref }) => (ref ? [postAt(ref)] : []))
    expect(posts.map((post) => post?.text)).toEqual(['Le four', 'Trois vues', 'Une vue', '#pain'])
    expect(posts.map((post) => post?.replyTo ?? null)).toEqual([null, posts[0]?.id, posts[1]?.id, posts[2]?.id])
    expect(posts[1]).toMatchObject({ type: 'CAROUSEL', parts: [{ alt: 'Une miche' }, { type: 'VIDEO' }, {}] })
    for (const step of steps.filter(({ act }) => act.kind === 'post'))
      expect((await connector.reconcile(ctx, step, since(ctx))).kind).toBe('there')
  })

  it('a card, a poll, a quote, and who may answer', async () => {
    const ctx = await open('options')
    const card = { url: 'https://levain.example/carte', title: '', description: '', thumb: null }
    const linked = await connector.send(ctx, posting('La carte', { options: { ...options, card } }))
    expect(postAt(linked.ref)).toMatchObject({ link: 'https://levain.example/carte' })
    const poll = { options: ['Seigle', 'Blé'], multiple: false, seconds: 86_400 }
    const asked = await connector.send(ctx, posting('Lequel ?', { options: { ...options, poll, whoMayReply: 'followed' } }))
    expect(postAt(asked.ref)).toMatchObject({ poll: { options: ['Seigle', 'Blé'] }, who: 'accounts_you_follow' })
    const quoted = await connector.send(ctx, posting('À relire', { options: { ...options, quoteOf: linked.ref } }))
    expect(postAt(quoted.ref)).toMatchObject({ quoteOf: linked.ref?.id })
    expect((await connector.history(ctx, null)).items.map(({ format }) => format)).toEqual(['text', 'poll', 'link'])
  })

  it('the container is the key: it tells whether it was published, and is published once', async () => {
    const ctx = { ...(await open('cle')), mediaAddress }
    const acts = connector.plan({ ...options, items: [{ text: 'Une fois', media: [picture] }] }, null)
    const whole = await connector.send(ctx, stepOf(connector.complete(acts, 0, [])))
    const last = stepOf(connector.complete(acts, 1, [whole]))
    expect((await connector.reconcile(ctx, last, since(ctx))).kind).toBe('not_there')
    sandbox.faults.add({ kind: 'lost_answer', method: 'POST', path: '/v1.0/me/threads_publish' })
    await expect(connector.send(ctx, last)).rejects.toMatchObject({ kind: 'timeout', sent: 'unknown', nextStep: 'reconcile' })
    expect((await connector.reconcile(ctx, last, since(ctx))).kind).toBe('there')
    await expect(connector.send(ctx, last)).rejects.toMatchObject({ sent: 'no' })
    expect(store().postsOf(ctx.account.id)).toHaveLength(1)
  })

  it('finds the post where only the number of its container was answered', async () => {
    const ctx = await open('conteneur')
    actions().settings.answersContainer = true
    const { ref } = await connector.send(ctx, posting('Par son conteneur'))
    actions().settings.answersContainer = false
    expect(postAt(ref)).toMatchObject({ text: 'Par son conteneur' })
    expect(ref?.url).toContain('https://www.threads.net/')
  })

  it('waits for a film; says that it cannot publish a picture where nobody can fetch it', async () => {
    const ctx = { ...(await open('attente')), mediaAddress }
    actions().settings.filmDelayMs = 700
    const { ref } = await publish(ctx, { items: [{ text: 'Patience', media: [film] }] })
    actions().settings.filmDelayMs = 0
    expect(postAt(ref)).toMatchObject({ type: 'VIDEO', text: 'Patience' })
    await expect(publish(await open('attente'), { items: [{ text: 'x', media: [picture] }] })).rejects.toMatchObject({
      kind: 'not_supported',
      nextStep: 'ask_person',
      sent: 'no',
    })
  })

  it('does not choose between two that say the same, nor take an older twin', async () => {
    const ctx = await open('jumeaux')
    for (let n = 0; n < 2; n++) await connector.send(ctx, posting('Deux fois'))
    expect(await connector.reconcile(ctx, posting('Deux fois'), since(ctx))).toEqual({ kind: 'cannot_know', why: 'several_match' })
    sandbox.clock.advance(60_000)
    expect((await connector.reconcile(ctx, posting('Deux fois'), since(ctx))).kind).toBe('not_there')
    sandbox.clock.reset()
  })

  it('reads what of a day was used, and tells when it is used up', async () => {
    const ctx = await open('quota')
    const { quota } = actions().settings
    await connector.send(ctx, posting('Le premier'))
    expect((await connector.limits(ctx)).quotas).toEqual([
      { what: 'post', used: 1, max: 250, seconds: 86_400 },
      { what: 'reply', used: 0, max: 1_000, seconds: 86_400 },
      { what: 'delete', used: 0, max: 100, seconds: 86_400 },
    ])
    quota.post = 1
    await expect(connector.send(ctx, posting('Le second'))).rejects.toMatchObject({ kind: 'rate_limited', nextStep: 'wait', sent: 'no' })
    quota.post = 250
  })

  it.each(['lost_answer', 'late_effect'] as const)('%s: looked for, found, not sent again', async (kind) => {
    const ctx = await open(`panne-${kind}`)
    const next = posting(`Panne ${kind}`)
    const from = since(ctx)
    sandbox.faults.add({ kind, method: 'POST', path: '/v1.0/me/threads', ms: 50 })
    await expect(connector.send(ctx, next)).rejects.toMatchObject({ kind: 'timeout', nextStep: 'reconcile', sent: 'unknown' })
    await new Promise((resolve) => setTimeout(resolve, 120))
    expect((await connector.reconcile(ctx, next, from)).kind).toBe('there')
  })
})

describe('what comes to a profile', () => {
  it('answers to answers, names, each once, and none of its own; also without mentions granted', async () => {
    const ctx = await open('fil')
    const { ref } = await connector.send(ctx, posting('Qui répond ?'))
    const theirs = actions().post({ userId: store().user('lea').id, text: '@fil moi', replyTo: ref?.id ?? '' })
    await connector.send(
      ctx,
      posting('Merci', { reply: { parent: refTo(theirs.id), root: ref as RemoteRef, visibility: 'public', mention: null } }),
    )
    actions().post({ userId: store().user('karim').id, text: 'Moi aussi', replyTo: theirs.id })
    const messages = messagesOf(await connector.inbox(ctx, null))
    expect(messages.map(({ kind, text }) => `${kind} ${text}`)).toEqual(['reply @fil moi', 'reply Moi aussi'])
    expect(messages[1]).toMatchObject({ parent: { id: theirs.id }, root: { id: ref?.id }, author: { handle: 'karim' } })
    const token = store().tokenFor('fil', ['threads_basic', 'threads_read_replies'])
    expect(messagesOf(await connector.inbox(await open('fil', { token }), null))).toHaveLength(2)
  })

  it('is told by webhook, proves its address, and believes nothing of another', async () => {
    const ctx = await open('annonces', withApp())
    const heard = (said: unknown, by = store().app.clientSecret) =>
      connector.hook?.receive(hookOf(by, said), ctx.credentials, ctx.account, ctx.now())
    const value = {
      id: '8901234',
      username: 'lea',
      text: 'Merci',
      media_type: 'TEXT_POST',
      replied_to: { id: '567890' },
      root_post: { id: '123456', owner_id: ctx.account.id, username: 'annonces' },
      timestamp: '2026-11-28T10:33:16+0000',
    }
    const told = (field: string, one: object) => ({
      app_id: '1',
      topic: 'moderate',
      target_id: '78901',
      time: 1_795_888_800,
      values: { value: one, field },
    })
    expect(heard(told('replies', value))).toMatchObject({
      news: [
        {
          account: ctx.account.id,
          signals: [
            {
              message: {
                kind: 'reply',
                id: '8901234',
                parent: { id: '567890' },
                root: { id: '123456' },
                sentAt: '2026-11-28T10:33:16.000Z',
              },
            },
          ],
        },
      ],
    })
    expect(heard(told('mentions', { ...value, root_post: undefined }))).toMatchObject({
      news: [{ account: null, signals: [{ message: { kind: 'mention' } }] }],
    })
    expect(heard(told('replies', { ...value, username: 'annonces' }))).toMatchObject({ news: [{ signals: [] }] })
    expect(heard(told('delete', { id: '55', deleted_at: '2026-11-28T10:00:00+0000' }))).toMatchObject({
      news: [{ signals: [{ kind: 'deleted', id: '55' }] }],
    })
    expect(heard(told('publish', value))).toMatchObject({ news: [{ signals: [] }] })
    expect(heard(told('replies', value), 'another')).toEqual({ kind: 'refused', why: 'signature' })
    const word = connector.hook?.word?.(ctx.credentials)
    expect(connector.hook?.receive(proofOf(word ?? ''), ctx.credentials, ctx.account, ctx.now())).toMatchObject({
      kind: 'answer',
      body: '1158201444',
    })
  })
})

describe('the collection of requests', () => {
  it.runIf(file)('asked and answered nothing that it does not know', () => {
    expect(held?.faults).toEqual([])
    expect(held?.operations.size).toBeGreaterThanOrEqual(17)
    process.stdout.write(`threads: ${held?.operations.size} operations, ${held?.fields.size} fields held to the collection\n`)
  })

  it.runIf(file)('finds a parameter, a field and an address that it does not know', async () => {
    const hold = holdToThreads(async () => Response.json({ id: '1', surprise: 1 }))
    await hold?.fetch('https://graph.threads.net/v1.0/me/nothing')
    await hold?.fetch('https://graph.threads.net/v1.0/me/threads?loud=1&fields=id,colour')
    expect(hold?.faults).toEqual([
      'GET /me/nothing: not in the collection',
      'GET /me/threads: loud is not a parameter',
      'GET /me/threads: colour is not a field',
      'GET /me/threads answer: surprise is neither a field nor in an example',
    ])
  })
})

if (!file) process.stdout.write('threads: skipped, its collection is not beside the repository (PUPITRE_SPECS)\n')
