import type { Clock } from '../clock.ts'
import { hash } from '../random.ts'

/** Everything the simulated Pinterest remembers. `entities.ts` shows it as the interface does. */

export type Pinner = { id: string; username: string; businessName: string; followers: number }
export type Board = { id: string; ownerId: string; name: string }
export type Picture = { id: string; type: string; bytes: Buffer }

export type Pin = {
  id: string
  boardId: string
  at: string
  title: string | null
  description: string | null
  link: string | null
  alt: string | null
  pictures: string[]
  filmId: string | null
  reactions: Set<string>
  comments: { from: string; text: string }[]
}

export type Film = { id: string; ownerId: string; bytes: Buffer | null; readyAt: number }
export type PinterestAccess = { userId: string; scopes: string[]; endsAt: number }

function emptyMemory() {
  return {
    pinners: new Map<string, Pinner>(),
    boards: new Map<string, Board>(),
    pins: new Map<string, Pin>(),
    pictures: new Map<string, Picture>(),
    films: new Map<string, Film>(),
    access: new Map<string, PinterestAccess>(),
    grants: new Map<string, { userId: string; redirectUri: string; scopes: string[] }>(),
    /** Each renewal gives another one; the old one is good no more. */
    refreshing: new Map<string, { userId: string; scopes: string[] }>(),
  }
}

export type PinterestMemory = ReturnType<typeof emptyMemory>

export type PinterestStore = {
  readonly memory: PinterestMemory
  app: { clientId: string; clientSecret: string }
  clock: Clock
  /** Of this server, once it listens. */
  origin: string
  reset: () => void
  newId: () => string
  pinner: (username: string) => Pinner
  board: (username: string, name: string) => Board
  /** An access token of this person, the same for the same name. */
  tokenFor: (username: string) => string
  /** Newest first. */
  pinsOf: (boardId: string) => Pin[]
}

export const ALL_SCOPES = ['boards:read', 'boards:write', 'pins:read', 'pins:write', 'user_accounts:read']
/** From the name, so that it is the same again after a restart. */
const named = (name: string) => (BigInt(hash(name)) * 1_000_000n + BigInt(hash(`${name} again`) % 1_000_000)).toString()

export function createPinterestStore(clock: Clock): PinterestStore {
  let memory = emptyMemory()
  let last = 900_000_000_000_000_000n
  const store: PinterestStore = {
    app: { clientId: '1498765', clientSecret: 'sandbox-secret-of-an-app' },
    clock,
    origin: '',
    get memory() {
      return memory
    },
    reset: () => {
      memory = emptyMemory()
    },
    newId: () => (++last).toString(),
    pinner: (username) => {
      const id = named(`pinner ${username}`)
      const known = memory.pinners.get(id) ?? { id, username, businessName: username, followers: 12 + (hash(username) % 400) }
      memory.pinners.set(id, known)
      return known
    },
    board: (username, name) => {
      const id = named(`board ${username} ${name}`)
      const known = memory.boards.get(id) ?? { id, ownerId: store.pinner(username).id, name }
      memory.boards.set(id, known)
      return known
    },
    tokenFor: (username) => {
      const token = `pina_sandbox_${hash(`token ${username}`).toString(36)}_${username}`
      memory.access.set(token, { userId: store.pinner(username).id, scopes: ALL_SCOPES, endsAt: Infinity })
      return token
    },
    pinsOf: (boardId) => [...memory.pins.values()].filter((pin) => pin.boardId === boardId).reverse(),
  }
  return store
}
