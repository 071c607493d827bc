import { readLittle } from './little.ts'
import { memberUrn, pageUrn, type LinkedInComment, type LinkedInPost, type LinkedInStore, type Notification, type Upload } from './store.ts'

/** What can happen on the network, whoever makes it happen: an app by HTTP, or people from within. */

/** A refusal in LinkedIn's shape: `{ status, serviceErrorCode, code, message }`. */
export class LinkedInRefusal extends Error {
  readonly status: number
  readonly code: string
  readonly headers: Record<string, string>
  constructor(status: number, code: string, message: string, headers: Record<string, string> = {}) {
    super(message)
    this.status = status
    this.code = code
    this.headers = headers
  }
}

const refused = (message: string, code = 'FIELD_INVALID') => new LinkedInRefusal(422, code, message)

export type NewPost = { author: string; commentary: string; content: Record<string, unknown> | null; parent: string | null }
export type NewComment = { actor: string; object: string; parentComment: string | null; text: string; image: string | null }

export type LinkedInSettings = {
  filmDelayMs: number
  rate: { limit: number; message: string } | null
  /** The months whose versions are answered. */
  versions: readonly string[]
}

export type LinkedInActions = ReturnType<typeof createLinkedInActions>

export function createLinkedInActions(store: LinkedInStore) {
  const settings: LinkedInSettings = { filmDelayMs: 0, rate: null, versions: ['202511', '202607', '202610'] }
  return {
    settings,
    post: (init: NewPost) => post(store, init),
    editPost: (one: LinkedInPost, commentary: string) => {
      Object.assign(one, wordsOf(commentary), { editedAt: store.clock.ms() })
      return one
    },
    comment: (init: NewComment) => comment(store, init),
    editComment: (one: LinkedInComment, text: string) => {
      if (text.length > 1_250) throw refused('message.text is longer than 1250 characters')
      one.text = text
      notify(store, one, 'COMMENT_EDIT')
    },
    deleteComment: (one: LinkedInComment) => {
      store.memory.comments.delete(one.urn)
      for (const below of store.memory.comments.values()) if (below.parentComment === one.urn) store.memory.comments.delete(below.urn)
      notify(store, one, 'COMMENT_DELETE')
    },
    /** Somebody names the page in a post of their own. */
    mention: (member: string, page: string, text: string) => mention(store, member, page, text),
    react: (actor: string, entity: string) => {
      const known = store.memory.reactions.get(entity) ?? new Set<string>()
      if (known.has(actor)) throw new LinkedInRefusal(409, 'CONFLICT', 'The reaction already exists')
      store.memory.reactions.set(entity, known.add(actor))
    },
    upload: (owner: string, kind: string, size: number) => {
      const urn = `urn:li:${kind}:C4E${store.newId()}`
      const made: Upload = { urn, owner, bytes: [], size, finished: kind !== 'video', readyAt: Infinity }
      store.memory.uploads.set(urn, made)
      return made
    },
  }
}

function wordsOf(commentary: string): { commentary: string; words: string } {
  const { kept, words } = readLittle(commentary)
  if (words.length > 3_000) throw refused('commentary is longer than 3000 characters')
  return { commentary: kept, words }
}

function post(store: LinkedInStore, { author, commentary, content, parent }: NewPost): LinkedInPost {
  const said = wordsOf(commentary)
  usable(store, author, content)
  const kind = content && 'media' in content ? 'ugcPost' : 'share'
  const same = store.postsOf(author).find((one) => one.words === said.words && JSON.stringify(one.content) === JSON.stringify(content))
  if (same) throw refused(`Content is a duplicate of ${same.id}`, 'DUPLICATE_POST')
  const at = store.clock.ms()
  const made: LinkedInPost = {
    id: `urn:li:${kind}:${store.newId()}`,
    author,
    ...said,
    content,
    parent,
    at,
    editedAt: at,
    commentsState: 'OPEN',
  }
  store.memory.posts.set(made.id, made)
  return made
}

const record = (value: unknown) => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {})

/** Files that were sent by the author, several pictures from two to twenty, a poll within its bounds, a card with a title. */
function usable(store: LinkedInStore, author: string, content: Record<string, unknown> | null): void {
  if (content === null) return
  const { multiImage, poll, article } = content
  const images = (record(multiImage)['images'] as unknown[] | undefined) ?? []
  if (multiImage !== undefined && (images.length < 2 || images.length > 20)) throw refused('multiImage.images must have 2 to 20 items')
  sent(store, author, [...images.map((one) => record(one)['id']), record(content['media'])['id'], record(article)['thumbnail']])
  if (article !== undefined && typeof record(article)['title'] !== 'string') throw refused('article.title is required')
  if (poll !== undefined) pollOrRefusal(record(poll))
}

function sent(store: LinkedInStore, author: string, urns: readonly unknown[]): void {
  for (const urn of urns.filter((one) => typeof one === 'string')) {
    const file = store.memory.uploads.get(urn)
    if (file?.owner !== author || file.bytes.length === 0) throw new LinkedInRefusal(400, 'INVALID_CONTENT', `image ${urn} is not there`)
    if (file.readyAt > store.clock.ms()) throw new LinkedInRefusal(400, 'INVALID_CONTENT', `media ${file.urn} is still processing`)
  }
}

function pollOrRefusal(poll: Record<string, unknown>): void {
  const options = (poll['options'] as { text?: string }[] | undefined) ?? []
  const duration = record(poll['settings'])['duration']
  if (options.length < 2 || options.length > 4 || options.some(({ text = '' }) => text.length === 0 || text.length > 30))
    throw refused('poll.options must be 2 to 4, of 30 characters at most')
  if (typeof poll['question'] !== 'string' || poll['question'].length > 140) throw refused('poll.question is longer than 140 characters')
  if (!['ONE_DAY', 'THREE_DAYS', 'SEVEN_DAYS', 'FOURTEEN_DAYS'].includes(String(duration)))
    throw refused('poll.settings.duration is unknown')
}

function comment(store: LinkedInStore, { actor, object, parentComment, text, image }: NewComment): LinkedInComment {
  const { memory } = store
  const below = memory.posts.get(object)
  if (!below) throw new LinkedInRefusal(404, 'NOT_FOUND', 'Could not find entity')
  if (below.commentsState === 'CLOSED') throw new LinkedInRefusal(403, 'ACCESS_DENIED', 'Comments are closed on this post')
  if (text.length > 1_250) throw refused('message.text is longer than 1250 characters')
  const parent = parentComment === null ? null : memory.comments.get(parentComment)
  if (parent === undefined) throw new LinkedInRefusal(404, 'NOT_FOUND', 'Could not find the parent comment')
  if (parent !== null && parent.parentComment !== null) throw refused('parentComment is itself an answer')
  const id = store.newId()
  const urn = `urn:li:comment:(${object},${id})`
  const made: LinkedInComment = { id, urn, object, parentComment, actor, text, image, at: store.clock.ms() }
  memory.comments.set(urn, made)
  notify(store, made, 'COMMENT')
  return made
}

let notified = 0

/** Only a page is told of what happens below its posts; what its own people say is of another kind. */
function notify(store: LinkedInStore, made: LinkedInComment, action: string): void {
  const page = store.memory.posts.get(made.object)?.author ?? ''
  if (!page.startsWith('urn:li:organization:')) return
  const told: Notification = {
    id: ++notified,
    page,
    action: made.actor === page && action === 'COMMENT' ? 'ADMIN_COMMENT' : action,
    sourcePost: made.object,
    generatedActivity: made.urn,
    at: store.clock.ms(),
    owner: made.actor,
    text: made.text,
    parentComment: made.parentComment,
  }
  store.memory.notifications.push(told)
}

function mention(store: LinkedInStore, member: string, page: string, text: string): LinkedInPost {
  const made = post(store, { author: memberUrn(member), commentary: text.replace(/[^\p{L}\p{N} ]/gu, ''), content: null, parent: null })
  Object.assign(made, { commentary: text, words: text })
  const at = store.clock.ms()
  store.memory.notifications.push({
    id: ++notified,
    page: pageUrn(page),
    action: 'SHARE_MENTION',
    sourcePost: made.id,
    generatedActivity: made.id,
    at,
    owner: made.author,
    text,
    parentComment: null,
  })
  return made
}
