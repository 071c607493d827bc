import type { Account, Author, Format, InboundMessage, OwnPost, RemoteRef } from '../contract.ts'
import { afterAnswer, failure } from '../http.ts'
import { count, list, record, text, webUrl, type Json } from '../json.ts'
import { plainOf } from './text.ts'

/** From Slack's objects (https://docs.slack.dev/reference/objects) to the desk's own shapes. */

const TS = /^\d{10}\.\d{6}$/

export function tsOf(value: unknown): string {
  const found = text(value, 20)
  if (!TS.test(found)) throw afterAnswer(true, `no usable time in the answer: ${found.slice(0, 40)}`)
  return found
}

export function timeOf(ts: string): string {
  return new Date(Number(ts) * 1000).toISOString()
}

/** Slack's time stamps name messages, and order them; compared as text they are of one length until 2286. */
export function tsAt(ms: number): string {
  return `${Math.max(0, Math.floor(ms / 1000))
    .toString()
    .padStart(10, '0')}.${String(Math.floor(ms % 1000)).padStart(3, '0')}000`
}

/** A message is addressed by its channel and its time stamp: `channel/ts`. */
export type Place = { channel: string; ts: string }

export function placeOf(ref: Pick<RemoteRef, 'id'>): Place {
  const [channel = '', ts = ''] = ref.id.split('/')
  if (!/^[CDG][A-Z0-9]{2,20}$/.test(channel) || !TS.test(ts)) {
    throw failure('not_found', 'drop', { sent: 'no', said: `not a message of Slack: ${ref.id.slice(0, 60)}` })
  }
  return { channel, ts }
}

export type House = { channel: string; teamUrl: string; botUserId: string; botId: string }

export function refTo(ts: string, house: House, thread: string | null = null): RemoteRef {
  const query = thread !== null && thread !== ts ? `?thread_ts=${thread}&cid=${house.channel}` : ''
  const url = house.teamUrl === '' ? null : `${house.teamUrl}archives/${house.channel}/p${ts.replace('.', '')}${query}`
  return { id: `${house.channel}/${ts}`, version: null, url }
}

export function accountOf(channel: Json, team: Json): Account {
  const id = text(channel['id'], 30)
  const name = text(channel['name'], 100)
  return {
    id,
    handle: `#${name}`,
    name: `${text(team['team'], 100)} #${name}`,
    avatarUrl: null,
    profileUrl: `${webUrl(team['url']) ?? 'https://slack.com/'}archives/${id}`,
    followers: count(channel['num_members']),
  }
}

export function authorOf(value: unknown, id: string): Author {
  const user = record(value)
  const profile = record(user['profile'])
  const handle = text(user['name'], 100) || id
  return {
    id,
    handle,
    name: text(profile['display_name'], 100).trim() || text(profile['real_name'], 100).trim() || handle,
    avatarUrl: webUrl(profile['image_72']),
    profileUrl: null,
    followers: null,
  }
}

/** Written by a person: no bot, and none of Slack's notices (joins, topics, pins). */
export function isPersons(message: Json): boolean {
  const subtype = text(message['subtype'], 40)
  return ['', 'thread_broadcast', 'file_share', 'me_message'].includes(subtype) && !message['bot_id'] && typeof message['user'] === 'string'
}

export function isOwn(message: Json, house: House): boolean {
  return message['user'] === house.botUserId || (house.botId !== '' && message['bot_id'] === house.botId)
}

/** Files are served to those who are signed in; the address leads there. */
function attachmentsOf(message: Json): InboundMessage['attachments'] {
  return list(message['files'])
    .slice(0, 20)
    .flatMap((value) => {
      const file = record(value)
      const url = webUrl(file['permalink']) ?? webUrl(file['url_private'])
      if (url === null) return []
      const type = text(file['mimetype'], 100)
      const kind = type.startsWith('image/') ? ('image' as const) : type.startsWith('video/') ? ('video' as const) : ('link' as const)
      return [{ kind, url, alt: text(file['alt_txt'], 2_000), thumbUrl: null }]
    })
}

/** Threads are flat: whatever is said in one hangs on its first message. */
export function threadOf(message: Json): string | null {
  const thread = text(message['thread_ts'], 20)
  return TS.test(thread) && thread !== message['ts'] ? thread : null
}

export function messageOf(message: Json, author: Author, house: House, nameOf: (id: string) => string | null): InboundMessage {
  const ts = tsOf(message['ts'])
  const thread = threadOf(message)
  const parent = thread === null ? null : refTo(thread, house)
  return {
    id: `${house.channel}/${ts}`,
    kind: parent !== null && message['parent_user_id'] === house.botUserId ? 'reply' : 'mention',
    ref: refTo(ts, house, thread),
    author,
    text: plainOf(text(message['text'], 40_000), nameOf),
    language: null,
    sentAt: timeOf(ts),
    parent,
    root: parent,
    attachments: attachmentsOf(message),
    visibility: 'public',
    canReply: true,
    replyBefore: null,
  }
}

export function ownPostOf(message: Json, house: House): OwnPost {
  const ts = tsOf(message['ts'])
  const thread = threadOf(message)
  const attachments = attachmentsOf(message)
  return {
    ref: refTo(ts, house, thread),
    text: plainOf(text(message['text'], 40_000), () => null),
    at: timeOf(ts),
    format: formatOf(message, attachments),
    imageUrls: attachments.filter(({ kind }) => kind === 'image').map(({ url, alt }) => ({ url, alt })),
    parent: thread === null ? null : refTo(thread, house),
  }
}

function formatOf(message: Json, attachments: InboundMessage['attachments']): Format {
  if (attachments.some(({ kind }) => kind === 'video')) return 'video'
  if (attachments.length > 1) return 'carousel'
  if (attachments.length === 1) return 'image'
  return list(message['attachments']).length > 0 ? 'link' : 'text'
}
