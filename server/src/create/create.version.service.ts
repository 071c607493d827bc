import type { Connector, Finding, Limits, Media, Variant, VariantItem } from '@pupitre/networks'
import type { Tx } from '../platform/db.ts'
import { notFound } from '../platform/errors.ts'
import type { MeasuredView, StoredItem, StoredOptions } from './create.schema.ts'
import { findAssets, type AssetRow } from './create.store.ts'

/** A stored version in the network's terms, and the fingerprint of each media it shows. */
export type ForNetwork = { variant: Variant; fingerprints: Record<string, string>; names: Record<string, string>; unready: string[] }

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
    ...(found.seconds !== null && { seconds: found.seconds }),
    alt: stored.alt,
    focus: stored.focus,
  }
}

export async function forNetwork(tx: Tx, items: readonly StoredItem[], options: StoredOptions): Promise<ForNetwork> {
  const rows = await findAssets(tx, assetIdsOf(items, options))
  const assets = new Map(rows.map((row) => [row.id, row]))
  const { card, placement, firstComment, ...rest } = options
  const thumb = card?.thumbAssetId
    ? toMedia(assets, { assetId: card.thumbAssetId, alt: { kind: 'decorative' }, focus: { x: 0, y: 0 } })
    : null
  return {
    variant: {
      ...rest,
      ...(placement && { placement }),
      ...(firstComment?.trim() && { firstComment: firstComment.trim() }),
      items: items.map((item): VariantItem => ({ text: item.text, media: item.media.map((media) => toMedia(assets, media)) })),
      card: card ? { url: card.url, title: card.title, description: card.description, thumb } : null,
    },
    fingerprints: Object.fromEntries(rows.map((row) => [row.id, row.sha256])),
    names: Object.fromEntries(rows.map((row) => [row.id, row.name])),
    unready: rows.filter((row) => row.state !== 'ready').map((row) => row.id),
  }
}

const bare = (name: string): string =>
  name
    .replace(/\.[a-z0-9]{1,5}$/i, '')
    .trim()
    .toLowerCase()

/** What the network counts of each message, and what it sets as its title. */
export function measuredOf(connector: Connector, { text }: Limits, items: readonly Pick<StoredItem, 'text'>[]): MeasuredView[] {
  return items.map((item) => ({
    ...connector.measure(item.text),
    max: text.max,
    maxBytes: text.maxBytes,
    title: connector.titleOf?.(item.text) ?? null,
    mediaFirst: connector.mediaFirst ?? false,
  }))
}

/** Where a version asks for what its network has not: said once, whether the connector says it or not. */
function placeFindings(connector: Connector, { placement, firstComment }: Variant, said: readonly Finding[]): Finding[] {
  const { formats, acts } = connector.capabilities
  const comments = acts.reply.can || acts.reply.why === 'by_hand'
  const refused = [
    ...(acts.post.can ? [] : [{ option: 'post', value: 'yes' }]),
    ...(placement && !formats.includes(placement) ? [{ option: 'placement', value: placement }] : []),
    ...(firstComment && !comments ? [{ option: 'firstComment', value: 'yes' }] : []),
  ]
  return refused
    .filter(({ option }) => !said.some((one) => one.code === 'option_not_accepted' && one.data['option'] === option))
    .map((data): Finding => ({ code: 'option_not_accepted', blocking: true, item: 0, data }))
}

/** What the network would refuse, and what the desk itself refuses: a file name is no description. */
export function findingsOf(connector: Connector, limits: Limits, made: ForNetwork): Finding[] {
  const fileNames = made.variant.items.flatMap((item, index) =>
    item.media
      .filter((media) => media.alt.kind === 'text' && bare(media.alt.text) === bare(made.names[media.id] ?? ''))
      .map((): Finding => ({ code: 'alt_is_file_name', blocking: true, item: index, data: {} })),
  )
  const unready = made.unready.map((media): Finding => ({ code: 'media_not_ready', blocking: true, item: 0, data: { media } }))
  const said = connector.check(made.variant, limits)
  return [...said, ...placeFindings(connector, made.variant, said), ...fileNames, ...unready]
}
