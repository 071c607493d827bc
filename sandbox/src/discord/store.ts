import type { Clock } from '../clock.ts'
import { hash } from '../random.ts'

/** Everything the simulated Discord remembers. `entities.ts` shows it as the interface does. */

export type DiscordUser = { id: string; username: string; displayName: string; bot: boolean }
export type DiscordChannel = { id: string; guildId: string; name: string; type: 0 | 5 | 11 | 15; parentId: string | null }
export type DiscordFile = { id: string; name: string; type: string; description: string; bytes: Buffer }
export type DiscordPoll = { question: string; answers: string[]; multiple: boolean; expiry: string }
export type DiscordEmbed = { url: string; title: string; description: string; image: string | null }

export type DiscordMessage = {
  id: string
  channelId: string
  authorId: string
  content: string
  at: string
  editedAt: string | null
  replyTo: { channelId: string; messageId: string } | null
  files: DiscordFile[]
  embeds: DiscordEmbed[]
  poll: DiscordPoll | null
  /** Who reacted, by emoji. */
  reactions: Map<string, Set<string>>
  mentions: string[]
  pinned: boolean
  nonce: string | null
  /** Nonces of the requests that led to it, for the oracle. */
  keys: string[]
}

function emptyMemory() {
  return {
    users: new Map<string, DiscordUser>(),
    channels: new Map<string, DiscordChannel>(),
    messages: new Map<string, DiscordMessage>(),
    /** Messages of a channel, old to new. */
    byChannel: new Map<string, DiscordMessage[]>(),
    tokens: new Map<string, string>(),
    nonces: new Map<string, { messageId: string; at: number }>(),
    /** Who was banned from the server. */
    bans: new Set<string>(),
    /** Permissions the bots were not given, by the act that needs them. */
    withheld: new Set<'pin' | 'ban'>(),
    tier: 0 as 0 | 1 | 2 | 3,
    members: 212,
  }
}

export type DiscordMemory = ReturnType<typeof emptyMemory>

export type DiscordStore = {
  readonly memory: DiscordMemory
  guild: { id: string; name: string }
  clock: Clock
  /** Of this server, once it listens. */
  origin: string
  reset: () => void
  newId: () => string
  user: (username: string, bot?: boolean) => DiscordUser
  channel: (name: string, type?: DiscordChannel['type']) => DiscordChannel
  /** A thread that hangs on a message; it has that message's id. */
  thread: (message: DiscordMessage) => DiscordChannel
  /** The token of a bot of this name, the same for the same name. */
  tokenFor: (username: string) => string
  add: (message: DiscordMessage) => void
  drop: (message: DiscordMessage) => void
}

const EPOCH_MS = 1_420_070_400_000
/** From the name, so that it is the same again after a restart. */
const named = (name: string) => ((BigInt(hash(name)) << 22n) + BigInt(hash(`${name} again`) % 4_194_304)).toString()

export function createDiscordStore(clock: Clock): DiscordStore {
  let memory = emptyMemory()
  let last = 0n
  const guild = { id: named('guild Maison Levain'), name: 'Maison Levain' }
  const store: DiscordStore = {
    clock,
    guild,
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
    user: (username, bot = false) => known(memory.users, { id: named(`user ${username}`), username, displayName: username, bot }),
    channel: (name, type = 0) => known(memory.channels, { id: named(`channel ${name}`), guildId: guild.id, name, type, parentId: null }),
    thread: (message) => known(memory.channels, { id: message.id, guildId: guild.id, name: 'Fil', type: 11, parentId: message.channelId }),
    tokenFor: (username) => {
      const token = `sandbox.${hash(`bot ${username}`).toString(36)}.${username}.token-of-a-bot`
      memory.tokens.set(token, store.user(username, true).id)
      return token
    },
    add: (message) => {
      memory.messages.set(message.id, message)
      memory.byChannel.set(message.channelId, [...(memory.byChannel.get(message.channelId) ?? []), message])
    },
    drop: (message) => {
      memory.messages.delete(message.id)
      memory.byChannel.set(
        message.channelId,
        (memory.byChannel.get(message.channelId) ?? []).filter((one) => one !== message),
      )
    },
  }
  return store
}

function known<T extends { id: string }>(map: Map<string, T>, wanted: T): T {
  const found = map.get(wanted.id) ?? wanted
  map.set(wanted.id, found)
  return found
}
