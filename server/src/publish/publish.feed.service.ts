import type { NetworkId, Serve, Served } from '@pupitre/networks'
import { accountOf, channelsOfAccount, type ChannelRow, type ConnectorOf } from '../channels/channels.public.ts'
import { findAsset } from '../create/create.public.ts'
import { sha256 } from '../platform/crypto.ts'
import type { Db } from '../platform/db.ts'
import { notFound } from '../platform/errors.ts'
import { publishedOn, type ServedRow } from './publish.feed.store.ts'

type AssetRow = NonNullable<Awaited<ReturnType<typeof findAsset>>>

export type FeedDeps = { db: Db; connectorOf: ConnectorOf; networks: readonly NetworkId[]; url: string }

type Place = { channel: ChannelRow; serve: Serve }

/** The channel of this account id on a network that the desk itself shows; one that was disconnected is shown no more. */
async function placeOf(deps: FeedDeps, accountId: string): Promise<Place> {
  for (const network of deps.networks) {
    const { serve } = deps.connectorOf(network)
    if (!serve) continue
    const [channel] = (await channelsOfAccount(deps.db.system, network, accountId)).filter(({ sealed }) => sealed !== null)
    if (channel) return { channel, serve }
  }
  throw notFound()
}

function servedOf({ networkId, publishedAt, post, edit, editedAt }: ServedRow): Served {
  const { item, options } = edit ?? post
  // An edit changes words; the pictures stay those that were published.
  const media = edit && edit.item.media.length > 0 ? edit.item.media : post.item.media
  const ref = { id: networkId, version: null, url: null }
  return { ref, at: publishedAt.toISOString(), editedAt: editedAt?.toISOString() ?? null, item: { ...item, media }, options }
}

export type FeedDocument = { contentType: string; body: string; etag: string; changedAt: Date | null }

/** What everybody may read of a channel: what was published there, and nothing else. */
export async function readPublicFeed(deps: FeedDeps, accountId: string): Promise<FeedDocument> {
  const { channel, serve } = await placeOf(deps, accountId)
  const posts = (await publishedOn(deps.db.system, channel.id)).map(servedOf)
  const self = `${deps.url}/feeds/${accountId}`
  const body = serve.show(accountOf(channel), posts, { self, media: (id) => `${self}/media/${id}` })
  const changed = posts.map(({ at, editedAt }) => editedAt ?? at).sort()
  const last = changed.at(-1)
  return { contentType: serve.contentType, body, etag: `"${sha256(body).slice(0, 32)}"`, changedAt: last ? new Date(last) : null }
}

/** Whether this file is of a post that stands in this feed: any other is not there. */
export async function mediaOfFeed(deps: FeedDeps, accountId: string, mediaId: string): Promise<AssetRow> {
  const { channel } = await placeOf(deps, accountId)
  const posts = (await publishedOn(deps.db.system, channel.id)).map(servedOf)
  const isShown = posts.some(({ item }) => item.media.some(({ id }) => id === mediaId))
  const asset = isShown ? await findAsset(deps.db.system, mediaId) : null
  if (!asset) throw notFound()
  return asset
}
