import type { Server } from 'node:http'
import { createCommunity, type Community } from './community/community.ts'
import { createClock, type Clock } from './clock.ts'
import { controlRoutes } from './control.ts'
import { createFaultBoard, type FaultBoard } from './faults.ts'
import { createDiscord, type Discord } from './discord/discord.ts'
import { listen, type Route } from './http.ts'
import { createMastodon, type Mastodon } from './mastodon/mastodon.ts'
import { createPlain, type Plain, type PlainSettings } from './plain/plain.ts'
import { createRandom, type Random } from './random.ts'
import { createTelegram, type Telegram } from './telegram/telegram.ts'

export type SandboxOptions = {
  /** 0 (the default): any free port. */
  port?: number
  host?: string
  /** The same seed gives the same tokens, people and words. Default 1. */
  seed?: number
  plain?: Partial<PlainSettings>
  /**
   * People who gather around these accounts. `pace`: how many times faster than life (default 1); `everyMs`: they act by
   * themselves so often, else only when `community.tick(now)` is called.
   */
  community?: { brands: string[]; pace?: number; everyMs?: number }
}

/** One thing that really stands on a simulated network, with the keys of the requests it came from. */
export type OracleEntry = {
  network: 'mastodon' | 'discord' | 'telegram' | 'plain-key' | 'plain-recordKey' | 'plain-readable' | 'plain-blind'
  act: string
  account: string
  id: string
  text: string
  target: string | null
  keys: string[]
  at: string
}

export type Parts = {
  clock: Clock
  random: Random
  faults: FaultBoard
  plain: Plain
  mastodon: Mastodon
  discord: Discord
  telegram: Telegram
  community: Community
  oracle: () => OracleEntry[]
  reset: () => void
  /** Further control routes. */
  control: Route[]
}

export type Sandbox = Pick<Parts, 'clock' | 'faults' | 'plain' | 'mastodon' | 'discord' | 'telegram' | 'community' | 'oracle' | 'reset'> & {
  url: string
  close: () => Promise<void>
}

/** Simulated networks on one loopback port, all in memory. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const seed = options.seed ?? 1
  const random = createRandom(seed)
  const clock = createClock()
  const faults = createFaultBoard(random)
  const plain = createPlain(clock, { readLagMs: 0, keyLifeMs: 3_600_000, ...options.plain })
  const mastodon = createMastodon(clock, random, seed)
  const discord = createDiscord(clock)
  const telegram = createTelegram(clock)
  const community = createCommunity(mastodon, { seed, brands: options.community?.brands ?? ['levain'], pace: options.community?.pace ?? 1 })
  const parts: Parts = {
    clock,
    random,
    faults,
    plain,
    mastodon,
    discord,
    telegram,
    community,
    control: [],
    oracle: () => [...plainEntries(plain), ...mastodonEntries(mastodon), ...discordEntries(discord), ...telegramEntries(telegram)],
    reset: () => {
      faults.clear()
      clock.reset()
      plain.reset()
      mastodon.store.reset()
      discord.store.reset()
      telegram.store.reset()
      community.reset()
    },
  }
  const routes = [...controlRoutes(parts), ...plain.routes, ...mastodon.routes, ...discord.routes, ...telegram.routes]
  const { server, url } = await listen({ routes, faults, clock, host: options.host ?? '127.0.0.1', port: options.port ?? 0 })
  mastodon.store.origin = url
  discord.store.origin = url
  const everyMs = options.community?.everyMs
  const still = everyMs === undefined ? () => undefined : community.start(everyMs)
  const stop = () => {
    still()
    return close(server, mastodon)
  }
  return { clock, faults, plain, mastodon, discord, telegram, community, oracle: parts.oracle, reset: parts.reset, url, close: stop }
}

function plainEntries(plain: Plain): OracleEntry[] {
  return plain.posts().map(({ kind, recordKey: _key, ...post }) => ({ ...post, network: `plain-${kind}` as const }))
}

/** Posts and reblogs that stand now, likes beside them. */
function mastodonEntries({ store }: Mastodon): OracleEntry[] {
  return [...store.memory.statuses.values()].map((status) => ({
    network: 'mastodon' as const,
    act: status.reblogOf ? 'repost' : 'post',
    account: store.memory.accounts.get(status.accountId)?.username ?? '',
    id: status.id,
    text: status.text,
    target: status.reblogOf ?? status.replyTo,
    keys: status.keys,
    at: status.createdAt,
  }))
}

function discordEntries({ store }: Discord): OracleEntry[] {
  return [...store.memory.messages.values()].map((message) => ({
    network: 'discord' as const,
    act: 'post',
    account: store.memory.channels.get(message.channelId)?.name ?? '',
    id: message.id,
    text: message.poll?.question ?? message.content,
    target: message.replyTo?.messageId ?? null,
    keys: message.keys,
    at: message.at,
  }))
}

/** What the channels published; copies in their groups are the same posts. */
function telegramEntries({ store }: Telegram): OracleEntry[] {
  const published = [...store.memory.messages.values()].filter((message) => message.carried === null)
  return published.map((message) => ({
    network: 'telegram' as const,
    act: 'post',
    account: store.memory.chats.get(message.chatId)?.title ?? '',
    id: `${message.chatId}/${message.id}`,
    text: message.poll?.question ?? message.text,
    target: message.replyTo === null ? null : `${message.chatId}/${message.replyTo}`,
    keys: [],
    at: new Date(message.at).toISOString(),
  }))
}

function close(server: Server, mastodon: Mastodon): Promise<void> {
  mastodon.closeStreams()
  server.closeAllConnections()
  return new Promise((resolve) => server.close(() => resolve()))
}
