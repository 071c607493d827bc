import { codePoints } from '@pupitre/networks'
import { GraphRefusal, invalid } from '../meta/graph.ts'
import type { Comment, FacebookStore, Message, Post, Thread } from './store.ts'

/** What can happen on Facebook, whoever makes it happen: an app, or people. */

export type FacebookSettings = {
  /** How long Facebook works on a film before it can be published. */
  filmDelayMs: number
  /** Refuses whatever is written, and says for how many minutes. */
  limited: { code: number; minutes: number } | null
}

export type NewPost = Pick<Post, 'pageId' | 'authorId' | 'message'> & Partial<Post>

export type FacebookActions = ReturnType<typeof createFacebookActions>

const POST_MAX = 63_206
const COMMENT_MAX = 8_000
const DAY = 86_400_000

export function createFacebookActions(store: FacebookStore) {
  const settings: FacebookSettings = { filmDelayMs: 0, limited: null }
  return {
    settings,
    post: (init: NewPost) => post(store, init),
    comment: (authorId: string, onId: string, message: string, photoId: string | null = null) =>
      comment(store, { authorId, onId, message, photoId }),
    edit: (thing: Post | Comment, message: string) => {
      if (codePoints(message) > POST_MAX) throw invalid('(#100) Message is too long.')
      thing.message = message
    },
    remove: (id: string) => remove(store, id),
    /** A person writes to a Page. */
    write: (personId: string, pageId: string, text: string) => {
      const thread = threadOf(store, pageId, personId)
      return message(store, { threadId: thread.id, fromId: personId, text, pictureUrl: null, tag: null })
    },
    send: (thread: Thread, text: string, tag: string | null) => sendTo(store, { thread, text, tag }),
    threadOf: (pageId: string, personId: string) => threadOf(store, pageId, personId),
    answerPrivately: (pageId: string, commentId: string, text: string) => answerPrivately(store, { pageId, commentId, text }),
    review: (personId: string, pageId: string, text: string, positive: boolean) => {
      const storyId = `${pageId}_${store.newId('71')}`
      store.memory.reviews.push({ pageId, storyId, reviewerId: personId, at: store.clock.ms(), text, positive })
      return storyId
    },
  }
}

function post(store: FacebookStore, init: NewPost): Post {
  if (codePoints(init.message) > POST_MAX) throw invalid('(#100) The status you are trying to publish is too long.')
  const made: Post = {
    id: `${init.pageId}_${store.newId('71')}`,
    at: store.clock.ms(),
    link: null,
    photos: [],
    filmId: null,
    isAd: false,
    isPinned: false,
    tags: [],
    likes: new Set(),
    shares: 0,
    ...init,
  }
  const isPlain = made.photos.length === 0 && made.filmId === null
  if (isPlain && made.message.trim() === '' && made.link === null) throw invalid('(#100) Missing message or attachment')
  if (isPlain && saidLast(store, made)) throw new GraphRefusal(506, '(#506) Duplicate status message')
  store.memory.posts.set(made.id, made)
  return made
}

/** The same words, and the same link, twice in a row. */
function saidLast(store: FacebookStore, { pageId, authorId, message: words, link }: Post): boolean {
  const last = [...store.memory.posts.values()].findLast((one) => one.pageId === pageId && one.authorId === authorId)
  return last?.message === words && last.link === link && last.photos.length === 0
}

type NewComment = { authorId: string; onId: string; message: string; photoId: string | null }

/** Answers to answers stand below the first comment: there are two levels. */
function comment(store: FacebookStore, { authorId, onId, message: words, photoId }: NewComment): Comment {
  if (words.trim() === '' && photoId === null) throw invalid('(#100) Missing message or attachment')
  if (codePoints(words) > COMMENT_MAX) throw invalid('(#100) The comment is too long.')
  const on = store.memory.comments.get(onId)
  const postId = on?.postId ?? onId
  const number = store.newId('71')
  const made: Comment = {
    id: `${postId.split('_').at(-1)}_${number}`,
    postId,
    parentId: on ? (on.parentId ?? on.id) : null,
    authorId,
    at: store.clock.ms(),
    message: words,
    photoId,
    hidden: false,
    likes: new Set(),
  }
  store.memory.comments.set(made.id, made)
  return made
}

function remove(store: FacebookStore, id: string): void {
  const { posts, comments, films } = store.memory
  const post = posts.get(id)
  if (post?.filmId) films.delete(post.filmId)
  posts.delete(id)
  comments.delete(id)
  for (const one of comments.values()) if (one.postId === id || one.parentId === id) comments.delete(one.id)
}

function threadOf(store: FacebookStore, pageId: string, personId: string): Thread {
  const id = `t_7${pageId.slice(2)}${personId.slice(2)}`
  const known = store.memory.threads.get(id) ?? { id, pageId, personId }
  store.memory.threads.set(id, known)
  return known
}

function message(store: FacebookStore, init: Omit<Message, 'id' | 'at'>): Message {
  const made = { ...init, id: `m_${Buffer.from(store.newId('71')).toString('base64url')}`, at: store.clock.ms() }
  store.memory.messages.set(made.id, made)
  return made
}

type Sending = { thread: Thread; text: string; tag: string | null }

/** A day freely, seven days by a person; after that nobody may write. */
function sendTo(store: FacebookStore, { thread, text, tag }: Sending): Message {
  const theirs = [...store.memory.messages.values()].findLast(
    ({ threadId, fromId }) => threadId === thread.id && fromId === thread.personId,
  )
  const age = store.clock.ms() - (theirs?.at ?? -Infinity)
  if (age > (tag === 'HUMAN_AGENT' ? 7 * DAY : DAY))
    throw new GraphRefusal(10, '(#10) This message is sent outside of allowed window.', { subcode: 2018278, status: 403 })
  if (codePoints(text) > 2_000) throw invalid('(#100) Length of param message[text] must be less than or equal to 2000', 2018109)
  return message(store, { threadId: thread.id, fromId: thread.pageId, text, pictureUrl: null, tag })
}

type Private = { pageId: string; commentId: string; text: string }

function answerPrivately(store: FacebookStore, { pageId, commentId, text }: Private): { message: Message; personId: string } {
  const { comments, posts, answeredInPrivate } = store.memory
  const about = comments.get(commentId) ?? posts.get(commentId)
  if (!about) throw invalid('(#100) No such comment.', 33)
  if (store.clock.ms() - about.at > 7 * DAY) throw new GraphRefusal(10900, '(#10900) Activity is too old to be replied to.')
  if (answeredInPrivate.has(commentId)) throw new GraphRefusal(10900, '(#10900) Activity already replied to.')
  answeredInPrivate.add(commentId)
  const thread = threadOf(store, pageId, about.authorId)
  return { message: message(store, { threadId: thread.id, fromId: pageId, text, pictureUrl: null, tag: null }), personId: about.authorId }
}
