import { v7 as uuid } from 'uuid'
import type { z } from 'zod'
import { connectorFor, findChannels, type ChannelRow, type ConnectorOf } from '../channels/channels.public.ts'
import { checkPlace } from '../plan/plan.public.ts'
import type { BrandGrant, Grant } from '../platform/access.ts'
import { canonicalJson } from '../platform/crypto.ts'
import type { Db, Tx } from '../platform/db.ts'
import { notFound } from '../platform/errors.ts'
import { announce } from '../platform/events.ts'
import { alreadyLeft, changedMeanwhile } from './create.errors.ts'
import { contentChanged } from './create.events.ts'
import { reviewOutgrown } from './create.limits.service.ts'
import { presentContent } from './create.present.service.ts'
import type { Drafts } from './create.public.ts'
import {
  noOptions,
  type ContentView,
  type createContentBody,
  type StoredItem,
  type updateContentBody,
  type updateVariantBody,
} from './create.schema.ts'
import { forNetwork } from './create.version.service.ts'
import {
  deleteVariants,
  findContent,
  findVariant,
  insertContent,
  insertVariant,
  nameOfPerson,
  setContent,
  setVariant,
  variantsOf,
} from './create.store.ts'

export type CreateDeps = { db: Db; connectorOf: ConnectorOf; drafts: Drafts }

const lastHand = (row: { updatedBy: string | null; createdBy: string | null }): string | null => row.updatedBy ?? row.createdBy

/** States in which the words have not left the house. */
const mayChange = new Set(['draft', 'awaiting', 'scheduled', 'held', 'failed', 'cancelled', 'expired'])

/** The master's text as a channel's own: cut at sentences where it is too long and the network has threads. */
export function adapt(items: readonly StoredItem[], channel: ChannelRow, connectorOf: ConnectorOf): StoredItem[] {
  const connector = connectorFor({ connectorOf }, channel)
  const { limits } = channel
  const only = items.length === 1 ? items[0] : undefined
  if (!only || !connector.capabilities.formats.includes('thread') || connector.measure(only.text).length <= limits.text.max)
    return [...items]
  const [first = '', ...rest] = connector.split(only.text, limits)
  return [{ text: first, media: only.media }, ...rest.map((text) => ({ text, media: [] }))]
}

async function addVariants(
  deps: CreateDeps,
  tx: Tx,
  content: { id: string; brandId: string; items: StoredItem[]; options: ContentView['options'] },
  channelIds: string[],
  plan: { localTime: string | null; by: string | null },
): Promise<void> {
  const channels = await findChannels(tx, channelIds)
  if (channels.length !== new Set(channelIds).size || channels.some((c) => c.brandId !== content.brandId || c.disconnectedAt))
    throw notFound()
  for (const channel of channels) {
    const id = uuid()
    const items = adapt(content.items, channel, deps.connectorOf)
    await insertVariant(tx, { id, brandId: content.brandId, contentId: content.id, channelId: channel.id, items, options: content.options })
    await deps.drafts.make(tx, {
      brandId: content.brandId,
      contentId: content.id,
      variantId: id,
      channelId: channel.id,
      localTime: plan.localTime,
      createdBy: plan.by,
    })
  }
}

export async function createContent(
  deps: CreateDeps,
  grant: BrandGrant<'write'>,
  body: z.infer<typeof createContentBody>,
): Promise<ContentView> {
  return deps.db.inBrands(grant.brands, async (tx) => {
    const id = uuid()
    const { channelIds, localTime, ...fields } = body
    await checkPlace(tx, grant.brandId, fields)
    // An image of another brand does not exist here.
    await forNetwork(tx, fields.items, fields.options)
    await insertContent(tx, { ...fields, id, brandId: grant.brandId, createdBy: grant.actor.userId, updatedBy: grant.actor.userId })
    await addVariants(deps, tx, { id, brandId: grant.brandId, items: fields.items, options: fields.options }, channelIds, {
      localTime,
      by: grant.actor.userId,
    })
    await announce(tx, grant.brandId, contentChanged, { contentId: id })
    return presentContent(deps, tx, id)
  })
}

export function readContent(deps: CreateDeps, grant: Grant<'read'>, id: string): Promise<ContentView> {
  return deps.db.inBrands(grant.brands, (tx) => presentContent(deps, tx, id))
}

type Options = ContentView['options']
type Master = { id: string; options: Options }

/** The options that changed in the master; what a channel has set for itself beside them stays. */
function changedOptions(before: Options, after: Options): Partial<Options> {
  const names = Object.keys(after) as (keyof Options)[]
  return Object.fromEntries(
    names.filter((name) => canonicalJson(before[name]) !== canonicalJson(after[name])).map((name) => [name, after[name]]),
  )
}

/** Versions that follow take the new text; those that were edited by hand keep theirs. */
async function flow(
  deps: CreateDeps,
  tx: Tx,
  grant: BrandGrant,
  master: Master,
  change: { items?: StoredItem[]; options?: Options },
): Promise<void> {
  const options = change.options ? changedOptions(master.options, change.options) : {}
  for (const { variant, channel, delivery } of await variantsOf(tx, master.id)) {
    if (!variant.follows || (delivery && !mayChange.has(delivery.state))) continue
    const items = change.items ? adapt(change.items, channel, deps.connectorOf) : variant.items
    await setVariant(tx, variant.id, { items, options: { ...variant.options, ...options } })
    await reviewOutgrown(deps, tx, variant)
    await deps.drafts.changed(tx, grant, variant.id)
  }
}

async function setChannels(deps: CreateDeps, tx: Tx, grant: BrandGrant, contentId: string, channelIds: string[]): Promise<void> {
  const rows = await variantsOf(tx, contentId)
  const gone = rows.filter((row) => !channelIds.includes(row.channel.id))
  if (gone.some((row) => row.delivery && !mayChange.has(row.delivery.state))) throw alreadyLeft()
  const goneIds = gone.map((row) => row.variant.id)
  await deps.drafts.drop(tx, goneIds)
  await deleteVariants(tx, goneIds)
  const content = await findContent(tx, contentId)
  if (!content) throw notFound()
  const fresh = channelIds.filter((id) => !rows.some((row) => row.channel.id === id))
  const localTime = rows.find((row) => row.delivery?.localTime)?.delivery?.localTime ?? null
  await addVariants(deps, tx, content, fresh, { localTime, by: grant.actor.userId })
}

export async function updateContent(
  deps: CreateDeps,
  grant: BrandGrant<'write'>,
  id: string,
  body: z.infer<typeof updateContentBody>,
): Promise<ContentView> {
  return deps.db.inBrands(grant.brands, async (tx) => {
    const found = await findContent(tx, id, true)
    if (!found) throw notFound()
    if (found.version !== body.version) throw changedMeanwhile(await nameOfPerson(tx, lastHand(found)), await presentContent(deps, tx, id))
    const { version: _version, channelIds, ...fields } = body
    await checkPlace(tx, grant.brandId, fields)
    await forNetwork(tx, fields.items ?? [], fields.options ?? noOptions)
    await setContent(tx, id, { ...fields, updatedBy: grant.actor.userId })
    if (fields.items || fields.options) await flow(deps, tx, grant, found, fields)
    if (channelIds) await setChannels(deps, tx, grant, id, channelIds)
    await announce(tx, grant.brandId, contentChanged, { contentId: id })
    return presentContent(deps, tx, id)
  })
}

export async function updateVariant(
  deps: CreateDeps,
  grant: BrandGrant<'write'>,
  id: string,
  body: z.infer<typeof updateVariantBody>,
): Promise<ContentView> {
  return deps.db.inBrands(grant.brands, async (tx) => {
    const found = await findVariant(tx, id)
    if (!found) throw notFound()
    const { variant, channel, delivery } = found
    if (delivery && !mayChange.has(delivery.state)) throw alreadyLeft()
    const content = await findContent(tx, variant.contentId)
    if (!content) throw notFound()
    if (variant.version !== body.version)
      throw changedMeanwhile(await nameOfPerson(tx, lastHand(content)), await presentContent(deps, tx, content.id))
    const master = body.follows === true ? content : null
    const change = master
      ? { items: adapt(master.items, channel, deps.connectorOf), options: master.options, follows: true }
      : { ...(body.items ? { items: body.items, follows: false } : {}), ...(body.options ? { options: body.options } : {}) }
    await setVariant(tx, id, change)
    await reviewOutgrown(deps, tx, variant)
    await deps.drafts.changed(tx, grant, id)
    await setContent(tx, variant.contentId, { updatedBy: grant.actor.userId })
    await announce(tx, grant.brandId, contentChanged, { contentId: variant.contentId })
    return presentContent(deps, tx, variant.contentId)
  })
}

/** Takes a content away with its drafts; what has left stays in the ledger. */
export async function removeContent(deps: CreateDeps, grant: BrandGrant<'write'>, id: string): Promise<void> {
  await deps.db.inBrands(grant.brands, async (tx) => {
    const found = await findContent(tx, id, true)
    if (!found) throw notFound()
    const rows = await variantsOf(tx, id)
    if (rows.some((row) => row.delivery && !mayChange.has(row.delivery.state))) throw alreadyLeft()
    await deps.drafts.drop(
      tx,
      rows.map((row) => row.variant.id),
    )
    await setContent(tx, id, { removedAt: new Date() })
    await announce(tx, grant.brandId, contentChanged, { contentId: id })
  })
}
