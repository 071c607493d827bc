import type { Account, Author, Format, InboundMessage, OwnPost, RemoteRef } from '../contract.ts'
import { count, instant, list, record, text, webUrl, type Json } from '../json.ts'
import { idIn } from '../meta/graph.ts'

/** From Instagram's objects (Graph v25.0: IGUser, IGMedia, IGComment) to the desk's own shapes. */

export const COMMENT = 'id,text,timestamp,username,from,parent_id'
export const MEDIA = 'id,caption,media_type,media_product_type,media_url,thumbnail_url,permalink,timestamp,username,alt_text'
export const OWN_MEDIA = `${MEDIA},children{id,media_type,media_url,alt_text}`

export function accountOf(user: Json): Account {
  const handle = text(user['username'], 100)
  return {
    id: idIn(user),
    handle,
    name: text(user['name'], 120) || handle,
    avatarUrl: webUrl(user['profile_picture_url']),
    profileUrl: `https://www.instagram.com/${encodeURIComponent(handle)}/`,
    followers: count(user['followers_count']),
  }
}

export function authorOf(from: Json, username: string): Author {
  const handle = text(from['username'], 100) || username
  return {
    id: text(from['id'], 40) || handle,
    handle,
    name: handle,
    avatarUrl: null,
    profileUrl: handle === '' ? null : `https://www.instagram.com/${encodeURIComponent(handle)}/`,
    followers: null,
  }
}

export function refOf(media: Json): RemoteRef {
  return { id: idIn(media), version: null, url: webUrl(media['permalink']) }
}

/** A comment hangs on its media, an answer on the comment above it. `id` of comments is a number too. */
export function commentOf(comment: Json, root: RemoteRef, fallbackAt: Date): InboundMessage {
  const id = idIn(comment)
  const parentId = text(comment['parent_id'], 40)
  return {
    id,
    kind: 'reply',
    ref: { id, version: null, url: root.url },
    author: authorOf(record(comment['from']), text(comment['username'], 100)),
    text: text(comment['text'], 10_000),
    language: null,
    sentAt: instant(comment['timestamp']) ?? fallbackAt.toISOString(),
    parent: parentId === '' ? root : { id: parentId, version: null, url: root.url },
    root,
    attachments: [],
    visibility: 'public',
    canReply: true,
    replyBefore: null,
  }
}

const MENTION = /^mention\/(\d{1,40})(?:\/(\d{1,40}))?$/

/** Where somebody named the account, in a caption or a comment of their own: it may be answered there and nowhere else. */
export function mentionRef(mediaId: string, commentId: string | null, url: string | null = null): RemoteRef {
  return { id: `mention/${mediaId}${commentId === null ? '' : `/${commentId}`}`, version: null, url }
}

export function mentionIn(ref: RemoteRef): { mediaId: string; commentId: string | null } | null {
  const [, mediaId, commentId = null] = MENTION.exec(ref.id) ?? []
  return mediaId === undefined ? null : { mediaId, commentId }
}

/** A picture on which somebody put the account's name. Below it software may say nothing. */
export function tagOf(media: Json, fallbackAt: Date): InboundMessage {
  const ref = refOf(media)
  const url = webUrl(media['media_url'])
  const isFilm = text(media['media_type'], 20) === 'VIDEO'
  return {
    id: ref.id,
    kind: 'mention',
    ref,
    author: authorOf({}, text(media['username'], 100)),
    text: text(media['caption'], 10_000),
    language: null,
    sentAt: instant(media['timestamp']) ?? fallbackAt.toISOString(),
    parent: null,
    root: ref,
    attachments: url === null ? [] : [{ kind: isFilm ? 'video' : 'image', url, alt: '', thumbUrl: null }],
    visibility: 'public',
    canReply: false,
    replyBefore: null,
  }
}

export function formatOf(media: Json): Format {
  const [type, product] = [text(media['media_type'], 20), text(media['media_product_type'], 20)]
  if (product === 'STORY') return 'story'
  if (product === 'REELS') return 'reel'
  if (type === 'CAROUSEL_ALBUM') return 'carousel'
  return type === 'VIDEO' ? 'video' : 'image'
}

function imagesOf(media: Json): { url: string; alt: string }[] {
  const children = list(record(media['children'])['data']).map(record)
  return (children.length > 0 ? children : [media]).flatMap((one) => {
    const url = webUrl(one['media_url'])
    return url === null || text(one['media_type'], 20) === 'VIDEO' ? [] : [{ url, alt: text(one['alt_text'], 1_500) }]
  })
}

export function ownPostOf(media: Json, fallbackAt: Date): OwnPost {
  return {
    ref: refOf(media),
    text: text(media['caption'], 10_000),
    at: instant(media['timestamp']) ?? fallbackAt.toISOString(),
    format: formatOf(media),
    imageUrls: imagesOf(media),
    parent: null,
  }
}
