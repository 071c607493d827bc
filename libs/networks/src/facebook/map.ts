import type { Account, Author, Format, InboundMessage, OwnPost, RemoteRef } from '../contract.ts'
import { failure } from '../http.ts'
import { count, instant, list, record, text, webUrl, type Json } from '../json.ts'
import { idIn, idOf } from '../meta/graph.ts'

/** From Facebook's objects (Graph v25.0: Page, PagePost, Comment, Recommendation) to the desk's own shapes. */

export const COMMENT = 'id,message,from,created_time,parent{id},permalink_url,attachment,can_comment'
export const ATTACHMENTS = 'attachments{type,media_type,media,target,url,unshimmed_url,description,subattachments}'
export const POST = `id,message,from,created_time,permalink_url,${ATTACHMENTS}`

/** The Page that somebody named: by its address, its name or its number; empty: whichever there is. */
export function pageNameOf(input: string): string {
  const given = input.trim().replace(/^@/, '')
  if (!/^https?:\/\//i.test(given) || !URL.canParse(given)) return given.slice(0, 200)
  const url = new URL(given)
  const number = url.searchParams.get('id') ?? /(\d{5,40})\/?$/.exec(url.pathname)?.[1]
  const name = number ?? url.pathname.split('/').find((one) => one !== '') ?? ''
  if (/^[\p{L}\p{N}.%_-]{1,200}$/u.test(name)) return name
  throw failure('not_found', 'fix_content', { sent: 'no', said: `not the name or address of a Page: ${input.slice(0, 100)}` })
}

export function accountOf(page: Json): Account {
  const id = idIn(page)
  const handle = text(page['username'], 100)
  const picture = record(page['picture'])
  return {
    id,
    handle: handle || id,
    name: text(page['name'], 120) || handle || id,
    avatarUrl: webUrl(record(picture['data'])['url'] ?? picture['url']),
    profileUrl: webUrl(page['link']) ?? `https://www.facebook.com/${handle || id}`,
    followers: count(page['followers_count']),
  }
}

export function refOf(thing: Json, effect = false): RemoteRef {
  const id = idOf(thing['id'], effect)
  return { id, version: null, url: webUrl(thing['permalink_url']) ?? `https://www.facebook.com/${id}` }
}

/** Facebook hides who wrote from apps that were not granted to know it. */
export function authorOf(from: Json, fallbackId: string): Author {
  const id = text(from['id'], 40)
  const name = text(from['name'], 120)
  return {
    id: id || `unknown/${fallbackId}`,
    handle: name || id,
    name: name || id,
    avatarUrl: null,
    profileUrl: id === '' ? null : `https://www.facebook.com/${id}`,
    followers: null,
  }
}

const at = (value: unknown, fallbackAt: Date): string => instant(value) ?? fallbackAt.toISOString()

/** A comment hangs on its post; an answer on the comment above it. */
export function commentOf(comment: Json, postId: string, fallbackAt: Date): InboundMessage {
  const ref = refOf(comment)
  const root: RemoteRef = { id: postId, version: null, url: `https://www.facebook.com/${postId}` }
  const parentId = text(record(comment['parent'])['id'], 120)
  return {
    id: ref.id,
    kind: 'reply',
    ref,
    author: authorOf(record(comment['from']), ref.id),
    text: text(comment['message'], 20_000),
    language: null,
    sentAt: at(comment['created_time'], fallbackAt),
    parent: parentId === '' ? root : { id: parentId, version: null, url: null },
    root,
    attachments: commentAttachments(record(comment['attachment'])),
    visibility: 'public',
    canReply: comment['can_comment'] !== false,
    replyBefore: null,
  }
}

function commentAttachments(attachment: Json): InboundMessage['attachments'] {
  const media = record(attachment['media'])
  const image = webUrl(record(media['image'])['src'])
  const film = webUrl(media['source'])
  const url = film ?? image ?? webUrl(attachment['url'])
  if (url === null) return []
  return [{ kind: film ? 'video' : image ? 'image' : 'link', url, alt: text(attachment['description'], 500), thumbUrl: image }]
}

/** Somebody's post on the Page, or one that names it. */
export function mentionOf(post: Json, fallbackAt: Date): InboundMessage {
  const ref = refOf(post)
  return {
    id: ref.id,
    kind: 'mention',
    ref,
    author: authorOf(record(post['from']), ref.id),
    text: text(post['message'], 70_000),
    language: null,
    sentAt: at(post['created_time'], fallbackAt),
    parent: null,
    root: ref,
    attachments: imagesOf(post).map(({ url, alt }) => ({ kind: 'image' as const, url, alt, thumbUrl: null })),
    visibility: 'public',
    canReply: true,
    replyBefore: null,
  }
}

/** A recommendation says yes or no: five stars or one. Stars themselves are of before 2018. */
export function reviewOf(review: Json, fallbackAt: Date): InboundMessage | null {
  const story = record(review['open_graph_story'])
  const id = text(story['id'], 120)
  if (id === '') return null
  const stars = count(review['rating']) ?? (review['recommendation_type'] === 'negative' ? 1 : 5)
  const ref = { id, version: null, url: `https://www.facebook.com/${id}` }
  return {
    id,
    kind: 'review',
    ref,
    author: authorOf(record(review['reviewer']), id),
    text: text(review['review_text'], 20_000),
    rating: Math.min(5, Math.max(1, stars)),
    language: null,
    sentAt: at(review['created_time'], fallbackAt),
    parent: null,
    root: ref,
    attachments: [],
    visibility: 'public',
    canReply: true,
    replyBefore: null,
  }
}

const parts = (post: Json): Json[] => list(record(post['attachments'])['data']).map(record)

export function formatOf(post: Json): Format {
  const kind = text(parts(post)[0]?.['media_type'] ?? parts(post)[0]?.['type'], 40)
  if (kind === 'photo') return 'image'
  if (kind === 'album') return 'carousel'
  if (kind.startsWith('video')) return 'video'
  return kind === 'link' || kind === 'share' ? 'link' : 'text'
}

/** Every picture of a post with the number of the photo that it is. */
export function photosOf(post: Json): { id: string; url: string; alt: string }[] {
  const each = parts(post).flatMap((one) => {
    const inner = list(record(one['subattachments'])['data']).map(record)
    return inner.length > 0 ? inner : [one]
  })
  return each.flatMap((one) => {
    const kind = text(one['media_type'] ?? one['type'], 40)
    const url = webUrl(record(record(one['media'])['image'])['src'])
    if (url === null || !/^(photo|image)/.test(kind)) return []
    return [{ id: text(record(one['target'])['id'], 40), url, alt: '' }]
  })
}

export function imagesOf(post: Json): { url: string; alt: string }[] {
  return photosOf(post).map(({ url, alt }) => ({ url, alt }))
}

export function ownPostOf(post: Json, altOf: (photoId: string) => string, fallbackAt: Date): OwnPost {
  return {
    ref: refOf(post),
    text: text(post['message'], 70_000),
    at: at(post['created_time'], fallbackAt),
    format: formatOf(post),
    imageUrls: photosOf(post).map(({ id, url }) => ({ url, alt: altOf(id) })),
    parent: null,
  }
}

/** Where a link of a post leads, as it was given. */
export function linkOf(post: Json): string | null {
  return webUrl(parts(post)[0]?.['unshimmed_url']) ?? webUrl(parts(post)[0]?.['url'])
}
