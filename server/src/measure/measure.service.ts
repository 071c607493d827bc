import { METRIC_CODES, type MetricCode } from '@pupitre/networks'
import type { z } from 'zod'
import { connectorFor, hearsPeople, listChannels, setChannel, type ChannelRow, type ConnectorOf } from '../channels/channels.public.ts'
import { thumbUrl } from '../create/create.public.ts'
import type { BrandGrant, Grant } from '../platform/access.ts'
import type { Db, Tx } from '../platform/db.ts'
import { notFound } from '../platform/errors.ts'
import type { Jobs } from '../platform/jobs.ts'
import { importQueue } from './measure.events.ts'
import type { channelFigures, figure, measureView, postFigures, postFiguresDetail, postFiguresPage, series } from './measure.schema.ts'
import { channelSums, latestReadings, publishedPosts, seriesOf, type Latest, type PublishedPost } from './measure.store.ts'

export type MeasureDeps = { db: Db; jobs: Jobs; connectorOf: ConnectorOf }
type Figure = z.infer<typeof figure>
type PostFigures = z.infer<typeof postFigures>

/** Figures of an account rather than of a post. */
const ofAccounts = new Set<MetricCode>(['followers'])

/** A code without a reading is "not given" where the network has none, "not read yet" where it will be. */
function figureOf(code: MetricCode, given: boolean, latest: Latest | undefined): Figure {
  if (latest && latest.value !== null) return { code, value: latest.value, why: null, readAt: latest.readAt.toISOString() }
  return { code, value: null, why: given && !latest ? 'not_read_yet' : 'not_given', readAt: latest?.readAt.toISOString() ?? null }
}

function figuresOf(channel: ChannelRow, connectorOf: ConnectorOf, latest: Latest[], account: boolean): Figure[] {
  const names = connectorFor({ connectorOf }, channel).capabilities.metrics
  return METRIC_CODES.filter((code) => ofAccounts.has(code) === account).map((code) =>
    figureOf(
      code,
      names[code] !== null,
      latest.find((one) => one.code === code),
    ),
  )
}

async function presentPosts(
  deps: MeasureDeps,
  tx: Tx,
  posts: PublishedPost[],
  channels: ReadonlyMap<string, ChannelRow>,
): Promise<PostFigures[]> {
  const latest = await latestReadings(
    tx,
    posts.map((post) => post.id),
  )
  return posts.flatMap((post) => {
    const channel = channels.get(post.channelId)
    if (!channel) return []
    const { id, brandId, channelId, title, words, thumb, link, publishedAt } = post
    return {
      deliveryId: id,
      channelId,
      title,
      words,
      thumbUrl: thumb ? thumbUrl(brandId, thumb) : null,
      publishedAt: publishedAt.toISOString(),
      link,
      figures: figuresOf(
        channel,
        deps.connectorOf,
        latest.filter((one) => one.subjectId === id),
        false,
      ),
    }
  })
}

const channelMap = async (tx: Tx, brands: readonly string[]): Promise<Map<string, ChannelRow>> =>
  new Map((await listChannels(tx, brands)).map((row) => [row.id, row]))

function toSeries(readings: Latest[]): z.infer<typeof series>[] {
  const codes = [...new Set(readings.map((one) => one.code))]
  return codes.map((code) => ({
    code,
    points: readings.filter((one) => one.code === code).map(({ readAt, value }) => ({ at: readAt.toISOString(), value })),
  }))
}

function decodeCursor(text: string | undefined): { at: string; id: string } | null {
  const [at, id] = text ? Buffer.from(text, 'base64url').toString().split('|') : []
  return at && id && !Number.isNaN(Date.parse(at)) && /^[0-9a-f-]{36}$/.test(id) ? { at, id } : null
}

export function listPostFigures(
  deps: MeasureDeps,
  grant: Grant<'read'>,
  query: { channelId?: string; cursor?: string; limit: number },
): Promise<z.infer<typeof postFiguresPage>> {
  return deps.db.readBrands(grant.brands, async (tx) => {
    const rows = await publishedPosts(tx, { ...query, brands: grant.brands, cursor: decodeCursor(query.cursor), limit: query.limit + 1 })
    const page = rows.slice(0, query.limit)
    const last = page.at(-1)
    const cursor = rows.length > query.limit && last ? Buffer.from(`${last.publishedText}|${last.id}`).toString('base64url') : null
    return { items: await presentPosts(deps, tx, page, await channelMap(tx, grant.brands)), cursor }
  })
}

export function readPostDetail(deps: MeasureDeps, grant: Grant<'read'>, deliveryId: string): Promise<z.infer<typeof postFiguresDetail>> {
  return deps.db.readBrands(grant.brands, async (tx) => {
    const rows = await publishedPosts(tx, { brands: grant.brands, cursor: null, limit: 1, ids: [deliveryId] })
    const [post] = await presentPosts(deps, tx, rows, await channelMap(tx, grant.brands))
    if (!post) throw notFound()
    return { post, series: toSeries(await seriesOf(tx, deliveryId)) }
  })
}

export function readMeasure(deps: MeasureDeps, grant: Grant<'read'>): Promise<z.infer<typeof measureView>> {
  return deps.db.readBrands(grant.brands, async (tx) => {
    const channels = await channelMap(tx, grant.brands)
    const sums = await channelSums(tx, grant.brands)
    const latest = await latestReadings(
      tx,
      sums.map((one) => one.channelId),
    )
    const figures: z.infer<typeof channelFigures>[] = []
    for (const sum of sums) {
      const channel = channels.get(sum.channelId)
      if (!channel) continue
      figures.push({
        channelId: channel.id,
        network: channel.network,
        name: channel.name,
        figures: figuresOf(
          channel,
          deps.connectorOf,
          latest.filter((one) => one.subjectId === channel.id),
          true,
        ),
        posts30: sum.posts,
        replies30: hearsPeople(deps, channel) ? sum.replies : null,
        engagements30: sum.engagements,
        sample: { read: sum.read, of: sum.posts },
        series: toSeries(await seriesOf(tx, channel.id)),
      })
    }
    const ids = sums.flatMap((sum) => sum.best ?? [])
    const best = ids.length > 0 ? await publishedPosts(tx, { brands: grant.brands, cursor: null, limit: 50, ids }) : []
    return { channels: figures, best: await presentPosts(deps, tx, best, channels) }
  })
}

/** Begins, goes on with, or stops fetching an account's past. */
export async function steerImport(
  deps: MeasureDeps,
  grant: BrandGrant<'channels'>,
  channelId: string,
  act: 'start' | 'cancel',
): Promise<void> {
  await deps.db.inBrands(grant.brands, async (tx) => {
    if (!(await channelMap(tx, grant.brands)).has(channelId)) throw notFound()
    await setChannel(tx, channelId, { importState: act === 'start' ? 'none' : 'cancelled' })
    if (act === 'start') await deps.jobs.ring(importQueue, { channelId }, { tx })
  })
}
