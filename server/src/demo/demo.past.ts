import type { RemoteRef } from '@pupitre/networks'
import { communityHistory, type CommunityHistory, type HistoryPost } from '@pupitre/sandbox'
import { v7 as uuid } from 'uuid'
import { noOptions } from '../create/create.schema.ts'
import { content, variant } from '../create/create.tables.ts'
import type { Understand } from '../engage/engage.public.ts'
import { reading } from '../measure/measure.tables.ts'
import { wallTimeOf } from '../platform/clock.ts'
import type { Tx } from '../platform/db.ts'
import type { DeliveryState } from '../publish/publish.schema.ts'
import { delivery, deliveryLine, deliveryStep } from '../publish/publish.tables.ts'
import { pictures, type Picture } from './demo.words.ts'

export const historyDays = 60

/** The past of one account, always the same for the same moment: what is stored names the same posts after a restart. */
export function pastOf(channel: { seed: number; share: number }, now: Date): CommunityHistory {
  const whole = communityHistory(historyDays, now, channel.seed)
  const keep = Math.round(1 / channel.share)
  const posts = whole.posts.filter((_, i) => i % keep === 0)
  const keys = new Set(posts.map((post) => post.key))
  const conversations = whole.conversations.filter((one) => (one.postKey === null ? channel.share === 1 : keys.has(one.postKey)))
  return { ...whole, posts, conversations }
}

/** One account of the demonstration, and what its past is kept with. */
export type Place = {
  tx: Tx
  brandId: string
  channel: { id: string; network: 'mastodon'; url: string; username: string }
  pictures: ReadonlyMap<Picture, string>
  pillarIds: string[]
  ids: Map<string, string>
  people: Map<string, string>
  /** The network's own id of an account. */
  accountIdOf: (username: string) => string
  /** How much of the community speaks here, 0 to 1. */
  share: number
  assignee: string
  now: Date
  zone: string
  understand: Understand
}

const pictureFor: Record<string, Picture[]> = {
  bread: ['miche', 'baguettes', 'four'],
  praise: ['geste', 'croissants'],
  order: ['buche', 'praluline'],
  hours: ['vitrine'],
  service: ['vitrine'],
}

function mediaFor(place: Place, post: HistoryPost, index: number) {
  if (post.format !== 'image' && post.format !== 'carousel') return []
  const candidates = pictureFor[post.subject] ?? ['croissants', 'miche', 'vitrine', 'four']
  const wanted = post.format === 'carousel' ? candidates.slice(0, 2) : [candidates[index % candidates.length] ?? 'miche']
  return wanted.flatMap((name) => {
    const assetId = place.pictures.get(name)
    return assetId ? [{ assetId, alt: { kind: 'text' as const, text: pictures[name] }, focus: { x: 0, y: 0 } }] : []
  })
}

/** Up to the first pause, and no more than sixty signs, cut between two words. */
function firstWords(text: string): string {
  const sentence = (text.split(/[.:!?]/)[0] ?? text).trim()
  return sentence.length <= 60 ? sentence : sentence.slice(0, sentence.lastIndexOf(' ', 60)).replace(/[ ,;]+$/, '')
}

/** How the network names a post or a message. */
export function refOf(place: Place, by: string, networkId: string | undefined): RemoteRef | null {
  return networkId ? { id: networkId, version: null, url: `${place.channel.url}/@${by}/${networkId}` } : null
}

/** Rows in statements of a size that PostgreSQL takes. */
export async function inChunks<T>(rows: T[], write: (chunk: T[]) => Promise<unknown>): Promise<void> {
  for (let i = 0; i < rows.length; i += 500) await write(rows.slice(i, i + 500))
}

type Format = 'text' | 'image' | 'carousel' | 'poll'

function formatOf(post: HistoryPost, pictureCount: number): Format {
  if (pictureCount === 0) return post.format === 'poll' ? 'poll' : 'text'
  return post.format === 'carousel' ? 'carousel' : 'image'
}

/** Everything that is stored of one past post. */
function rowsOf(place: Place, post: HistoryPost, index: number) {
  const { brandId, channel, zone } = place
  const at = new Date(post.at)
  const media = mediaFor(place, post, index)
  const items = [{ text: post.text, media }]
  const [contentId, variantId, id] = [uuid(), uuid(), uuid()]
  const networkId = place.ids.get(post.key) ?? null
  const words = { items, options: noOptions, updatedAt: at }
  const common = { brandId, contentId, channelId: channel.id }
  const pillarId = place.pillarIds[index % place.pillarIds.length] ?? null
  const link = networkId ? `${channel.url}/@${channel.username}/${networkId}` : null
  // The network takes about a second to answer.
  const answered = new Date(at.getTime() + 900 + ((index * 137) % 700))
  const when = { dueAt: at, localTime: wallTimeOf(at, zone), zone, publishedAt: at, createdAt: at }
  const lineOf = <F extends DeliveryState, T extends DeliveryState>(from: F, to: T, moment: Date) => {
    return { id: uuid(), brandId, deliveryId: id, from, to, actor: 'desk', detail: {}, at: moment }
  }
  return {
    key: post.key,
    content: { ...words, id: contentId, brandId, title: firstWords(post.text), pillarId, createdAt: at },
    variant: { ...words, ...common, id: variantId },
    delivery: {
      ...common,
      ...when,
      id,
      variantId,
      kind: 'post' as const,
      state: 'published' as const,
      format: formatOf(post, media.length),
      networkId,
      link,
    },
    lines: [lineOf('scheduled', 'sending', at), lineOf('sending', 'published', answered)],
    step: {
      id: uuid(),
      brandId,
      deliveryId: id,
      position: 0,
      act: { kind: 'post' as const, item: { text: post.text, media: [] }, options: { ...noOptions, card: null }, media: [], reply: null },
      key: uuid(),
      intentAt: at,
      receipt: { ref: refOf(place, channel.username, networkId ?? undefined), at: answered.toISOString(), data: {} },
      receiptAt: answered,
    },
    readings: post.figures.flatMap((figure) =>
      (['likes', 'reposts', 'replies', 'quotes'] as const).map((code) => ({
        id: uuid(),
        brandId,
        subject: 'delivery' as const,
        subjectId: id,
        code,
        name: code,
        value: figure[code],
        readAt: new Date(figure.at),
      })),
    ),
  }
}

/** Posts with their versions, deliveries and figures. Returns the delivery of each post's key. */
export async function keepPosts(place: Place, history: CommunityHistory): Promise<Map<string, string>> {
  const { tx, brandId, channel } = place
  const rows = history.posts.map((post, index) => rowsOf(place, post, index))
  await inChunks(
    rows.map((row) => row.content),
    (chunk) => tx.insert(content).values(chunk),
  )
  await inChunks(
    rows.map((row) => row.variant),
    (chunk) => tx.insert(variant).values(chunk),
  )
  await inChunks(
    rows.map((row) => row.delivery),
    (chunk) => tx.insert(delivery).values(chunk),
  )
  await inChunks(
    rows.flatMap((row) => row.lines),
    (chunk) => tx.insert(deliveryLine).values(chunk),
  )
  await inChunks(
    rows.map((row) => row.step),
    (chunk) => tx.insert(deliveryStep).values(chunk),
  )
  await inChunks(
    rows.flatMap((row) => row.readings),
    (chunk) => tx.insert(reading).values(chunk),
  )
  const followers = history.followers.map(({ at, value }) => {
    const of = { brandId, subject: 'channel' as const, subjectId: channel.id }
    return { ...of, id: uuid(), code: 'followers' as const, name: 'followers_count', value, readAt: new Date(at) }
  })
  await inChunks(followers, (chunk) => tx.insert(reading).values(chunk))
  return new Map(rows.map((row) => [row.key, row.delivery.id]))
}
