import type { Account, Author, Format, InboundMessage, OwnPost, RemoteRef } from '../contract.ts'
import { count, instant, list, record, text, textOrNull, webUrl, type Json } from '../json.ts'
import { postUrl } from './syntax.ts'

/** From the AppView's views (app.bsky.feed.defs, app.bsky.actor.defs) to the desk's own shapes. */

export function authorOf(value: unknown): Author {
  const actor = record(value)
  const [did, handle] = [text(actor['did'], 2_048), text(actor['handle'], 253)]
  return {
    id: did,
    handle,
    name: text(actor['displayName'], 120).trim() || handle,
    avatarUrl: webUrl(actor['avatar']),
    profileUrl: did === '' ? null : `https://bsky.app/profile/${did}`,
    followers: count(actor['followersCount']),
  }
}

export function accountOf(profile: unknown, known: { did: string; handle: string }): Account {
  const author = authorOf({ ...record(profile), ...known })
  return { ...author, profileUrl: `https://bsky.app/profile/${known.did}` }
}

export function refOf(view: Json): RemoteRef {
  const uri = text(view['uri'], 3_000)
  return { id: uri, version: textOrNull(view['cid'], 200), url: postUrl(uri) }
}

function strong(value: unknown): RemoteRef | null {
  const ref = record(value)
  const uri = text(ref['uri'], 3_000)
  return uri === '' ? null : { id: uri, version: textOrNull(ref['cid'], 200), url: postUrl(uri) }
}

export function parentOf(post: Json): RemoteRef | null {
  return strong(record(post['reply'])['parent'])
}

export function rootOf(post: Json): RemoteRef | null {
  return strong(record(post['reply'])['root'])
}

type Attachment = InboundMessage['attachments'][number]

/** Media of an embed's view; of a quote with media, the media. */
export function attachmentsOf(value: unknown): Attachment[] {
  const embed = record(value)
  if (embed['media']) return attachmentsOf(embed['media'])
  const images = [...list(embed['images']), ...list(embed['items'])].slice(0, 20).map(record)
  const found = images.flatMap((image): Attachment[] => {
    const url = webUrl(image['fullsize'])
    return url === null
      ? []
      : [{ kind: 'image', url, alt: text(image['alt'], 2_000), thumbUrl: webUrl(image['thumb']) ?? webUrl(image['thumbnail']) }]
  })
  const playlist = webUrl(embed['playlist'])
  if (playlist !== null) found.push({ kind: 'video', url: playlist, alt: text(embed['alt'], 2_000), thumbUrl: webUrl(embed['thumbnail']) })
  const external = record(embed['external'])
  const link = webUrl(external['uri'])
  if (link !== null) found.push({ kind: 'link', url: link, alt: text(external['title'], 300), thumbUrl: webUrl(external['thumb']) })
  return found
}

export function messageOf(view: Json, kind: InboundMessage['kind'], fallbackAt: Date): InboundMessage {
  const post = record(view['record'])
  return {
    id: text(view['uri'], 3_000),
    kind,
    ref: refOf(view),
    author: authorOf(view['author']),
    text: text(post['text'], 3_000),
    language: textOrNull(list(post['langs'])[0], 20),
    sentAt: instant(post['createdAt']) ?? instant(view['indexedAt']) ?? fallbackAt.toISOString(),
    parent: parentOf(post),
    root: rootOf(post),
    attachments: attachmentsOf(view['embed']),
    visibility: 'public',
    canReply: record(view['viewer'])['replyDisabled'] !== true,
    replyBefore: null,
  }
}

export function ownPostOf(view: Json, fallbackAt: Date): OwnPost {
  const message = messageOf(view, 'reply', fallbackAt)
  return {
    ref: message.ref,
    text: message.text,
    at: message.sentAt,
    format: formatOf(message.attachments),
    imageUrls: message.attachments.filter(({ kind }) => kind === 'image').map(({ url, alt }) => ({ url, alt })),
    parent: message.parent,
  }
}

function formatOf(attachments: Attachment[]): Format {
  const images = attachments.filter(({ kind }) => kind === 'image').length
  if (attachments.some(({ kind }) => kind === 'video')) return 'video'
  if (images > 1) return 'carousel'
  if (images === 1) return 'image'
  return attachments.length > 0 ? 'link' : 'text'
}
