import type { Clock } from '../clock.ts'
import { hash } from '../random.ts'

/** Everything the simulated LinkedIn remembers. `entities.ts` shows it as the interface does. */

export type Member = { id: string; firstName: string; lastName: string }
export type CompanyPage = { id: string; vanityName: string; localizedName: string; followers: number; administrators: Set<string> }
export type Upload = { urn: string; owner: string; bytes: Buffer[]; size: number; finished: boolean; readyAt: number }

export type LinkedInPost = {
  id: string
  author: string
  /** As it was sent, up to the first sign that was not escaped. */
  commentary: string
  /** As people see it. */
  words: string
  content: Record<string, unknown> | null
  parent: string | null
  at: number
  editedAt: number
  commentsState: 'OPEN' | 'CLOSED'
}

export type LinkedInComment = {
  id: string
  urn: string
  /** The post. */
  object: string
  parentComment: string | null
  actor: string
  text: string
  image: string | null
  at: number
}

export type Notification = {
  id: number
  page: string
  action: string
  sourcePost: string
  generatedActivity: string
  at: number
  owner: string
  text: string
  parentComment: string | null
}

export type LinkedInAccess = { member: string; scopes: string[]; endsAt: number }

function emptyMemory() {
  return {
    members: new Map<string, Member>(),
    pages: new Map<string, CompanyPage>(),
    posts: new Map<string, LinkedInPost>(),
    comments: new Map<string, LinkedInComment>(),
    /** Who reacted to what: `entity` to URNs. */
    reactions: new Map<string, Set<string>>(),
    uploads: new Map<string, Upload>(),
    notifications: [] as Notification[],
    subscriptions: new Map<string, string>(),
    access: new Map<string, LinkedInAccess>(),
    grants: new Map<string, { member: string; redirectUri: string; scopes: string[] }>(),
    refreshing: new Map<string, { member: string; scopes: string[]; endsAt: number }>(),
  }
}

export type LinkedInMemory = ReturnType<typeof emptyMemory>

export type LinkedInStore = {
  readonly memory: LinkedInMemory
  app: { clientId: string; clientSecret: string; applicationId: string }
  clock: Clock
  /** Of this server, once it listens. */
  origin: string
  reset: () => void
  newId: () => string
  member: (name: string) => Member
  page: (vanityName: string, administrator: string) => CompanyPage
  /** An access token of this person, the same for the same name and rights. */
  tokenFor: (name: string, scopes?: readonly string[]) => string
  /** Newest first. */
  postsOf: (author: string) => LinkedInPost[]
}

export const PAGE_RIGHTS = ['r_organization_social', 'w_organization_social', 'rw_organization_admin']
export const MEMBER_RIGHTS = ['openid', 'profile', 'w_member_social']

export const pageUrn = (id: string): string => `urn:li:organization:${id}`
export const memberUrn = (id: string): string => `urn:li:person:${id}`

export function createLinkedInStore(clock: Clock): LinkedInStore {
  let memory = emptyMemory()
  let last = 7_200_000_000_000_000_000n
  const store: LinkedInStore = {
    app: { clientId: '86abcdefghij', clientSecret: 'WPL_AP1.sandbox-secret-of-an-app', applicationId: '212345678' },
    clock,
    origin: '',
    get memory() {
      return memory
    },
    reset: () => {
      memory = emptyMemory()
    },
    newId: () => (++last).toString(),
    member: (name) => {
      const id = `m${hash(`member ${name}`).toString(36)}`
      const known = memory.members.get(id) ?? { id, firstName: name, lastName: 'Exemple' }
      memory.members.set(id, known)
      return known
    },
    page: (vanityName, administrator) => {
      const id = String(10_000_000 + (hash(`page ${vanityName}`) % 80_000_000))
      const known = memory.pages.get(id) ?? { id, vanityName, localizedName: vanityName, followers: 40, administrators: new Set() }
      known.administrators.add(store.member(administrator).id)
      memory.pages.set(id, known)
      return known
    },
    tokenFor: (name, scopes = [...PAGE_RIGHTS, ...MEMBER_RIGHTS]) => {
      const token = `AQX_sandbox_${hash(`token ${name} ${scopes.join()}`).toString(36)}_${name}`
      memory.access.set(token, { member: store.member(name).id, scopes: [...scopes], endsAt: Infinity })
      return token
    },
    postsOf: (author) => [...memory.posts.values()].filter((post) => post.author === author).reverse(),
  }
  return store
}
