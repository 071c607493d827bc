import type { Connector, Finding, Limits, Media, Variant, VariantItem } from '@pupitre/networks'
import type { Tx } from '../platform/db.ts'
import { notFound } from '../platform/errors.ts'
import type { StoredItem, StoredOptions } from './create.schema.ts'
import { findAssets, type AssetRow } from './create.store.ts'

/** A stored version in the network's terms, and the fingerprint of each media it shows. */
export type ForNetwork = { variant: Variant; fingerprints: Record<string, string>; names: Record<string, string> }

const assetIdsOf = (items: readonly StoredItem[], options: StoredOptions): string[] => [
  ...new Set([
    ...items.flatMap((item) => item.media.map((media) => media.assetId)),
    ...(options.card?.thumbAssetId ? [options.card.thumbAssetId] : []),
  ]),
]

function toMedia(assets: ReadonlyMap<string, AssetRow>, stored: StoredItem['media'][number]): Media {
  const found = assets.get(stored.assetId)
  if (!found) throw notFound()
  return {
    id: found.id,
    mimeType: found.mimeType,
    bytes: found.bytes,
    width: found.width,
    height: found.height,
    alt: stored.alt,
    focus: stored.focus,
  }
}

export async function forNetwork(tx: Tx, items: readonly StoredItem[], options: StoredOptions): Promise<ForNetwork> {
  const rows = await findAssets(tx, assetIdsOf(items, options))
  const assets = new Map(rows.map((row) => [row.id, row]))
  const { card, ...rest } = options
  const thumb = card?.thumbAssetId
    ? toMedia(assets, { assetId: card.thumbAssetId, alt: { kind: 'decorative' }, focus: { x: 0, y: 0 } })
    : null
  return {
    variant: {
      ...rest,
      items: items.map((item): VariantItem => ({ text: item.text, media: item.media.map((media) => toMedia(assets, media)) })),
      card: card ? { url: card.url, title: card.title, description: card.description, thumb } : null,
    },
    fingerprints: Object.fromEntries(rows.map((row) => [row.id, row.sha256])),
    names: Object.fromEntries(rows.map((row) => [row.id, row.name])),
  }
}

const bare = (name: string): string =>
  name
    .replace(/\.[a-z0-9]{1,5}$/i, '')
    .trim()
    .toLowerCase()

/** What the network would refuse, and what the desk itself refuses: a file name is no description. */
export function findingsOf(connector: Connector, limits: Limits, made: ForNetwork): Finding[] {
  const fileNames = made.variant.items.flatMap((item, index) =>
    item.media
      .filter((media) => media.alt.kind === 'text' && bare(media.alt.text) === bare(made.names[media.id] ?? ''))
      .map((): Finding => ({ code: 'alt_is_file_name', blocking: true, item: index, data: {} })),
  )
  return [...connector.check(made.variant, limits), ...fileNames]
}
