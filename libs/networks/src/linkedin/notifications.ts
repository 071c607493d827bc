import type { Author, Signal } from '../contract.ts'
import { record, text, type Json } from '../json.ts'
import { authorOf, inboundOf, momentOf, placeOf, postRef } from './map.ts'

/**
 * What happens on a page, as LinkedIn pushes it and as it can be read back for sixty days
 * (https://learn.microsoft.com/en-us/linkedin/marketing/community-management/organizations/organization-social-action-notifications).
 */

/** Likes bring no words, and what the page's own people comment is no news. */
export const ACTIONS = ['COMMENT', 'SHARE_MENTION', 'SHARE', 'COMMENT_EDIT', 'COMMENT_DELETE'] as const

/** The comment or the post that the notification is about. */
export function generatedOf(notification: Json): { owner: unknown; text: unknown; parentComment: unknown } {
  const told = record(notification['decoratedGeneratedActivity'])
  const inner = record(told['comment'] ?? told['share'])
  return { owner: inner['owner'], text: inner['text'], parentComment: inner['parentComment'] }
}

const POST = /^urn:li:(share|ugcPost|activity):\d{1,30}$/

/** Null for what has no words, or is of a kind that is not read. */
export function signalOf(notification: Json, authors: ReadonlyMap<string, Author>): Signal | null {
  const id = text(notification['generatedActivity'], 200)
  const at = momentOf(notification['lastModifiedAt'])
  if (at === null) return null
  const heard = { id, at, words: text(generatedOf(notification).text, 20_000) }
  const action = text(notification['action'], 40)
  if (placeOf(id) !== null) return ofComment(notification, authors, action, heard)
  return POST.test(id) ? ofPost(notification, authors, action, heard) : null
}

type Told = { id: string; at: string; words: string }

function ofComment(notification: Json, authors: ReadonlyMap<string, Author>, action: string, { id, at, words }: Told): Signal | null {
  if (action === 'COMMENT') return messageSignal(notification, authors, { kind: 'reply', id, at, words })
  if (action === 'COMMENT_EDIT') return { kind: 'edited', id, text: words, at }
  return action === 'COMMENT_DELETE' ? { kind: 'deleted', id, at } : null
}

function ofPost(notification: Json, authors: ReadonlyMap<string, Author>, action: string, told: Told): Signal | null {
  if (action === 'SHARE_MENTION') return messageSignal(notification, authors, { kind: 'mention', ...told })
  if (action !== 'SHARE' || told.words.trim() === '') return null
  return messageSignal(notification, authors, { kind: 'quote', ...told })
}

type Heard = Told & { kind: 'reply' | 'mention' | 'quote' }

function messageSignal(notification: Json, authors: ReadonlyMap<string, Author>, { kind, id, at, words }: Heard): Signal {
  const told = generatedOf(notification)
  const owner = text(told.owner, 100)
  const post = postRef(kind === 'reply' ? notification['sourcePost'] : id)
  const thread = text(told.parentComment, 200) || null
  return { kind: 'message', message: inboundOf({ id, thread, post, author: authors.get(owner) ?? authorOf(owner, null), words, at }, kind) }
}
