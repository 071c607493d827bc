import type { Account, Author, Credentials, Format, InboundMessage, OwnPost, RemoteRef, Variant } from '../contract.ts'
import { afterAnswer } from '../http.ts'
import { count, instant, list, record, text, textOrNull, webUrl, type Json } from '../json.ts'
import { htmlToText } from '../html.ts'

/** From Mastodon's entities (https://docs.joinmastodon.org/entities/) to the desk's own shapes. */

const VISIBILITIES: Record<string, Variant['visibility']> = {
  public: 'public',
  unlisted: 'unlisted',
  private: 'followers',
  direct: 'direct',
}

export function visibilityOf(value: unknown): Variant['visibility'] {
  return VISIBILITIES[text(value)] ?? 'public'
}

export function visibilityName(value: Variant['visibility']): string {
  return value === 'followers' ? 'private' : value
}

const WIDE_TO_NARROW: readonly Variant['visibility'][] = ['public', 'unlisted', 'followers', 'direct']

/** An answer is never seen by more people than what it answers. */
export function narrower(own: Variant['visibility'], answered: Variant['visibility'] | undefined): Variant['visibility'] {
  return WIDE_TO_NARROW[Math.max(WIDE_TO_NARROW.indexOf(own), answered ? WIDE_TO_NARROW.indexOf(answered) : 0)] ?? own
}

/** Ids are short and printable on every compatible server; anything else would be a lie. */
export function idOf(value: unknown): string {
  const found = typeof value === 'number' ? String(value) : text(value, 100)
  if (!/^[\w.:-]{1,100}$/.test(found)) throw afterAnswer(true, `no usable id in the answer: ${found.slice(0, 40)}`)
  return found
}

export function refOf(status: Json): RemoteRef {
  return { id: idOf(status['id']), version: null, url: webUrl(status['url']) ?? webUrl(status['uri']) }
}

/** Two servers number their statuses alike; the host makes the name unique. */
export function messageId(server: string, statusId: string): string {
  return `${new URL(server).host}/${statusId}`
}

export function handleOf(account: Json, server: string): string {
  const acct = text(account['acct'], 300)
  return acct.includes('@') ? acct : `${acct}@${new URL(server).host}`
}

export function authorOf(value: unknown, server: string): Author {
  const account = record(value)
  const handle = handleOf(account, server)
  return {
    id: text(account['id'], 100),
    handle,
    name: text(account['display_name'], 120).trim() || handle,
    avatarUrl: webUrl(account['avatar_static']) ?? webUrl(account['avatar']),
    profileUrl: webUrl(account['url']),
    followers: count(account['followers_count']),
  }
}

export function accountOf(value: unknown, credentials: Pick<Credentials, 'server'>): Account {
  const author = authorOf(value, credentials.server)
  return {
    ...author,
    id: idOf(record(value)['id']),
    profileUrl: author.profileUrl ?? `${credentials.server}/@${author.handle.split('@')[0]}`,
  }
}

export function attachmentsOf(status: Json): InboundMessage['attachments'] {
  return list(status['media_attachments'])
    .slice(0, 40)
    .flatMap((value) => {
      const media = record(value)
      const url = webUrl(media['url']) ?? webUrl(media['remote_url'])
      if (url === null) return []
      const type = text(media['type'])
      const kind = type === 'video' || type === 'gifv' ? ('video' as const) : type === 'image' ? ('image' as const) : ('link' as const)
      return [{ kind, url, alt: text(media['description'], 2_000), thumbUrl: webUrl(media['preview_url']) }]
    })
}

/** Content warning and text together: what a reader would see after opening it. */
export function textOf(status: Json): string {
  const warning = text(status['spoiler_text'], 1_000).trim()
  const body = htmlToText(text(status['content'], 100_000))
  return warning === '' ? body : `${warning}\n\n${body}`.trim()
}

export function messageOf(status: Json, kind: InboundMessage['kind'], server: string, fallbackAt: Date): InboundMessage {
  const parent = textOrNull(status['in_reply_to_id'], 100)
  return {
    id: messageId(server, idOf(status['id'])),
    kind,
    ref: refOf(status),
    author: authorOf(status['account'], server),
    text: textOf(status),
    language: textOrNull(status['language'], 20),
    sentAt: instant(status['created_at']) ?? fallbackAt.toISOString(),
    parent: parent === null ? null : { id: parent, version: null, url: null },
    root: null,
    attachments: attachmentsOf(status),
    visibility: visibilityOf(status['visibility']),
    canReply: true,
    replyBefore: null,
  }
}

/** Direct first: a private word must never be handled like a public one. */
export function kindOf(status: Json, notificationType: string): InboundMessage['kind'] {
  if (status['visibility'] === 'direct') return 'direct'
  if (notificationType === 'quote') return 'quote'
  return status['in_reply_to_id'] ? 'reply' : 'mention'
}

export function ownPostOf(status: Json, fallbackAt: Date): OwnPost {
  const parent = textOrNull(status['in_reply_to_id'], 100)
  const attachments = attachmentsOf(status)
  return {
    ref: refOf(status),
    text: textOf(status),
    at: instant(status['created_at']) ?? fallbackAt.toISOString(),
    format: formatOf(status, attachments),
    imageUrls: attachments.filter(({ kind }) => kind === 'image').map(({ url, alt }) => ({ url, alt })),
    parent: parent === null ? null : { id: parent, version: null, url: null },
  }
}

function formatOf(status: Json, attachments: InboundMessage['attachments']): Format {
  if (status['poll']) return 'poll'
  if (attachments.some(({ kind }) => kind === 'video')) return 'video'
  if (attachments.length > 1) return 'carousel'
  if (attachments.length === 1) return 'image'
  return record(status['card'])['url'] ? 'link' : 'text'
}
