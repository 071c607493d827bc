import type { z } from 'zod'
import { connectorFor, hearsPeople, findChannel, listChannels, type ConnectorOf } from '../channels/channels.public.ts'
import { thumbUrl } from '../create/create.public.ts'
import type { BrandId, Grant } from '../platform/access.ts'
import type { Db, Tx } from '../platform/db.ts'
import { notFound } from '../platform/errors.ts'
import { findUser } from '../team/team.public.ts'
import { findInboxRow, inboxIds, loadInbox, loadPost, searchIds, type InboxRow } from './engage.inbox.store.ts'
import type { Readers } from './engage.presence.service.ts'
import type { ConversationRow, ConversationView, inboxPage, inboxQuery, MessageView } from './engage.schema.ts'
import { correctionsOf } from './engage.correct.store.ts'
import { findConversation, findPerson, historyOf, messagesOf } from './engage.store.ts'

type ReadDeps = { db: Db; connectorOf: ConnectorOf; readers: Readers }

const initialsOf = (name: string): string =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word[0] ?? '')
    .join('')
    .toUpperCase()

const iso = (date: Date | string | null): string | null => (date ? new Date(date).toISOString() : null)

function presentRow(row: InboxRow): ConversationRow {
  return {
    id: row.id,
    brandId: row.brand_id,
    brandName: row.brand_name,
    channelId: row.channel_id,
    network: row.network,
    kind: row.kind,
    person: {
      id: row.person_id,
      name: row.person_name,
      handle: row.handle,
      network: row.network,
      avatarUrl: row.avatar_url,
      profileUrl: row.profile_url,
      followers: row.followers,
    },
    firstLine: row.first_line,
    state: row.state,
    snoozeUntil: iso(row.snooze_until),
    assignee: row.assignee_id
      ? { id: row.assignee_id, name: row.assignee_name ?? '', initials: initialsOf(row.assignee_name ?? '') }
      : null,
    labels: row.labels,
    unread: row.unread,
    lastAt: iso(row.last_at) ?? '',
    waitingSince: iso(row.waiting_since),
    version: row.version,
    marks: row.marks,
    pressing: row.pressing,
  }
}

const encodeCursor = (row: InboxRow): string => Buffer.from(JSON.stringify([row.last_text, row.id, row.pressing])).toString('base64url')

function decodeCursor(text: string | undefined): { at: string; id: string; pressing: boolean } | null {
  if (!text) return null
  try {
    const [at, id, pressing] = JSON.parse(Buffer.from(text, 'base64url').toString()) as [unknown, unknown, unknown]
    const good = typeof at === 'string' && typeof id === 'string' && !Number.isNaN(Date.parse(at)) && /^[0-9a-f-]{36}$/.test(id)
    return good ? { at, id, pressing: pressing === true } : null
  } catch {
    return null
  }
}

/** How long a channel has been silent against what it promises. */
function levelOf(heardAt: Date | null, seconds: number): 'fresh' | 'late' | 'silent' {
  const age = heardAt ? (Date.now() - heardAt.getTime()) / 1000 : Number.POSITIVE_INFINITY
  if (age <= Math.max(seconds * 2, 90) + 10) return 'fresh'
  return age <= Math.max(seconds * 5, 300) + 10 ? 'late' : 'silent'
}

async function freshnessOf(deps: ReadDeps, tx: Tx, brands: readonly BrandId[]): Promise<z.infer<typeof inboxPage>['freshness']> {
  const rows = (await listChannels(tx, brands)).filter((row) => row.sealed && hearsPeople(deps, row))
  return rows.map((row) => {
    const { seconds } = connectorFor(deps, row).capabilities.freshness
    return {
      channelId: row.id,
      network: row.network,
      name: row.name,
      heardAt: iso(row.heardAt),
      seconds,
      level: levelOf(row.heardAt, seconds),
    }
  })
}

/** Which conversations, what a row shows and the counts; then how fresh each channel is. */
export async function readInboxPage(
  deps: ReadDeps,
  grant: Grant<'read'>,
  query: z.infer<typeof inboxQuery>,
): Promise<z.infer<typeof inboxPage>> {
  return deps.db.readBrands(grant.brands, async (tx) => {
    const { search, limit } = query
    const filter = { ...query, brands: grant.brands, userId: grant.actor.userId, cursor: decodeCursor(query.cursor), limit: limit + 1 }
    const found = await loadInbox(tx, search ? searchIds({ ...filter, search }) : inboxIds(filter), filter)
    const rows = found.rows.slice(0, limit)
    const last = rows.at(-1)
    const more = found.rows.length > limit && !search
    return {
      items: rows.map(presentRow),
      cursor: more && last ? encodeCursor(last) : null,
      counts: found.counts,
      freshness: await freshnessOf(deps, tx, grant.brands),
    }
  })
}

type Full = Awaited<ReturnType<typeof messagesOf>>[number]

type Known = { person: string; users: ReadonlyMap<string, string>; corrections: ReadonlyMap<string, NonNullable<MessageView['corrected']>> }

function authorOf({ direction, personId, userId }: Full['message'], known: Known): MessageView['author'] {
  const name = direction === 'in' ? known.person : (known.users.get(userId ?? '') ?? '')
  return { name, initials: initialsOf(name), personId, userId }
}

function presentMessage({ message, delivery }: Full, known: Known): MessageView {
  const { id, direction, kind, rating, visibility, text, rest, automatic, attachments, canReply } = message
  return {
    id,
    direction,
    kind,
    rating,
    visibility,
    author: authorOf(message, known),
    text,
    rest,
    automatic,
    attachments,
    sentAt: message.sentAt.toISOString(),
    editedAt: iso(message.editedAt),
    removedAt: iso(message.removedAt),
    likedAt: iso(message.likedAt),
    hiddenAt: iso(message.hiddenAt),
    canReply,
    replyBefore: iso(message.replyBefore),
    link: message.ref?.url ?? delivery?.link ?? null,
    understanding: message.understanding ?? null,
    corrected: known.corrections.get(message.id) ?? null,
    undelivered: message.undelivered ?? null,
    delivery: delivery
      ? {
          id: delivery.id,
          state: delivery.state,
          undoUntil: delivery.state === 'scheduled' ? iso(delivery.dueAt) : null,
          cause: delivery.cause ?? null,
        }
      : null,
  }
}

async function namesOf(tx: Tx, messages: Full[]): Promise<Map<string, string>> {
  const names = new Map<string, string>()
  for (const id of new Set(messages.flatMap(({ message }) => message.userId ?? []))) names.set(id, (await findUser(tx, id))?.name ?? '')
  return names
}

async function correctedOf(tx: Tx, messages: Full[]): Promise<Known['corrections']> {
  const ids = messages.filter(({ message }) => message.direction === 'in').map(({ message }) => message.id)
  const rows = ids.length > 0 ? await correctionsOf(tx, ids) : []
  return new Map(rows.map((row) => [row.messageId, { by: row.by ?? '', at: row.at.toISOString(), heads: Object.keys(row.decided) }]))
}

async function postOf(tx: Tx, deliveryId: string | null): Promise<ConversationView['post']> {
  const post = deliveryId ? await loadPost(tx, deliveryId) : null
  if (!post) return null
  const { id, title, words, link } = post
  return {
    deliveryId: id,
    title,
    words,
    link,
    thumbUrl: post.thumb ? thumbUrl(post.brand_id, post.thumb) : null,
    publishedAt: iso(post.published_at),
  }
}

export async function readConversation(deps: ReadDeps, grant: Grant<'read'>, id: string): Promise<ConversationView> {
  return deps.db.inBrands(grant.brands, async (tx) => {
    const found = await findConversation(tx, id)
    const row = await findInboxRow(tx, id)
    const channel = found ? await findChannel(tx, found.channelId) : null
    if (!found || !row || !channel) throw notFound()
    const messages = await messagesOf(tx, id)
    const person = await findPerson(tx, found.personId)
    const users = await namesOf(tx, messages)
    const corrections = await correctedOf(tx, messages)
    const history = await historyOf(tx, found.personId, id)
    const { acts } = connectorFor(deps, channel).capabilities
    return {
      conversation: presentRow(row),
      blockedAt: iso(person?.blockedAt ?? null),
      post: await postOf(tx, found.deliveryId),
      messages: messages.map((one) => presentMessage(one, { person: person?.name ?? '', users, corrections })),
      history: history.map((one) => ({ ...one, lastAt: one.lastAt.toISOString() })),
      readers: deps.readers.of(id).filter((reader) => reader.id !== grant.actor.userId),
      replyLimit: { max: channel.limits.text.max, unit: channel.limits.text.unit, urlCost: channel.limits.text.urlCost },
      acts: Object.fromEntries(Object.entries(acts).map(([name, ability]) => [name, ability.can ? true : ability.why])),
    }
  })
}
