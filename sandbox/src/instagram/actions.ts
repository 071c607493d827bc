import { codePoints } from '@pupitre/networks'
import { GraphRefusal, invalid } from '../meta/graph.ts'
import type { Comment, Container, InstagramStore, Media, Message, Thread } from './store.ts'

/** What can happen on Instagram, whoever makes it happen: an app, or people. */

export type InstagramSettings = {
  /** How long Instagram works on a film. */
  filmDelayMs: number
  /** Posts of a day that software may make. */
  quota: number
}

export type InstagramActions = ReturnType<typeof createInstagramActions>

const DAY = 86_400_000

export function createInstagramActions(store: InstagramStore) {
  const settings: InstagramSettings = { filmDelayMs: 0, quota: 100 }
  return {
    settings,
    contain: (init: NewContainer) => contain(store, settings, init),
    stateOf: (container: Container) => stateOf(store, container),
    publish: (userId: string, id: string) => publish(store, settings, { userId, id }),
    usedOf: (userId: string) => usedOf(store, userId),
    /** Somebody puts a picture up, on which they name accounts. */
    post: (userId: string, caption: string, tags: string[]) => post(store, { userId, caption, tags }),
    comment: (userId: string, onId: string, text: string) => comment(store, { userId, onId, text }),
    remove: (id: string) => remove(store, id),
    write: (personId: string, userId: string, text: string) =>
      message(store, { threadId: threadOf(store, userId, personId).id, fromId: personId, text, tag: null }),
    threadOf: (userId: string, personId: string) => threadOf(store, userId, personId),
    send: (thread: Thread, text: string, tag: string | null) => sendTo(store, { thread, text, tag }),
    answerPrivately: (userId: string, commentId: string, text: string) => answerPrivately(store, { userId, commentId, text }),
  }
}

export type NewContainer = Pick<Container, 'userId' | 'mediaType'> & Partial<Container>

/** A caption that is too long, a carousel of one: told when the container is made. */
function contain(store: InstagramStore, settings: InstagramSettings, init: NewContainer): Container {
  if (codePoints(init.caption ?? '') > 2_200) throw invalid('The caption was too long.', 2207010)
  const parts = init.children?.length ?? 0
  if (init.mediaType === 'CAROUSEL' && (parts < 2 || parts > 10)) throw invalid('The carousel has an invalid number of items.', 2207028)
  const isFilm = ['REELS', 'VIDEO'].includes(init.mediaType) || init.film !== undefined
  const made: Container = {
    id: store.newId(),
    caption: '',
    address: null,
    alt: '',
    children: [],
    isPart: false,
    film: null,
    at: store.clock.ms(),
    readyAt: store.clock.ms() + (isFilm ? settings.filmDelayMs : 0),
    mediaId: null,
    ...init,
  }
  store.memory.containers.set(made.id, made)
  return made
}

function stateOf(store: InstagramStore, one: Container): string {
  if (one.mediaId !== null) return 'PUBLISHED'
  if (store.clock.ms() - one.at > DAY) return 'EXPIRED'
  if (one.film && one.film.bytes.length < one.film.size) return 'IN_PROGRESS'
  return one.readyAt > store.clock.ms() ? 'IN_PROGRESS' : 'FINISHED'
}

function usedOf(store: InstagramStore, userId: string): number {
  const from = store.clock.ms() - DAY
  return [...store.memory.media.values()].filter((media) => media.userId === userId && media.at > from).length
}

type Publishing = { userId: string; id: string }

/** A container is published once; again, and it says that it was. */
function publish(store: InstagramStore, settings: InstagramSettings, { userId, id }: Publishing): Media {
  const one = store.memory.containers.get(id)
  if (!one || one.userId !== userId || one.isPart) throw invalid('The media with the given ID cannot be found.', 2207006)
  const state = stateOf(store, one)
  if (state === 'EXPIRED') throw new GraphRefusal(24, 'The media you are trying to access is expired.', { subcode: 2207020 })
  if (state === 'PUBLISHED') throw invalid('The media has been published already.', 2207008)
  if (state !== 'FINISHED')
    throw new GraphRefusal(9007, 'The media is not ready for publishing, please wait for a moment.', { subcode: 2207027 })
  if (usedOf(store, userId) >= settings.quota) throw new GraphRefusal(9, 'You reached maximum number of posts.', { subcode: 2207042 })
  const made = mediaFrom(store, one)
  one.mediaId = made.id
  store.memory.media.set(made.id, made)
  return made
}

function mediaFrom(store: InstagramStore, one: Container): Media {
  const isFilm = (container: Container) => container.mediaType === 'VIDEO' || container.mediaType === 'REELS' || container.film !== null
  const parts = one.mediaType === 'CAROUSEL' ? one.children.flatMap((id) => store.memory.containers.get(id) ?? []) : [one]
  const kind = (container: Container) => (isFilm(container) ? ('VIDEO' as const) : ('IMAGE' as const))
  return {
    id: store.newId(),
    userId: one.userId,
    at: store.clock.ms(),
    caption: one.caption,
    type: one.mediaType === 'CAROUSEL' ? 'CAROUSEL_ALBUM' : kind(one),
    product: one.mediaType === 'REELS' ? 'REELS' : one.mediaType === 'STORIES' ? 'STORY' : 'FEED',
    parts: parts.map((part) => ({ id: store.newId(), type: kind(part), alt: part.alt })),
    likes: new Set(),
    tags: [],
  }
}

function post(store: InstagramStore, { userId, caption, tags }: { userId: string; caption: string; tags: string[] }): Media {
  const base = { id: store.newId(), userId, at: store.clock.ms(), caption, tags, likes: new Set<string>() }
  const made: Media = { ...base, type: 'IMAGE', product: 'FEED', parts: [{ id: store.newId(), type: 'IMAGE', alt: '' }] }
  store.memory.media.set(made.id, made)
  return made
}

/** There are two levels: an answer to an answer stands below the first comment. */
function comment(store: InstagramStore, { userId, onId, text }: { userId: string; onId: string; text: string }): Comment {
  if (text.trim() === '') throw invalid('(#100) The parameter message is required.')
  if (codePoints(text) > 300) throw invalid('(#100) The comment is too long.')
  const on = store.memory.comments.get(onId)
  const mediaId = on?.mediaId ?? onId
  const parentId = on ? (on.parentId ?? on.id) : null
  const made: Comment = { id: store.newId(), mediaId, parentId, userId, at: store.clock.ms(), text, hidden: false }
  store.memory.comments.set(made.id, made)
  return made
}

function remove(store: InstagramStore, id: string): void {
  const { media, comments } = store.memory
  media.delete(id)
  comments.delete(id)
  for (const one of comments.values()) if (one.mediaId === id || one.parentId === id) comments.delete(one.id)
}

function threadOf(store: InstagramStore, userId: string, personId: string): Thread {
  const id = `aWdfd${userId.slice(4)}x${personId.slice(4)}`
  const known = store.memory.threads.get(id) ?? { id, userId, personId }
  store.memory.threads.set(id, known)
  return known
}

function message(store: InstagramStore, init: Omit<Message, 'id' | 'at'>): Message {
  const made = { ...init, id: `aWdfZAG${Buffer.from(store.newId()).toString('base64url')}`, at: store.clock.ms() }
  store.memory.messages.set(made.id, made)
  return made
}

function sendTo(store: InstagramStore, { thread, text, tag }: { thread: Thread; text: string; tag: string | null }): Message {
  const theirs = [...store.memory.messages.values()].findLast(
    ({ threadId, fromId }) => threadId === thread.id && fromId === thread.personId,
  )
  const age = store.clock.ms() - (theirs?.at ?? -Infinity)
  if (age > (tag === 'HUMAN_AGENT' ? 7 * DAY : DAY))
    throw new GraphRefusal(10, '(#10) This message is sent outside of allowed window.', { subcode: 2534022, status: 403 })
  if (Buffer.byteLength(text) > 1_000) throw invalid('(#100) Length of param message[text] must be less than or equal to 1000')
  return message(store, { threadId: thread.id, fromId: thread.userId, text, tag })
}

type Private = { userId: string; commentId: string; text: string }

function answerPrivately(store: InstagramStore, { userId, commentId, text }: Private): { message: Message; personId: string } {
  const about = store.memory.comments.get(commentId)
  if (!about) throw invalid('(#100) No such comment.', 33)
  if (store.clock.ms() - about.at > 7 * DAY || store.memory.answeredInPrivate.has(commentId))
    throw new GraphRefusal(10900, '(#10900) Activity already replied to.')
  store.memory.answeredInPrivate.add(commentId)
  const thread = threadOf(store, userId, about.userId)
  return { message: message(store, { threadId: thread.id, fromId: userId, text, tag: null }), personId: about.userId }
}
