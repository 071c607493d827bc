import { bigint, bigserial, customType, index, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import { sql } from 'drizzle-orm'

const xid8 = customType<{ data: string }>({ dataType: () => 'xid8' })

/** What happened, written in the transaction in which it happened. Ids commit out of order: read below `pg_snapshot_xmin`. */
export const event = pgTable(
  'event',
  {
    id: bigserial('id', { mode: 'bigint' }).primaryKey(),
    brandId: uuid('brand_id').notNull(),
    name: text('name').notNull(),
    payload: jsonb('payload').$type<Record<string, unknown>>().notNull(),
    at: timestamp('at', { withTimezone: true, mode: 'date' }).notNull().defaultNow(),
    xid: xid8('xid')
      .notNull()
      .default(sql`pg_current_xact_id()`),
  },
  (t) => [index('event_at').on(t.at)],
)

/** How far each listener of the desk has read. */
export const eventCursor = pgTable('event_cursor', {
  listener: text('listener').primaryKey(),
  position: bigint('position', { mode: 'bigint' }).notNull(),
})
