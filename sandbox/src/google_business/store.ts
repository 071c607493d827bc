import type { Clock } from '../clock.ts'
import { hash } from '../random.ts'

/** Everything the simulated Business Profile remembers. `entities.ts` shows it as the interfaces do. */

export type BusinessPlace = {
  id: string
  account: string
  owner: string
  title: string
  storeCode: string
  canPost: boolean
  verified: boolean
}

export type LocalPost = { name: string; body: Record<string, unknown>; at: number; changedAt: number; state: string }

export type Review = {
  name: string
  reviewer: string
  stars: string
  comment: string
  at: number
  changedAt: number
  reply: { comment: string; at: number } | null
}

function emptyMemory() {
  return { places: new Map<string, BusinessPlace>(), posts: new Map<string, LocalPost>(), reviews: new Map<string, Review>() }
}

export type BusinessMemory = ReturnType<typeof emptyMemory>

export type BusinessStore = {
  readonly memory: BusinessMemory
  clock: Clock
  reset: () => void
  newId: () => string
  place: (owner: string, title: string) => BusinessPlace
  nameOf: (place: BusinessPlace) => string
  /** Newest first. */
  postsOf: (place: string) => LocalPost[]
  /** Last changed first. */
  reviewsOf: (place: string) => Review[]
}

const numberOf = (text: string) => String(1_000_000_000 + hash(text))

export function createBusinessStore(clock: Clock): BusinessStore {
  let memory = emptyMemory()
  let last = 500_000_000_000
  const store: BusinessStore = {
    clock,
    get memory() {
      return memory
    },
    reset: () => {
      memory = emptyMemory()
    },
    newId: () => (++last).toString(),
    place: (owner, title) => {
      const id = numberOf(`place ${owner} ${title}`)
      const account = numberOf(`account ${owner}`)
      const known = memory.places.get(id) ?? { id, account, owner, title, storeCode: title, canPost: true, verified: true }
      memory.places.set(id, known)
      return known
    },
    nameOf: ({ account, id }) => `accounts/${account}/locations/${id}`,
    postsOf: (place) => [...memory.posts.values()].filter(({ name }) => name.startsWith(`${place}/`)).reverse(),
    reviewsOf: (place) =>
      [...memory.reviews.values()].filter(({ name }) => name.startsWith(`${place}/`)).sort((a, b) => b.changedAt - a.changedAt),
  }
  return store
}
