import { NetworkFailure, type Connector, type Limits } from '@pupitre/networks'
import { canonicalJson } from '../platform/crypto.ts'
import { announce } from '../platform/events.ts'
import { channelLimitsChanged } from './channels.events.ts'
import { contextOf, type ChannelDeps } from './channels.public.ts'
import { setChannel, type ChannelRow } from './channels.store.ts'

const askEveryMilliseconds = 86_400_000

export const areLimitsDue = ({ limitsAskedAt }: ChannelRow): boolean =>
  limitsAskedAt === null || Date.now() - limitsAskedAt.getTime() >= askEveryMilliseconds

/** What a post has to fit in: neither when it was read, nor what was used of it, nor where this desk can be reached. */
const rulesOf = (limits: Limits): string =>
  canonicalJson({ ...limits, source: null, readAt: null, quotas: null, mediaAddress: null } satisfies Partial<
    Record<keyof Limits, unknown>
  >)

/**
 * Asks the network for its limits and keeps them; where they changed, announces what they were. A network that does not answer keeps what is
 * known. `mediaAddress`: whether the desk can be reached from there.
 */
export async function renewLimits(
  deps: ChannelDeps,
  connector: Connector,
  row: ChannelRow,
  mediaAddress = row.limits.mediaAddress,
): Promise<void> {
  await setChannel(deps.db.system, row.id, { limitsAskedAt: new Date() })
  try {
    const limits: Limits = { ...(await connector.limits(contextOf(deps, row, AbortSignal.timeout(30_000)))), mediaAddress }
    await deps.db.system.transaction(async (tx) => {
      await setChannel(tx, row.id, { limits })
      const changed = rulesOf(limits) !== rulesOf(row.limits)
      if (changed) await announce(tx, row.brandId, channelLimitsChanged, { channelId: row.id, before: row.limits })
    })
  } catch (cause) {
    if (!(cause instanceof NetworkFailure)) throw cause
  }
}
