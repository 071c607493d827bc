import type { CommunityHistory, HistoryConversation } from '@pupitre/sandbox'
import type { RemoteRef } from '@pupitre/networks'
import { v7 as uuid } from 'uuid'
import { markConversations } from '../engage/engage.public.ts'
import { conversation, message, person } from '../engage/engage.tables.ts'
import { inChunks, refOf, type Place } from './demo.past.ts'

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

/** What others wrote with what it was understood to be when it arrived. */
async function understood<R extends ReturnType<typeof messageRow>>(place: Place, rows: R[]) {
  const out = []
  for (const row of rows)
    out.push({ ...row, understanding: row.direction === 'in' ? await place.understand(place.tx, place.brandId, row.text) : null })
  return out
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
    await understood(
      place,
      all.flatMap(({ messages }) => messages),
    ),
    (chunk) => place.tx.insert(message).values(chunk).onConflictDoNothing(),
  )
  await inChunks(
    all.map(({ row }) => row.id),
    (chunk) => markConversations(place.tx, chunk),
  )
}
