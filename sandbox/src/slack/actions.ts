import { codePoints } from '@pupitre/networks'
import type { SlackAttachment, SlackChannel, SlackFile, SlackMessage, SlackMetadata, SlackStore } from './store.ts'

/** What can happen in the workspace, whoever makes it happen: an app by HTTP, or people from within. */

/** A refusal in Slack's shape: `{ ok: false, error }`, with status 200; a scope that is missing is named. */
export class SlackRefusal extends Error {
  readonly retryAfter: number | null
  readonly needed: string | null
  constructor(code: string, retryAfter: number | null = null, needed: string | null = null) {
    super(code)
    this.retryAfter = retryAfter
    this.needed = needed
  }
}

export type NewMessage = {
  text?: string
  thread?: string | null
  attachments?: SlackAttachment[]
  files?: SlackFile[]
  metadata?: SlackMetadata | null
}

export type SlackSettings = {
  /** How long after files were shared their message can be found by them. */
  shareDelayMs: number
  /** So many messages per channel in so many milliseconds; null: no limit. */
  rate: { limit: number; perMs: number } | null
}

export type SlackActions = ReturnType<typeof createSlackActions>

export function createSlackActions(store: SlackStore) {
  const settings: SlackSettings = { shareDelayMs: 0, rate: null }
  return {
    settings,
    write: (userId: string, channel: SlackChannel, init: NewMessage) => write(store, settings, { userId, channel, init }),
    edit: (message: SlackMessage, text: string, init: Pick<NewMessage, 'attachments' | 'metadata'>) => {
      if (codePoints(text) > 4_000) throw new SlackRefusal('msg_too_long')
      Object.assign(message, { sent: unescaped(text), text: standing(text), edited: true })
      if (init.attachments) message.attachments = init.attachments
      if (init.metadata) message.metadata = init.metadata
    },
    remove: (message: SlackMessage) => void store.memory.messages.delete(`${message.channelId}/${message.ts}`),
    pin: (message: SlackMessage, on: boolean) => {
      if (on === (message.pinnedAt !== null)) throw new SlackRefusal(on ? 'already_pinned' : 'no_pin')
      message.pinnedAt = on ? store.clock.ms() : null
    },
    react: (userId: string, message: SlackMessage, name: string, on = true) => {
      const who = message.reactions.get(name) ?? new Set<string>()
      if (on === who.has(userId)) throw new SlackRefusal(on ? 'already_reacted' : 'no_reaction')
      if (on) who.add(userId)
      else who.delete(userId)
      if (who.size > 0) message.reactions.set(name, who)
      else message.reactions.delete(name)
    },
  }
}

const unescaped = (text: string) => text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&')

/** Slack cuts what is too long, names emoji, and puts addresses into brackets. */
function standing(text: string): string {
  const cut = Array.from(text).slice(0, 40_000).join('')
  return cut
    .replace(
      /\p{Extended_Pictographic}(?:\uFE0F|\p{Emoji_Modifier}|\u200D\p{Extended_Pictographic})*/gu,
      (emoji) => `:e${emoji.codePointAt(0)?.toString(16)}:`,
    )
    .replace(/(?<![<|])https?:\/\/[^\s<>|)]+/g, '<$&>')
}

type Writing = { userId: string; channel: SlackChannel; init: NewMessage }

const NOTHING = { text: '', thread: null, attachments: [], files: [], metadata: null }

function write(store: SlackStore, settings: SlackSettings, { userId, channel, init }: Writing): SlackMessage {
  const { text, thread, attachments, files, metadata } = { ...NOTHING, ...init }
  if (channel.archived) throw new SlackRefusal('is_archived')
  if (text.trim() === '' && attachments.length === 0 && files.length === 0) throw new SlackRefusal('no_text')
  const root = thread === null ? null : store.find(channel.id, thread)
  if (thread !== null && !root) throw new SlackRefusal('thread_not_found')
  const message: SlackMessage = {
    ts: store.newTs(),
    channelId: channel.id,
    userId,
    sent: unescaped(text),
    text: standing(text),
    thread: root ? (root.thread ?? root.ts) : null,
    edited: false,
    attachments,
    files,
    metadata,
    reactions: new Map(),
    pinnedAt: null,
  }
  store.memory.messages.set(`${channel.id}/${message.ts}`, message)
  for (const file of files) Object.assign(file, { sharedIn: message, sharedAt: store.clock.ms() + settings.shareDelayMs })
  return message
}
