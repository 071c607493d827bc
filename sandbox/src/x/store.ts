import type { Clock } from '../clock.ts'
import { hash } from '../random.ts'

/** Everything the simulated X remembers. `entities.ts` shows it as the interface does. */

export type XUser = { id: string; username: string; name: string; followers: number }

export type XMedia = {
  id: string
  ownerId: string
  mimeType: string
  category: string
  bytes: Buffer[]
  total: number
  alt: string
  finished: boolean
  readyAt: number
}

export type XPost = {
  id: string
  authorId: string
  text: string
  at: string
  replyTo: string | null
  quoteOf: string | null
  repostOf: string | null
  conversation: string
  mediaIds: string[]
  poll: { id: string; options: string[]; minutes: number } | null
  replySettings: string
  hidden: boolean
  likes: Set<string>
}

export type XMessage = { id: string; from: string; to: string; text: string; at: string }

/** Keys of an app that sign (OAuth 1.0a), or a token that was given on X's page (OAuth 2). */
export type XAccess =
  | { userId: string; kind: 'keys'; tokenSecret: string }
  | { userId: string; kind: 'bearer'; scopes: string[]; endsAt: number }
export type XGrant = { userId: string; clientId: string; redirectUri: string; scope: string; challenge: string; endsAt: number }

function emptyMemory() {
  return {
    users: new Map<string, XUser>(),
    posts: new Map<string, XPost>(),
    media: new Map<string, XMedia>(),
    messages: [] as XMessage[],
    /** Posts a person likes, oldest first. */
    likes: new Map<string, Set<string>>(),
    access: new Map<string, XAccess>(),
    grants: new Map<string, XGrant>(),
    /** A refresh token is good once. */
    refreshing: new Map<string, { userId: string; scope: string; used: boolean }>(),
  }
}

export type XMemory = ReturnType<typeof emptyMemory>

export type XStore = {
  readonly memory: XMemory
  app: { clientId: string; clientSecret: string }
  clock: Clock
  /** Of this server, once it listens. */
  origin: string
  reset: () => void
  newId: () => string
  user: (username: string) => XUser
  /** The four keys of an app and its owner's account, the same for the same name. */
  keysFor: (username: string) => { clientId: string; clientSecret: string; token: string; tokenSecret: string }
  /** Newest first. */
  postsOf: (userId: string) => XPost[]
}

const EPOCH_MS = 1_288_834_974_657
/** From the name, so that it is the same again after a restart. */
const named = (name: string) => ((BigInt(hash(name)) << 20n) + BigInt(hash(`${name} again`) % 1_048_576)).toString()

export function createXStore(clock: Clock): XStore {
  let memory = emptyMemory()
  let last = 0n
  const app = { clientId: 'sandboxAppKey00000000000', clientSecret: 'sandboxAppSecret0000000000000000000000000' }
  const store: XStore = {
    app,
    clock,
    origin: '',
    get memory() {
      return memory
    },
    reset: () => {
      memory = emptyMemory()
    },
    newId: () => {
      const wanted = BigInt(clock.ms() - EPOCH_MS) << 22n
      last = wanted > last ? wanted : last + 1n
      return last.toString()
    },
    user: (username) => {
      const id = named(`user ${username.toLowerCase()}`)
      const known = memory.users.get(id) ?? { id, username, name: username, followers: 12 + (hash(username) % 400) }
      memory.users.set(id, known)
      return known
    },
    keysFor: (username) => {
      const { id } = store.user(username)
      const token = `${id}-${hash(`token ${username}`).toString(36)}sandbox`
      const tokenSecret = `${hash(`secret ${username}`).toString(36)}SandboxTokenSecret000`
      memory.access.set(token, { userId: id, kind: 'keys', tokenSecret })
      return { ...app, token, tokenSecret }
    },
    postsOf: (userId) => [...memory.posts.values()].filter(({ authorId }) => authorId === userId).reverse(),
  }
  return store
}
