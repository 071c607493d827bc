import { connectorFor, type ConnectorOf } from '../channels/channels.public.ts'
import { assetsOf, measuredOf } from '../create/create.public.ts'
import type { AssetView, StoredItem, StoredOptions } from '../create/create.schema.ts'
import type { Tx } from '../platform/db.ts'
import type { HashOfVersion } from './review.public.ts'
import type { ReviewItem } from './review.schema.ts'
import { commentsOn, decisionsOn, type CommentRow, type DecisionRow, type ReadRow } from './review.store.ts'

export type ReadDeps = { connectorOf: ConnectorOf; hashOfVersion: HashOfVersion }

/** What was promised is sealed and has its hash; a draft has the one it would have. */
export async function hashOfRow(deps: ReadDeps, tx: Tx, { delivery, variant }: ReadRow): Promise<string> {
  return delivery.state === 'draft' || !delivery.hash ? deps.hashOfVersion(tx, variant.id) : delivery.hash
}

export const assetIdsOf = (version: { items: readonly StoredItem[]; options: StoredOptions }): string[] => [
  ...version.items.flatMap((item) => item.media.map((media) => media.assetId)),
  ...(version.options.card?.thumbAssetId ? [version.options.card.thumbAssetId] : []),
]

export const presentDecision = (row: DecisionRow | undefined, hash: string): ReviewItem['decision'] =>
  row ? { verdict: row.verdict, comment: row.comment, byName: row.byName, at: row.at.toISOString(), current: row.hash === hash } : null

export const presentComment = ({ id, text, byName, at }: CommentRow) => ({ id, text, byName, at: at.toISOString() })

/** Posts as a reader sees them. `addressOf` says where a picture is read from: the desk's address, or the link's own. */
export async function presentRows(
  deps: ReadDeps,
  tx: Tx,
  rows: readonly ReadRow[],
  addressOf: (asset: AssetView) => AssetView,
): Promise<ReviewItem[]> {
  const decisions = await decisionsOn(
    tx,
    rows.map((row) => row.delivery.id),
  )
  const comments = await commentsOn(tx, [...new Set(rows.map((row) => row.content.id))])
  const assets = new Map((await assetsOf(tx, [...new Set(rows.flatMap((row) => assetIdsOf(row.variant)))])).map((one) => [one.id, one]))
  const items: ReviewItem[] = []
  for (const row of rows) {
    const { delivery, variant, content, channel } = row
    const connector = connectorFor(deps, channel)
    const hash = await hashOfRow(deps, tx, row)
    items.push({
      deliveryId: delivery.id,
      contentId: content.id,
      brandId: delivery.brandId,
      channelId: channel.id,
      network: channel.network,
      channelName: channel.name,
      handle: channel.handle,
      state: delivery.state,
      format: delivery.format,
      dueAt: delivery.dueAt?.toISOString() ?? '',
      localTime: delivery.localTime ?? '',
      title: content.title,
      items: variant.items,
      options: variant.options,
      measured: measuredOf(connector, channel.limits, variant.items),
      assets: assetIdsOf(variant)
        .flatMap((id) => assets.get(id) ?? [])
        .map(addressOf),
      hash,
      decision: presentDecision(decisions.get(delivery.id), hash),
      comments: comments.filter((one) => one.contentId === content.id).map(presentComment),
    })
  }
  return items
}
