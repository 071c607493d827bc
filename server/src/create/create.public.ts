import type { OwnPost } from '@pupitre/networks'
import { v7 as uuid } from 'uuid'
import type { BrandGrant } from '../platform/access.ts'
import type { Tx } from '../platform/db.ts'
import { notFound } from '../platform/errors.ts'
import { presentAsset } from './create.present.service.ts'
import { noOptions, type AssetView } from './create.schema.ts'
import { findAssets, findVariant, insertContent, insertVariant } from './create.store.ts'
import { forNetwork } from './create.version.service.ts'

/**
 * What creating needs of publishing, which stands above it: each version has a delivery from its first day (a draft), and a
 * change of words reaches a delivery that was already promised. Publishing implements it; `app.ts` hands it over.
 */
export type Drafts = {
  make: (
    tx: Tx,
    draft: { brandId: string; contentId: string; variantId: string; channelId: string; localTime: string | null; createdBy: string | null },
  ) => Promise<void>
  /** Seals again what was scheduled; sends back to approval or to draft what may not leave so. */
  changed: (tx: Tx, grant: BrandGrant, variantId: string) => Promise<void>
  drop: (tx: Tx, variantIds: string[]) => Promise<void>
}

/** A version locked for scheduling, with its channel, its delivery and what would leave. */
export async function versionForDelivery(tx: Tx, variantId: string) {
  const found = await findVariant(tx, variantId)
  if (!found) throw notFound()
  return { ...found, made: await forNetwork(tx, found.variant.items, found.variant.options) }
}

/** Keeps the words of a post that was made elsewhere, so that it can be read, counted and found like the others. */
export async function keepImported(
  tx: Tx,
  channel: { id: string; brandId: string },
  post: OwnPost,
): Promise<{ contentId: string; variantId: string }> {
  const contentId = uuid()
  const variantId = uuid()
  const items = [{ text: post.text, media: [] }]
  const at = new Date(post.at)
  await insertContent(tx, {
    id: contentId,
    brandId: channel.brandId,
    items,
    options: noOptions,
    origin: 'imported',
    createdAt: at,
    updatedAt: at,
  })
  await insertVariant(tx, {
    id: variantId,
    brandId: channel.brandId,
    contentId,
    channelId: channel.id,
    items,
    options: noOptions,
    updatedAt: at,
  })
  return { contentId, variantId }
}

export async function assetsOf(tx: Tx, ids: readonly string[]): Promise<AssetView[]> {
  return (await findAssets(tx, ids)).map(presentAsset)
}

export { findAsset } from './create.store.ts'
export { sendAsset } from './create.bytes.service.ts'
export { thumbUrl } from './create.present.service.ts'
export { findContent, setContent, variantsOf } from './create.store.ts'
export { findingsOf, forNetwork, measuredOf } from './create.version.service.ts'
