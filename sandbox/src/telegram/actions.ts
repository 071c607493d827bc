import { codePoints } from '@pupitre/networks'
import type { TelegramChat, TelegramEntity, TelegramFile, TelegramMessage, TelegramPoll, TelegramStore } from './store.ts'

/** What can happen on Telegram, whoever makes it happen: a bot by HTTP, or people from within. */

/** A refusal in Telegram's shape: `{ ok: false, error_code, description, parameters }`. */
export class TelegramRefusal extends Error {
  readonly status: number
  readonly retryAfter: number | null
  constructor(status: number, description: string, retryAfter: number | null = null) {
    super(description)
    this.status = status
    this.retryAfter = retryAfter
  }
}

export const bad = (words: string) => new TelegramRefusal(400, `Bad Request: ${words}`)

export type NewMessage = {
  text?: string
  entities?: TelegramEntity[]
  files?: TelegramFile[]
  poll?: TelegramPoll | null
  replyTo?: number | null
  preview?: string | null
}

export type TelegramSettings = {
  /** So many messages per chat in so many milliseconds; null: no limit. */
  rate: { limit: number; perMs: number } | null
}

export type TelegramActions = ReturnType<typeof createTelegramActions>

export function createTelegramActions(store: TelegramStore) {
  const settings: TelegramSettings = { rate: null }
  return {
    settings,
    /** One message, or the messages of an album. `fromId` null: the channel itself. */
    write: (chat: TelegramChat, fromId: number | null, init: NewMessage) => write(store, { chat, fromId, init }),
    edit: (message: TelegramMessage, text: string, entities: TelegramEntity[]) => {
      const words = accepted(text, message.file ? 1_024 : 4_096, message.file !== null)
      if (words === message.text && JSON.stringify(entities) === JSON.stringify(message.entities)) {
        throw bad('message is not modified: specified new message content and reply markup are exactly the same')
      }
      Object.assign(message, { text: words, entities, editedAt: store.clock.ms() })
      told(store, message, 'edited_message')
      return message
    },
    remove: (message: TelegramMessage) => {
      store.memory.messages.delete(`${message.chatId}/${message.id}`)
      store.memory.chats.get(message.chatId)?.pinned.delete(message.id)
    },
    pin: (chat: TelegramChat, message: TelegramMessage, on: boolean) => {
      if (on && chat.pinned.has(message.id)) throw bad('CHAT_NOT_MODIFIED')
      if (on) chat.pinned.add(message.id)
      else chat.pinned.delete(message.id)
    },
    ban: (chat: TelegramChat, sender: number, on: boolean) => {
      if (on) chat.banned.add(sender)
      else chat.banned.delete(sender)
    },
    react: (userId: number, message: TelegramMessage, emojis: string[]) => {
      if (emojis.length > 0) message.reactions.set(userId, emojis)
      else message.reactions.delete(userId)
    },
  }
}

function accepted(text: string, max: number, mayBeEmpty: boolean): string {
  const words = text.trim()
  if (words === '' && !mayBeEmpty) throw bad('message text is empty')
  if (codePoints(words) > max) throw bad(max === 1_024 ? 'message caption is too long' : 'message is too long')
  return words
}

type Writing = { chat: TelegramChat; fromId: number | null; init: NewMessage }

const NOTHING = { text: '', entities: [], files: [], poll: null, replyTo: null, preview: null }

function write(store: TelegramStore, { chat, fromId, init }: Writing): TelegramMessage[] {
  const { text, entities, files, poll, replyTo, preview } = { ...NOTHING, ...init }
  const words = accepted(text, files.length > 0 ? 1_024 : 4_096, files.length > 0 || poll !== null)
  if (entities.some(({ offset, length }) => offset < 0 || length < 1 || offset + length > words.length)) throw bad('ENTITY_BOUNDS_INVALID')
  if (replyTo !== null && !store.find(chat.id, replyTo)) throw bad('message to be replied not found')
  const album = files.length > 1 ? `album-${store.clock.ms()}-${store.nextId(0)}` : null
  const made = (files.length > 0 ? files : [null]).map((file, index): TelegramMessage => {
    const first = index === 0
    return {
      id: store.nextId(chat.id),
      chatId: chat.id,
      fromId,
      at: store.clock.ms(),
      editedAt: null,
      text: first ? words : '',
      entities: first ? entities : [],
      file,
      album,
      poll: first ? poll : null,
      replyTo,
      carried: null,
      preview,
      reactions: new Map(),
    }
  })
  for (const message of made) {
    store.add(message)
    told(store, message, 'message')
    carryOver(store, chat, message)
  }
  return made
}

/** A post of a channel stands in its group a moment later, put there by Telegram itself. */
function carryOver(store: TelegramStore, chat: TelegramChat, post: TelegramMessage): void {
  if (chat.type !== 'channel' || chat.linked === null) return
  const carried = { chatId: chat.id, messageId: post.id }
  const copy = { ...post, id: store.nextId(chat.linked), chatId: chat.linked, replyTo: null, carried, reactions: new Map() }
  store.add(copy)
  told(store, copy, 'message')
}

/** A bot hears what others write in groups it administers and in private; never its own words, and posts of channels not here. */
function told(store: TelegramStore, message: TelegramMessage, kind: 'message' | 'edited_message'): void {
  const chat = store.memory.chats.get(message.chatId)
  if (!chat || chat.type === 'channel') return
  for (const botId of chat.admins) {
    if (message.fromId !== botId || message.carried) store.tell(botId, { kind, chatId: chat.id, messageId: message.id })
  }
}
