import type { Account, Author, InboundMessage, OwnPost, RemoteRef } from '../contract.ts'
import { afterAnswer } from '../http.ts'
import { instant, record, text, webUrl, type Json } from '../json.ts'
import { numberIn } from '../google/api.ts'
import { textOf } from './text.ts'

/** From YouTube's objects (discovery revision 20240529) to the desk's own shapes. */

export const isVideo = (id: string): boolean => /^[\w-]{11}$/.test(id)
const COMMENT = /^[\w-]{20,40}(?:\.[\w-]{1,40})?$/

export function videoRef(value: unknown): RemoteRef {
  const id = text(value, 20)
  if (!isVideo(id)) throw afterAnswer(true, `no usable video in the answer: ${id}`)
  return { id, version: null, url: `https://www.youtube.com/watch?v=${id}` }
}

/** An answer's id begins with that of the comment it hangs below. */
export function commentRef(id: string, video: string | null): RemoteRef {
  if (!COMMENT.test(id)) throw afterAnswer(true, `no usable comment in the answer: ${id.slice(0, 60)}`)
  return { id, version: null, url: video === null ? null : `https://www.youtube.com/watch?v=${video}&lc=${id}` }
}

/** The comment of the first rank that an answer hangs below. */
export const threadOf = (id: string): string => id.split('.')[0] ?? id

export function channelOf(channel: Json): Account {
  const id = text(channel['id'], 60)
  if (!/^UC[\w-]{22}$/.test(id)) throw afterAnswer(false, 'no channel in the answer')
  const snippet = record(channel['snippet'])
  const statistics = record(channel['statistics'])
  const handle = text(snippet['customUrl'], 60).replace(/^@/, '') || id
  return {
    id,
    handle,
    name: text(snippet['title'], 200) || handle,
    avatarUrl: pictureIn(snippet['thumbnails']),
    profileUrl: handle === id ? `https://www.youtube.com/channel/${id}` : `https://www.youtube.com/@${handle}`,
    followers: statistics['hiddenSubscriberCount'] === true ? null : numberIn(statistics['subscriberCount']),
  }
}

/** The widest that there is. */
export function pictureIn(thumbnails: unknown): string | null {
  const sizes = record(thumbnails)
  const found = ['maxres', 'standard', 'high', 'medium', 'default'].map((size) => webUrl(record(sizes[size])['url']))
  return found.find((url) => url !== null) ?? null
}

/** The channel's list of uploads has its own number with another beginning. */
export const uploadsOf = ({ id }: Pick<Account, 'id'>): string => `UU${id.slice(2)}`

export function ownPostOf(item: Json, fallbackAt: Date): OwnPost {
  const [snippet, details] = [record(item['snippet']), record(item['contentDetails'])]
  const picture = pictureIn(snippet['thumbnails'])
  return {
    ref: videoRef(details['videoId']),
    text: wordsOf(snippet),
    at: instant(details['videoPublishedAt']) ?? instant(snippet['publishedAt']) ?? fallbackAt.toISOString(),
    format: 'video',
    imageUrls: picture === null ? [] : [{ url: picture, alt: '' }],
    parent: null,
  }
}

export function wordsOf(snippet: Json): string {
  return textOf({ title: text(snippet['title'], 300), description: text(snippet['description'], 20_000) })
}

function authorOf(snippet: Json): Author {
  const id = text(record(snippet['authorChannelId'])['value'], 60)
  const name = text(snippet['authorDisplayName'], 200)
  return {
    id,
    handle: name.replace(/^@/, '') || id,
    name: name.replace(/^@/, '') || id,
    avatarUrl: webUrl(snippet['authorProfileImageUrl']),
    profileUrl: webUrl(snippet['authorChannelUrl']),
    followers: null,
  }
}

export const authorIdOf = (comment: Json): string => text(record(record(comment['snippet'])['authorChannelId'])['value'], 60)

/** `video`: where a comment stands is not told with answers, but with the thread. */
export function messageOf(comment: Json, video: string, canReply: boolean): InboundMessage {
  const snippet = record(comment['snippet'])
  const id = text(comment['id'], 100)
  const root = videoRef(video)
  return {
    id,
    kind: 'reply',
    ref: commentRef(id, video),
    author: authorOf(snippet),
    text: text(snippet['textOriginal'], 20_000) || text(snippet['textDisplay'], 20_000),
    language: null,
    sentAt: instant(snippet['publishedAt']) ?? new Date(0).toISOString(),
    parent: threadOf(id) === id ? root : commentRef(threadOf(id), video),
    root,
    attachments: [],
    visibility: 'public',
    canReply,
    replyBefore: null,
  }
}
