import type { Act, Receipt } from '@pupitre/networks'
import { bigint, boolean, index, integer, jsonb, pgTable, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { DeliveryCause, DeliveryKind, DeliveryState, HeldReason, PostFormat, Sealed } from './publish.schema.ts'

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date', precision: 6 })

/** The only way anything leaves the house. The row is the truth; a job is only a bell. */
export const delivery = pgTable(
  'delivery',
  {
    id: uuid('id').primaryKey(),
    brandId: uuid('brand_id').notNull(),
    channelId: uuid('channel_id').notNull(),
    kind: text('kind').$type<DeliveryKind>().notNull(),
    state: text('state').$type<DeliveryState>().notNull(),
    /** What a post is a delivery of; null for replies, likes, edits, deletions. */
    contentId: uuid('content_id'),
    variantId: uuid('variant_id'),
    /** The message a reply, like or hide answers. */
    messageId: uuid('message_id'),
    /** The delivery an edit or a deletion acts on. */
    targetId: uuid('target_id'),
    format: text('format').$type<PostFormat>().notNull().default('text'),
    /** Sealed when it was scheduled: exactly what leaves, and its hash. */
    sealed: jsonb('sealed').$type<Sealed>(),
    hash: text('hash'),
    dueAt: at('due_at'),
    /** As it was asked: wall time and zone. `dueAt` is its instant. */
    localTime: text('local_time'),
    zone: text('zone'),
    toleranceSeconds: integer('tolerance_seconds').notNull().default(1800),
    notAfter: at('not_after'),
    fence: bigint('fence', { mode: 'number' }).notNull().default(0),
    claimedBy: text('claimed_by'),
    leaseUntil: at('lease_until'),
    /** When reconciliation may ask the network, and how often it has. */
    settleAt: at('settle_at'),
    reconciled: integer('reconciled').notNull().default(0),
    attempts: integer('attempts').notNull().default(0),
    cause: jsonb('cause').$type<DeliveryCause | null>(),
    heldReason: text('held_reason').$type<HeldReason | null>(),
    networkId: text('network_id'),
    networkVersion: text('network_version'),
    link: text('link'),
    publishedAt: at('published_at'),
    epoch: integer('epoch').notNull().default(1),
    createdBy: text('created_by'),
    version: integer('version').notNull().default(1),
    createdAt: at('created_at').notNull().defaultNow(),
    updatedAt: at('updated_at').notNull().defaultNow(),
  },
  (t) => [
    index('delivery_brand_due').on(t.brandId, t.dueAt),
    index('delivery_state_due').on(t.state, t.dueAt),
    index('delivery_channel').on(t.channelId, t.dueAt),
    index('delivery_network_id').on(t.channelId, t.networkId),
    index('delivery_content').on(t.contentId),
    index('delivery_message').on(t.messageId),
    uniqueIndex('delivery_variant_once').on(t.variantId),
  ],
)

/** One act of a delivery. Its key and record key are written before the first call and never change. */
export const deliveryStep = pgTable(
  'delivery_step',
  {
    id: uuid('id').primaryKey(),
    brandId: uuid('brand_id').notNull(),
    deliveryId: uuid('delivery_id')
      .notNull()
      .references(() => delivery.id, { onDelete: 'cascade' }),
    position: integer('position').notNull(),
    act: jsonb('act').$type<Act>().notNull(),
    key: text('key').notNull(),
    recordKey: text('record_key'),
    /** The first time a request could have left; the life of an idempotency key runs from here. */
    intentAt: at('intent_at'),
    fingerprint: text('fingerprint'),
    receipt: jsonb('receipt').$type<Receipt | null>(),
    receiptAt: at('receipt_at'),
  },
  (t) => [uniqueIndex('delivery_step_position').on(t.deliveryId, t.position)],
)

/** The ledger's lines: no transition without one. */
export const deliveryLine = pgTable(
  'delivery_line',
  {
    id: uuid('id').primaryKey(),
    brandId: uuid('brand_id').notNull(),
    deliveryId: uuid('delivery_id')
      .notNull()
      .references(() => delivery.id, { onDelete: 'cascade' }),
    from: text('from').$type<DeliveryState | null>(),
    to: text('to').$type<DeliveryState>().notNull(),
    /** A person's id, or `desk`. */
    actor: text('actor').notNull(),
    detail: jsonb('detail').$type<Record<string, unknown>>().notNull().default({}),
    at: at('at').notNull().defaultNow(),
  },
  (t) => [index('delivery_line_delivery').on(t.deliveryId, t.at)],
)

/** One row a brand. Sending locks it FOR SHARE, stopping locks it FOR UPDATE. */
export const freeze = pgTable('brand_freeze', {
  brandId: uuid('brand_id').primaryKey(),
  active: boolean('active').notNull().default(false),
  reason: text('reason').notNull().default(''),
  by: text('by'),
  since: at('since'),
})

/**
 * One row for the installation: rises with each restore, so that nothing restored is sent again. `raisedAt` is when the restored
 * backup was taken: what left since then is not known here.
 */
export const restoreEpoch = pgTable('restore_epoch', {
  id: integer('id').primaryKey(),
  epoch: integer('epoch').notNull(),
  raisedAt: at('raised_at').notNull().defaultNow(),
})

/** The same request sent twenty times has one effect and one answer. */
export const requestKey = pgTable('request_key', {
  id: text('id').primaryKey(),
  brandId: uuid('brand_id').notNull(),
  fingerprint: text('fingerprint').notNull(),
  status: integer('status'),
  answer: jsonb('answer'),
  at: at('at').notNull().defaultNow(),
})
