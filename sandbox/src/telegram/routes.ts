import { codePoints } from '@pupitre/networks'
import { json, route, type Call, type Reply, type Route } from '../http.ts'
import { bad, TelegramRefusal, type NewMessage, type TelegramActions } from './actions.ts'
import { fullChatEntity, messageEntity, updateEntity, userEntity } from './entities.ts'
import type { TelegramChat, TelegramEntity, TelegramFile, TelegramMessage, TelegramStore, TelegramUser } from './store.ts'

type Server = { store: TelegramStore; actions: TelegramActions; sent: Map<number, number[]> }
type Asked = { server: Server; bot: TelegramUser; fields: Record<string, unknown>; files: Call['files'] }

export function telegramRoutes(store: TelegramStore, actions: TelegramActions): Route[] {
  const server: Server = { store, actions, sent: new Map() }
  const work = (call: Call) => answer(server, call)
  return [route('GET /bot:token/:method', work), route('POST /bot:token/:method', work)]
}

const METHODS: Record<string, (asked: Asked) => unknown> = {
  getMe: ({ bot }) => userEntity(bot, true),
  getChat: (asked) => fullChatEntity(asked.server.store, chatOf(asked)),
  getChatMemberCount: (asked) => chatOf(asked).members,
  getChatMember: member,
  getUpdates: updates,
  sendMessage: (asked) => one(asked, { text: text(asked, 'text'), entities: entities(asked, 'entities'), preview: preview(asked) }),
  sendPhoto: (asked) => one(asked, { ...caption(asked), files: [upload(asked, 'photo', 'photo')] }),
  sendVideo: (asked) => one(asked, { ...caption(asked), files: [upload(asked, 'video', 'video')] }),
  sendMediaGroup: album,
  sendPoll: poll,
  editMessageText: (asked) => edit(asked, 'text', 'entities'),
  editMessageCaption: (asked) => edit(asked, 'caption', 'caption_entities'),
  deleteMessage: (asked) => remove(asked, [number(asked, 'message_id')], 'message to delete not found'),
  deleteMessages: (asked) => remove(asked, (value(asked, 'message_ids') as number[] | undefined) ?? [], null),
  setMessageReaction: react,
  pinChatMessage: (asked) => pin(asked, true),
  unpinChatMessage: (asked) => pin(asked, false),
  banChatMember: (asked) => ban(asked, 'user_id', true),
  unbanChatMember: (asked) => ban(asked, 'user_id', false),
  banChatSenderChat: (asked) => ban(asked, 'sender_chat_id', true),
  unbanChatSenderChat: (asked) => ban(asked, 'sender_chat_id', false),
}

function answer(server: Server, call: Call): Reply {
  try {
    const bot = server.store.memory.users.get(server.store.memory.tokens.get(call.params['token'] ?? '') ?? 0)
    const method = METHODS[call.params['method'] ?? '']
    if (!/^\d+:/.test(call.params['token'] ?? '') || !method) throw new TelegramRefusal(404, 'Not Found')
    if (!bot) throw new TelegramRefusal(401, 'Unauthorized')
    const fields = call.method === 'GET' ? Object.fromEntries(call.query) : call.body
    return json({ ok: true, result: method({ server, bot, fields, files: call.files }) })
  } catch (error) {
    if (!(error instanceof TelegramRefusal)) throw error
    const { status, message, retryAfter } = error
    const wait = retryAfter === null ? {} : { parameters: { retry_after: retryAfter } }
    return json({ ok: false, error_code: status, description: message, ...wait }, status)
  }
}

/** A field as it is in JSON, or as JSON in a form or an address. */
function value({ fields }: Asked, name: string): unknown {
  const raw = fields[name]
  if (typeof raw !== 'string') return raw
  try {
    return JSON.parse(raw) as unknown
  } catch (error) {
    if (error instanceof SyntaxError) return raw
    throw error
  }
}

function text({ fields }: Asked, name: string): string {
  const raw = fields[name]
  return typeof raw === 'string' ? raw : ''
}

const number = (asked: Asked, name: string): number => Number(value(asked, name))
const entities = (asked: Asked, name: string) => (value(asked, name) as TelegramEntity[] | undefined) ?? []
const preview = (asked: Asked) => (value(asked, 'link_preview_options') as { url?: string } | undefined)?.url ?? null
const caption = (asked: Asked) => ({ text: text(asked, 'caption'), entities: entities(asked, 'caption_entities') })

function chatOf(asked: Asked): TelegramChat {
  const { memory } = asked.server.store
  const named = value(asked, 'chat_id')
  const wanted = typeof named === 'string' ? named.replace(/^@/, '').toLowerCase() : ''
  const found =
    typeof named === 'number'
      ? memory.chats.get(named)
      : [...memory.chats.values()].find(({ username }) => username.toLowerCase() === wanted)
  if (!found) throw bad('chat not found')
  return found
}

function userOf(asked: Asked): TelegramUser {
  const user = asked.server.store.memory.users.get(number(asked, 'user_id'))
  if (!user) throw bad('invalid user_id specified')
  return user
}

function member(asked: Asked) {
  const chat = chatOf(asked)
  const user = userOf(asked)
  if (chat.banned.has(user.id)) return { status: 'kicked', user: userEntity(user), until_date: 0 }
  if (!chat.admins.has(user.id)) return { status: 'left', user: userEntity(user) }
  return {
    status: 'administrator',
    user: userEntity(user),
    can_be_edited: false,
    is_anonymous: false,
    can_manage_chat: true,
    can_delete_messages: true,
    can_manage_video_chats: false,
    can_restrict_members: chat.type === 'supergroup',
    can_promote_members: false,
    can_change_info: false,
    can_invite_users: false,
    can_post_stories: false,
    can_edit_stories: false,
    can_delete_stories: false,
    can_post_messages: true,
    can_edit_messages: true,
    ...(chat.type === 'supergroup' && { can_pin_messages: true }),
  }
}

/** An offset confirms everything before it. */
function updates(asked: Asked) {
  const { memory } = asked.server.store
  const offset = value(asked, 'offset')
  const waiting = memory.updates.get(asked.bot.id) ?? []
  const left = typeof offset === 'number' ? waiting.filter(({ id }) => id >= offset) : waiting
  memory.updates.set(asked.bot.id, left)
  const limit = Math.min(100, Number(value(asked, 'limit') ?? 100))
  return left.slice(0, limit).flatMap((update) => updateEntity(asked.server.store, update))
}

function mustWrite(asked: Asked): TelegramChat {
  const chat = chatOf(asked)
  const { settings } = asked.server.actions
  const now = asked.server.store.clock.ms()
  if (chat.type !== 'private' && !chat.admins.has(asked.bot.id)) {
    throw new TelegramRefusal(403, `Forbidden: bot is not a member of the ${chat.type} chat`)
  }
  const recent = (asked.server.sent.get(chat.id) ?? []).filter((at) => now - at < (settings.rate?.perMs ?? 0))
  if (settings.rate && recent.length >= settings.rate.limit) {
    const seconds = Math.ceil(((recent[0] ?? now) + settings.rate.perMs - now) / 1000)
    throw new TelegramRefusal(429, `Too Many Requests: retry after ${seconds}`, seconds)
  }
  asked.server.sent.set(chat.id, [...recent, now])
  return chat
}

function many(asked: Asked, init: NewMessage): TelegramMessage[] {
  const chat = mustWrite(asked)
  const reply = value(asked, 'reply_parameters') as { message_id?: number } | undefined
  return asked.server.actions.write(chat, asked.bot.id, { ...init, replyTo: reply?.message_id ?? null })
}

const shown = (asked: Asked, message: TelegramMessage) => messageEntity(asked.server.store, message)

function one(asked: Asked, init: NewMessage) {
  return shown(asked, many(asked, init)[0] as TelegramMessage)
}

function upload({ files }: Asked, field: string, kind: TelegramFile['kind']): TelegramFile {
  const file = files[field]
  if (!file) throw bad(`there is no ${kind} in the request`)
  if (file.bytes.length > (kind === 'photo' ? 10_000_000 : 50_000_000)) throw new TelegramRefusal(413, 'Request Entity Too Large')
  if (kind === 'photo' && !file.type.startsWith('image/')) throw bad('IMAGE_PROCESS_FAILED')
  return { kind, type: file.type, bytes: file.bytes }
}

function album(asked: Asked) {
  const listed =
    (value(asked, 'media') as { type: 'photo' | 'video'; media: string; caption?: string; caption_entities?: TelegramEntity[] }[]) ?? []
  if (listed.length < 2 || listed.length > 10) throw bad('too few or too many items in the album')
  const files = listed.map(({ type, media }) => upload(asked, media.replace('attach://', ''), type))
  const [first] = listed
  return many(asked, { text: first?.caption ?? '', entities: first?.caption_entities ?? [], files }).map((message) => shown(asked, message))
}

function poll(asked: Asked) {
  const question = text(asked, 'question')
  const options = ((value(asked, 'options') as { text: string }[] | undefined) ?? []).map((option) => option.text)
  if (codePoints(question) > 300 || options.length < 1 || options.length > 12 || options.some((option) => codePoints(option) > 100)) {
    throw bad('poll options or question are too long')
  }
  const period = value(asked, 'open_period')
  const made = { question, options, multiple: value(asked, 'allows_multiple_answers') === true }
  return one(asked, { poll: { ...made, openPeriod: typeof period === 'number' ? period : null } })
}

function messageOf(asked: Asked, missing: string): TelegramMessage {
  const found = asked.server.store.find(chatOf(asked).id, number(asked, 'message_id'))
  if (!found) throw bad(missing)
  return found
}

function edit(asked: Asked, words: string, marks: string) {
  const message = messageOf(asked, 'message to edit not found')
  if (message.fromId !== asked.bot.id) throw bad("message can't be edited")
  if ((words === 'caption') !== (message.file !== null)) throw bad('there is no text in the message to edit')
  return shown(asked, asked.server.actions.edit(message, text(asked, words), entities(asked, marks)))
}

/** Only what is younger than two days. */
function remove(asked: Asked, ids: readonly number[], missing: string | null) {
  const { store, actions } = asked.server
  for (const id of ids) {
    const message = store.find(chatOf(asked).id, id)
    if (!message && missing) throw bad(missing)
    if (message && store.clock.ms() - message.at > 48 * 3_600_000) throw bad("message can't be deleted for everyone")
    if (message) actions.remove(message)
  }
  return true
}

function react(asked: Asked) {
  const message = messageOf(asked, 'message to react not found')
  const emojis = ((value(asked, 'reaction') as { emoji: string }[] | undefined) ?? []).map(({ emoji }) => emoji)
  if (emojis.some((emoji) => !['👍', '❤', '🔥', '🎉'].includes(emoji))) throw bad('REACTION_INVALID')
  asked.server.actions.react(asked.bot.id, message, emojis)
  return true
}

type Right = 'can_edit_messages' | 'can_pin_messages' | 'can_restrict_members'

function administering(asked: Asked, right: Right, what: string): TelegramChat {
  const chat = chatOf(asked)
  const isAllowed = chat.admins.has(asked.bot.id) && !asked.server.store.memory.withheld.has(right)
  if (!isAllowed) throw bad(`not enough rights to ${what}`)
  return chat
}

/** In a channel whoever may edit may pin. */
function pin(asked: Asked, on: boolean) {
  const right = chatOf(asked).type === 'channel' ? 'can_edit_messages' : 'can_pin_messages'
  const chat = administering(asked, right, 'manage pinned messages in the chat')
  asked.server.actions.pin(chat, messageOf(asked, `message to ${on ? 'pin' : 'unpin'} not found`), on)
  return true
}

function ban(asked: Asked, who: 'user_id' | 'sender_chat_id', on: boolean) {
  const chat = administering(asked, 'can_restrict_members', 'restrict/unrestrict chat member')
  const sender = who === 'user_id' ? userOf(asked).id : number(asked, who)
  if (on && chat.admins.has(sender)) throw bad('user is an administrator of the chat')
  asked.server.actions.ban(chat, sender, on)
  return true
}
