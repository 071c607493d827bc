import type { Clock } from '../clock.ts'
import { hash, type Random } from '../random.ts'

/** Everything the simulated server remembers. Entities hold what happened; `entities.ts` shows it as the interface does. */

export type MastodonAccount = {
  id: string
  username: string
  /** Another server than this one; null for an account that lives here. */
  domain: string | null
  displayName: string
  note: string
  bot: boolean
  followers: number
  following: number
  createdAt: string
  /** For the drawn picture. */
  hue: number
}

export type Visibility = 'public' | 'unlisted' | 'private' | 'direct'

export type MastodonPoll = { id: string; options: string[]; votes: Map<string, number[]>; multiple: boolean; expiresAt: string }

export type MastodonStatus = {
  id: string
  accountId: string
  createdAt: string
  editedAt: string | null
  text: string
  warning: string
  sensitive: boolean
  visibility: Visibility
  language: string | null
  replyTo: string | null
  quoteOf: string | null
  reblogOf: string | null
  mediaIds: string[]
  poll: MastodonPoll | null
  mentions: string[]
  likes: Set<string>
  /** Keys of the requests that led to it, for the oracle. */
  keys: string[]
}

export type MastodonMedia = {
  id: string
  accountId: string
  mimeType: string
  bytes: Buffer
  description: string | null
  focus: { x: number; y: number }
  readyAt: number
  usedBy: string | null
}

export type NotificationType = 'mention' | 'favourite' | 'reblog' | 'follow' | 'poll' | 'quote' | 'update'
export type MastodonNotification = {
  id: string
  for: string
  type: NotificationType
  from: string
  statusId: string | null
  createdAt: string
  /** Not shown before: two born together may appear in the other order. */
  visibleAt: number
}

export type App = { id: string; name: string; clientId: string; clientSecret: string; redirectUri: string; scopes: string }
export type Grant = { code: string; clientId: string; accountId: string; redirectUri: string; scope: string; challenge: string | null }
export type Access = { token: string; accountId: string | null; scopes: string[]; clientId: string | null }

export type Counts = { replies: number; reblogs: number; quotes: number }

export type Memory = ReturnType<typeof emptyMemory>

function emptyMemory() {
  return {
    accounts: new Map<string, MastodonAccount>(),
    statuses: new Map<string, MastodonStatus>(),
    /** How many stand below, repeat or quote a status, and how many an account has. */
    counts: new Map<string, Counts>(),
    byAccount: new Map<string, Set<MastodonStatus>>(),
    reblogs: new Map<string, MastodonStatus>(),
    media: new Map<string, MastodonMedia>(),
    notifications: [] as MastodonNotification[],
    apps: new Map<string, App>(),
    grants: new Map<string, Grant>(),
    tokens: new Map<string, Access>(),
    keys: new Map<string, { statusId: string; at: number }>(),
    deleted: [] as string[],
    /** Posts at the head of their author's profile. */
    pins: new Set<string>(),
    /** Who blocks whom: `account person`. */
    blocks: new Set<string>(),
  }
}

export type Store = {
  readonly memory: Memory
  reset: () => void
  newId: () => string
  addStatus: (status: MastodonStatus) => void
  dropStatus: (status: MastodonStatus) => void
  /** All statuses of an account, old to new. */
  statusesOf: (accountId: string) => MastodonStatus[]
  createAccount: (init: { username: string } & Partial<Omit<MastodonAccount, 'id' | 'username'>>) => MastodonAccount
  /** A token that may do everything, the same for the same seed and name. */
  tokenFor: (accountId: string, scopes?: string[]) => string
  find: (acct: string) => MastodonAccount | null
  clock: Clock
  random: Random
  /** `host` of this server, once it listens. */
  origin: string
}

export const ALL_SCOPES = ['read', 'write', 'follow', 'push']

export function createStore(clock: Clock, random: Random, seed: number): Store {
  let memory = emptyMemory()
  let last = 0n
  const store: Store = {
    clock,
    random,
    origin: '',
    /** Like Mastodon's: milliseconds and a counter, always growing. */
    newId: () => {
      const wanted = BigInt(clock.ms()) << 16n
      last = wanted > last ? wanted : last + 1n
      return last.toString()
    },
    get memory() {
      return memory
    },
    reset: () => {
      memory = emptyMemory()
    },
    addStatus: (status) => {
      memory.statuses.set(status.id, status)
      indexStatus(memory, status, 1)
    },
    dropStatus: (status) => {
      memory.statuses.delete(status.id)
      indexStatus(memory, status, -1)
    },
    statusesOf: (accountId) => [...(memory.byAccount.get(accountId) ?? [])],
    createAccount: (init) => createAccount(store, init),
    tokenFor: (accountId, scopes = ALL_SCOPES) => {
      const name = memory.accounts.get(accountId)?.username ?? accountId
      const token = `sandbox-${hash(`${seed} ${name} ${scopes.join(' ')}`).toString(36)}-${name}`
      memory.tokens.set(token, { token, accountId, scopes, clientId: null })
      return token
    },
    find: (acct) => find(store, acct),
  }
  return store
}

function indexStatus(memory: Memory, status: MastodonStatus, by: 1 | -1): void {
  const add = (id: string | null, name: keyof Counts) => {
    if (id === null) return
    const counts = memory.counts.get(id) ?? { replies: 0, reblogs: 0, quotes: 0 }
    counts[name] += by
    memory.counts.set(id, counts)
  }
  add(status.replyTo, 'replies')
  add(status.reblogOf, 'reblogs')
  add(status.quoteOf, 'quotes')
  const own = memory.byAccount.get(status.accountId) ?? new Set<MastodonStatus>()
  if (by === 1) own.add(status)
  else own.delete(status)
  memory.byAccount.set(status.accountId, own)
  if (status.reblogOf === null) return
  const key = `${status.accountId} ${status.reblogOf}`
  if (by === 1) memory.reblogs.set(key, status)
  else memory.reblogs.delete(key)
}

/** From the name, so that an account is the same again after a restart. */
function accountId(username: string, domain: string | null): string {
  const name = `${username.toLowerCase()}@${domain ?? ''}`
  return (100_000_000_000_000_000n + BigInt(hash(name)) * 4_096n + BigInt(hash(`${name} again`) % 4_096)).toString()
}

function createAccount(store: Store, init: Parameters<Store['createAccount']>[0]): MastodonAccount {
  const known = store.find(init.domain ? `${init.username}@${init.domain}` : init.username)
  if (known) return known
  const account: MastodonAccount = {
    id: accountId(init.username, init.domain ?? null),
    domain: null,
    displayName: init.username,
    note: '',
    bot: false,
    followers: 12 + (hash(init.username) % 400),
    following: 20 + (hash(init.username) % 250),
    createdAt: store.clock.now().toISOString(),
    hue: hash(init.username) % 360,
    ...init,
  }
  store.memory.accounts.set(account.id, account)
  return account
}

function find(store: Store, acct: string): MastodonAccount | null {
  const [username = '', named] = acct.toLowerCase().split('@')
  const home = store.origin === '' ? '' : new URL(store.origin).host
  const domain = named === undefined || named === home || named === home.split(':')[0] ? null : named
  for (const account of store.memory.accounts.values()) {
    if (account.username.toLowerCase() === username && account.domain === domain) return account
  }
  return null
}
