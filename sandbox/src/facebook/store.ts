import type { Clock } from '../clock.ts'
import { hash } from '../random.ts'

/** Everything the simulated Facebook remembers. `entities.ts` shows it as the Graph does. */

export type Page = { id: string; username: string; name: string; followers: number; instagram: LinkedAccount | null }
/** The account of Instagram that a Page is linked to, as the Graph shows it there. */
export type LinkedAccount = { id: string; username: string; name: string; profile_picture_url: string; followers_count: number }
export type Photo = { id: string; pageId: string; bytes: Buffer; type: string; alt: string; published: boolean }
export type Film = {
  id: string
  pageId: string
  kind: 'videos' | 'video_reels' | 'video_stories'
  size: number
  bytes: Buffer
  /** From where it was fetched, instead of bytes. */
  fetchedFrom: string | null
  sessionId: string
  published: boolean
  postId: string | null
}
export type Post = {
  id: string
  /** Null: somebody's own page, elsewhere. */
  pageId: string
  authorId: string
  at: number
  message: string
  link: string | null
  photos: string[]
  filmId: string | null
  /** Shown in ads only. */
  isAd: boolean
  isPinned: boolean
  /** Pages that it names. */
  tags: string[]
  likes: Set<string>
  shares: number
}
export type Comment = {
  id: string
  postId: string
  parentId: string | null
  authorId: string
  at: number
  message: string
  photoId: string | null
  hidden: boolean
  likes: Set<string>
}
export type Message = {
  id: string
  threadId: string
  fromId: string
  at: number
  text: string
  pictureUrl: string | null
  tag: string | null
}
export type Thread = { id: string; pageId: string; personId: string }
export type Story = { pageId: string; mediaId: string; postId: string; at: number; type: 'photo' | 'video' }
export type Review = { pageId: string; storyId: string; reviewerId: string; at: number; text: string; positive: boolean }
export type Person = { id: string; name: string }
export type FacebookAccess = { pageId: string | null; personId: string | null; scopes: string[]; endsAt: number }

function emptyMemory() {
  return {
    pages: new Map<string, Page>(),
    people: new Map<string, Person>(),
    posts: new Map<string, Post>(),
    comments: new Map<string, Comment>(),
    photos: new Map<string, Photo>(),
    films: new Map<string, Film>(),
    threads: new Map<string, Thread>(),
    messages: new Map<string, Message>(),
    stories: [] as Story[],
    reviews: [] as Review[],
    /** `page/person`. */
    blocked: new Set<string>(),
    /** Comments that were answered in private: once only. */
    answeredInPrivate: new Set<string>(),
    access: new Map<string, FacebookAccess>(),
    grants: new Map<string, { personId: string; redirectUri: string; scopes: string[] }>(),
    /** What the app is told, and which Pages it listens to. */
    subscriptions: new Map<string, { callback: string; word: string; fields: string[] }>(),
    listening: new Map<string, string[]>(),
  }
}

export type FacebookMemory = ReturnType<typeof emptyMemory>

export type FacebookStore = {
  readonly memory: FacebookMemory
  app: { clientId: string; clientSecret: string }
  clock: Clock
  /** Of this server, once it listens. */
  origin: string
  reset: () => void
  /** Of films, photos, posts: the first digit tells Facebook's things from those of other networks. */
  newId: (kind: '71' | '72' | '73') => string
  page: (username: string) => Page
  person: (name: string) => Person
  /** A token of the Page of this name, the same for the same name. */
  tokenFor: (username: string, scopes?: readonly string[]) => string
  nameOf: (id: string) => string
}

export const ALL_SCOPES = [
  'pages_show_list',
  'pages_read_engagement',
  'pages_read_user_content',
  'pages_manage_posts',
  'pages_manage_engagement',
  'pages_manage_metadata',
  'pages_messaging',
  'read_insights',
  'business_management',
]

/** From the name, so that it is the same again after a restart. */
const named = (prefix: string, name: string) => `${prefix}${String(hash(`${prefix} ${name}`)).padStart(10, '0')}`

export function createFacebookStore(clock: Clock): FacebookStore {
  let memory = emptyMemory()
  let last = 100_000_000_000n
  const store: FacebookStore = {
    app: { clientId: '1234567890123456', clientSecret: 'sandbox0secret0of0an0app0of0meta' },
    clock,
    origin: '',
    get memory() {
      return memory
    },
    reset: () => {
      memory = emptyMemory()
    },
    newId: (kind) => `${kind}${++last}`,
    page: (username) => {
      const id = named('61', username)
      const known = memory.pages.get(id) ?? { id, username, name: username, followers: 120 + (hash(username) % 900), instagram: null }
      memory.pages.set(id, known)
      return known
    },
    person: (name) => {
      const id = named('74', name)
      const known = memory.people.get(id) ?? { id, name }
      memory.people.set(id, known)
      return known
    },
    tokenFor: (username, scopes = ALL_SCOPES) => {
      const token = `EAAsandbox${hash(`page ${username} ${scopes.length}`).toString(36)}${username}`
      memory.access.set(token, { pageId: store.page(username).id, personId: null, scopes: [...scopes], endsAt: Infinity })
      return token
    },
    nameOf: (id) => memory.pages.get(id)?.name ?? memory.people.get(id)?.name ?? '',
  }
  return store
}
