import { communityHistory, type CommunityHistory, type HistoryConversation, type HistoryPost } from '@pupitre/sandbox'
import type { RemoteRef } from '@pupitre/networks'
import { v7 as uuid } from 'uuid'
import { noOptions } from '../create/create.schema.ts'
import { content, variant } from '../create/create.tables.ts'
import { conversation, message, person } from '../engage/engage.tables.ts'
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

type Place = {
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

async function inChunks<T>(rows: T[], write: (chunk: T[]) => Promise<unknown>): Promise<void> {
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

async function keepPerson(place: Place, author: HistoryConversation['author'], at: Date): Promise<string> {
  const known = place.people.get(author.username)
  if (known) return known
  const id = uuid()
  place.people.set(author.username, id)
  const host = new URL(place.channel.url).host
  await place.tx.insert(person).values({
    id,
    brandId: place.brandId,
    network: place.channel.network,
    networkId: place.accountIdOf(author.username),
    handle: `${author.username}@${host}`,
    name: author.name,
    profileUrl: `${place.channel.url}/@${author.username}`,
    followers: author.followers,
    firstSeenAt: at,
    lastSeenAt: at,
  })
  return id
}

/** Tomorrow at nine, near enough for a morning. */
const later = (now: Date): Date => new Date(now.getTime() + 15 * 3_600_000)

const states = { new: 'open', open: 'open', snoozed: 'snoozed', answered: 'done', done: 'done' } as const

/** The team keeps up: what is older was answered or filed, and of the rest only the latest few still wait, at any hour of the day. */
const keptUpMilliseconds = 48 * 3_600_000
const mostWaiting = 5

type Said = HistoryConversation['messages'][number]

const lastOf = (one: HistoryConversation): string => one.messages.at(-1)?.at ?? ''

/** Keys of the conversations in which somebody still waits. */
function stillWaiting(place: Place, history: CommunityHistory): Set<string> {
  const since = new Date(place.now.getTime() - keptUpMilliseconds).toISOString()
  const waiting = history.conversations.filter((one) => one.messages.at(-1)?.from === 'person' && lastOf(one) > since)
  const latest = waiting.sort((a, b) => (lastOf(a) < lastOf(b) ? 1 : -1))
  return new Set(latest.slice(0, Math.round(mostWaiting * place.share)).map((one) => one.key))
}

/** What became of it: who is still to be answered, who was put off, and all the others. */
function endOf(one: HistoryConversation, waits: boolean): HistoryConversation['state'] {
  if (!waits) return one.state === 'snoozed' ? 'snoozed' : 'done'
  return one.state === 'open' || one.state === 'snoozed' ? one.state : 'new'
}

function stateOf(one: HistoryConversation, last: Said, place: Place, waits: boolean) {
  const end = endOf(one, waits)
  const theirs = one.messages.filter((message) => message.from === 'person')
  const lastIn = theirs.at(-1) ?? last
  return {
    state: states[end],
    snoozeUntil: end === 'snoozed' ? later(place.now) : null,
    assigneeId: end === 'new' ? null : place.assignee,
    unread: end === 'new' ? theirs.length : 0,
    waitingSince: waits ? new Date(lastIn.at) : null,
    lastInboundAt: new Date(lastIn.at),
    firstLine: lastIn.text.slice(0, 160),
    lastAt: new Date(last.at),
  }
}

type Kept = { id: string; personId: string; root: RemoteRef | null }

function refOf(place: Place, by: string, networkId: string | undefined): RemoteRef | null {
  return networkId ? { id: networkId, version: null, url: `${place.channel.url}/@${by}/${networkId}` } : null
}

function messageRow(place: Place, one: HistoryConversation, said: HistoryConversation['messages'][number], kept: Kept) {
  const theirs = said.from === 'person'
  const networkId = place.ids.get(said.key)
  const at = new Date(said.at)
  return {
    id: uuid(),
    brandId: place.brandId,
    conversationId: kept.id,
    channelId: place.channel.id,
    direction: theirs ? ('in' as const) : ('out' as const),
    networkId: networkId ? `${new URL(place.channel.url).host}/${networkId}` : null,
    ref: refOf(place, theirs ? one.author.username : place.channel.username, networkId),
    root: kept.root,
    kind: one.kind,
    visibility: one.kind === 'direct' ? ('direct' as const) : ('public' as const),
    personId: theirs ? kept.personId : null,
    userId: theirs ? null : place.assignee,
    text: said.text,
    language: one.language,
    likedAt: said.liked ? at : null,
    sentAt: at,
    receivedAt: at,
  }
}

/** As the desk itself would file it when it reads the account. */
const threadKeyOf = (one: HistoryConversation, authorId: string, above: string | undefined): string =>
  one.kind === 'direct' ? `direct ${authorId}` : `${above ?? one.key} ${authorId}`

type KeptConversation = { row: typeof conversation.$inferInsert; messages: ReturnType<typeof messageRow>[] }

type Filing = { deliveryId: string | null; waits: boolean; threads: Map<string, KeptConversation> }

/** A conversation as the desk files it; what was said before in the same thread stays in it. */
async function filed(place: Place, one: HistoryConversation, { deliveryId, waits, threads }: Filing): Promise<void> {
  const { brandId, channel } = place
  const [first] = one.messages
  const last = one.messages.at(-1)
  if (!first || !last) return
  const personId = await keepPerson(place, one.author, new Date(first.at))
  const rootId = place.ids.get(one.postKey ?? '')
  const threadKey = threadKeyOf(one, place.accountIdOf(one.author.username), rootId ?? place.ids.get(first.key))
  const before = threads.get(threadKey)
  const id = before?.row.id ?? uuid()
  const root = refOf(place, channel.username, rootId)
  const messages = [...(before?.messages ?? []), ...one.messages.map((said) => messageRow(place, one, said, { id, personId, root }))]
  const of = { id, brandId, channelId: channel.id, network: channel.network, personId, kind: one.kind, threadKey, deliveryId }
  threads.set(threadKey, {
    row: { ...of, ...stateOf(one, last, place, waits), messages: messages.length, createdAt: before?.row.createdAt ?? new Date(first.at) },
    messages,
  })
}

export async function keepConversations(place: Place, history: CommunityHistory, deliveries: ReadonlyMap<string, string>): Promise<void> {
  const threads = new Map<string, KeptConversation>()
  const waiting = stillWaiting(place, history)
  for (const one of history.conversations) {
    await filed(place, one, { deliveryId: deliveries.get(one.postKey ?? '') ?? null, waits: waiting.has(one.key), threads })
  }
  const all = [...threads.values()]
  await inChunks(
    all.map(({ row }) => row),
    (chunk) => place.tx.insert(conversation).values(chunk),
  )
  await inChunks(
    all.flatMap(({ messages }) => messages),
    (chunk) => place.tx.insert(message).values(chunk).onConflictDoNothing(),
  )
}

export type { Place }
