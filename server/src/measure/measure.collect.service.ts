import { NetworkFailure, type MetricReading } from '@pupitre/networks'
import { v7 as uuid } from 'uuid'
import { connectorFor, contextOf, findChannel, findChannels, type ChannelDeps, type ChannelRow } from '../channels/channels.public.ts'
import { announce } from '../platform/events.ts'
import type { Log } from '../platform/log.ts'
import { figuresRead } from './measure.events.ts'
import { channelsToRead, insertReadings, postsToRead, type DuePost, type ReadingRow } from './measure.store.ts'

export type CollectDeps = ChannelDeps & { log: Log }

/** Posts asked about in one call, and in one round. */
const perCall = 25
const perRound = 200

const toRow = (of: Pick<ReadingRow, 'brandId' | 'subject' | 'subjectId'>, read: MetricReading, readAt: Date): ReadingRow => ({
  ...of,
  id: uuid(),
  code: read.code,
  name: read.name,
  value: read.value,
  readAt,
})

async function readPosts(deps: CollectDeps, channel: ChannelRow, posts: DuePost[]): Promise<void> {
  const connector = connectorFor(deps, channel)
  const context = contextOf(deps, channel, AbortSignal.timeout(60_000))
  const refs = posts.map((post) => ({ id: post.networkId, version: post.networkVersion, url: post.link }))
  const figures = await connector.postMetrics(context, refs)
  const readAt = new Date()
  const rows = posts.flatMap((post) =>
    (figures.get(post.networkId) ?? []).map((read) =>
      toRow({ brandId: post.brandId, subject: 'delivery', subjectId: post.id }, read, readAt),
    ),
  )
  await insertReadings(deps.db.system, rows)
  if (rows.length > 0) await announce(deps.db.system, channel.brandId, figuresRead, { channelId: channel.id })
}

/** A network that does not answer is asked again at the next round: a figure that was not read is not written. */
async function orLater(deps: CollectDeps, channel: ChannelRow, work: Promise<void>): Promise<boolean> {
  try {
    await work
    return true
  } catch (cause) {
    if (!(cause instanceof NetworkFailure)) deps.log.error('measure.read_failed', cause, { channelId: channel.id })
    return false
  }
}

/** Reads the figures of posts that are due, channel by channel. */
export async function readPostFigures(deps: CollectDeps): Promise<void> {
  const due = await postsToRead(deps.db.system, perRound)
  const channels = await findChannels(deps.db.system, [...new Set(due.map((post) => post.channelId))])
  for (const channel of channels) {
    const posts = due.filter((post) => post.channelId === channel.id)
    for (let i = 0; i < posts.length; i += perCall) {
      if (!(await orLater(deps, channel, readPosts(deps, channel, posts.slice(i, i + perCall))))) break
    }
  }
}

async function readChannel(deps: CollectDeps, channel: ChannelRow): Promise<void> {
  const figures = await connectorFor(deps, channel).accountMetrics(contextOf(deps, channel, AbortSignal.timeout(60_000)))
  const readAt = new Date()
  await insertReadings(
    deps.db.system,
    figures.map((read) => toRow({ brandId: channel.brandId, subject: 'channel', subjectId: channel.id }, read, readAt)),
  )
}

export async function readChannelFigures(deps: CollectDeps): Promise<void> {
  for (const id of await channelsToRead(deps.db.system)) {
    const channel = await findChannel(deps.db.system, id)
    if (channel?.sealed) await orLater(deps, channel, readChannel(deps, channel))
  }
}
