import type { Author, NetworkId } from '@pupitre/networks'
import { and, asc, desc, eq, inArray, isNull, lte, ne, sql } from 'drizzle-orm'
import { v7 as uuid } from 'uuid'
import type { Tx } from '../platform/db.ts'
import { delivery } from '../publish/publish.tables.ts'
import { conversation, correction, message, person } from './engage.tables.ts'

export type ConversationFull = typeof conversation.$inferSelect
export type MessageRow = typeof message.$inferSelect
export type PersonRow = typeof person.$inferSelect

export async function upsertPerson(tx: Tx, brandId: string, network: NetworkId, author: Author, at: Date): Promise<string> {
  const rows = await tx
    .insert(person)
    .values({
      id: uuid(),
      brandId,
      network,
      networkId: author.id.slice(0, 500),
      handle: author.handle.slice(0, 300),
      name: author.name.slice(0, 300),
      avatarUrl: author.avatarUrl?.slice(0, 2000) ?? null,
      profileUrl: author.profileUrl?.slice(0, 2000) ?? null,
      followers: author.followers,
      firstSeenAt: at,
      lastSeenAt: at,
    })
    .onConflictDoUpdate({
      target: [person.brandId, person.network, person.networkId],
      set: {
        handle: sql`excluded.handle`,
        name: sql`excluded.name`,
        avatarUrl: sql`excluded.avatar_url`,
        followers: sql`coalesce(excluded.followers, ${person.followers})`,
        firstSeenAt: sql`least(${person.firstSeenAt}, excluded.first_seen_at)`,
        lastSeenAt: sql`greatest(${person.lastSeenAt}, excluded.last_seen_at)`,
      },
    })
    .returning({ id: person.id })
  return rows[0]?.id ?? ''
}

export async function findMessageByNetworkId(tx: Tx, channelId: string, networkId: string): Promise<MessageRow | null> {
  const rows = await tx
    .select()
    .from(message)
    .where(and(eq(message.channelId, channelId), eq(message.networkId, networkId)))
  return rows[0] ?? null
}

/** The message that stands at this address; also an answer of ours that has just arrived and whose row does not say so yet. */
export async function findStanding(tx: Tx, channelId: string, refId: string): Promise<MessageRow | null> {
  const known = await tx
    .select()
    .from(message)
    .where(and(eq(message.channelId, channelId), sql`${message.ref} ->> 'id' = ${refId}`))
    .limit(1)
  if (known[0]) return known[0]
  const rows = await tx
    .select({ message })
    .from(delivery)
    .innerJoin(message, eq(message.id, delivery.messageId))
    .where(and(eq(delivery.channelId, channelId), eq(delivery.networkId, refId), eq(delivery.kind, 'reply')))
  return rows[0]?.message ?? null
}

/** The brand's own post among these ids, when it left from here. */
export async function findOwnPost(tx: Tx, channelId: string, ids: string[]): Promise<string | null> {
  if (ids.length === 0) return null
  const rows = await tx
    .select({ id: delivery.id })
    .from(delivery)
    .where(and(eq(delivery.channelId, channelId), inArray(delivery.networkId, ids), eq(delivery.kind, 'post')))
    .limit(1)
  return rows[0]?.id ?? null
}

/** The conversation that holds a message together, made at its first one. */
export async function upsertConversation(tx: Tx, row: typeof conversation.$inferInsert): Promise<ConversationFull> {
  const rows = await tx
    .insert(conversation)
    .values(row)
    .onConflictDoUpdate({
      target: [conversation.channelId, conversation.threadKey],
      set: { deliveryId: sql`coalesce(${conversation.deliveryId}, excluded.delivery_id)` },
    })
    .returning()
  const [found] = rows
  if (!found) throw new Error('the conversation was neither made nor found')
  return found
}

/** False when the network's id is known already: a message is stored once. */
export async function insertMessage(tx: Tx, row: typeof message.$inferInsert): Promise<boolean> {
  const rows = await tx.insert(message).values(row).onConflictDoNothing().returning({ id: message.id })
  return rows.length === 1
}

/** Somebody wrote: the conversation opens again, waits, and comes to the top. */
export async function heardIn(tx: Tx, id: string, heard: { at: Date; firstLine: string }): Promise<void> {
  await tx
    .update(conversation)
    .set({
      state: 'open',
      snoozeUntil: null,
      messages: sql`${conversation.messages} + 1`,
      unread: sql`${conversation.unread} + 1`,
      firstLine: sql`case when ${heard.at}::timestamptz >= ${conversation.lastAt} then ${heard.firstLine} else ${conversation.firstLine} end`,
      lastAt: sql`greatest(${conversation.lastAt}, ${heard.at}::timestamptz)`,
      lastInboundAt: sql`greatest(coalesce(${conversation.lastInboundAt}, ${heard.at}::timestamptz), ${heard.at}::timestamptz)`,
      waitingSince: sql`coalesce(${conversation.waitingSince}, ${heard.at}::timestamptz)`,
      version: sql`${conversation.version} + 1`,
    })
    .where(eq(conversation.id, id))
}

export async function setPerson(tx: Tx, id: string, change: Partial<typeof person.$inferInsert>): Promise<void> {
  await tx.update(person).set(change).where(eq(person.id, id))
}

export async function setMessage(tx: Tx, id: string, change: Partial<typeof message.$inferInsert>): Promise<void> {
  await tx.update(message).set(change).where(eq(message.id, id))
}

/** What was deleted on the network is gone here too, with whatever was learnt from it. */
export async function removeMessage(tx: Tx, id: string, at: Date): Promise<void> {
  // The row stays, empty, so that every process hears that what it taught is gone.
  await tx.execute(
    sql`update ${correction} set decided = '{}', before = '{}', ended_at = coalesce(ended_at, clock_timestamp()) where message_id = ${id}`,
  )
  await setMessage(tx, id, { removedAt: at, text: '', rest: null, understanding: null })
}

/** The first line anew, and whether somebody still waits: after words were changed or taken back. */
export async function tellConversation(tx: Tx, id: string, firstLine: string): Promise<void> {
  await tx.execute(sql`
    update conversation c set first_line = ${firstLine}, version = version + 1, waiting_since = case when exists (
      select 1 from message m where m.conversation_id = c.id and m.direction = 'in' and m.removed_at is null and m.sent_at >= c.waiting_since
    ) then waiting_since end where c.id = ${id}`)
}

/** Of what a conversation's messages were understood to be: the row shows the last one (an emotion only when it is sure), and whether one that waits should be seen at once. */
export async function markConversations(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.execute(sql`
    update conversation c set
      marks = (
        select jsonb_build_object(
          'intent', m.understanding -> 'intent' -> 'value', 'sentiment', m.understanding -> 'sentiment' -> 'value',
          'emotion', case when (m.understanding -> 'emotion' ->> 'sure')::boolean then m.understanding -> 'emotion' -> 'value' else '"none"'::jsonb end,
          'sure', (m.understanding -> 'intent' ->> 'sure')::boolean and (m.understanding -> 'urgent' ->> 'sure')::boolean)
        from message m where m.conversation_id = c.id and m.direction = 'in' and jsonb_typeof(m.understanding) = 'object' order by m.sent_at desc, m.id desc limit 1),
      urgent = exists (
        select 1 from message m where m.conversation_id = c.id and m.direction = 'in' and m.sent_at >= c.waiting_since
          and m.understanding -> 'urgent' -> 'value' = 'true')
    where c.id = any (${`{${ids.join(',')}}`}::uuid[])`)
}

export async function setConversation(
  tx: Tx,
  ids: string[],
  change: Partial<typeof conversation.$inferInsert>,
): Promise<ConversationFull[]> {
  return tx
    .update(conversation)
    .set({ ...change, version: sql`${conversation.version} + 1` })
    .where(inArray(conversation.id, ids))
    .returning()
}

/** Our answer did not reach whoever waited: they still do. */
export async function waitAgain(tx: Tx, id: string): Promise<void> {
  await tx
    .update(conversation)
    .set({ waitingSince: sql`${conversation.lastInboundAt}`, state: 'open', version: sql`${conversation.version} + 1` })
    .where(eq(conversation.id, id))
}

export async function findConversation(tx: Tx, id: string): Promise<ConversationFull | null> {
  return (await tx.select().from(conversation).where(eq(conversation.id, id)))[0] ?? null
}

export async function findMessage(tx: Tx, id: string): Promise<MessageRow | null> {
  return (await tx.select().from(message).where(eq(message.id, id)))[0] ?? null
}

export async function lastInbound(tx: Tx, conversationId: string): Promise<MessageRow | null> {
  const rows = await tx
    .select()
    .from(message)
    .where(and(eq(message.conversationId, conversationId), eq(message.direction, 'in'), isNull(message.removedAt)))
    .orderBy(desc(message.sentAt))
    .limit(1)
  return rows[0] ?? null
}

/** The last 200 messages, oldest first, with the delivery of what we sent. */
export async function messagesOf(tx: Tx, conversationId: string) {
  const rows = await tx
    .select({
      message,
      delivery: { id: delivery.id, state: delivery.state, dueAt: delivery.dueAt, cause: delivery.cause, link: delivery.link },
    })
    .from(message)
    .leftJoin(delivery, eq(delivery.id, message.deliveryId))
    .where(eq(message.conversationId, conversationId))
    .orderBy(desc(message.sentAt), desc(message.id))
    .limit(200)
  return rows.reverse()
}

export async function findPerson(tx: Tx, id: string): Promise<PersonRow | null> {
  return (await tx.select().from(person).where(eq(person.id, id)))[0] ?? null
}

export function historyOf(tx: Tx, personId: string, exceptId: string) {
  return tx
    .select({
      conversationId: conversation.id,
      network: conversation.network,
      firstLine: conversation.firstLine,
      lastAt: conversation.lastAt,
    })
    .from(conversation)
    .where(and(eq(conversation.personId, personId), ne(conversation.id, exceptId)))
    .orderBy(desc(conversation.lastAt))
    .limit(10)
}

/** Whoever was put off until now comes back. */
export async function wakeSnoozed(tx: Tx): Promise<{ id: string; brandId: string }[]> {
  return tx
    .update(conversation)
    .set({ state: 'open', snoozeUntil: null, version: sql`${conversation.version} + 1` })
    .where(and(eq(conversation.state, 'snoozed'), lte(conversation.snoozeUntil, sql`now()`)))
    .returning({ id: conversation.id, brandId: conversation.brandId })
}

export async function messagesByDelivery(tx: Tx, deliveryId: string): Promise<MessageRow[]> {
  return tx.select().from(message).where(eq(message.deliveryId, deliveryId)).orderBy(asc(message.sentAt))
}

/** Files the conversations of a channel in which nothing happened for so many days and nobody here has touched. */
export async function closeOld(tx: Tx, channelId: string, days: number): Promise<void> {
  await tx.execute(sql`
    update conversation set state = 'done', unread = 0, waiting_since = null
    where channel_id = ${channelId} and state = 'open' and assignee_id is null and last_at < now() - make_interval(days => ${days}::int)`)
}
