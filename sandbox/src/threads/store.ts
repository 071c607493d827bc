import type { Clock } from '../clock.ts'
import { hash } from '../random.ts'

/** Everything the simulated Threads remembers. `entities.ts` shows it as the interface does. */

export type User = { id: string; username: string; followers: number }
export type Part = { id: string; type: 'IMAGE' | 'VIDEO'; alt: string; address: string }
export type Poll = { options: string[] }
export type Draft = {
  userId: string
  type: 'TEXT' | 'IMAGE' | 'VIDEO' | 'CAROUSEL'
  text: string
  parts: Part[]
  isPart: boolean
  replyTo: string | null
  quoteOf: string | null
  who: string
  link: string | null
  poll: Poll | null
}
export type Container = Draft & { id: string; at: number; readyAt: number; postId: string | null }
export type Post = Draft & { id: string; at: number; root: string | null; repostOf: string | null; hidden: boolean; likes: Set<string> }
export type ThreadsAccess = { userId: string; scopes: string[]; from: number; endsAt: number }

function emptyMemory() {
  return {
    users: new Map<string, User>(),
    containers: new Map<string, Container>(),
    posts: new Map<string, Post>(),
    access: new Map<string, ThreadsAccess>(),
    grants: new Map<string, { userId: string; redirectUri: string; scopes: string[] }>(),
    deleted: new Map<string, number>(),
  }
}

export type ThreadsMemory = ReturnType<typeof emptyMemory>

export type ThreadsStore = {
  readonly memory: ThreadsMemory
  app: { clientId: string; clientSecret: string }
  clock: Clock
  /** Of this server, once it listens. */
  origin: string
  reset: () => void
  newId: () => string
  user: (username: string) => User
  /** The same for the same name. */
  tokenFor: (username: string, scopes?: readonly string[]) => string
  /** Newest first. */
  postsOf: (userId: string) => Post[]
}

export const ALL_SCOPES = [
  'threads_basic',
  'threads_content_publish',
  'threads_manage_replies',
  'threads_read_replies',
  'threads_manage_insights',
  'threads_delete',
  'threads_manage_mentions',
]

/** From the name, so that it is the same again after a restart. */
const named = (name: string) => `31${String(hash(`threads ${name}`)).padStart(10, '0')}`

export function createThreadsStore(clock: Clock): ThreadsStore {
  let memory = emptyMemory()
  let last = 18_000_000_000_000n
  const store: ThreadsStore = {
    app: { clientId: '3300000000000001', clientSecret: 'sandbox0secret0of0a0threads0app' },
    clock,
    origin: '',
    get memory() {
      return memory
    },
    reset: () => {
      memory = emptyMemory()
    },
    newId: () => String(++last),
    user: (username) => {
      const id = named(username)
      const known = memory.users.get(id) ?? { id, username, followers: 30 + (hash(username) % 700) }
      memory.users.set(id, known)
      return known
    },
    tokenFor: (username, scopes = ALL_SCOPES) => {
      const token = `THAAsandbox${hash(`threads ${username} ${scopes.length}`).toString(36)}${username}`
      const from = clock.ms() - 2 * 86_400_000
      memory.access.set(token, { userId: store.user(username).id, scopes: [...scopes], from, endsAt: Infinity })
      return token
    },
    postsOf: (userId) => [...memory.posts.values()].filter((post) => post.userId === userId).reverse(),
  }
  return store
}
