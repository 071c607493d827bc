import type { Account, Author, Format, InboundMessage, OwnPost, RemoteRef, ReplyTarget, Variant } from '../contract.ts'
import { afterAnswer } from '../http.ts'
import { count, instant, list, record, text, textOrNull, webUrl, type Json } from '../json.ts'

/**
 * From X's objects (https://docs.x.com/x-api/fundamentals/data-dictionary) to the desk's own shapes. Since August 2026 its
 * description also calls the parts of a post by newer names (`referenced_posts`, `repost_count`); both are read.
 */

/** X numbers everything by snowflakes of at most 19 digits. */
export function idOf(value: unknown): string {
  const found = text(value, 30)
  if (!/^\d{1,19}$/.test(found)) throw afterAnswer(true, `no usable id in the answer: ${found.slice(0, 30)}`)
  return found
}

const EPOCH_MS = 1_288_834_974_657n

/** The id that a post of this moment would have. */
export function snowflakeAt(at: Date): bigint {
  return (BigInt(at.getTime()) - EPOCH_MS) << 22n
}

export function refOf(postId: string): RemoteRef {
  return { id: postId, version: null, url: `https://x.com/i/web/status/${postId}` }
}

/** A private message is answered to a person, so its name holds both. */
export function directRef(participant: string, event: string): RemoteRef {
  return { id: `dm/${participant}/${event}`, version: null, url: null }
}

/** The person and the message of a private message's name; null for a post. */
export function directOf(ref: RemoteRef): { participant: string; event: string } | null {
  const [, participant, event] = /^dm\/(\d{1,19})\/(\d{1,19})$/.exec(ref.id) ?? []
  return participant && event ? { participant, event } : null
}

export function isDirect(visibility: Variant['visibility'], reply: ReplyTarget | null): boolean {
  return reply !== null && (visibility === 'direct' || reply.visibility === 'direct')
}

export function authorOf(value: unknown): Author {
  const user = record(value)
  const handle = text(user['username'], 50)
  return {
    id: text(user['id'], 30),
    handle,
    name: text(user['name'], 120).trim() || handle,
    avatarUrl: webUrl(user['profile_image_url']),
    profileUrl: handle === '' ? null : `https://x.com/${handle}`,
    followers: count(record(user['public_metrics'])['followers_count']),
  }
}

export function accountOf(value: unknown): Account {
  const author = authorOf(value)
  return { ...author, id: idOf(author.id), profileUrl: author.profileUrl ?? 'https://x.com' }
}

/** The objects beside a page, by id or media key. */
export type Includes = { users: Map<string, Json>; media: Map<string, Json> }

export function includesOf(body: Json): Includes {
  const by = (name: string, key: string) =>
    new Map(
      list(record(body['includes'])[name])
        .map(record)
        .map((one) => [text(one[key], 60), one]),
    )
  return { users: by('users', 'id'), media: by('media', 'media_key') }
}

export function referenced(post: Json, type: 'replied_to' | 'quoted' | 'retweeted'): string | null {
  const all = list(post['referenced_tweets'] ?? post['referenced_posts']).map(record)
  return textOrNull(all.find((one) => one['type'] === type)?.['id'], 30)
}

/** Addresses of a post as they were written: what X shortened, in order. Its own links to media and to a quoted post are left out. */
export function linksOf(post: Json): { short: string; written: string }[] {
  return list(record(post['entities'])['urls'])
    .map(record)
    .filter((one) => !isOwn(one))
    .map((one) => ({ short: text(one['url'], 300), written: text(one['expanded_url'], 4_096) }))
}

function isOwn(url: Json): boolean {
  return (
    url['media_key'] !== undefined ||
    /^https:\/\/(?:x|twitter)\.com\/\w+\/status\/\d+(?:\/(?:photo|video)\/\d)?$/.test(text(url['expanded_url'], 300))
  )
}

/** The text with its addresses as written, and without what X adds: its links to media, and the names before an answer. */
export function textOf(post: Json): string {
  let whole = text(record(post['note_tweet'] ?? post['note_post'])['text'], 30_000) || text(post['text'], 10_000)
  for (const url of list(record(post['entities'])['urls']).map(record)) {
    whole = whole.replaceAll(text(url['url'], 300) || '\0', isOwn(url) ? '' : text(url['expanded_url'], 4_096))
  }
  const bare = unescaped(whole).trim()
  return referenced(post, 'replied_to') ? bare.replace(/^(?:@\w{1,20}\s+)+/, '') : bare
}

/** X writes these three, and only these, as entities. */
export function unescaped(value: string): string {
  return value.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}

export function attachmentsOf(post: Json, { media }: Includes): InboundMessage['attachments'] {
  return list(record(post['attachments'])['media_keys']).flatMap((key) => {
    const one = media.get(text(key, 60)) ?? {}
    const kind = one['type'] === 'photo' ? ('image' as const) : ('video' as const)
    const thumbUrl = webUrl(one['preview_image_url'])
    const url = webUrl(one['url']) ?? thumbUrl
    return url === null ? [] : [{ kind, url, alt: text(one['alt_text'], 2_000), thumbUrl }]
  })
}

export function messageOf(post: Json, includes: Includes, me: string, fallbackAt: Date): InboundMessage {
  const postId = idOf(post['id'])
  const parent = referenced(post, 'replied_to')
  const root = textOrNull(post['conversation_id'], 30)
  const isReply = parent !== null && post['in_reply_to_user_id'] === me
  return {
    id: postId,
    kind: isReply ? 'reply' : 'mention',
    ref: refOf(postId),
    author: authorOf(includes.users.get(text(post['author_id'], 30)) ?? { id: post['author_id'] }),
    text: textOf(post),
    language: textOrNull(post['lang'], 20),
    sentAt: instant(post['created_at']) ?? fallbackAt.toISOString(),
    parent: parent === null ? null : refOf(parent),
    root: root === null ? null : refOf(root),
    attachments: attachmentsOf(post, includes),
    visibility: 'public',
    canReply: true,
    replyBefore: null,
  }
}

export function directMessageOf(event: Json, includes: Includes, fallbackAt: Date): InboundMessage {
  const sender = idOf(event['sender_id'])
  const ref = directRef(sender, idOf(event['id']))
  return {
    id: `dm/${idOf(event['id'])}`,
    kind: 'direct',
    ref,
    author: authorOf(includes.users.get(sender) ?? { id: sender }),
    text: unescaped(text(event['text'], 10_000)),
    language: null,
    sentAt: instant(event['created_at']) ?? fallbackAt.toISOString(),
    parent: null,
    root: null,
    attachments: attachmentsOf(event, includes),
    visibility: 'direct',
    canReply: true,
    replyBefore: null,
  }
}

export function ownPostOf(post: Json, includes: Includes, fallbackAt: Date): OwnPost {
  const attachments = attachmentsOf(post, includes)
  const parent = referenced(post, 'replied_to')
  return {
    ref: refOf(idOf(post['id'])),
    text: textOf(post),
    at: instant(post['created_at']) ?? fallbackAt.toISOString(),
    format: formatOf(post, attachments),
    imageUrls: attachments.filter(({ kind }) => kind === 'image').map(({ url, alt }) => ({ url, alt })),
    parent: parent === null ? null : refOf(parent),
  }
}

function formatOf(post: Json, attachments: InboundMessage['attachments']): Format {
  if (list(record(post['attachments'])['poll_ids']).length > 0) return 'poll'
  if (attachments.some(({ kind }) => kind === 'video')) return 'video'
  if (attachments.length > 1) return 'carousel'
  if (attachments.length === 1) return 'image'
  return linksOf(post).length > 0 ? 'link' : 'text'
}
