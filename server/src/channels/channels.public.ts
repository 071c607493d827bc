import {
  assisted,
  connectorOf as registryConnectorOf,
  type Account,
  type Connect,
  type Connector,
  type Context,
  type Credentials,
  type NetworkId,
} from '@pupitre/networks'
import type { Seal } from '../platform/crypto.ts'
import type { Db, Tx } from '../platform/db.ts'
import { announce } from '../platform/events.ts'
import { channelGone } from './channels.errors.ts'
import { channelHealthChanged } from './channels.events.ts'
import { setChannel, setHealth, type ChannelRow } from './channels.store.ts'
import type { ChannelHealth } from './channels.tables.ts'

export type ConnectorOf = (network: NetworkId) => Connector
export const connectorOf: ConnectorOf = registryConnectorOf

/** What it takes to speak for a channel. */
export type ChannelDeps = { db: Db; seal: Seal; fetch: typeof globalThis.fetch; connect: Connect; connectorOf: ConnectorOf }

type Spoken = Pick<ChannelRow, 'network' | 'assisted' | 'capabilities'>

/** Who speaks for a channel: its network's connector with what this account may do, or a person by hand. */
export function connectorFor(deps: Pick<ChannelDeps, 'connectorOf'>, { network, assisted: byHand, capabilities }: Spoken): Connector {
  const connector = deps.connectorOf(network)
  if (byHand) return assisted(connector)
  return capabilities ? { ...connector, capabilities } : connector
}

/** Whether anything people write reaches the desk by this channel. */
export function hearsPeople(deps: Pick<ChannelDeps, 'connectorOf'>, row: Spoken): boolean {
  const { replies, mentions, messages, reviews } = connectorFor(deps, row).capabilities.reads
  return [replies, mentions, messages, reviews].some((read) => read?.can)
}

export const sealContext = (row: { brandId: string; id: string }): string => `channel:${row.brandId}:${row.id}`

export const accountOf = (row: ChannelRow): Account => ({
  id: row.accountId,
  handle: row.handle,
  name: row.name,
  avatarUrl: row.avatarUrl,
  profileUrl: row.profileUrl,
  followers: null,
})

const open = (deps: ChannelDeps, row: ChannelRow, sealed: string): Credentials =>
  JSON.parse(deps.seal.open(sealed, sealContext(row))) as Credentials

export const credentialsOf = (deps: ChannelDeps, row: ChannelRow): Credentials | null => (row.sealed ? open(deps, row, row.sealed) : null)

/** What was kept before the last connection, for as long as requests signed with it are believed. */
export function credentialsBefore(deps: ChannelDeps, row: ChannelRow): Credentials | null {
  const { sealedBefore, sealedBeforeUntil } = row
  return sealedBefore && sealedBeforeUntil && sealedBeforeUntil > new Date() ? open(deps, row, sealedBefore) : null
}

/** The context of one call for one channel. Renewed credentials are sealed and stored before the call goes on. */
export function contextOf(deps: ChannelDeps, row: ChannelRow, signal: AbortSignal): Context {
  const credentials = credentialsOf(deps, row)
  if (!credentials) throw channelGone()
  return {
    fetch: deps.fetch,
    connect: deps.connect,
    now: () => new Date(),
    signal,
    account: accountOf(row),
    credentials,
    onCredentials: async (next) => {
      await setChannel(deps.db.system, row.id, {
        sealed: deps.seal.seal(JSON.stringify(next), sealContext(row)),
        credentialsExpireAt: next.expiresAt ? new Date(next.expiresAt) : null,
      })
    },
  }
}

/** Says how a channel is; announces it when it changed, so that the owner knows within a minute. */
export async function noteHealth(tx: Tx, row: ChannelRow, health: ChannelHealth, trouble: ChannelRow['trouble']): Promise<void> {
  await setHealth(tx, row.id, health, trouble)
  if (row.health !== health) await announce(tx, row.brandId, channelHealthChanged, { channelId: row.id, health })
}

export {
  findChannel,
  findChannels,
  tellReach,
  channelsOfAccount,
  forgetCredentials,
  listChannels,
  connectedChannels,
  setChannel,
  type ChannelRow,
} from './channels.store.ts'
