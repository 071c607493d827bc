import type { Clock } from '../clock.ts'
import { hash } from '../random.ts'

/** Everything the simulated Instagram remembers. `entities.ts` shows it as the Graph does. */

export type User = { id: string; username: string; followers: number; isBrand: boolean }
export type Container = {
  id: string
  userId: string
  mediaType: 'IMAGE' | 'VIDEO' | 'REELS' | 'STORIES' | 'CAROUSEL'
  caption: string
  /** From where Instagram fetched it. */
  address: string | null
  alt: string
  children: string[]
  isPart: boolean
  /** A film that is brought instead of fetched. */
  film: { bytes: Buffer; size: number } | null
  at: number
  readyAt: number
  mediaId: string | null
}
export type Media = {
  id: string
  userId: string
  at: number
  caption: string
  type: 'IMAGE' | 'VIDEO' | 'CAROUSEL_ALBUM'
  product: 'FEED' | 'REELS' | 'STORY'
  parts: { id: string; type: 'IMAGE' | 'VIDEO'; alt: string }[]
  likes: Set<string>
  /** Accounts that are named on the picture. */
  tags: string[]
}
export type Comment = { id: string; mediaId: string; parentId: string | null; userId: string; at: number; text: string; hidden: boolean }
export type Message = { id: string; threadId: string; fromId: string; at: number; text: string; tag: string | null }
export type Thread = { id: string; userId: string; personId: string }
/** `userId`: whose token it is; by Facebook's login it is that of the Page. */
export type InstagramAccess = { userId: string; pageId: string | null; scopes: string[]; from: number; endsAt: number }

function emptyMemory() {
  return {
    users: new Map<string, User>(),
    containers: new Map<string, Container>(),
    media: new Map<string, Media>(),
    comments: new Map<string, Comment>(),
    threads: new Map<string, Thread>(),
    messages: new Map<string, Message>(),
    access: new Map<string, InstagramAccess>(),
    grants: new Map<string, { userId: string; redirectUri: string; scopes: string[] }>(),
    answeredInPrivate: new Set<string>(),
    blocked: new Set<string>(),
    mentions: [] as { mediaId: string; commentId: string | null; message: string; id: string }[],
    listening: new Map<string, string[]>(),
  }
}

export type InstagramMemory = ReturnType<typeof emptyMemory>

export type InstagramStore = {
  readonly memory: InstagramMemory
  app: { clientId: string; clientSecret: string }
  clock: Clock
  /** Tokens of Pages that are linked to an account. */
  linked: ReadonlyMap<string, { userId: string; pageId: string }>
  /** Of this server, once it listens. */
  origin: string
  reset: () => void
  newId: () => string
  user: (username: string, isBrand?: boolean) => User
  /** By Instagram's own login, the same for the same name. */
  tokenFor: (username: string, scopes?: readonly string[]) => string
  /** Newest first. */
  mediaOf: (userId: string) => Media[]
}

export const ALL_SCOPES = ['basic', 'content_publish', 'manage_comments', 'manage_messages', 'manage_insights']

/** From the name, so that it is the same again after a restart. Numbers of Instagram begin with 17. */
const named = (name: string) => `1784${String(hash(`instagram ${name}`)).padStart(10, '0')}`

export function createInstagramStore(clock: Clock, linked: InstagramStore['linked']): InstagramStore {
  let memory = emptyMemory()
  let last = 17_900_000_000_000n
  const store: InstagramStore = {
    app: { clientId: '17000000000001', clientSecret: 'sandbox0secret0of0an0instagram0app' },
    clock,
    linked,
    origin: '',
    get memory() {
      return memory
    },
    reset: () => {
      memory = emptyMemory()
    },
    newId: () => String(++last),
    user: (username, isBrand = false) => {
      const id = named(username)
      const known = memory.users.get(id) ?? { id, username, followers: 40 + (hash(username) % 900), isBrand }
      known.isBrand ||= isBrand
      memory.users.set(id, known)
      return known
    },
    tokenFor: (username, scopes = ALL_SCOPES) => {
      const token = `IGAAsandbox${hash(`instagram ${username} ${scopes.length}`).toString(36)}${username}`
      const from = clock.ms() - 2 * 86_400_000
      memory.access.set(token, { userId: store.user(username, true).id, pageId: null, scopes: [...scopes], from, endsAt: Infinity })
      return token
    },
    mediaOf: (userId) => [...memory.media.values()].filter((media) => media.userId === userId).reverse(),
  }
  return store
}
