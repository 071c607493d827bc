import { date, index, integer, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core'

export const pillar = pgTable(
  'pillar',
  {
    id: uuid('id').primaryKey(),
    brandId: uuid('brand_id').notNull(),
    name: text('name').notNull(),
    /** Share of the publications it should have, in percent; null when none is set. */
    share: integer('share'),
    position: integer('position').notNull(),
  },
  (t) => [index('pillar_brand').on(t.brandId, t.position)],
)

export const campaign = pgTable(
  'campaign',
  {
    id: uuid('id').primaryKey(),
    brandId: uuid('brand_id').notNull(),
    kind: text('kind').$type<'campaign' | 'event'>().notNull(),
    name: text('name').notNull(),
    startsOn: date('starts_on').notNull(),
    endsOn: date('ends_on').notNull(),
    createdAt: timestamp('created_at', { withTimezone: true, mode: 'date' }).notNull().defaultNow(),
  },
  (t) => [index('campaign_brand').on(t.brandId, t.startsOn)],
)

/** Address of the calendar feed of one brand for one person's calendar program. */
export const calendarFeed = pgTable('calendar_feed', {
  id: uuid('id').primaryKey(),
  brandId: uuid('brand_id').notNull(),
  userId: text('user_id').notNull(),
  tokenHash: text('token_hash').notNull().unique(),
  createdAt: timestamp('created_at', { withTimezone: true, mode: 'date' }).notNull().defaultNow(),
  revokedAt: timestamp('revoked_at', { withTimezone: true, mode: 'date' }),
})
