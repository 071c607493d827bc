import { GraphRefusal, invalid } from '../meta/graph.ts'
import type { Container, Draft, Post, ThreadsStore } from './store.ts'

/** What can happen on Threads, whoever makes it happen: an app, or people. */

export type ThreadsSettings = {
  /** How long Threads works on a film. */
  filmDelayMs: number
  /** Posts, answers and deletions of a day that software may make. */
  quota: { post: number; reply: number; delete: number }
  /** Whether words that are published at once are answered with the number of their container. */
  answersContainer: boolean
}

export type ThreadsActions = ReturnType<typeof createThreadsActions>

const DAY = 86_400_000
const EMPTY: Omit<Draft, 'userId'> = {
  type: 'TEXT',
  text: '',
  parts: [],
  isPart: false,
  replyTo: null,
  quoteOf: null,
  who: 'everyone',
  link: null,
  poll: null,
}

export function createThreadsActions(store: ThreadsStore) {
  const settings: ThreadsSettings = { filmDelayMs: 0, quota: { post: 250, reply: 1_000, delete: 100 }, answersContainer: false }
  return {
    settings,
    contain: (draft: Pick<Draft, 'userId'> & Partial<Draft>) => contain(store, settings, { ...EMPTY, ...draft }),
    stateOf: (container: Container) => stateOf(store, container),
    publish: (userId: string, id: string) => publish(store, settings, { userId, id }),
    /** Words in one call, and what people write. */
    post: (draft: Pick<Draft, 'userId'> & Partial<Draft>) => made(store, settings, { ...EMPTY, ...draft }),
    /** The number with which such a post is answered. */
    answerOf: (post: Post) => {
      if (!settings.answersContainer) return post.id
      const one: Container = { ...post, id: store.newId(), readyAt: post.at, postId: post.id }
      store.memory.containers.set(one.id, one)
      return one.id
    },
    repost: (userId: string, target: Post) => repost(store, userId, target),
    remove: (post: Post) => remove(store, settings, post),
    usedOf: (userId: string) => usedOf(store, userId),
  }
}

const EMOJI = /\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20E3/u
const GRAPHEMES = new Intl.Segmenter('fr', { granularity: 'grapheme' })

/** An emoji counts as many as its bytes. */
function lengthOf(text: string): number {
  let length = 0
  for (const { segment } of GRAPHEMES.segment(text)) length += EMOJI.test(segment) ? Buffer.byteLength(segment) : Array.from(segment).length
  return length
}

function judged(store: ThreadsStore, draft: Draft): void {
  if (lengthOf(draft.text) > 500) throw invalid('Param text must be at most 500 characters long.')
  const urls = new Set([...(draft.text.match(/https?:\/\/\S+/g) ?? []), ...(draft.link ? [draft.link] : [])])
  if (urls.size > 5) throw invalid('THREADS_API__LINK_LIMIT_EXCEEDED')
  judgeKind(draft)
  for (const id of [draft.replyTo, draft.quoteOf]) {
    if (id !== null && !store.memory.posts.has(id)) throw invalid(`The requested resource does not exist: ${id}`, 33)
  }
}

function judgeKind({ type, text, poll, link }: Draft): void {
  const hasBelow = poll !== null || link !== null
  if (type !== 'TEXT' && hasBelow) throw invalid('Attachments can only be used in text-only posts.')
  if (type === 'TEXT' && text.trim() === '' && !hasBelow) throw invalid('Param text is required for media_type TEXT.')
}

function contain(store: ThreadsStore, settings: ThreadsSettings, draft: Draft): Container {
  judged(store, draft)
  if (draft.type === 'CAROUSEL' && (draft.parts.length < 2 || draft.parts.length > 20)) throw invalid('A carousel has 2 to 20 items.')
  const isFilm = draft.parts.some(({ type }) => type === 'VIDEO')
  const one: Container = {
    ...draft,
    id: store.newId(),
    at: store.clock.ms(),
    readyAt: store.clock.ms() + (isFilm ? settings.filmDelayMs : 0),
    postId: null,
  }
  store.memory.containers.set(one.id, one)
  return one
}

function stateOf(store: ThreadsStore, one: Container): string {
  if (one.postId !== null) return 'PUBLISHED'
  if (store.clock.ms() - one.at > DAY) return 'EXPIRED'
  return one.readyAt > store.clock.ms() ? 'IN_PROGRESS' : 'FINISHED'
}

function publish(store: ThreadsStore, settings: ThreadsSettings, { userId, id }: { userId: string; id: string }): Post {
  const one = store.memory.containers.get(id)
  if (!one || one.userId !== userId || one.isPart) throw invalid('The requested resource does not exist', 33)
  const state = stateOf(store, one)
  if (state !== 'FINISHED') throw new GraphRefusal(24, `The media container cannot be published: ${state}`, { subcode: 4279009 })
  const { id: _id, at: _at, readyAt: _ready, postId: _post, ...draft } = one
  const post = made(store, settings, draft)
  one.postId = post.id
  return post
}

function usedOf(store: ThreadsStore, userId: string) {
  const recent = [...store.memory.posts.values()].filter((post) => post.userId === userId && store.clock.ms() - post.at < DAY)
  return {
    post: recent.filter(({ replyTo }) => replyTo === null).length,
    reply: recent.filter(({ replyTo }) => replyTo !== null).length,
    delete: store.memory.deleted.get(userId) ?? 0,
  }
}

function made(store: ThreadsStore, settings: ThreadsSettings, draft: Draft): Post {
  judged(store, draft)
  const kind = draft.replyTo === null ? 'post' : 'reply'
  if (usedOf(store, draft.userId)[kind] >= settings.quota[kind])
    throw new GraphRefusal(9, 'The app has reached the daily limit of posts.', { subcode: 2207042 })
  const parent = store.memory.posts.get(draft.replyTo ?? '')
  const root = parent ? (parent.root ?? parent.id) : null
  const post: Post = { ...draft, id: store.newId(), at: store.clock.ms(), root, repostOf: null, hidden: false, likes: new Set() }
  store.memory.posts.set(post.id, post)
  return post
}

/** Once; again, it is the same one. */
function repost(store: ThreadsStore, userId: string, target: Post): Post {
  const known = store.postsOf(userId).find(({ repostOf }) => repostOf === target.id)
  if (known) return known
  const base = { ...EMPTY, userId, id: store.newId(), at: store.clock.ms(), root: null, hidden: false, likes: new Set<string>() }
  const post: Post = { ...base, repostOf: target.id }
  store.memory.posts.set(post.id, post)
  return post
}

function remove(store: ThreadsStore, settings: ThreadsSettings, post: Post): void {
  const used = usedOf(store, post.userId).delete
  if (used >= settings.quota.delete) throw new GraphRefusal(9, 'The app has reached the daily limit of deletions.', { subcode: 2207042 })
  store.memory.posts.delete(post.id)
  store.memory.deleted.set(post.userId, used + 1)
}
