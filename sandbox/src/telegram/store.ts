import type { Clock } from '../clock.ts'
import { hash } from '../random.ts'

/** Everything the simulated Telegram remembers: chats, messages, and the updates that wait for each bot. */

export type TelegramUser = { id: number; isBot: boolean; firstName: string; username: string }
export type TelegramChat = {
  id: number
  type: 'channel' | 'supergroup' | 'private'
  title: string
  username: string
  /** The group of a channel, the channel of a group. */
  linked: number | null
  /** Bots that administer it. */
  admins: Set<number>
  members: number
  /** Messages at its head. */
  pinned: Set<number>
  /** People, or chats that spoke for themselves, who may write no more. */
  banned: Set<number>
}
export type TelegramEntity = { type: string; offset: number; length: number; url?: string; language?: string }
export type TelegramFile = { kind: 'photo' | 'video'; type: string; bytes: Buffer }
export type TelegramPoll = { question: string; options: string[]; multiple: boolean; openPeriod: number | null }

export type TelegramMessage = {
  id: number
  chatId: number
  /** Null where the channel itself speaks. */
  fromId: number | null
  at: number
  editedAt: number | null
  text: string
  entities: TelegramEntity[]
  file: TelegramFile | null
  album: string | null
  poll: TelegramPoll | null
  replyTo: number | null
  /** The post that Telegram itself carried over into the group. */
  carried: { chatId: number; messageId: number } | null
  preview: string | null
  reactions: Map<number, string[]>
}

export type TelegramUpdate = { id: number; kind: 'message' | 'edited_message'; chatId: number; messageId: number }

function emptyMemory() {
  return {
    users: new Map<number, TelegramUser>(),
    chats: new Map<number, TelegramChat>(),
    /** Messages by `chat/message`. */
    messages: new Map<string, TelegramMessage>(),
    /** The last number of each chat: they count for themselves. */
    lastIds: new Map<number, number>(),
    tokens: new Map<string, number>(),
    updates: new Map<number, TelegramUpdate[]>(),
    lastUpdate: 700_000_000,
    /** Rights that administrators were not given. */
    withheld: new Set<'can_edit_messages' | 'can_pin_messages' | 'can_restrict_members'>(),
  }
}

export type TelegramMemory = ReturnType<typeof emptyMemory>

export type TelegramStore = {
  readonly memory: TelegramMemory
  clock: Clock
  reset: () => void
  user: (username: string, isBot?: boolean) => TelegramUser
  /** A channel of this name with its group, administered by the bot of the same name. */
  channel: (username: string) => { channel: TelegramChat; group: TelegramChat; bot: TelegramUser; token: string }
  /** What a person writes to a bot alone. */
  privateChat: (user: TelegramUser) => TelegramChat
  nextId: (chatId: number) => number
  add: (message: TelegramMessage) => void
  find: (chatId: number, messageId: number) => TelegramMessage | null
  messagesOf: (chatId: number) => TelegramMessage[]
  tell: (botId: number, update: Omit<TelegramUpdate, 'id'>) => void
}

/** From the name, so that it is the same again after a restart. */
const numberOf = (name: string) => 100_000_000 + (hash(name) % 900_000_000)

export function createTelegramStore(clock: Clock): TelegramStore {
  let memory = emptyMemory()
  const store: TelegramStore = {
    clock,
    get memory() {
      return memory
    },
    reset: () => {
      memory = emptyMemory()
    },
    user: (username, isBot = false) => known(memory.users, { id: numberOf(`user ${username}`), isBot, firstName: username, username }),
    channel: (username) => channelOf(store, username),
    privateChat: (user) =>
      known(memory.chats, {
        id: user.id,
        type: 'private',
        title: user.firstName,
        username: user.username,
        linked: null,
        admins: new Set<number>(),
        members: 2,
        ...unmarked(),
      }),
    nextId: (chatId) => {
      const next = (memory.lastIds.get(chatId) ?? 0) + 1
      memory.lastIds.set(chatId, next)
      return next
    },
    add: (message) => void memory.messages.set(`${message.chatId}/${message.id}`, message),
    find: (chatId, messageId) => memory.messages.get(`${chatId}/${messageId}`) ?? null,
    messagesOf: (chatId) => [...memory.messages.values()].filter((message) => message.chatId === chatId),
    tell: (botId, update) => {
      const waiting = memory.updates.get(botId) ?? []
      waiting.push({ ...update, id: ++memory.lastUpdate })
      memory.updates.set(botId, waiting)
    },
  }
  return store
}

const unmarked = () => ({ pinned: new Set<number>(), banned: new Set<number>() })

function channelOf(store: TelegramStore, username: string) {
  const { memory } = store
  const bot = store.user(`${username}_bot`, true)
  const base = () => ({ title: username, admins: new Set([bot.id]), members: 318, ...unmarked() })
  const [channelId, groupId] = [numberOf(`channel ${username}`), numberOf(`group ${username}`)].map((id) => -1_000_000_000_000 - id)
  const group = known(memory.chats, { ...base(), id: groupId ?? 0, type: 'supergroup', username: '', linked: channelId ?? 0 })
  const channel = known(memory.chats, { ...base(), id: channelId ?? 0, type: 'channel', username, linked: groupId ?? 0 })
  const token = `${bot.id}:sandbox-token-of-${hash(`bot ${username}`).toString(36)}-${username}`
  memory.tokens.set(token, bot.id)
  return { channel, group, bot, token }
}

function known<T extends { id: number }>(map: Map<number, T>, wanted: T): T {
  const found = map.get(wanted.id) ?? wanted
  map.set(wanted.id, found)
  return found
}
