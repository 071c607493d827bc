import type { Account, Author, Format, InboundMessage, OwnPost, RemoteRef } from '../contract.ts'
import { afterAnswer, failure } from '../http.ts'
import { count, instant, list, record, text, webUrl, type Json } from '../json.ts'
import { plainOf } from './text.ts'

/** From Discord's objects (https://docs.discord.com/developers/resources/message) to the desk's own shapes. */

const WEB = 'https://discord.com'
const EPOCH_MS = 1_420_070_400_000

export function snowflake(value: unknown): string {
  const found = text(value, 30)
  if (!/^\d{1,20}$/.test(found)) throw afterAnswer(true, `no usable id in the answer: ${found.slice(0, 40)}`)
  return found
}

/** Ids hold the moment they were given at, in milliseconds since 2015. */
export function timeOf(id: string): number {
  return Number(BigInt(id) >> 22n) + EPOCH_MS
}

/** A message is addressed by its channel (a thread is one) and its own id: `channel/message`. */
export type Place = { channel: string; message: string }

export function placeOf(ref: Pick<RemoteRef, 'id'>): Place {
  const [channel = '', message = ''] = ref.id.split('/')
  if (!/^\d{1,20}$/.test(channel) || !/^\d{1,20}$/.test(message)) {
    throw failure('not_found', 'drop', { sent: 'no', said: `not a message of Discord: ${ref.id.slice(0, 60)}` })
  }
  return { channel, message }
}

export function refTo({ channel, message }: Place, guild: string): RemoteRef {
  return { id: `${channel}/${message}`, version: null, url: `${WEB}/channels/${guild}/${channel}/${message}` }
}

export function refOf(message: Json, guild: string): RemoteRef {
  return refTo({ channel: snowflake(message['channel_id']), message: snowflake(message['id']) }, guild)
}

export function authorOf(value: unknown): Author {
  const user = record(value)
  const id = text(user['id'], 30)
  const handle = text(user['username'], 100)
  const avatar = text(user['avatar'], 100)
  return {
    id,
    handle,
    name: text(user['global_name'], 100).trim() || handle,
    avatarUrl: /^\w+$/.test(avatar) ? `https://cdn.discordapp.com/avatars/${id}/${avatar}.png` : null,
    profileUrl: /^\d+$/.test(id) ? `${WEB}/users/${id}` : null,
    followers: null,
  }
}

/** The account is the channel: its handle is its name, its name says the server too, its followers are the server's members. */
export function accountOf(channel: Json, guild: Json): Account {
  const [id, guildId, icon] = [snowflake(channel['id']), snowflake(guild['id']), text(guild['icon'], 100)]
  const name = text(channel['name'], 100)
  return {
    id,
    handle: `#${name}`,
    name: `${text(guild['name'], 100)} #${name}`,
    avatarUrl: /^\w+$/.test(icon) ? `https://cdn.discordapp.com/icons/${guildId}/${icon}.png` : null,
    profileUrl: `${WEB}/channels/${guildId}/${id}`,
    followers: count(guild['approximate_member_count']),
  }
}

export function textOf(message: Json): string {
  const names = new Map(list(message['mentions']).map((one) => [text(record(one)['id'], 30), authorOf(one).name] as const))
  const content = plainOf(text(message['content'], 10_000), (id) => names.get(id) ?? null)
  const question = text(record(record(message['poll'])['question'])['text'], 300)
  return content === '' ? question : content
}

function attachmentsOf(message: Json): InboundMessage['attachments'] {
  return list(message['attachments'])
    .slice(0, 20)
    .flatMap((value) => {
      const file = record(value)
      const url = webUrl(file['url'])
      if (url === null) return []
      const type = text(file['content_type'], 100)
      const kind = type.startsWith('image/') ? ('image' as const) : type.startsWith('video/') ? ('video' as const) : ('link' as const)
      return [{ kind, url, alt: text(file['description'], 2_000), thumbUrl: kind === 'image' ? webUrl(file['proxy_url']) : null }]
    })
}

/** What a message answers: the one it refers to; inside a thread, otherwise, the message the thread hangs on. */
export function parentOf(message: Json, guild: string, thread: Place | null): RemoteRef | null {
  const reference = record(message['message_reference'])
  const isForward = reference['type'] === 1
  if (typeof reference['message_id'] === 'string' && !isForward) {
    const channel = typeof reference['channel_id'] === 'string' ? reference['channel_id'] : message['channel_id']
    return refTo({ channel: snowflake(channel), message: snowflake(reference['message_id']) }, guild)
  }
  return thread ? refTo(thread, guild) : null
}

/** Default messages and answers; joins, pins, boosts and the like are Discord's own notices. */
const WRITTEN: readonly unknown[] = [0, 19]

/** Written by a person: neither a bot nor one of Discord's notices. */
export function isPersons(message: Json): boolean {
  return WRITTEN.includes(message['type']) && record(message['author'])['bot'] !== true && !message['webhook_id']
}

export type Reader = { guild: string; botId: string; thread: Place | null; now: Date }

/** Who speaks in the brand's channel speaks to the brand: an answer is a reply, everything else a mention. */
export function messageOf(message: Json, { guild, botId, thread, now }: Reader): InboundMessage {
  const parent = parentOf(message, guild, thread)
  const answered = record(record(message['referenced_message'])['author'])['id']
  const toUs = parent !== null && (answered === botId || (answered === undefined && thread !== null))
  return {
    id: snowflake(message['id']),
    kind: toUs ? 'reply' : 'mention',
    ref: refOf(message, guild),
    author: authorOf(message['author']),
    text: textOf(message),
    language: null,
    sentAt: instant(message['timestamp']) ?? now.toISOString(),
    parent,
    root: thread ? refTo(thread, guild) : parent,
    attachments: attachmentsOf(message),
    visibility: 'public',
    canReply: true,
    replyBefore: null,
  }
}

export function ownPostOf(message: Json, guild: string, now: Date): OwnPost {
  const attachments = attachmentsOf(message)
  return {
    ref: refOf(message, guild),
    text: textOf(message),
    at: instant(message['timestamp']) ?? now.toISOString(),
    format: formatOf(message, attachments),
    imageUrls: attachments.filter(({ kind }) => kind === 'image').map(({ url, alt }) => ({ url, alt })),
    parent: parentOf(message, guild, null),
  }
}

function formatOf(message: Json, attachments: InboundMessage['attachments']): Format {
  if (message['poll']) return 'poll'
  if (attachments.some(({ kind }) => kind === 'video')) return 'video'
  if (attachments.length > 1) return 'carousel'
  if (attachments.length === 1) return 'image'
  return list(message['embeds']).length > 0 ? 'link' : 'text'
}
