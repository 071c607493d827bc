import type { Clock } from '../clock.ts'
import { hash } from '../random.ts'

/** Everything the simulated workspace remembers. `entities.ts` shows it as the interface does. */

export type SlackUser = { id: string; name: string; botId: string | null }
export type SlackChannel = { id: string; name: string; members: Set<string>; archived: boolean }
export type SlackFile = {
  id: string
  name: string
  length: number
  type: string
  alt: string
  bytes: Buffer | null
  sharedIn: SlackMessage | null
  sharedAt: number
}
export type SlackAttachment = { fallback: string; title: string; title_link: string; text?: string }
export type SlackMetadata = { event_type: string; event_payload: Record<string, unknown> }

export type SlackMessage = {
  ts: string
  channelId: string
  userId: string
  /** As it was sent, nothing escaped; for the oracle. */
  sent: string
  /** As it stands: escaped, emoji by name, addresses in brackets. */
  text: string
  thread: string | null
  edited: boolean
  attachments: SlackAttachment[]
  files: SlackFile[]
  metadata: SlackMetadata | null
  reactions: Map<string, Set<string>>
  pinnedAt: number | null
}

function emptyMemory() {
  return {
    users: new Map<string, SlackUser>(),
    channels: new Map<string, SlackChannel>(),
    /** Messages by `channel/ts`. */
    messages: new Map<string, SlackMessage>(),
    files: new Map<string, SlackFile>(),
    tokens: new Map<string, string>(),
    /** What a token may do. */
    scopes: new Map<string, readonly string[]>(),
    last: 0,
  }
}

export type SlackMemory = ReturnType<typeof emptyMemory>

export type SlackStore = {
  readonly memory: SlackMemory
  team: { id: string; name: string }
  clock: Clock
  /** Of this server, once it listens. */
  origin: string
  reset: () => void
  user: (name: string, isBot?: boolean) => SlackUser
  channel: (name: string) => SlackChannel
  /** The token of the app of this name, which is a member of the channel of this name; it may do everything unless said otherwise. */
  tokenFor: (name: string, scopes?: readonly string[]) => string
  newTs: () => string
  newFileId: () => string
  find: (channelId: string, ts: string) => SlackMessage | null
  /** Messages of a channel, old to new. */
  messagesOf: (channelId: string) => SlackMessage[]
}

const ALL_SCOPES = [
  'chat:write',
  'channels:read',
  'groups:read',
  'channels:history',
  'groups:history',
  'files:read',
  'files:write',
  'reactions:read',
  'reactions:write',
  'pins:read',
  'pins:write',
  'users:read',
]

/** From the name, so that it is the same again after a restart. */
const named = (letter: string, name: string) => `${letter}0${hash(`${letter} ${name}`).toString(36).toUpperCase().padStart(8, '0')}`

export function createSlackStore(clock: Clock): SlackStore {
  let memory = emptyMemory()
  const store: SlackStore = {
    clock,
    team: { id: 'T0LEVAIN01', name: 'Maison Levain' },
    origin: '',
    get memory() {
      return memory
    },
    reset: () => {
      memory = emptyMemory()
    },
    user: (name, isBot = false) => known(memory.users, { id: named('U', name), name, botId: isBot ? named('B', name) : null }),
    channel: (name) => known(memory.channels, { id: named('C', name), name, members: new Set<string>(), archived: false }),
    tokenFor: (name, scopes = ALL_SCOPES) => {
      const app = store.user(`app-${name}`, true)
      store.channel(name).members.add(app.id)
      const more = scopes === ALL_SCOPES ? '' : ` ${scopes.join(' ')}`
      const token = `xoxb-sandbox-${hash(`app ${name}${more}`).toString(36)}-${name}`
      memory.tokens.set(token, app.id)
      memory.scopes.set(token, scopes)
      return token
    },
    newTs: () => {
      memory.last = Math.max(clock.ms() * 1000, memory.last + 1)
      return `${Math.floor(memory.last / 1_000_000)}.${String(memory.last % 1_000_000).padStart(6, '0')}`
    },
    newFileId: () => named('F', `file ${memory.files.size} ${clock.ms()}`),
    find: (channelId, ts) => memory.messages.get(`${channelId}/${ts}`) ?? null,
    messagesOf: (channelId) => [...memory.messages.values()].filter((message) => message.channelId === channelId),
  }
  return store
}

function known<T extends { id: string }>(map: Map<string, T>, wanted: T): T {
  const found = map.get(wanted.id) ?? wanted
  map.set(wanted.id, found)
  return found
}
