import {
  connectorOf,
  type Connected,
  type HookReading,
  type InboundMessage,
  type RemoteRef,
  type ReplyTarget,
  type SendContext,
} from '@pupitre/networks'
import { testConnector, type World } from '@pupitre/networks/conformance'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { holdToTable } from '../documented.ts'
import { startSandbox, type Sandbox } from '../index.ts'
import { benchOf, film, picture, PIXEL, posting, since, stepOf } from '../meta/bench.ts'
import { hookOf, proofOf } from '../meta/webhook.ts'
import { reportHeld, type Held } from '../specification.ts'
import { OPERATIONS, REFUSAL } from './documented.ts'
import { failedOf, toldOf } from './entities.ts'
import type { Message } from './store.ts'

let sandbox: Sandbox
let held: Held
const connector = connectorOf('whatsapp')

beforeAll(async () => {
  sandbox = await startSandbox({ seed: 10 })
  held = holdToTable({ network: 'whatsapp', ask: (input, init) => globalThis.fetch(input, init), operations: OPERATIONS, refusal: REFUSAL })
})
afterAll(() => {
  reportHeld('whatsapp', held)
  return sandbox.close()
})

const store = () => sandbox.whatsapp.store
const memory = () => store().memory
const actions = () => sandbox.whatsapp.actions
const app = () => sandbox.facebook.store.app
const fetching: NonNullable<World['fetch']> = (input, init) => held.fetch(input, init)
const fields = async (name: string) => {
  const { businessId, shown } = store().number(name)
  return { server: sandbox.url, businessId, handle: shown, token: store().tokenFor(name), ...app() }
}
const { open, publish } = benchOf({ connector, fetch: fetching, now: () => sandbox.clock.now(), fields })

const refOf = (message: Message): RemoteRef => ({ id: `dm/${message.personId}/${message.id}`, version: null, url: null })
const messageAt = (ref: Pick<RemoteRef, 'id'> | null) => {
  const found = memory().messages.get(ref?.id.split('/').slice(2).join('/') ?? '')
  if (!found) throw new Error(`no message ${ref?.id}`)
  return found
}
const toPerson = (message: Message): ReplyTarget => ({ parent: refOf(message), root: refOf(message), visibility: 'direct', mention: null })
const writing = (numberId: string, name: string, text: string) => actions().write({ numberId, personId: store().person(name).id, text })

const world: World = {
  fetch: fetching,
  fields,
  pushed: true,
  to: async ({ account }: Connected) => toPerson(writing(account.id, 'lea', 'Bonjour')),
  person: async (name) => {
    const { id } = store().person(name)
    const reply = async (to: RemoteRef, _root: RemoteRef, text: string) => {
      const answered = messageAt(to)
      return refOf(actions().write({ numberId: answered.numberId, personId: id, text, answers: answered.id }))
    }
    return {
      id,
      handle: `+${id}`,
      reply,
      mention: async () => Promise.reject(new Error('nobody is named here')),
      like: async (target) => actions().react(messageAt(target).id, id, '❤️'),
    }
  },
  settle: async () => undefined,
  countPosts: async ({ account }, text) =>
    [...memory().messages.values()].filter((one) => one.numberId === account.id && one.isOurs && one.text === text).length,
  posts: async ({ account }) =>
    [...memory().messages.values()]
      .filter((one) => one.numberId === account.id && one.isOurs)
      .map((one) => ({
        ref: refOf(one),
        text: one.text,
        format: one.type,
        imageUrls: one.type === 'image' ? [{ url: 'https://scontent.example/x', alt: '' }] : [],
        parent: one.answers === null ? null : { id: `dm/${one.personId}/${one.answers}`, version: null, url: null },
      })),
  isBlocked: async (id, { account }) => memory().blocked.has(`${account.id}/${id}`),
  textOf: (length) => {
    const awkward = '👩‍👩‍👧‍👦 🇫🇷 e\u0301 خبز *gras* https://exemple.fr/une/adresse?avec=des&parametres fin '
    return awkward + 'ï'.repeat(length - connector.measure(awkward).length)
  },
  image: () => ({ bytes: PIXEL, mimeType: 'image/png', width: 1, height: 1 }),
}

testConnector(connector, world)

describe('connecting a number', () => {
  it('by the business account, and by its number where there are several', async () => {
    const { account, credentials } = await open('principal')
    expect(account).toMatchObject({
      id: store().number('principal').id,
      name: 'Maison principal',
      handle: store().number('principal').shown,
    })
    expect(credentials.secret).toMatchObject({ businessId: store().business('principal').id, ...app() })
    const { businessId } = store().number('double')
    memory().numbers.set('109999999999', { id: '109999999999', businessId, shown: '+33 4 00 00 00 00', name: 'Autre' })
    await expect(open('double', { handle: '' })).rejects.toMatchObject({ kind: 'not_found', nextStep: 'fix_content' })
    expect((await open('double', { handle: '+33400000000' })).account.id).toBe('109999999999')
  })

  it('refuses a token of nobody, and what is no number of an account; tells a number that is gone', async () => {
    await expect(open('porte', { token: 'EAAnobody-ever-had-this' })).rejects.toMatchObject({ kind: 'unauthorized', nextStep: 'reconnect' })
    await expect(open('porte', { businessId: 'levain' })).rejects.toMatchObject({ kind: 'not_found', sent: 'no' })
    const ctx = await open('disparu')
    memory().numbers.delete(ctx.account.id)
    await expect(connector.whoAmI(ctx)).rejects.toMatchObject({ kind: 'account_gone', nextStep: 'ask_person' })
  })
})

const news = (reading: HookReading | undefined) => (reading?.kind === 'news' ? reading.news : [])
const messagesIn = (reading: HookReading | undefined): InboundMessage[] =>
  news(reading).flatMap(({ signals }) => signals.flatMap((signal) => (signal.kind === 'message' ? [signal.message] : [])))

describe('conversations of a number', () => {
  const heard = (ctx: SendContext, said: unknown, secret = app().clientSecret) =>
    connector.hook?.receive(hookOf(secret, said), ctx.credentials, ctx.account, ctx.now())

  it('are told, answered within a day, and not after it', async () => {
    const ctx = await open('conversation')
    const written = writing(ctx.account.id, 'karim', 'Avez-vous du seigle ?')
    const reading = heard(ctx, toldOf(store(), [written]))
    const [message] = messagesIn(reading)
    expect(news(reading)).toMatchObject([{ account: ctx.account.id, look: false }])
    expect(message).toMatchObject({
      id: `dm/${written.id}`,
      kind: 'direct',
      text: 'Avez-vous du seigle ?',
      author: { name: 'karim', handle: `+${written.personId}` },
    })
    expect(Date.parse(message?.replyBefore ?? '') - Date.parse(message?.sentAt ?? '')).toBe(86_400_000)
    const { ref } = await connector.send(ctx, posting('Oui !', { reply: toPerson(written) }))
    expect(messageAt(ref)).toMatchObject({ text: 'Oui !', answers: written.id, personId: written.personId })
    sandbox.clock.advance(25 * 3_600_000)
    await expect(connector.send(ctx, posting('Trop tard', { reply: toPerson(written) }))).rejects.toMatchObject({
      kind: 'forbidden',
      nextStep: 'ask_person',
      sent: 'no',
    })
    sandbox.clock.reset()
  })

  it.each([
    ['image', picture],
    ['video', { ...film, bytes: 70 }],
  ] as const)('an answer with a %s and its words', async (type, media) => {
    const ctx = await open(`fichier-${type}`)
    const reply = toPerson(writing(ctx.account.id, 'lea', 'Une photo ?'))
    const { steps, ref } = await publish(ctx, { items: [{ text: 'La voici', media: [media] }] }, reply)
    expect(steps.map(({ act }) => act.kind)).toEqual(['media', 'post'])
    expect(messageAt(ref)).toMatchObject({ type, text: 'La voici' })
    expect(memory().files.has(messageAt(ref).fileId ?? '')).toBe(true)
    expect((await connector.reconcile(ctx, steps[0] as never, since(ctx))).kind).toBe('not_there')
  })

  it('nothing is published, and an answer that was lost is a question to a person', async () => {
    const ctx = await open('perdu')
    await expect(connector.send(ctx, posting('À tous'))).rejects.toMatchObject({ kind: 'not_supported', sent: 'no' })
    const answer = posting('Perdu', { reply: toPerson(writing(ctx.account.id, 'lea', 'Ouvert ?')) })
    sandbox.faults.add({ kind: 'lost_answer', method: 'POST', path: '*/messages' })
    await expect(connector.send(ctx, answer)).rejects.toMatchObject({ kind: 'timeout', sent: 'unknown', nextStep: 'reconcile' })
    expect(await connector.reconcile(ctx, answer, since(ctx))).toEqual({ kind: 'cannot_know', why: 'not_readable' })
  })

  it('an answer that was taken and never brought is told, with why; one that was read is no news', async () => {
    const ctx = await open('non-remis')
    const { ref } = await connector.send(ctx, posting('Oui !', { reply: toPerson(writing(ctx.account.id, 'lea', 'Ouvert ?')) }))
    const error = { code: 131049, title: 'This message was not delivered', details: 'Meta chose not to deliver.' }
    const told = failedOf(store(), messageAt(ref), error)
    const [reading] = news(heard(ctx, told))
    expect(reading).toMatchObject({
      account: ctx.account.id,
      signals: [{ kind: 'undelivered', id: ref?.id, said: 'Meta chose not to deliver.' }],
    })
    const read = JSON.parse(JSON.stringify(told).replace('"failed"', '"read"')) as unknown
    expect(news(heard(ctx, read))).toMatchObject([{ signals: [] }])
  })

  it('a heart, and blocking somebody who wrote within a day', async () => {
    const ctx = await open('gestes')
    const written = writing(ctx.account.id, 'lea', 'Merci !')
    await connector.send(ctx, stepOf({ kind: 'like', target: refOf(written) }))
    expect(memory().reactions.get(`${written.id} ${ctx.account.id}`)).toBe('❤️')
    for (const blocked of [true, false]) {
      const block = stepOf({ kind: 'block', person: written.personId, blocked })
      expect((await connector.reconcile(ctx, block, since(ctx))).kind).toBe('not_there')
      await connector.send(ctx, block)
      expect((await connector.reconcile(ctx, block, since(ctx))).kind).toBe('there')
    }
    const stranger = stepOf({ kind: 'block', person: store().person('inconnu').id, blocked: true })
    await expect(connector.send(ctx, stranger)).rejects.toMatchObject({ kind: 'forbidden', nextStep: 'ask_person', sent: 'no' })
  })

  it('several numbers of one account in one request, replayed, and never another’s', async () => {
    const ctx = await open('accueil')
    const one = toldOf(store(), [writing(ctx.account.id, 'lea', 'Un'), writing(ctx.account.id, 'karim', 'Deux')])
    const other = toldOf(store(), [writing(store().number('atelier').id, 'lea', 'Trois')])
    const both = { object: 'whatsapp_business_account', entry: [...one.entry, ...other.entry] }
    expect(news(heard(ctx, both)).map(({ account, signals }) => [account, signals.length])).toEqual([
      [ctx.account.id, 2],
      [store().number('atelier').id, 1],
    ])
    expect(messagesIn(heard(ctx, one)).map(({ id }) => id)).toEqual(messagesIn(heard(ctx, one)).map(({ id }) => id))
    expect(heard(ctx, both, 'another')).toEqual({ kind: 'refused', why: 'signature' })
    expect(heard(ctx, { object: 'page', entry: one.entry })).toEqual({ kind: 'news', news: [] })
  })

  it('registers its address by software, and proves that it is there', async () => {
    const ctx = await open('adresse')
    await connector.hook?.register?.(ctx, 'https://levain.example/api/v1/hooks/1')
    expect(memory().businesses.get(store().business('adresse').id)?.listening).toBe(true)
    const subscription = sandbox.facebook.store.memory.subscriptions.get('whatsapp_business_account')
    expect(subscription).toMatchObject({ callback: 'https://levain.example/api/v1/hooks/1', fields: ['messages'] })
    expect(connector.hook?.receive(proofOf(subscription?.word ?? ''), ctx.credentials, ctx.account, ctx.now())).toMatchObject({
      kind: 'answer',
      body: '1158201444',
    })
  })

  it('tells a picture that is none', async () => {
    const ctx = await open('refus')
    const readMedia = async () => Buffer.from('no picture')
    await expect(connector.send({ ...ctx, readMedia }, stepOf({ kind: 'media', media: picture }))).rejects.toMatchObject({
      kind: 'media_refused',
      nextStep: 'fix_content',
      sent: 'no',
    })
  })
})

describe('the table of documented fields', () => {
  it('asked and answered nothing that it does not know', () => {
    expect(held.faults).toEqual([])
    expect(held.operations.size).toBe(Object.keys(OPERATIONS).length)
    process.stdout.write(`whatsapp: ${held.operations.size} operations, ${held.fields.size} fields held to documentation\n`)
  })
})
