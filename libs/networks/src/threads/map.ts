import type { Account, Author, Format, InboundMessage, OwnPost, RemoteRef } from '../contract.ts'
import { instant, list, record, text, webUrl, type Json } from '../json.ts'
import { idIn } from '../meta/graph.ts'

/** From Threads' objects (https://developers.facebook.com/docs/threads/retrieve-and-discover-posts) to the desk's own shapes. */

export const POST =
  'id,text,timestamp,username,permalink,media_type,media_url,thumbnail_url,alt_text,link_attachment_url,is_quote_post,has_replies,children'
export const REPLY =
  'id,text,timestamp,username,permalink,media_type,media_url,thumbnail_url,alt_text,root_post,replied_to,is_reply_owned_by_me,hide_status'

export function accountOf(user: Json): Account {
  const handle = text(user['username'], 100)
  return {
    id: idIn(user),
    handle,
    name: text(user['name'], 120) || handle,
    avatarUrl: webUrl(user['threads_profile_picture_url']),
    profileUrl: `https://www.threads.net/@${encodeURIComponent(handle)}`,
    followers: null,
  }
}

export function refOf(post: Json): RemoteRef {
  return { id: idIn(post), version: null, url: webUrl(post['permalink']) }
}

/** Of others Threads tells the name only. */
function authorOf(post: Json): Author {
  const handle = text(post['username'], 100)
  const profileUrl = handle === '' ? null : `https://www.threads.net/@${encodeURIComponent(handle)}`
  return { id: handle || `unknown/${idIn(post)}`, handle, name: handle, avatarUrl: null, profileUrl, followers: null }
}

const refTo = (thing: unknown): RemoteRef | null => {
  const id = text(record(thing)['id'], 40)
  return /^\d+$/.test(id) ? { id, version: null, url: null } : null
}

export function messageOf(post: Json, kind: 'reply' | 'mention', fallbackAt: Date): InboundMessage {
  const ref = refOf(post)
  const url = webUrl(post['media_url'])
  const isFilm = text(post['media_type'], 20) === 'VIDEO'
  const attachment = url && {
    kind: isFilm ? ('video' as const) : ('image' as const),
    url,
    alt: text(post['alt_text'], 1_500),
    thumbUrl: webUrl(post['thumbnail_url']),
  }
  return {
    id: ref.id,
    kind,
    ref,
    author: authorOf(post),
    text: text(post['text'], 12_000),
    language: null,
    sentAt: instant(post['timestamp']) ?? fallbackAt.toISOString(),
    parent: kind === 'reply' ? refTo(post['replied_to']) : null,
    root: refTo(post['root_post']) ?? (kind === 'mention' ? ref : null),
    attachments: attachment ? [attachment] : [],
    visibility: 'public',
    canReply: true,
    replyBefore: null,
  }
}

const FORMATS: Record<string, Format> = { IMAGE: 'image', VIDEO: 'video', CAROUSEL_ALBUM: 'carousel' }

export function formatOf(post: Json): Format {
  if (post['poll_attachment'] !== undefined) return 'poll'
  return FORMATS[text(post['media_type'], 30)] ?? (webUrl(post['link_attachment_url']) ? 'link' : 'text')
}

export const isRepost = (post: Json): boolean => text(post['media_type'], 30) === 'REPOST_FACADE'

export function ownPostOf(post: Json, fallbackAt: Date): OwnPost {
  const children = list(record(post['children'])['data']).map(record)
  const pictures = (children.length > 0 ? children : [post]).flatMap((one) => {
    const url = webUrl(one['media_url'])
    return url === null || text(one['media_type'], 20) === 'VIDEO' ? [] : [{ url, alt: text(one['alt_text'], 1_500) }]
  })
  return {
    ref: refOf(post),
    text: text(post['text'], 12_000),
    at: instant(post['timestamp']) ?? fallbackAt.toISOString(),
    format: formatOf(post),
    imageUrls: pictures,
    parent: refTo(post['replied_to']),
  }
}
