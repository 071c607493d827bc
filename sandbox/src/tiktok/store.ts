import type { Clock } from '../clock.ts'
import { hash } from '../random.ts'

/** Everything the simulated TikTok remembers. `entities.ts` shows it as the interface does. */

export type Creator = { openId: string; username: string; followers: number }

export type TikTokPost = {
  id: string
  publishId: string
  author: string
  title: string
  description: string
  kind: 'film' | 'photos'
  privacy: string
  noComments: boolean
  photos: string[]
  bytes: Buffer
  /** In milliseconds, never the same for two. */
  at: number
  /** From when on the number of the post is told. */
  shownAt: number
  likes: Set<string>
  comments: { from: string; text: string }[]
}

export type Announced = Pick<TikTokPost, 'publishId' | 'author' | 'title' | 'privacy' | 'noComments'> & {
  size: number
  chunkSize: number
  count: number
  pieces: Buffer[]
  failed: string | null
  announcedAt: number
}

export type TikTokAccess = { openId: string; scopes: string[]; endsAt: number }

function emptyMemory() {
  return {
    creators: new Map<string, Creator>(),
    posts: new Map<string, TikTokPost>(),
    announced: new Map<string, Announced>(),
    access: new Map<string, TikTokAccess>(),
    grants: new Map<string, { openId: string; redirectUri: string; scopes: string[] }>(),
    /** Each renewal gives another one; the old one is good no more. */
    refreshing: new Map<string, { openId: string; scopes: string[]; endsAt: number }>(),
  }
}

export type TikTokMemory = ReturnType<typeof emptyMemory>

export type TikTokStore = {
  readonly memory: TikTokMemory
  app: { clientId: string; clientSecret: string }
  clock: Clock
  /** Of this server, once it listens. */
  origin: string
  reset: () => void
  newId: () => string
  /** A moment that no other post has. */
  moment: () => number
  creator: (username: string) => Creator
  /** A refresh token of this person; it is used up by the first who uses it. */
  refreshTokenFor: (username: string, scopes?: readonly string[]) => string
  /** Newest first. */
  postsOf: (openId: string) => TikTokPost[]
}

export const ALL_SCOPES = ['user.info.basic', 'user.info.profile', 'user.info.stats', 'video.list', 'video.publish']

export function createTikTokStore(clock: Clock): TikTokStore {
  let memory = emptyMemory()
  let [last, lastAt, given] = [7_400_000_000_000_000_000n, 0, 0]
  const store: TikTokStore = {
    app: { clientId: 'awsandbox1a2b3c', clientSecret: 'sandbox-secret-of-an-app' },
    clock,
    origin: '',
    get memory() {
      return memory
    },
    reset: () => {
      memory = emptyMemory()
    },
    newId: () => (++last).toString(),
    moment: () => {
      lastAt = Math.max(clock.ms(), lastAt + 1)
      return lastAt
    },
    creator: (username) => {
      const openId = `_000${hash(`creator ${username}`).toString(36)}`
      const known = memory.creators.get(openId) ?? { openId, username, followers: 21 }
      memory.creators.set(openId, known)
      return known
    },
    refreshTokenFor: (username, scopes = ALL_SCOPES) => {
      const token = `rft.sandbox.${++given}.${username}`
      memory.refreshing.set(token, { openId: store.creator(username).openId, scopes: [...scopes], endsAt: Infinity })
      return token
    },
    postsOf: (openId) => [...memory.posts.values()].filter(({ author }) => author === openId).sort((a, b) => b.at - a.at),
  }
  return store
}
