import type { Announced, TikTokPost, TikTokStore } from './store.ts'

/** What can happen on the network, whoever makes it happen: an app by HTTP, or people from within. */

/** A refusal in TikTok's shape: `{ data: {}, error: { code, message, log_id } }`. */
export class TikTokRefusal extends Error {
  readonly status: number
  readonly code: string
  constructor(status: number, code: string, message = code) {
    super(message)
    this.status = status
    this.code = code
  }
}

export type TikTokSettings = {
  /** What an app without audit posts is for the owner alone. */
  audited: boolean
  privacy: readonly string[]
  maxSeconds: number
  /** How long the number of a public post is not told. */
  moderationMs: number
  /** Why the next post fails after it was accepted. */
  fails: string | null
  postsLeft: number | null
}

export type NewPost = Pick<TikTokPost, 'author' | 'title' | 'description' | 'privacy' | 'noComments' | 'photos'>
export type NewFilm = Pick<Announced, 'author' | 'title' | 'privacy' | 'noComments' | 'size' | 'chunkSize' | 'count'>

export type TikTokActions = ReturnType<typeof createTikTokActions>

export function createTikTokActions(store: TikTokStore) {
  const settings: TikTokSettings = {
    audited: true,
    privacy: ['PUBLIC_TO_EVERYONE', 'MUTUAL_FOLLOW_FRIENDS', 'SELF_ONLY'],
    maxSeconds: 300,
    moderationMs: 0,
    fails: null,
    postsLeft: null,
  }
  return {
    settings,
    photos: (init: NewPost) => photos(store, settings, init),
    announce: (init: NewFilm) => announce(store, settings, init),
    receive: (film: Announced, piece: Buffer) => receive(store, settings, film, piece),
    like: (openId: string, id: string) => postNamed(store, id)?.likes.add(openId),
    comment: (openId: string, id: string, text: string) => postNamed(store, id)?.comments.push({ from: openId, text }),
  }
}

/** By its number, or by what it was announced with. */
export function postNamed({ memory }: TikTokStore, id: string): TikTokPost | undefined {
  return memory.posts.get(id) ?? [...memory.posts.values()].find(({ publishId }) => publishId === id)
}

function allowed(settings: TikTokSettings, privacy: string): void {
  if (!settings.audited && privacy !== 'SELF_ONLY') throw new TikTokRefusal(403, 'unaudited_client_can_only_post_to_private_accounts')
  if (!settings.privacy.includes(privacy)) throw new TikTokRefusal(403, 'privacy_level_option_mismatch')
  if (settings.postsLeft === null) return
  if (settings.postsLeft <= 0) throw new TikTokRefusal(403, 'spam_risk_too_many_posts')
  settings.postsLeft -= 1
}

function stand(
  store: TikTokStore,
  settings: TikTokSettings,
  init: Omit<TikTokPost, 'id' | 'at' | 'shownAt' | 'likes' | 'comments'>,
): TikTokPost {
  const at = store.moment()
  const made: TikTokPost = { ...init, id: store.newId(), at, shownAt: at + settings.moderationMs, likes: new Set(), comments: [] }
  store.memory.posts.set(made.id, made)
  return made
}

function photos(store: TikTokStore, settings: TikTokSettings, init: NewPost): string {
  allowed(settings, init.privacy)
  if (init.title.length > 90 || init.description.length > 4_000)
    throw new TikTokRefusal(400, 'invalid_params', 'The title or description is too long')
  if (init.photos.length === 0 || init.photos.length > 35)
    throw new TikTokRefusal(400, 'invalid_params', 'photo_images must have 1 to 35 items')
  const publishId = `p_pub_url~v2.${store.newId()}`
  if (settings.fails !== null) {
    store.memory.announced.set(publishId, { ...emptyFilm(store), ...init, publishId, failed: settings.fails })
    settings.fails = null
  } else stand(store, settings, { ...init, publishId, kind: 'photos', bytes: Buffer.alloc(0) })
  return publishId
}

const emptyFilm = (store: TikTokStore) => ({ size: 0, chunkSize: 0, count: 0, pieces: [], failed: null, announcedAt: store.clock.ms() })

/** Pieces of 5 to 64 MB, the last up to 128; as many as fit whole into the film. */
function announce(store: TikTokStore, settings: TikTokSettings, init: NewFilm): Announced {
  allowed(settings, init.privacy)
  const MB = 1_000_000
  const { size, chunkSize, count } = init
  const whole = count === 1 && chunkSize === size && size <= 64 * MB
  const pieces = chunkSize >= 5 * MB && chunkSize <= 64 * MB && count === Math.floor(size / chunkSize) && count <= 1_000
  if (!whole && !pieces) throw new TikTokRefusal(400, 'invalid_params', 'The chunk size is invalid')
  if (init.title.length > 2_200) throw new TikTokRefusal(400, 'invalid_params', 'The title is too long')
  const made: Announced = { ...emptyFilm(store), ...init, publishId: `v_pub_file~v2-1.${store.newId()}` }
  store.memory.announced.set(made.publishId, made)
  return made
}

/** The film is published when its last byte has come. */
function receive(store: TikTokStore, settings: TikTokSettings, film: Announced, piece: Buffer): boolean {
  film.pieces.push(piece)
  const bytes = Buffer.concat(film.pieces)
  if (bytes.length < film.size) return false
  if (settings.fails !== null) {
    film.failed = settings.fails
    settings.fails = null
    return true
  }
  const { publishId, author, title, privacy, noComments } = film
  stand(store, settings, { publishId, author, title, privacy, noComments, description: '', photos: [], kind: 'film', bytes })
  return true
}
