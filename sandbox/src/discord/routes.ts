import { codePoints } from '@pupitre/networks'
import { json, route, type Call, type Reply, type Route } from '../http.ts'
import { DiscordRefusal, type DiscordActions, type NewMessage } from './actions.ts'
import { channelEntity, guildEntity, messageEntity, userEntity } from './entities.ts'
import type { DiscordChannel, DiscordEmbed, DiscordFile, DiscordMessage, DiscordStore, DiscordUser } from './store.ts'

type Server = { store: DiscordStore; actions: DiscordActions; sent: Map<string, number[]> }
type Signed = { call: Call; bot: DiscordUser; server: Server }

export function discordRoutes(store: DiscordStore, actions: DiscordActions): Route[] {
  const server: Server = { store, actions, sent: new Map() }
  const at = (line: string, work: (signed: Signed) => Reply) => {
    const [method, path] = line.split(' ')
    return route(`${method} /api/v10${path}`, (call) => answer(server, call, work))
  }
  return [
    at('GET /users/@me', ({ bot }) => json({ ...userEntity(bot), mfa_enabled: true, locale: 'fr' })),
    at('GET /guilds/:guild/threads/active', (signed) => json(threads(signed))),
    at('GET /guilds/:guild/bans/:user', (signed) => json({ user: userEntity(bannedOf(signed)), reason: null })),
    at('PUT /guilds/:guild/bans/:user', (signed) => ban(signed, true)),
    at('DELETE /guilds/:guild/bans/:user', (signed) => ban(signed, false)),
    at('GET /guilds/:guild', (signed) => json(guildEntity(known(signed), signed.call.query.get('with_counts') === 'true'))),
    at('GET /channels/:channel', (signed) => json(channelEntity(store, channelOf(signed)))),
    at('GET /channels/:channel/messages', list),
    at('POST /channels/:channel/messages', create),
    at('PUT /channels/:channel/messages/pins/:message', (signed) => pin(signed, true)),
    at('DELETE /channels/:channel/messages/pins/:message', (signed) => pin(signed, false)),
    at('GET /channels/:channel/messages/:message', (signed) => shown(signed, messageOf(signed))),
    at('PATCH /channels/:channel/messages/:message', edit),
    at('DELETE /channels/:channel/messages/:message', remove),
    at('PUT /channels/:channel/messages/:message/reactions/:emoji/@me', (signed) => react(signed, true)),
    at('DELETE /channels/:channel/messages/:message/reactions/:emoji/@me', (signed) => react(signed, false)),
    route('GET /discord-files/:id/:name', (call) => file(store, call)),
  ]
}

const none: Reply = { status: 204, body: '' }

function answer(server: Server, call: Call, work: (signed: Signed) => Reply): Reply {
  const limits = rateHeaders(server, call)
  try {
    const token = /^Bot (.+)$/.exec(call.headers.authorization ?? '')?.[1] ?? ''
    const bot = server.store.memory.users.get(server.store.memory.tokens.get(token) ?? '')
    if (!bot) throw new DiscordRefusal(401, 0, '401: Unauthorized')
    const reply = work({ call, bot, server })
    return { ...reply, headers: { ...reply.headers, ...limits } }
  } catch (error) {
    if (!(error instanceof DiscordRefusal)) throw error
    const { status, code, message, errors, headers } = error
    const wait = headers['retry-after'] ? { retry_after: Number(headers['x-ratelimit-reset-after']), global: false } : {}
    return json({ message, code, ...(errors && { errors }), ...wait }, status, { ...limits, ...headers })
  }
}

function rateHeaders({ actions, store }: Server, call: Call): Record<string, string> {
  const limit = actions.settings.rate?.limit ?? 50
  return {
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(limit - 1),
    'x-ratelimit-reset': (store.clock.ms() / 1000 + 1).toFixed(3),
    'x-ratelimit-reset-after': '1.000',
    'x-ratelimit-bucket': `${call.method}-${call.path.split('/')[3] ?? ''}`,
  }
}

/** A bucket per channel for what is written. */
function spend({ server: { actions, store, sent } }: Signed, channel: DiscordChannel): void {
  const { rate } = actions.settings
  if (!rate) return
  const now = store.clock.ms()
  const recent = (sent.get(channel.id) ?? []).filter((at) => now - at < rate.perMs)
  const first = recent[0]
  if (first !== undefined && recent.length >= rate.limit) {
    const seconds = (first + rate.perMs - now) / 1000
    throw new DiscordRefusal(429, 0, 'You are being rate limited.', {
      headers: {
        'retry-after': String(Math.ceil(seconds)),
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset-after': seconds.toFixed(3),
        'x-ratelimit-scope': 'user',
      },
    })
  }
  sent.set(channel.id, [...recent, now])
}

function known({ call, server: { store } }: Signed): DiscordStore {
  if (call.params['guild'] !== store.guild.id) throw new DiscordRefusal(404, 10_004, 'Unknown Guild')
  return store
}

function threads(signed: Signed) {
  const store = known(signed)
  const found = [...store.memory.channels.values()].filter(({ type }) => type === 11)
  return { threads: found.map((one) => channelEntity(store, one)), members: [], has_more: false }
}

function channelOf({ call, server: { store } }: Signed): DiscordChannel {
  const channel = store.memory.channels.get(call.params['channel'] ?? '')
  if (!channel) throw new DiscordRefusal(404, 10_003, 'Unknown Channel')
  return channel
}

function messageOf(signed: Signed): DiscordMessage {
  const { id } = channelOf(signed)
  const message = signed.server.store.memory.messages.get(signed.call.params['message'] ?? '')
  if (message?.channelId !== id) throw new DiscordRefusal(404, 10_008, 'Unknown Message')
  return message
}

const shown = ({ server, bot }: Signed, message: DiscordMessage): Reply => json(messageEntity(server.store, message, bot.id))

/** Newest first; `after` gives those that follow directly, `before` those that stand directly before. */
function list(signed: Signed): Reply {
  const { call, server, bot } = signed
  const limit = Math.min(100, Math.max(1, Number(call.query.get('limit') ?? 50)))
  const bound = (name: string) => (call.query.get(name) ? BigInt(call.query.get(name) ?? '0') : null)
  const [after, before] = [bound('after'), bound('before')]
  const all = (server.store.memory.byChannel.get(channelOf(signed).id) ?? []).filter(
    ({ id }) => (after === null || BigInt(id) > after) && (before === null || BigInt(id) < before),
  )
  const page = after === null ? all.slice(-limit) : all.slice(0, limit)
  return json(page.toReversed().map((one) => messageEntity(server.store, one, bot.id)))
}

const record = (value: unknown) => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {})
const records = (value: unknown) => (Array.isArray(value) ? value.map(record) : [])
const text = (value: unknown) => (typeof value === 'string' ? value : '')

function create(signed: Signed): Reply {
  const { call, bot, server } = signed
  const channel = channelOf(signed)
  if (channel.type === 15) throw new DiscordRefusal(400, 50_008, 'Cannot send messages in a non-text channel')
  spend(signed, channel)
  const body = call.body['payload_json'] ? record(JSON.parse(text(call.body['payload_json']))) : call.body
  const files = filesOf(signed, body)
  const init: NewMessage = {
    content: text(body['content']),
    replyTo: text(record(body['message_reference'])['message_id']) || null,
    nonce: body['enforce_nonce'] === true ? text(body['nonce']) : null,
    embeds: embedsOf(signed, body, files),
    poll: pollOf(signed, body),
    // A file that a card shows is not shown beside it.
    files: files.filter(({ name }) => !records(body['embeds']).some((one) => record(one['image'])['url'] === `attachment://${name}`)),
  }
  return shown(signed, server.actions.write(bot.id, channel.id, init))
}

function filesOf({ call, server: { store } }: Signed, body: Record<string, unknown>): DiscordFile[] {
  return records(body['attachments']).map((attachment) => {
    const id = text(attachment['id'])
    const upload = call.files[`files[${id}]`]
    if (!upload)
      throw new DiscordRefusal(400, 50_035, 'Invalid Form Body', { field: ['attachments', 'ATTACHMENT_NOT_FOUND', `No file ${id}`] })
    if (upload.bytes.length > 10_485_760) throw new DiscordRefusal(413, 40_005, 'Request entity too large')
    return {
      id: store.newId(),
      name: text(attachment['filename']),
      type: upload.type,
      description: text(attachment['description']),
      bytes: upload.bytes,
    }
  })
}

function embedsOf({ server: { store } }: Signed, body: Record<string, unknown>, files: readonly DiscordFile[]): DiscordEmbed[] {
  return records(body['embeds']).map((one) => {
    const image = text(record(one['image'])['url'])
    const file = files.find(({ name }) => image === `attachment://${name}`)
    const url = file ? `${store.origin}/discord-files/${file.id}/${file.name}` : image
    return { url: text(one['url']), title: text(one['title']), description: text(one['description']), image: url || null }
  })
}

function pollOf({ server: { store } }: Signed, body: Record<string, unknown>): NewMessage['poll'] {
  if (!body['poll']) return null
  const poll = record(body['poll'])
  const question = text(record(poll['question'])['text'])
  const answers = records(poll['answers']).map((one) => text(record(one['poll_media'])['text']))
  const tooLong = codePoints(question) > 300 || answers.length > 10 || answers.some((one) => codePoints(one) > 55)
  if (tooLong) throw new DiscordRefusal(400, 50_035, 'Invalid Form Body', { field: ['poll', 'POLL_INVALID', 'Too long.'] })
  const expiry = new Date(store.clock.ms() + Number(poll['duration'] ?? 24) * 3_600_000).toISOString()
  return { question, answers, multiple: poll['allow_multiselect'] === true, expiry }
}

function edit(signed: Signed): Reply {
  const { call, bot, server } = signed
  const message = messageOf(signed)
  if (message.authorId !== bot.id) throw new DiscordRefusal(403, 50_005, 'Cannot edit a message authored by another user')
  const embeds = call.body['embeds'] === undefined ? null : embedsOf(signed, call.body, message.files)
  return shown(signed, server.actions.edit(message, text(call.body['content']), embeds))
}

function remove(signed: Signed): Reply {
  signed.server.store.drop(messageOf(signed))
  return none
}

function react(signed: Signed, on: boolean): Reply {
  signed.server.actions.react(signed.bot.id, messageOf(signed), signed.call.params['emoji'] ?? '', on)
  return none
}

function mayDo({ server: { store } }: Signed, act: 'pin' | 'ban'): void {
  if (store.memory.withheld.has(act)) throw new DiscordRefusal(403, 50_013, 'Missing Permissions')
}

/** 250 at most; once more changes nothing. https://docs.discord.com/developers/resources/message#pin-message */
function pin(signed: Signed, on: boolean): Reply {
  mayDo(signed, 'pin')
  const message = messageOf(signed)
  const pinned = (signed.server.store.memory.byChannel.get(message.channelId) ?? []).filter((one) => one.pinned && one !== message)
  if (on && pinned.length >= 250) throw new DiscordRefusal(400, 30_003, 'Maximum number of pins reached (250)')
  message.pinned = on
  return none
}

/** Bans of the server are shown to whoever may ban. */
function bannedOf(signed: Signed): DiscordUser {
  const { memory } = known(signed)
  mayDo(signed, 'ban')
  const user = memory.users.get(signed.call.params['user'] ?? '')
  if (!user || !memory.bans.has(user.id)) throw new DiscordRefusal(404, 10_026, 'Unknown Ban')
  return user
}

function ban(signed: Signed, on: boolean): Reply {
  const { memory } = known(signed)
  mayDo(signed, 'ban')
  if (!on) {
    memory.bans.delete(bannedOf(signed).id)
    return none
  }
  const user = memory.users.get(signed.call.params['user'] ?? '')
  if (!user) throw new DiscordRefusal(404, 10_013, 'Unknown User')
  memory.bans.add(user.id)
  return none
}

function file(store: DiscordStore, call: Call): Reply {
  const found = [...store.memory.messages.values()].flatMap(({ files }) => files).find(({ id }) => id === call.params['id'])
  if (!found) throw new DiscordRefusal(404, 0, '404: Not Found')
  return { status: 200, headers: { 'content-type': found.type }, body: found.bytes }
}
