import { index, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core'

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' })

/** One link, one client, one month: reads, comments, approves; nothing else. */
export const reviewLink = pgTable(
  'review_link',
  {
    id: uuid('id').primaryKey(),
    brandId: uuid('brand_id').notNull(),
    tokenHash: text('token_hash').notNull().unique(),
    label: text('label').notNull(),
    /** `2026-12`, in the brand's zone. */
    month: text('month').notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: at('created_at').notNull().defaultNow(),
    expiresAt: at('expires_at').notNull(),
    revokedAt: at('revoked_at'),
    lastSeenAt: at('last_seen_at'),
  },
  (t) => [index('review_link_brand').on(t.brandId)],
)

/** An approval holds for one hash; another text is another approval. */
export const decision = pgTable(
  'decision',
  {
    id: uuid('id').primaryKey(),
    brandId: uuid('brand_id').notNull(),
    deliveryId: uuid('delivery_id').notNull(),
    hash: text('hash').notNull(),
    verdict: text('verdict').$type<'approved' | 'changes'>().notNull(),
    comment: text('comment').notNull().default(''),
    userId: text('user_id'),
    linkId: uuid('link_id'),
    byName: text('by_name').notNull(),
    at: at('at').notNull().defaultNow(),
  },
  (t) => [index('decision_delivery').on(t.deliveryId, t.at)],
)

export const comment = pgTable(
  'comment',
  {
    id: uuid('id').primaryKey(),
    brandId: uuid('brand_id').notNull(),
    contentId: uuid('content_id').notNull(),
    text: text('text').notNull(),
    userId: text('user_id'),
    linkId: uuid('link_id'),
    byName: text('by_name').notNull(),
    at: at('at').notNull().defaultNow(),
    resolvedAt: at('resolved_at'),
  },
  (t) => [index('comment_content').on(t.contentId, t.at)],
)
