import type { InboundMessage, NetworkId, RemoteRef, Signal, Variant } from '@pupitre/networks'
import { sql } from 'drizzle-orm'
import { boolean, customType, index, integer, jsonb, pgTable, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { ConversationState, Corrected, Marks, MessageDirection, Understanding } from './engage.schema.ts'

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date', precision: 6 })
const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' })

/** Somebody who spoke to the brand, on one network. */
export const person = pgTable(
  'person',
  {
    id: uuid('id').primaryKey(),
    brandId: uuid('brand_id').notNull(),
    network: text('network').$type<NetworkId>().notNull(),
    networkId: text('network_id').notNull(),
    handle: text('handle').notNull(),
    name: text('name').notNull(),
    /** Since when the brand blocks them on their network. */
    blockedAt: at('blocked_at'),
    /** The name as it is looked for: small letters, no accents. */
    plainName: text('plain_name').generatedAlwaysAs(sql`plain_words(name)`),
    avatarUrl: text('avatar_url'),
    profileUrl: text('profile_url'),
    followers: integer('followers'),
    firstSeenAt: at('first_seen_at').notNull().defaultNow(),
    lastSeenAt: at('last_seen_at').notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex('person_once').on(t.brandId, t.network, t.networkId),
    index('person_name').using('gin', t.plainName.op('gin_trgm_ops')),
    index('person_handle').using('gin', t.handle.op('gin_trgm_ops')),
  ],
)

export const conversation = pgTable(
  'conversation',
  {
    id: uuid('id').primaryKey(),
    brandId: uuid('brand_id').notNull(),
    channelId: uuid('channel_id').notNull(),
    network: text('network').$type<NetworkId>().notNull(),
    personId: uuid('person_id').notNull(),
    /** What holds it together on the network: the post above and the person, or the private thread. */
    threadKey: text('thread_key').notNull(),
    kind: text('kind').$type<InboundMessage['kind']>().notNull(),
    /** The brand's own post it answers, when it is known here. */
    deliveryId: uuid('delivery_id'),
    state: text('state').$type<ConversationState>().notNull().default('open'),
    snoozeUntil: at('snooze_until'),
    assigneeId: text('assignee_id'),
    labels: text('labels')
      .array()
      .notNull()
      .default(sql`'{}'`),
    firstLine: text('first_line').notNull().default(''),
    messages: integer('messages').notNull().default(0),
    unread: integer('unread').notNull().default(0),
    lastAt: at('last_at').notNull(),
    lastInboundAt: at('last_inbound_at'),
    /** Since when somebody waits for us; null when nobody does. */
    waitingSince: at('waiting_since'),
    /** Of the last message heard. */
    marks: jsonb('marks').$type<Marks | null>(),
    /** A message that nobody has answered yet should be seen at once. */
    urgent: boolean('urgent').notNull().default(false),
    pressing: boolean('pressing').generatedAlwaysAs(sql`urgent and waiting_since is not null and state = 'open'`),
    version: integer('version').notNull().default(1),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex('conversation_thread').on(t.channelId, t.threadKey),
    index('conversation_inbox').on(t.brandId, t.state, t.lastAt, t.id),
    index('conversation_pressing').on(t.brandId, t.state, t.pressing, t.lastAt, t.id),
    index('conversation_waiting')
      .on(t.brandId, t.lastAt, t.id)
      .where(sql`state = 'open' and waiting_since is not null`),
    index('conversation_assignee').on(t.brandId, t.assigneeId, t.state, t.lastAt),
    index('conversation_person').on(t.personId, t.lastAt),
    index('conversation_snoozed').on(t.snoozeUntil),
  ],
)

export const message = pgTable(
  'message',
  {
    id: uuid('id').primaryKey(),
    brandId: uuid('brand_id').notNull(),
    conversationId: uuid('conversation_id')
      .notNull()
      .references(() => conversation.id, { onDelete: 'cascade' }),
    channelId: uuid('channel_id').notNull(),
    direction: text('direction').$type<MessageDirection>().notNull(),
    /** The network's own id; null for notes and for replies that have not left yet. */
    networkId: text('network_id'),
    ref: jsonb('ref').$type<RemoteRef | null>(),
    parent: jsonb('parent').$type<RemoteRef | null>(),
    root: jsonb('root').$type<RemoteRef | null>(),
    kind: text('kind').$type<InboundMessage['kind'] | 'note'>().notNull(),
    /** Stars of a review, 1 to 5. */
    rating: integer('rating'),
    visibility: text('visibility').$type<Variant['visibility']>().notNull().default('public'),
    personId: uuid('person_id'),
    userId: text('user_id'),
    deliveryId: uuid('delivery_id'),
    text: text('text').notNull(),
    /** What else was written and is not shown at once: quoted words, signatures. */
    rest: text('rest'),
    /** A machine wrote it: nothing may answer it by itself. */
    automatic: boolean('automatic').notNull().default(false),
    language: text('language'),
    attachments: jsonb('attachments').$type<InboundMessage['attachments']>().notNull().default([]),
    canReply: boolean('can_reply').notNull().default(true),
    replyBefore: at('reply_before'),
    likedAt: at('liked_at'),
    hiddenAt: at('hidden_at'),
    understanding: jsonb('understanding').$type<Understanding | null>(),
    sentAt: at('sent_at').notNull(),
    receivedAt: at('received_at').notNull().defaultNow(),
    editedAt: at('edited_at'),
    removedAt: at('removed_at'),
    /** Of an answer that the network took and never brought: its words, and when it said so. */
    undelivered: jsonb('undelivered').$type<{ said: string; at: string } | null>(),
    search: tsvector('search').generatedAlwaysAs(sql`to_tsvector('pupitre_fr', text)`),
  },
  (t) => [
    uniqueIndex('message_once').on(t.channelId, t.networkId),
    index('message_ref').on(t.channelId, sql`(ref ->> 'id')`),
    index('message_conversation').on(t.conversationId, t.sentAt),
    index('message_recent').on(t.brandId, t.sentAt),
    index('message_search').using('gin', t.search),
    index('message_delivery').on(t.deliveryId),
  ],
)

/** A request of a network that was proved to be its own: kept before it is answered, read once, remembered so that it has one effect. */
export const hookEvent = pgTable(
  'hook_event',
  {
    id: uuid('id').primaryKey(),
    brandId: uuid('brand_id').notNull(),
    channelId: uuid('channel_id').notNull(),
    /** SHA-256 of the body as it came. */
    digest: text('digest').notNull(),
    /** Emptied once they are read. */
    signals: jsonb('signals').$type<Signal[]>().notNull(),
    /** It says only that there is something: the channel is to be read. */
    look: boolean('look').notNull(),
    at: at('at')
      .notNull()
      .default(sql`clock_timestamp()`),
    doneAt: at('done_at'),
  },
  (t) => [
    uniqueIndex('hook_event_once').on(t.channelId, t.digest),
    index('hook_event_open')
      .on(t.channelId, t.id)
      .where(sql`done_at is null`),
    index('hook_event_brand').on(t.brandId, t.at),
  ],
)

/** What a person settled about a message instead of what was understood, and what stood there before. */
export const correction = pgTable(
  'correction',
  {
    id: uuid('id').primaryKey(),
    brandId: uuid('brand_id').notNull(),
    messageId: uuid('message_id')
      .notNull()
      .references(() => message.id, { onDelete: 'cascade' }),
    /** A colleague's, in whose place it came: that one holds again when this one is taken back. */
    replaces: uuid('replaces'),
    userId: text('user_id').notNull(),
    decided: jsonb('decided').$type<Corrected>().notNull(),
    before: jsonb('before').$type<Understanding>().notNull(),
    at: at('at')
      .notNull()
      .default(sql`clock_timestamp()`),
    /** Taken back, or settled anew. */
    endedAt: at('ended_at'),
  },
  (t) => [
    uniqueIndex('correction_once')
      .on(t.messageId)
      .where(sql`ended_at is null`),
    index('correction_brand').on(t.brandId, t.at),
    index('correction_ended').on(t.brandId, t.endedAt),
  ],
)
