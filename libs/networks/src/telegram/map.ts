import type { Account, Author, InboundMessage, RemoteRef, Signal } from '../contract.ts'
import { afterAnswer, failure } from '../http.ts'
import { record, text, type Json } from '../json.ts'

/** From Telegram's types (https://core.telegram.org/bots/api#available-types) to the desk's own shapes. */

export function numberOf(value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value
  throw afterAnswer(true, `no usable number in the answer: ${String(value).slice(0, 40)}`)
}

/** A message is addressed by its chat and its own number: `chat/message`. */
export type Place = { chat: number; message: number }

export function placeOf(ref: Pick<RemoteRef, 'id'>): Place {
  const found = /^(-?\d{1,16})\/(\d{1,16})$/.exec(ref.id)
  if (!found) throw failure('not_found', 'drop', { sent: 'no', said: `not a message of Telegram: ${ref.id.slice(0, 60)}` })
  return { chat: Number(found[1]), message: Number(found[2]) }
}

/** `https://t.me/name/1`, or `/c/…` for those without a name; private chats have no address. */
function urlOf(chat: Json, message: number): string | null {
  const name = text(chat['username'], 64)
  if (/^\w+$/.test(name)) return `https://t.me/${name}/${message}`
  const inner = /^-100(\d+)$/.exec(String(chat['id']))?.[1]
  return inner ? `https://t.me/c/${inner}/${message}` : null
}

export function refIn(chat: Json, message: number): RemoteRef {
  return { id: `${numberOf(chat['id'])}/${message}`, version: null, url: urlOf(chat, message) }
}

export function refOf(message: Json): RemoteRef {
  return refIn(record(message['chat']), numberOf(message['message_id']))
}

/** An album is several messages; the first stands for it, and its version names them all, for taking it back. */
export function albumRef(messages: readonly Json[]): RemoteRef {
  const [first] = messages
  if (!first) throw afterAnswer(true, 'an empty album in the answer')
  const ids = messages.map((one) => numberOf(one['message_id']))
  return { ...refOf(first), version: ids.length > 1 ? `album:${ids.join(',')}` : null }
}

export function albumOf(ref: RemoteRef): number[] {
  const listed = /^album:([\d,]{1,400})$/.exec(ref.version ?? '')?.[1]
  return listed ? listed.split(',').map(Number) : [placeOf(ref).message]
}

export function accountOf(chat: Json, members: unknown): Account {
  const id = numberOf(chat['id'])
  const username = text(chat['username'], 64)
  const name = text(chat['title'], 200) || username
  return {
    id: String(id),
    handle: username === '' ? name : `@${username}`,
    name,
    // Pictures are fetched with the bot's token; an address that holds it is given to nobody.
    avatarUrl: null,
    profileUrl: username === '' ? `https://t.me/c/${String(id).replace(/^-100/, '')}` : `https://t.me/${username}`,
    followers: typeof members === 'number' && members >= 0 ? members : null,
  }
}

/** Who wrote: a person, or a chat that speaks for itself. */
function authorOf(message: Json): Author {
  const from = record(message['from'])
  const chat = record(message['sender_chat'])
  const isChat = typeof chat['id'] === 'number'
  const sender = isChat ? chat : from
  const username = text(sender['username'], 64)
  const name = isChat ? text(chat['title'], 200) : [text(from['first_name'], 100), text(from['last_name'], 100)].join(' ').trim()
  const id = typeof sender['id'] === 'number' ? String(sender['id']) : ''
  return {
    id,
    handle: username || name || id,
    name: name || username || id,
    avatarUrl: null,
    profileUrl: /^\w+$/.test(username) ? `https://t.me/${username}` : null,
    followers: null,
  }
}

const KINDS = ['photo', 'video', 'animation', 'voice', 'video_note', 'audio', 'document', 'sticker', 'location', 'contact', 'poll', 'dice']

/** Text or caption. What has neither is named, since its file is only to be had with the token. */
export function textOf(message: Json): string {
  const written = text(message['text'], 10_000) || text(message['caption'], 10_000)
  if (written !== '') return written
  const kind = KINDS.find((one) => message[one] !== undefined)
  if (kind === 'poll') return text(record(message['poll'])['question'], 300)
  const emoji = text(record(message['sticker'])['emoji'], 20)
  return kind ? `[${kind.replace('_', ' ')}${emoji === '' ? '' : ` ${emoji}`}]` : ''
}

export type Reader = { channel: number; group: number | null; botId: number; now: Date }

/** The post of the channel behind a message that Telegram itself carried over into the group. */
export function originOf(message: Json, channel: number): RemoteRef | null {
  const origin = record(message['forward_origin'])
  const chat = record(origin['chat'])
  if (message['is_automatic_forward'] !== true || chat['id'] !== channel || typeof origin['message_id'] !== 'number') return null
  return refIn(chat, origin['message_id'])
}

function isOurs(message: Json, { channel, botId }: Reader): boolean {
  return record(message['from'])['id'] === botId || record(message['sender_chat'])['id'] === channel
}

/** What concerns this channel: words in its group, and what somebody writes to the bot alone. */
export function signalOf(update: Json, reader: Reader): Signal | null {
  const edited = record(update['edited_message'])
  const message = edited['message_id'] === undefined ? record(update['message']) : edited
  const chat = record(message['chat'])
  const isPrivate = chat['type'] === 'private'
  const concerns = isPrivate || (reader.group !== null && chat['id'] === reader.group)
  if (!concerns || isOurs(message, reader) || message['is_automatic_forward'] === true) return null
  const words = textOf(message)
  if (words === '' || /^\/start(@\w+)?$/.test(words)) return null
  const at = (seconds: unknown) => new Date(typeof seconds === 'number' ? seconds * 1000 : reader.now.getTime()).toISOString()
  if (message === edited) return { kind: 'edited', id: refOf(message).id, text: words, at: at(message['edit_date']) }
  return { kind: 'message', message: messageOf(message, words, isPrivate, reader) }
}

function messageOf(message: Json, words: string, isPrivate: boolean, reader: Reader): InboundMessage {
  const answered = record(message['reply_to_message'])
  const post = originOf(answered, reader.channel)
  const parent = post ?? (typeof answered['message_id'] === 'number' ? refOf(answered) : null)
  const toUs = post !== null || isOurs(answered, reader)
  const date = message['date']
  return {
    id: refOf(message).id,
    kind: isPrivate ? 'direct' : toUs ? 'reply' : 'mention',
    ref: refOf(message),
    author: authorOf(message),
    text: words,
    language: null,
    sentAt: new Date(typeof date === 'number' ? date * 1000 : reader.now.getTime()).toISOString(),
    parent,
    root: post,
    attachments: [],
    visibility: isPrivate ? 'direct' : 'public',
    canReply: true,
    replyBefore: null,
  }
}
