import { NetworkFailure, type Connector } from '@pupitre/networks'
import type { BrandGrant } from '../platform/access.ts'
import { notFound } from '../platform/errors.ts'
import type { Log } from '../platform/log.ts'
import { connectorFor, contextOf, credentialsOf, type ChannelDeps } from './channels.public.ts'
import { findChannel, type ChannelRow } from './channels.store.ts'

/** Where a network calls the desk about one channel. */
export const hookAddress = (url: string, channelId: string): string => `${url}/api/v1/hooks/${channelId}`

type Deps = ChannelDeps & { url: string; log: Log }

/** Tells the network where to call, where it lets software do so and can reach us. What it refuses is done by a person on its pages. */
export async function registerHook(deps: Deps, connector: Connector, row: ChannelRow): Promise<void> {
  if (!connector.hook?.register || !deps.url.startsWith('https://')) return
  try {
    await connector.hook.register(contextOf(deps, row, AbortSignal.timeout(30_000)), hookAddress(deps.url, row.id))
  } catch (cause) {
    if (!(cause instanceof NetworkFailure)) throw cause
    deps.log.warn('channels.hook_not_registered', { channelId: row.id, network: row.network, kind: cause.kind })
  }
}

/** What a person enters on the network's pages: the address, and the word by which the network makes sure of it. */
export async function readHook(deps: Deps, grant: BrandGrant<'channels'>, id: string): Promise<{ url: string; word: string | null }> {
  const row = await deps.db.inBrands(grant.brands, (tx) => findChannel(tx, id))
  const hook = row && connectorFor(deps, row).hook
  const credentials = row && credentialsOf(deps, row)
  if (!row || !hook || !credentials) throw notFound()
  return { url: hookAddress(deps.url, row.id), word: hook.word?.(credentials) ?? null }
}
