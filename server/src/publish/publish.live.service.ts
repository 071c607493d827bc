import type { Act, RemoteRef } from '@pupitre/networks'
import { connectorFor, findChannel, type ChannelRow } from '../channels/channels.public.ts'
import { findingsOf, forNetwork } from '../create/create.public.ts'
import type { StoredItem } from '../create/create.schema.ts'
import { noOptions } from '../create/create.schema.ts'
import type { BrandGrant } from '../platform/access.ts'
import type { Tx } from '../platform/db.ts'
import { notFound } from '../platform/errors.ts'
import { recordAudit } from '../team/team.public.ts'
import { findingsBlock, notByThisNetwork, notFromHere } from './publish.errors.ts'
import { send } from './publish.public.ts'
import type { ScheduleDeps } from './publish.schedule.service.ts'
import { findDelivery, type DeliveryRow } from './publish.store.ts'

type Live = { row: DeliveryRow; ref: RemoteRef; channel: ChannelRow }

/** A post that stands on its network, which lets us do this to it. */
async function livePost(deps: ScheduleDeps, tx: Tx, id: string, act: 'edit' | 'delete' | 'pin'): Promise<Live> {
  const row = await findDelivery(tx, id)
  const channel = row ? await findChannel(tx, row.channelId) : null
  if (!row || !channel) throw notFound()
  if (row.state !== 'published' || row.kind !== 'post' || !row.networkId) throw notFromHere(row.state)
  if (!connectorFor(deps, channel).capabilities.acts[act].can) throw notByThisNetwork()
  return { row, ref: { id: row.networkId, version: row.networkVersion, url: row.link }, channel }
}

/** Takes a live post down, through the same ledger. */
export function removeLive(deps: ScheduleDeps, grant: BrandGrant<'schedule'>, id: string): Promise<{ deliveryId: string; dueAt: Date }> {
  return deps.db.inBrands(grant.brands, async (tx) => {
    const { row, ref } = await livePost(deps, tx, id, 'delete')
    await recordAudit(tx, grant, 'publish.remove', id, { link: row.link })
    return send(deps, tx, grant, {
      channelId: row.channelId,
      kind: 'delete',
      targetId: row.id,
      contentId: row.contentId,
      acts: [{ kind: 'delete', target: ref, of: 'post' }],
    })
  })
}

/** Keeps a live post at the head of the account, or lets it go down again. */
export function pinLive(
  deps: ScheduleDeps,
  grant: BrandGrant<'schedule'>,
  id: string,
  pinned: boolean,
): Promise<{ deliveryId: string; dueAt: Date }> {
  return deps.db.inBrands(grant.brands, async (tx) => {
    const { row, ref } = await livePost(deps, tx, id, 'pin')
    await recordAudit(tx, grant, 'publish.pin', id, { link: row.link, pinned })
    return send(deps, tx, grant, {
      channelId: row.channelId,
      kind: 'pin',
      targetId: row.id,
      contentId: row.contentId,
      acts: [{ kind: 'pin', target: ref, pinned }],
    })
  })
}

/** Edits a live post where the network has it; its pictures are sent again, since networks take the whole post. */
export function editLive(
  deps: ScheduleDeps,
  grant: BrandGrant<'schedule'>,
  id: string,
  item: StoredItem,
): Promise<{ deliveryId: string; dueAt: Date }> {
  return deps.db.inBrands(grant.brands, async (tx) => {
    const { row, ref, channel } = await livePost(deps, tx, id, 'edit')
    const made = await forNetwork(tx, [item], noOptions)
    const blocking = findingsOf(connectorFor(deps, channel), channel.limits, made).filter((finding) => finding.blocking)
    if (blocking.length > 0) throw findingsBlock(blocking)
    const { items, ...options } = made.variant
    const [only] = items
    if (!only) throw notFound()
    const media = only.media.map((one): Act => ({ kind: 'media', media: one }))
    const acts: Act[] = [...media, { kind: 'edit', target: ref, item: only, options, media: [] }]
    await recordAudit(tx, grant, 'publish.edit', id, { link: row.link })
    return send(deps, tx, grant, {
      channelId: row.channelId,
      kind: 'edit',
      targetId: row.id,
      contentId: row.contentId,
      acts,
      media: made.fingerprints,
    })
  })
}
