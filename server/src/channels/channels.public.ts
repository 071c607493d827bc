import {
  connectorOf as registryConnectorOf,
  type Account,
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
export type ChannelDeps = { db: Db; seal: Seal; fetch: typeof globalThis.fetch; connectorOf: ConnectorOf }

export const sealContext = (row: { brandId: string; id: string }): string => `channel:${row.brandId}:${row.id}`

export const accountOf = (row: ChannelRow): Account => ({
  id: row.accountId,
  handle: row.handle,
  name: row.name,
  avatarUrl: row.avatarUrl,
  profileUrl: row.profileUrl,
  followers: null,
})

/** The context of one call for one channel. Renewed credentials are sealed and stored before the call goes on. */
export function contextOf(deps: ChannelDeps, row: ChannelRow, signal: AbortSignal): Context {
  if (!row.sealed) throw channelGone()
  const credentials = JSON.parse(deps.seal.open(row.sealed, sealContext(row))) as Credentials
  return {
    fetch: deps.fetch,
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
  forgetCredentials,
  listChannels,
  connectedChannels,
  setChannel,
  type ChannelRow,
} from './channels.store.ts'
