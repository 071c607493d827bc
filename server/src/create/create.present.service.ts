import type { z } from 'zod'
import { connectorFor, type ConnectorOf } from '../channels/channels.public.ts'
import type { Grant } from '../platform/access.ts'
import type { Db, Tx } from '../platform/db.ts'
import { notFound } from '../platform/errors.ts'
import { findingsOf, forNetwork, measuredOf } from './create.version.service.ts'
import type { AssetView, contentRow, ContentView, VariantView } from './create.schema.ts'
import { findAssets, findContent, listContents, nameOfPerson, variantsOf, type AssetRow, type ContentCursor } from './create.store.ts'

export const assetUrl = (brandId: string, id: string): string => `/api/v1/brands/${brandId}/assets/${id}`
export const thumbUrl = (brandId: string, id: string): string => `${assetUrl(brandId, id)}?size=thumb`

export function presentAsset(row: AssetRow): AssetView {
  const { brandId, sha256: _fingerprint, createdBy: _by, createdAt: _at, ...shown } = row
  return { ...shown, url: assetUrl(brandId, row.id), thumbUrl: thumbUrl(brandId, row.id) }
}

type Row = Awaited<ReturnType<typeof variantsOf>>[number]

const undoStates = new Set(['scheduled', 'awaiting'])

function presentDelivery(delivery: NonNullable<Row['delivery']>): VariantView['delivery'] {
  const dueAt = delivery.dueAt?.toISOString() ?? null
  return {
    id: delivery.id,
    state: delivery.state,
    dueAt,
    localTime: delivery.localTime,
    format: delivery.format,
    cause: delivery.cause ?? null,
    heldReason: delivery.heldReason ?? null,
    link: delivery.link,
    undoUntil: undoStates.has(delivery.state) ? dueAt : null,
    version: delivery.version,
  }
}

async function presentVariant(connectorOf: ConnectorOf, tx: Tx, { variant, channel, delivery }: Row): Promise<VariantView> {
  const connector = connectorFor({ connectorOf }, channel)
  return {
    id: variant.id,
    channelId: variant.channelId,
    items: variant.items,
    options: variant.options,
    follows: variant.follows,
    version: variant.version,
    measured: measuredOf(connector, channel.limits, variant.items),
    findings: findingsOf(connector, channel.limits, await forNetwork(tx, variant.items, variant.options)),
    delivery: delivery ? presentDelivery(delivery) : null,
  }
}

export async function presentContent(deps: { connectorOf: ConnectorOf }, tx: Tx, id: string): Promise<ContentView> {
  const found = await findContent(tx, id)
  if (!found) throw notFound()
  const rows = await variantsOf(tx, id)
  const assetIds = [found.items, ...rows.map((row) => row.variant.items)].flat().flatMap((item) => item.media.map((media) => media.assetId))
  const cards = [found.options, ...rows.map((row) => row.variant.options)].flatMap((options) => options.card?.thumbAssetId ?? [])
  const variants: VariantView[] = []
  for (const row of rows) variants.push(await presentVariant(deps.connectorOf, tx, row))
  return {
    id: found.id,
    brandId: found.brandId,
    title: found.title,
    items: found.items,
    options: found.options,
    pillarId: found.pillarId,
    campaignId: found.campaignId,
    version: found.version,
    updatedAt: found.updatedAt.toISOString(),
    updatedBy: await nameOfPerson(tx, found.updatedBy ?? found.createdBy),
    assets: (await findAssets(tx, [...new Set([...assetIds, ...cards])])).map(presentAsset),
    variants,
  }
}

const encodeCursor = (row: { updatedAt: Date; id: string }): string =>
  Buffer.from(`${row.updatedAt.toISOString()} ${row.id}`).toString('base64url')

export function decodeCursor(text: string | undefined): ContentCursor | null {
  const [at, id] = text ? Buffer.from(text, 'base64url').toString().split(' ') : []
  return at && id && !Number.isNaN(Date.parse(at)) ? { at: new Date(at), id } : null
}

export async function listBrandContents(db: Db, grant: Grant<'read'>, query: { states: string[]; cursor?: string; limit: number }) {
  const rows = await db.inBrands(grant.brands, (tx) =>
    listContents(tx, grant.brands, { states: query.states, cursor: decodeCursor(query.cursor), limit: query.limit + 1 }),
  )
  const page = rows.slice(0, query.limit)
  const last = page.at(-1)
  const items = page.map((row): z.infer<typeof contentRow> => ({
    id: row.id,
    brandId: row.brandId,
    title: row.title,
    excerpt: row.excerpt ?? '',
    thumbUrl: row.thumbId ? thumbUrl(row.brandId, row.thumbId) : null,
    updatedAt: row.updatedAt.toISOString(),
    states: [...new Set(row.deliveries.map((d) => d.state))] as z.infer<typeof contentRow>['states'],
    channelIds: [...new Set(row.deliveries.map((d) => d.channelId))],
    dueAt: row.deliveries.find((d) => d.dueAt)?.dueAt ?? null,
  }))
  return { items, cursor: rows.length > query.limit && last ? encodeCursor(last) : null }
}
