import type { Connector, Limits } from '@pupitre/networks'
import { channelLimitsChanged } from '../channels/channels.events.ts'
import { connectorFor, findChannel, type ChannelRow, type ConnectorOf } from '../channels/channels.public.ts'
import type { BrandId } from '../platform/access.ts'
import type { Db, Tx } from '../platform/db.ts'
import { announce, type Happened, type Listener } from '../platform/events.ts'
import { contentChanged } from './create.events.ts'
import { findingsOf, forNetwork, type ForNetwork } from './create.version.service.ts'
import { findVariant, lockWaiting, setOutgrown, type VariantRow } from './create.store.ts'

type Deps = { db: Db; connectorOf: ConnectorOf }

/** The codes of what would be refused under these limits. */
const refused = (connector: Connector, limits: Limits, made: ForNetwork): Set<string> =>
  new Set(findingsOf(connector, limits, made).flatMap(({ code, blocking }) => (blocking ? [code] : [])))

/** What is refused now and was not under the limits before, and what had been outgrown already and still is. */
async function measureAgain(deps: Deps, tx: Tx, row: VariantRow, channel: ChannelRow, before?: Limits): Promise<boolean> {
  const connector = connectorFor(deps, channel)
  const made = await forNetwork(tx, row.items, row.options)
  const had = before ? refused(connector, before, made) : null
  const outgrown = [...refused(connector, channel.limits, made)].filter((code) => row.outgrown.includes(code) || (had && !had.has(code)))
  if (outgrown.join() === row.outgrown.join()) return false
  await setOutgrown(tx, row.id, outgrown)
  return true
}

/** After a change of its words: whether what a change of limits had made too long or too large fits again. */
export async function reviewOutgrown(deps: Deps, tx: Tx, { id, outgrown }: VariantRow): Promise<void> {
  if (outgrown.length === 0) return
  const found = await findVariant(tx, id)
  if (found) await measureAgain(deps, tx, found.variant, found.channel)
}

/** Flags what waits on a channel and does not fit its new limits, before its hour; takes the flag away where it fits again. */
async function flagOutgrown(deps: Deps, { brandId, payload }: Happened): Promise<void> {
  await deps.db.inBrands([brandId as BrandId], async (tx) => {
    const channel = await findChannel(tx, String(payload['channelId']))
    if (!channel) return
    for (const row of await lockWaiting(tx, channel.id))
      if (await measureAgain(deps, tx, row, channel, payload['before'] as Limits))
        await announce(tx, brandId, contentChanged, { contentId: row.contentId })
  })
}

export function limitsListener(deps: Deps): Listener {
  return { name: 'create.limits', hears: [channelLimitsChanged], hear: (happened) => flagOutgrown(deps, happened) }
}
