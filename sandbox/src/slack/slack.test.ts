import {
  connectorOf,
  type ConnectContext,
  type InboundMessage,
  type Media,
  type RemoteRef,
  type SendContext,
  type Step,
} from '@pupitre/networks'
import { testConnector, type World } from '@pupitre/networks/conformance'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startSandbox, type Sandbox } from '../index.ts'
import { reportHeld, specificationOf, type Held } from '../specification.ts'
import { holdToSlack } from './specification.ts'
import type { SlackMessage } from './store.ts'

let sandbox: Sandbox
let held: Held | null = null
const connector = connectorOf('slack')
const file = specificationOf('slack/slack_web_openapi_v2.json')

beforeAll(async () => {
  sandbox = await startSandbox({ seed: 3 })
  if (file) held = holdToSlack(file, (input, init) => globalThis.fetch(input, init))
})
afterAll(() => {
  reportHeld('slack', held)
  return sandbox.close()
})

const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')

const store = () => sandbox.slack.store
const refOf = (message: SlackMessage): RemoteRef => ({ id: `${message.channelId}/${message.ts}`, version: null, url: null })
const messageOf = (ref: Pick<RemoteRef, 'id'> | null) => {
  const found = store().memory.messages.get(ref?.id ?? '')
  if (!found) throw new Error(`no message ${ref?.id}`)
  return found
}

const world: World = {
  flatThreads: true,
  fetch: (input, init) => (held?.fetch ?? globalThis.fetch)(input, init),
  fields: async (name) => {
    const token = store().tokenFor(name)
    return { server: sandbox.url, handle: `https://maisonlevain.slack.com/archives/${store().channel(name).id}`, token }
  },
  person: async (name) => {
    const { actions } = sandbox.slack
    const { id } = store().user(name)
    return {
      handle: name,
      reply: async (to, _root, text) => {
        const answered = messageOf(to)
        const channel = store().memory.channels.get(answered.channelId)
        if (!channel) throw new Error('no channel')
        return refOf(actions.write(id, channel, { text, thread: answered.thread ?? answered.ts }))
      },
      mention: async (handle, text) => {
        const channel = store().channel(handle.replace('#', ''))
        return refOf(actions.write(id, channel, { text: `<@${store().user(`app-${channel.name}`, true).id}> ${text}` }))
      },
      like: async (target) => actions.react(id, messageOf(target), 'heart'),
    }
  },
  settle: async () => undefined,
  countPosts: async (connected, text) =>
    store()
      .messagesOf(connected.account.id)
      .filter((one) => one.sent === text).length,
  isPinned: async (target) => messageOf(target).pinnedAt !== null,
  textOf: (length) => {
    const awkward = '👩‍👩‍👧‍👦 🇫🇷 e\u0301 *gras* pain & beurre <3 https://exemple.fr/une?avec=des&mots fin '
    return awkward + 'ï'.repeat(length - connector.measure(awkward).length)
  },
  image: () => ({ bytes: PIXEL, mimeType: 'image/png', width: 1, height: 1 }),
}

testConnector(connector, world)

const connecting = (): ConnectContext => ({
  fetch: (input, init) => (held?.fetch ?? globalThis.fetch)(input, init),
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

const options = { language: 'fr', contentWarning: null, visibility: 'public', whoMayReply: 'everyone', quoteOf: null } as const
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
type PostAct = Extract<Step['act'], { kind: 'post' }>
const posting = (text: string, more: Partial<PostAct> = {}, card: PostAct['options']['card'] = null): Step =>
  step({ kind: 'post', item: { text, media: [] }, options: { ...options, card, poll: null }, media: [], reply: null, ...more })

describe('slack against the sandbox', () => {
  it('refuses a token of nobody, a channel of nobody, one it was not invited to, and one that is archived', async () => {
    await expect(open('porte', { token: 'xoxb-nobody-ever-had-this' })).rejects.toMatchObject({
      kind: 'unauthorized',
      nextStep: 'reconnect',
    })
    await expect(open('porte', { handle: 'C012ABCDEF' })).rejects.toMatchObject({ kind: 'account_gone' })
    await expect(open('porte', { handle: store().channel('ailleurs').id })).rejects.toMatchObject({ kind: 'forbidden', sent: 'no' })
    store().tokenFor('vieux')
    store().channel('vieux').archived = true
    await expect(open('vieux')).rejects.toMatchObject({ kind: 'account_gone' })
  })

  it('says whose channel it is, and who could read it', async () => {
    const { account } = await open('annonces')
    expect(account).toMatchObject({ handle: '#annonces', name: 'Maison Levain #annonces', followers: 42 })
  })

  it('escapes what would be a sign, and draws a card', async () => {
    const ctx = await open('carte')
    const card = { url: 'https://levain.example/carte', title: 'La carte', description: 'Du pain', thumb: null }
    const { ref } = await connector.send(ctx, posting('Pain & <beurre> 🥐', {}, card))
    const made = messageOf(ref)
    expect(made.sent).toBe('Pain & <beurre> 🥐')
    expect(made.text).toMatch(/^Pain &amp; &lt;beurre&gt; :e\w+:$/)
    expect(made.attachments).toEqual([
      { fallback: 'La carte https://levain.example/carte', title: 'La carte', title_link: card.url, text: 'Du pain' },
    ])
  })

  it('shares two files and words as one message, waits until it can be seen, and gives the token to no upload', async () => {
    const ctx = await open('images')
    sandbox.slack.actions.settings.shareDelayMs = 300
    const uploads: string[] = []
    const watching: SendContext = {
      ...ctx,
      fetch: (input, init) => {
        const url = new URL(input instanceof Request ? input.url : input)
        if (url.pathname.startsWith('/slack-upload/')) uploads.push(String(new Headers(init?.headers).get('authorization')))
        return ctx.fetch(input, init)
      },
    }
    const media = [
      await connector.send(watching, step({ kind: 'media', media: picture })),
      await connector.send(watching, step({ kind: 'media', media: picture })),
    ]
    const post = posting('Deux vues & du pain', { item: { text: 'Deux vues & du pain', media: [picture, picture] }, media })
    const { ref } = await connector.send(watching, post)
    sandbox.slack.actions.settings.shareDelayMs = 0
    expect(uploads).toEqual(['null', 'null'])
    const made = messageOf(ref)
    expect(made).toMatchObject({ sent: 'Deux vues & du pain', files: [{ alt: 'Une miche' }, { alt: 'Une miche' }] })
    expect(await connector.reconcile(ctx, post, new Date(ctx.now().getTime() - 5_000))).toMatchObject({
      kind: 'there',
      receipt: { ref: { id: ref?.id } },
    })
    expect((await connector.history(ctx, null)).items[0]).toMatchObject({
      format: 'carousel',
      imageUrls: [{ alt: 'Une miche' }, { alt: 'Une miche' }],
    })
  })

  it('reconciles what was shared when its message stays away', async () => {
    const ctx = await open('lenteur')
    sandbox.slack.actions.settings.shareDelayMs = 60_000
    const media = [await connector.send(ctx, step({ kind: 'media', media: picture }))]
    const post = posting('Une vue', { item: { text: 'Une vue', media: [picture] }, media })
    const failure = await connector.send(ctx, post).catch((error: unknown) => error)
    sandbox.slack.actions.settings.shareDelayMs = 0
    expect(failure).toMatchObject({ kind: 'bad_answer', nextStep: 'reconcile', sent: 'unknown' })
    expect((await connector.reconcile(ctx, post, new Date(ctx.now().getTime() - 30_000))).kind).toBe('there')
  })

  it('brings no file to a place that is not Slack’s', async () => {
    const ctx = await open('ruse')
    const answer = JSON.stringify({ ok: true, file_id: 'F0123456789', upload_url: 'https://evil.example/slack' })
    const fetch: SendContext['fetch'] = async () => new Response(answer, { headers: { 'content-type': 'application/json' } })
    const failure = await connector.send({ ...ctx, fetch }, step({ kind: 'media', media: picture })).catch((error: unknown) => error)
    expect(failure).toMatchObject({ kind: 'bad_answer', sent: 'no' })
  })

  it('keeps two posts that say the same apart by their keys', async () => {
    const ctx = await open('jumeaux')
    const [one, two, three] = [posting('Le même'), posting('Le même'), posting('Le même')]
    const sent = [await connector.send(ctx, one), await connector.send(ctx, two)]
    const since = new Date(ctx.now().getTime() - 1_000)
    const found = [await connector.reconcile(ctx, one, since), await connector.reconcile(ctx, two, since)]
    expect(found).toMatchObject(sent.map(({ ref }) => ({ kind: 'there', receipt: { ref: { id: ref?.id } } })))
    expect((await connector.reconcile(ctx, three, since)).kind).toBe('not_there')
  })

  it('finds a lost post also when the clock of the desk is minutes ahead', async () => {
    const ctx = await open('horloge')
    const lost = posting('Perdu en route')
    const ahead = new Date(ctx.now().getTime() + 300_000)
    const { ref } = await connector.send(ctx, lost)
    expect(await connector.reconcile(ctx, lost, ahead)).toMatchObject({ kind: 'there', receipt: { ref: { id: ref?.id } } })
  })

  it('hears an answer in a thread late, names who wrote it, and answers there', async () => {
    const ctx = await open('fil')
    const { ref } = await connector.send(ctx, posting('Le pain de demain'))
    const { cursor } = await connector.inbox(ctx, null)
    await connector.send(ctx, posting('Autre chose'))
    const lea = await world.person('lea')
    const theirs = await lea.reply(ref as RemoteRef, ref as RemoteRef, 'Lequel & <https://a.fr|ici> ?')
    const { items } = await connector.inbox(ctx, cursor)
    const { message } = items[0] as { message: InboundMessage }
    expect(items).toHaveLength(1)
    expect(message).toMatchObject({
      kind: 'reply',
      text: 'Lequel & ici (https://a.fr) ?',
      author: { handle: 'lea' },
      parent: { id: ref?.id },
    })
    const reply = { parent: message.ref, root: message.root ?? message.ref, visibility: 'public', mention: 'lea' } as const
    const acts = connector.plan({ ...options, card: null, poll: null, items: [{ text: 'Le seigle', media: [] }] }, reply)
    const answer = step(connector.complete(acts, 0, []))
    const since = new Date(ctx.now().getTime() - 1_000)
    const sent = await connector.send(ctx, answer)
    expect(messageOf(sent.ref).thread).toBe(messageOf(theirs).thread)
    expect(await connector.reconcile(ctx, answer, since)).toMatchObject({ kind: 'there', receipt: { ref: { id: sent.ref?.id } } })
  })

  it('waits as long as Slack asks, and tells what is gone, of another, or too long to be edited', async () => {
    const ctx = await open('lent')
    sandbox.slack.actions.settings.rate = { limit: 1, perMs: 9_000 }
    const { ref: target } = await connector.send(ctx, posting('Un'))
    const limited = await connector.send(ctx, posting('Deux')).catch((error: unknown) => error)
    sandbox.slack.actions.settings.rate = null
    expect(limited).toMatchObject({ kind: 'rate_limited', nextStep: 'wait', sent: 'no', retryAfterSeconds: 9 })
    const editing = (text: string, of: RemoteRef | null) =>
      step({ kind: 'edit', target: of as RemoteRef, item: { text, media: [] }, options: { ...options, card: null, poll: null }, media: [] })
    await expect(connector.send(ctx, editing('x'.repeat(4_001), target))).rejects.toMatchObject({ kind: 'rejected_content', sent: 'no' })
    const lea = sandbox.slack.actions.write(store().user('lea').id, store().channel('lent'), { text: 'À moi' })
    await expect(connector.send(ctx, editing('x', refOf(lea)))).rejects.toMatchObject({ kind: 'forbidden', sent: 'no' })
    sandbox.slack.actions.remove(lea)
    await expect(connector.send(ctx, editing('x', refOf(lea)))).rejects.toMatchObject({ kind: 'not_found', nextStep: 'drop' })
    expect((await connector.send(ctx, step({ kind: 'delete', target: refOf(lea), of: 'post' }))).data).toEqual({ wasGone: true })
  })

  it.each([
    ['fatal_error', { kind: 'unavailable', nextStep: 'reconcile', sent: 'unknown' }],
    ['missing_scope', { kind: 'unauthorized', nextStep: 'reconnect', sent: 'no' }],
    ['token_revoked', { kind: 'unauthorized', nextStep: 'reconnect', sent: 'no' }],
    ['is_archived', { kind: 'account_gone', sent: 'no' }],
    ['restricted_action', { kind: 'forbidden', sent: 'no' }],
    ['msg_too_long', { kind: 'rejected_content', nextStep: 'fix_content', sent: 'no' }],
    ['something_new', { kind: 'rejected_content', sent: 'no' }],
  ])('reads the error %s', async (error, expected) => {
    const ctx = await open('erreurs')
    const fetch: SendContext['fetch'] = async () =>
      new Response(JSON.stringify({ ok: false, error }), { headers: { 'content-type': 'application/json' } })
    await expect(connector.send({ ...ctx, fetch }, posting('x'))).rejects.toMatchObject(expected)
  })

  it('goes on with an app that was set up before pins were asked for, and says what is missing', async () => {
    const scopes = ['chat:write', 'channels:read', 'channels:history', 'reactions:read']
    const ctx = await open('ancien', { token: store().tokenFor('ancien', scopes) })
    expect(ctx.credentials.scopes).toEqual(scopes)
    expect(connector.capabilitiesOf?.(ctx.account, ctx.credentials).acts.pin).toEqual({ can: false, why: 'scope_missing' })
    const { ref: target } = await connector.send(ctx, posting('Comme avant'))
    if (!target) throw new Error('no reference')
    const pin = step({ kind: 'pin', target, pinned: true })
    const failure = await connector.send(ctx, pin).catch((error: unknown) => error)
    expect(failure).toMatchObject({ kind: 'forbidden', nextStep: 'ask_person', sent: 'no' })
    expect((failure as { said: string }).said).toBe('scope_missing: missing_scope: needs pins:write')
    expect(await connector.reconcile(ctx, pin, ctx.now())).toEqual({ kind: 'cannot_know', why: 'scope_missing' })
    const whole = await open('neuf')
    expect(connector.capabilitiesOf?.(whole.account, whole.credentials).acts.pin).toEqual({ can: true })
  })

  it.skipIf(file === null)(
    'spoke as the specification says, both ways (skipped where the specification is not beside the repository)',
    () => {
      expect(held?.faults).toEqual([])
      expect(held?.operations.size).toBeGreaterThanOrEqual(14)
    },
  )
})
