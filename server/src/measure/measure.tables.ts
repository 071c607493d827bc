import type { MetricCode } from '@pupitre/networks'
import { bigint, index, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core'

/** A figure as it was read. Null value: the network gives none; it is never a zero. */
export const reading = pgTable(
  'reading',
  {
    id: uuid('id').primaryKey(),
    brandId: uuid('brand_id').notNull(),
    subject: text('subject').$type<'delivery' | 'channel'>().notNull(),
    subjectId: uuid('subject_id').notNull(),
    code: text('code').$type<MetricCode>().notNull(),
    /** The network's own name of it, null where it has none. */
    name: text('name'),
    value: bigint('value', { mode: 'number' }),
    readAt: timestamp('read_at', { withTimezone: true, mode: 'date' }).notNull(),
  },
  (t) => [index('reading_subject').on(t.subjectId, t.code, t.readAt), index('reading_brand').on(t.brandId, t.readAt)],
)
