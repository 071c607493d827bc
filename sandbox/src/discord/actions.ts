import { codePoints } from '@pupitre/networks'
import type { DiscordEmbed, DiscordFile, DiscordMessage, DiscordPoll, DiscordStore } from './store.ts'

/** What can happen on the server, whoever makes it happen: a bot by HTTP, or people from within. */

/** A refusal in Discord's shape: `{ code, message, errors }`. */
export class DiscordRefusal extends Error {
  readonly status: number
  readonly code: number
  readonly errors: Record<string, unknown> | null
  readonly headers: Record<string, string>
  constructor(
    status: number,
    code: number,
    message: string,
    more: { field?: [string, string, string]; headers?: Record<string, string> } = {},
  ) {
    super(message)
    this.status = status
    this.code = code
    const [field, name, words] = more.field ?? []
    this.errors = field ? { [field]: { _errors: [{ code: name, message: words }] } } : null
    this.headers = more.headers ?? {}
  }
}

const formError = (field: string, name: string, words: string) =>
  new DiscordRefusal(400, 50_035, 'Invalid Form Body', { field: [field, name, words] })

export type NewMessage = {
  content: string
  replyTo?: string | null
  nonce?: string | null
  files?: DiscordFile[]
  embeds?: DiscordEmbed[]
  poll?: DiscordPoll | null
}

export type DiscordSettings = {
  /** How long a nonce is remembered; "a few minutes" in the documentation. */
  nonceLifeMs: number
  /** So many messages per channel in so many milliseconds; null: no limit. */
  rate: { limit: number; perMs: number } | null
}

export type DiscordActions = ReturnType<typeof createDiscordActions>

export function createDiscordActions(store: DiscordStore) {
  const settings: DiscordSettings = { nonceLifeMs: 180_000, rate: null }
  return {
    settings,
    write: (authorId: string, channelId: string, init: NewMessage) => write(store, settings, { authorId, channelId, init }),
    edit: (message: DiscordMessage, content: string, embeds: DiscordEmbed[] | null) => {
      const text = accepted(content, message.files.length > 0 || message.embeds.length > 0)
      message.content = text
      if (embeds) message.embeds = embeds
      message.editedAt = store.clock.now().toISOString()
      return message
    },
    react: (userId: string, message: DiscordMessage, emoji: string, on = true) => {
      const who = message.reactions.get(emoji) ?? new Set<string>()
      if (on) who.add(userId)
      else who.delete(userId)
      if (who.size > 0) message.reactions.set(emoji, who)
      else message.reactions.delete(emoji)
    },
  }
}

function accepted(content: string, hasOther: boolean): string {
  if (codePoints(content) > 2_000) throw formError('content', 'BASE_TYPE_MAX_LENGTH', 'Must be 2000 or fewer in length.')
  const text = content.trim()
  if (text === '' && !hasOther) throw new DiscordRefusal(400, 50_006, 'Cannot send an empty message')
  return text
}

type Writing = { authorId: string; channelId: string; init: NewMessage }

function write(store: DiscordStore, settings: DiscordSettings, { authorId, channelId, init }: Writing): DiscordMessage {
  const nonce = init.nonce ?? null
  const remembered = nonce === null ? undefined : store.memory.nonces.get(`${authorId} ${nonce}`)
  const twin =
    remembered && store.clock.ms() - remembered.at <= settings.nonceLifeMs ? store.memory.messages.get(remembered.messageId) : undefined
  if (twin && nonce !== null) {
    twin.keys.push(nonce)
    return twin
  }
  const message = build(store, { authorId, channelId, init })
  store.add(message)
  if (nonce !== null) store.memory.nonces.set(`${authorId} ${nonce}`, { messageId: message.id, at: store.clock.ms() })
  return message
}

const NOTHING = { files: [], embeds: [], poll: null, nonce: null, replyTo: null }

function build(store: DiscordStore, { authorId, channelId, init }: Writing): DiscordMessage {
  const { files, embeds, poll, nonce, replyTo } = { ...NOTHING, ...init }
  if (files.some((file) => codePoints(file.description) > 1_024)) throw formError('attachments', 'BASE_TYPE_MAX_LENGTH', 'Too long.')
  const answered = replyTo === null ? null : store.memory.messages.get(replyTo)
  if (replyTo !== null && answered?.channelId !== channelId) {
    throw formError('message_reference', 'MESSAGE_REFERENCE_UNKNOWN_MESSAGE', 'Unknown message')
  }
  const content = accepted(init.content, files.length > 0 || embeds.length > 0 || poll !== null)
  return {
    id: store.newId(),
    channelId,
    authorId,
    content,
    at: store.clock.now().toISOString(),
    editedAt: null,
    replyTo: answered ? { channelId, messageId: answered.id } : null,
    files,
    embeds,
    poll,
    reactions: new Map(),
    mentions: mentionsOf(store, content, answered?.authorId ?? null),
    pinned: false,
    nonce,
    keys: nonce === null ? [] : [nonce],
  }
}

function mentionsOf(store: DiscordStore, content: string, answered: string | null): string[] {
  const named = [...content.matchAll(/<@!?(\d+)>/g)].map((match) => match[1] ?? '')
  return [...new Set([...named, ...(answered ? [answered] : [])])].filter((id) => store.memory.users.has(id))
}
