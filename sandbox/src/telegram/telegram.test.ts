import { connectorOf, type ConnectContext, type InboundMessage, type RemoteRef, type SendContext, type Step } from '@pupitre/networks'
import { testConnector, type World } from '@pupitre/networks/conformance'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startSandbox, type Sandbox } from '../index.ts'
import { reportHeld, specificationOf, type Held } from '../specification.ts'
import { holdToBotApi } from './specification.ts'
import type { TelegramMessage } from './store.ts'

let sandbox: Sandbox
let held: Held | null = null
const connector = connectorOf('telegram')
const file = specificationOf('telegram/api.json')

beforeAll(async () => {
  sandbox = await startSandbox({ seed: 3 })
  if (file) held = holdToBotApi(file, (input, init) => globalThis.fetch(input, init))
})
afterAll(() => {
  reportHeld('telegram', held)
  return sandbox.close()
})

const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')

const store = () => sandbox.telegram.store
const refOf = (message: TelegramMessage): RemoteRef => ({ id: `${message.chatId}/${message.id}`, version: null, url: null })
const messageOf = (ref: Pick<RemoteRef, 'id'>) => {
  const found = store().memory.messages.get(ref.id)
  if (!found) throw new Error(`no message ${ref.id}`)
  return found
}
/** What the bot wrote, in its channel and in the group, newest first. */
const written = (channelId: number) => {
  const { linked } = store().memory.chats.get(channelId) ?? { linked: null }
  const all = [channelId, linked ?? 0].flatMap((chatId) => store().messagesOf(chatId))
  return all.filter(({ fromId, carried }) => fromId !== null && carried === null && store().memory.users.get(fromId)?.isBot).reverse()
}

const world: World = {
  fetch: (input, init) => (held?.fetch ?? globalThis.fetch)(input, init),
  fields: async (name) => ({ server: sandbox.url, handle: `@${name}`, token: store().channel(name).token }),
  person: async (name) => {
    const { actions } = sandbox.telegram
    const { id, username } = store().user(name)
    const write = (chatId: number, text: string, replyTo: number | null) => {
      const chat = store().memory.chats.get(chatId)
      const [made] = chat ? actions.write(chat, id, { text, replyTo }) : []
      if (!made) throw new Error('no chat')
      return refOf(made)
    }
    return {
      id: String(id),
      handle: username,
      reply: async (to, _root, text) => {
        const answered = messageOf(to)
        const copy = [...store().memory.messages.values()].find(
          ({ carried }) => carried?.chatId === answered.chatId && carried.messageId === answered.id,
        )
        const below = copy ?? answered
        return write(below.chatId, text, below.id)
      },
      mention: async (handle, text) => write(store().channel(handle.replace('@', '')).group.id, `${handle} ${text}`, null),
      like: async (target) => actions.react(id, messageOf(target), ['👍']),
    }
  },
  settle: async () => undefined,
  countPosts: async (connected, text) => written(Number(connected.account.id)).filter((one) => one.text === text).length,
  posts: async (connected) =>
    written(Number(connected.account.id)).map((one) => ({
      ref: refOf(one),
      text: one.text,
      format: one.file ? (one.file.kind === 'photo' ? 'image' : 'video') : 'text',
      imageUrls: one.file ? [{ url: '', alt: '' }] : [],
      parent: one.replyTo === null ? null : { id: `${one.chatId}/${one.replyTo}`, version: null, url: null },
    })),
  isPinned: async (target) => store().memory.chats.get(messageOf(target).chatId)?.pinned.has(messageOf(target).id) ?? false,
  isBlocked: async (person, { credentials }) =>
    store().memory.chats.get(Number(credentials.secret['group']))?.banned.has(Number(person)) ?? false,
  textOf: (length) => {
    const awkward = '👩‍👩‍👧‍👦 🇫🇷 e\u0301 **gras** [la carte](https://exemple.fr/x) snake_case @maisonlevain fin '
    return awkward + 'ï'.repeat(length - connector.measure(`${awkward}ï`).length + 1)
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

async function open(name: string, fields: Record<string, string> = {}): Promise<SendContext & { told: string[] }> {
  const connected = await connector.connect.withSecret?.(connecting(), { ...(await world.fields(name)), ...fields })
  if (!connected) throw new Error('not connected')
  const told: string[] = []
  const base = { ...connecting(), ...connected, onCredentials: async () => undefined }
  return { ...base, told, readMedia: async () => PIXEL, onRequest: (print) => told.push(print), limits: await connector.limits(base) }
}

const options = { language: 'fr', contentWarning: null, visibility: 'public', whoMayReply: 'everyone', quoteOf: null } as const
const picture = {
  id: 'm',
  mimeType: 'image/png',
  bytes: PIXEL.length,
  width: 1,
  height: 1,
  alt: { kind: 'missing' as const },
  focus: { x: 0, y: 0 },
}
const film = { ...picture, mimeType: 'video/mp4' }
const step = (act: Step['act']): Step => ({ key: crypto.randomUUID(), recordKey: null, act })
const posting = (
  text: string,
  more: Partial<Extract<Step['act'], { kind: 'post' }>['options']> = {},
  media: (typeof picture)[] = [],
): Step => step({ kind: 'post', item: { text, media }, options: { ...options, card: null, poll: null, ...more }, media: [], reply: null })

describe('telegram against the sandbox', () => {
  it('refuses a token of nobody, a channel of nobody, a group, and a channel where it may not post', async () => {
    const nobody = '123456:a-token-that-nobody-was-ever-given'
    await expect(open('porte', { token: nobody })).rejects.toMatchObject({ kind: 'unauthorized', nextStep: 'reconnect' })
    await expect(open('porte', { handle: '@nulle_part' })).rejects.toMatchObject({ kind: 'account_gone' })
    await expect(open('porte', { handle: String(store().channel('porte').group.id) })).rejects.toMatchObject({ kind: 'not_supported' })
    store().channel('autrui').channel.admins.clear()
    await expect(open('porte', { handle: '@autrui' })).rejects.toMatchObject({ kind: 'forbidden', sent: 'no' })
  })

  it('never tells its token, neither before a request nor in a failure', async () => {
    const ctx = await open('secret')
    await connector.send(ctx, posting('Bonjour'))
    expect(ctx.told[0]).toMatch(/^POST http:\/\/[\d.:]+\/bot…\/sendMessage sha256:/)
    const token = ctx.credentials.secret['token'] ?? '-'
    const broken = { ...ctx, fetch: async () => Promise.reject(new TypeError(`fetch failed: ${sandbox.url}/bot${token}/sendMessage`)) }
    const failure = await connector.send(broken, posting('Non')).catch((error: unknown) => error)
    expect(failure).toMatchObject({ kind: 'timeout', sent: 'unknown' })
    expect(
      JSON.stringify([(failure as Error).message, (failure as { said: string }).said, String((failure as Error).cause)]),
    ).not.toContain(token)
  })

  it('sends marks as entities that stand where Telegram counts them', async () => {
    const ctx = await open('marques')
    const { ref } = await connector.send(
      ctx,
      posting('🥐 **Chaud** et [ici](https://a.fr)', { card: { url: 'https://a.fr', title: '', description: '', thumb: null } }),
    )
    expect(messageOf(ref ?? { id: '' })).toMatchObject({
      text: '🥐 Chaud et ici',
      entities: [
        { type: 'bold', offset: 3, length: 5 },
        { type: 'text_link', offset: 12, length: 3, url: 'https://a.fr' },
      ],
      preview: 'https://a.fr',
    })
  })

  it('posts one film, an album, and takes the whole album back', async () => {
    const ctx = await open('album')
    const one = await connector.send(ctx, posting('Le four', {}, [film]))
    expect(messageOf(one.ref ?? { id: '' }).file?.kind).toBe('video')
    const { ref } = await connector.send(ctx, posting('Trois vues', {}, [picture, film, picture]))
    if (!ref) throw new Error('no reference')
    const { album } = messageOf(ref)
    const standing = () => [...store().memory.messages.values()].filter((message) => message.album === album && !message.carried)
    expect(standing().map(({ text, file }) => [text, file?.kind])).toEqual([
      ['Trois vues', 'photo'],
      ['', 'video'],
      ['', 'photo'],
    ])
    const edit = step({
      kind: 'edit',
      target: ref,
      item: { text: 'Trois **vues**', media: [picture] },
      options: { ...options, card: null, poll: null },
      media: [],
    })
    await connector.send(ctx, edit)
    expect((await connector.send(ctx, edit)).data).toEqual({ wasSo: true })
    expect(standing()[0]).toMatchObject({ text: 'Trois vues', entities: [{ type: 'bold' }] })
    await connector.send(ctx, step({ kind: 'delete', target: ref, of: 'post' }))
    expect(standing()).toEqual([])
  })

  it('asks a question', async () => {
    const ctx = await open('question')
    const { ref } = await connector.send(
      ctx,
      posting('Lequel ?', { poll: { options: ['Seigle', 'Épeautre'], multiple: true, seconds: 3_600 } }),
    )
    expect(messageOf(ref ?? { id: '' }).poll).toEqual({
      question: 'Lequel ?',
      options: ['Seigle', 'Épeautre'],
      multiple: true,
      openPeriod: 3_600,
    })
  })

  it('reacts, and takes it back', async () => {
    const ctx = await open('reaction')
    const lea = await world.person('lea')
    const { ref } = await connector.send(ctx, posting('Aimez'))
    const target = await lea.reply(ref ?? { id: '', version: null, url: null }, ref ?? { id: '', version: null, url: null }, 'Miam')
    await connector.send(ctx, step({ kind: 'like', target }))
    expect([...messageOf(target).reactions.values()]).toEqual([['👍']])
    await connector.send(ctx, step({ kind: 'delete', target, of: 'like' }))
    expect(messageOf(target).reactions.size).toBe(0)
  })

  it('hears private messages and edits, answers in private, and is told the same again until the cursor moved', async () => {
    const ctx = await open('prive')
    const { actions } = sandbox.telegram
    const lea = store().user('lea')
    const chat = store().privateChat(lea)
    chat.admins.add(store().channel('prive').bot.id)
    const [asked] = actions.write(chat, lea.id, { text: 'Entre nous' })
    const first = await connector.inbox(ctx, null)
    expect(await connector.inbox(ctx, null)).toEqual(first)
    const { message } = first.items[0] as { message: InboundMessage }
    expect(message).toMatchObject({ kind: 'direct', visibility: 'direct', author: { handle: 'lea' } })
    if (asked) actions.edit(asked, 'Entre nous deux', [])
    const second = await connector.inbox(ctx, first.cursor)
    expect(second.items).toMatchObject([{ kind: 'edited', id: message.id, text: 'Entre nous deux' }])
    const reply = { parent: message.ref, root: message.ref, visibility: 'direct', mention: 'lea' } as const
    const acts = connector.plan(
      { ...options, visibility: 'direct', card: null, poll: null, items: [{ text: 'Bien sûr', media: [] }] },
      reply,
    )
    const { ref } = await connector.send(ctx, step(connector.complete(acts, 0, [])))
    expect(messageOf(ref ?? { id: '' })).toMatchObject({ chatId: chat.id, replyTo: asked?.id })
    chat.admins.clear()
  })

  it('finds a lost post among the updates that wait, and never says that one is missing', async () => {
    const ctx = await open('perdu')
    const lost = posting('Perdu **en route**')
    const since = new Date(ctx.now().getTime() - 1_000)
    const { ref } = await connector.send(ctx, lost)
    expect(await connector.reconcile(ctx, lost, since)).toMatchObject({ kind: 'there', receipt: { ref: { id: ref?.id } } })
    const { cursor } = await connector.inbox(ctx, null)
    await connector.inbox(ctx, cursor)
    expect(await connector.reconcile(ctx, lost, since)).toEqual({ kind: 'cannot_know', why: 'network_cannot_tell' })
  })

  it('waits as long as Telegram asks, and tells what is too old or gone', async () => {
    const ctx = await open('lent')
    const { ref: target } = await connector.send(ctx, posting('Ancien'))
    if (!target) throw new Error('no reference')
    sandbox.telegram.actions.settings.rate = { limit: 1, perMs: 20_000 }
    const failure = await connector.send(ctx, posting('Trop vite')).catch((error: unknown) => error)
    sandbox.telegram.actions.settings.rate = null
    expect(failure).toMatchObject({ kind: 'rate_limited', nextStep: 'wait', sent: 'no', retryAfterSeconds: 20 })
    sandbox.clock.advance(49 * 3_600_000)
    const deleting = step({ kind: 'delete', target, of: 'post' })
    await expect(connector.send(ctx, deleting)).rejects.toMatchObject({ kind: 'forbidden', nextStep: 'ask_person', sent: 'no' })
    sandbox.clock.reset()
    sandbox.telegram.actions.remove(messageOf(target))
    expect((await connector.send(ctx, deleting)).data).toEqual({ wasGone: true })
    const editing = step({
      kind: 'edit',
      target,
      item: { text: 'x', media: [] },
      options: { ...options, card: null, poll: null },
      media: [],
    })
    await expect(connector.send(ctx, editing)).rejects.toMatchObject({ kind: 'not_found', nextStep: 'drop', sent: 'no' })
  })

  it('tells a right that the bot was not given, and goes on with the rest', async () => {
    const ctx = await open('sansdroit')
    const { ref: target } = await connector.send(ctx, posting('À épingler'))
    if (!target) throw new Error('no reference')
    const { withheld } = store().memory
    for (const right of ['can_edit_messages', 'can_restrict_members'] as const) withheld.add(right)
    const forbidden = { kind: 'forbidden', nextStep: 'ask_person', sent: 'no' }
    await expect(connector.send(ctx, step({ kind: 'pin', target, pinned: true }))).rejects.toMatchObject(forbidden)
    const person = String(store().user('insolent').id)
    await expect(connector.send(ctx, step({ kind: 'block', person, blocked: true }))).rejects.toMatchObject(forbidden)
    expect((await connector.send(ctx, posting('La suite'))).ref).not.toBeNull()
    withheld.clear()
  })

  it('knows nothing of an older pin behind a newer one, and takes an unpinning of what is gone for done', async () => {
    const ctx = await open('epingles')
    const [older, newer] = [(await connector.send(ctx, posting('Hier'))).ref, (await connector.send(ctx, posting('Aujourd’hui'))).ref]
    if (!older || !newer) throw new Error('no reference')
    const pin = (target: RemoteRef, pinned: boolean) => step({ kind: 'pin', target, pinned })
    await connector.send(ctx, pin(newer, true))
    expect(await connector.reconcile(ctx, pin(older, true), ctx.now())).toEqual({ kind: 'cannot_know', why: 'network_cannot_tell' })
    await connector.send(ctx, pin(older, true))
    await connector.send(ctx, pin(newer, false))
    expect((await connector.reconcile(ctx, pin(newer, false), ctx.now())).kind).toBe('there')
    expect((await connector.reconcile(ctx, pin(older, true), ctx.now())).kind).toBe('there')
    sandbox.telegram.actions.remove(messageOf(older))
    expect((await connector.send(ctx, pin(older, false))).data).toEqual({ wasSo: true })
  })

  it('bans who writes in the name of a channel, and nobody where there is no group', async () => {
    const ctx = await open('anonymes')
    const group = store().channel('anonymes').group
    const person = String(store().channel('autre').channel.id)
    const ban = (blocked: boolean) => step({ kind: 'block', person, blocked })
    await connector.send(ctx, ban(true))
    expect([...group.banned]).toEqual([Number(person)])
    expect((await connector.reconcile(ctx, ban(true), ctx.now())).kind).toBe('cannot_know')
    await connector.send(ctx, ban(false))
    expect(group.banned.size).toBe(0)
    const alone = { ...ctx, credentials: { ...ctx.credentials, secret: { ...ctx.credentials.secret, group: '' } } }
    expect(connector.capabilitiesOf?.(alone.account, alone.credentials).acts.block).toEqual({ can: false, why: 'scope_missing' })
    await expect(connector.send(alone, ban(true))).rejects.toMatchObject({ kind: 'not_supported', sent: 'no' })
  })

  it.skipIf(file === null)(
    'spoke as the specification says, both ways (skipped where the specification is not beside the repository)',
    () => {
      expect(held?.faults).toEqual([])
      expect([...(held?.operations ?? [])].sort()).toEqual([
        'banChatMember',
        'banChatSenderChat',
        'deleteMessage',
        'deleteMessages',
        'editMessageCaption',
        'editMessageText',
        'getChat',
        'getChatMember',
        'getChatMemberCount',
        'getMe',
        'getUpdates',
        'pinChatMessage',
        'sendMediaGroup',
        'sendMessage',
        'sendPhoto',
        'sendPoll',
        'sendVideo',
        'setMessageReaction',
        'unbanChatMember',
        'unbanChatSenderChat',
        'unpinChatMessage',
      ])
    },
  )
})
