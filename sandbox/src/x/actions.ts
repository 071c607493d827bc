import type { XMedia, XPost, XStore } from './store.ts'
import { weightOf } from './text.ts'

/** What can happen on the network, whoever makes it happen: an app by HTTP, or people from within. */

/** A refusal in X's shape: `application/problem+json`. */
export class XRefusal extends Error {
  readonly status: number
  readonly title: string
  readonly type: string
  readonly headers: Record<string, string>
  constructor(status: number, title: string, detail: string, more: { type?: string; headers?: Record<string, string> } = {}) {
    super(detail)
    this.status = status
    this.title = title
    this.type = more.type ? `https://api.x.com/2/problems/${more.type}` : 'about:blank'
    this.headers = more.headers ?? {}
  }
}

const forbidden = (detail: string) => new XRefusal(403, 'Forbidden', detail)
export const invalid = (detail: string) => new XRefusal(400, 'Invalid Request', detail, { type: 'invalid-request' })

export type NewPost = {
  text: string
  replyTo?: string | null
  quoteOf?: string | null
  mediaIds?: string[]
  poll?: { options: string[]; minutes: number } | null
  replySettings?: string
}

export type XSettings = {
  /** How long the same text of the same person is refused. */
  duplicateMs: number
  videoDelayMs: number
  /** So many posts of a person in so many milliseconds; null: no limit. */
  rate: { limit: number; perMs: number } | null
}

export type XActions = ReturnType<typeof createXActions>

export function createXActions(store: XStore) {
  const settings: XSettings = { duplicateMs: 12 * 3_600_000, videoDelayMs: 0, rate: null }
  return {
    settings,
    post: (authorId: string, init: NewPost) => post(store, settings, authorId, init),
    remove: (postId: string) => remove(store, postId),
    like: (userId: string, postId: string, on = true) => like(store, userId, postId, on),
    repost: (userId: string, postId: string) => repost(store, userId, postId),
    unrepost: (userId: string, postId: string) => {
      const found = repostOf(store, userId, postId)
      if (found) store.memory.posts.delete(found.id)
    },
    write: (from: string, to: string, text: string) => {
      const message = { id: store.newId(), from, to, text: text.trim(), at: store.clock.now().toISOString() }
      store.memory.messages.push(message)
      return message
    },
  }
}

const BLANK = { replyTo: null, quoteOf: null, mediaIds: [] as string[], poll: null, replySettings: 'everyone' }

function post(store: XStore, settings: XSettings, authorId: string, init: NewPost): XPost {
  const { mediaIds, poll, ...whole } = { ...BLANK, ...init }
  const text = init.text.trim()
  acceptable(store, { ...whole, text, mediaIds, poll })
  usable(store, authorId, mediaIds)
  refuseTwin(store, settings, { authorId, text, replyTo: whole.replyTo, media: mediaIds.length })
  const id = store.newId()
  const made: XPost = {
    ...whole,
    id,
    authorId,
    text: text.normalize('NFC'),
    at: store.clock.now().toISOString(),
    repostOf: null,
    conversation: store.memory.posts.get(whole.replyTo ?? '')?.conversation ?? id,
    mediaIds,
    poll: poll && { ...poll, id: store.newId() },
    hidden: false,
    likes: new Set(),
  }
  store.memory.posts.set(id, made)
  return made
}

type Whole = Required<NewPost>

function acceptable({ memory }: XStore, { text, mediaIds, quoteOf, poll, replyTo }: Whole): void {
  if (text === '' && mediaIds.length === 0) throw invalid('You must provide text or media.')
  if (weightOf(text) > 280) throw forbidden('Your Tweet text is too long.')
  if (mediaIds.length > 0 && (quoteOf || poll)) throw invalid('media is mutually exclusive with quote_tweet_id and poll.')
  const missing = [replyTo, quoteOf].some((id) => id !== null && !memory.posts.has(id))
  if (missing) throw forbidden('You attempted to reply to a Tweet that is deleted or not visible to you.')
}

function usable(store: XStore, authorId: string, ids: string[]): void {
  const media = ids.map((id) => store.memory.media.get(id))
  const ready = (one: XMedia | undefined) => one?.ownerId === authorId && one.finished && one.readyAt <= store.clock.ms()
  if (!media.every(ready)) throw invalid('Your media IDs are invalid.')
  const moving = media.filter((one) => one?.category !== 'tweet_image').length
  if (moving > 0 && media.length > 1) throw invalid('Your media IDs are invalid.')
}

type Twin = { authorId: string; text: string; replyTo: string | null; media: number }

function refuseTwin(store: XStore, { duplicateMs }: XSettings, { authorId, text, replyTo, media }: Twin): void {
  const since = store.clock.ms() - duplicateMs
  const same = store
    .postsOf(authorId)
    .some(
      (one) =>
        one.text === text.normalize('NFC') &&
        one.replyTo === replyTo &&
        one.mediaIds.length === media &&
        media === 0 &&
        Date.parse(one.at) > since,
    )
  if (same) throw forbidden('You are not allowed to create a Tweet with duplicate content.')
}

function remove({ memory }: XStore, postId: string): void {
  memory.posts.delete(postId)
  for (const [id, one] of memory.posts) if (one.repostOf === postId) memory.posts.delete(id)
}

function like({ memory }: XStore, userId: string, postId: string, on: boolean): void {
  const own = memory.likes.get(userId) ?? new Set<string>()
  const likes = memory.posts.get(postId)?.likes
  if (on) {
    own.add(postId)
    likes?.add(userId)
  } else {
    own.delete(postId)
    likes?.delete(userId)
  }
  memory.likes.set(userId, own)
}

export function repostOf(store: XStore, userId: string, postId: string): XPost | undefined {
  return store.postsOf(userId).find((one) => one.repostOf === postId)
}

function repost(store: XStore, userId: string, postId: string): XPost {
  const target = store.memory.posts.get(postId)
  const known = repostOf(store, userId, postId)
  if (!target) throw new XRefusal(404, 'Not Found Error', `Could not find tweet with id: [${postId}].`, { type: 'resource-not-found' })
  if (known) return known
  const id = store.newId()
  const made: XPost = {
    ...target,
    id,
    authorId: userId,
    at: store.clock.now().toISOString(),
    repostOf: postId,
    replyTo: null,
    quoteOf: null,
    likes: new Set(),
  }
  store.memory.posts.set(id, made)
  return made
}
