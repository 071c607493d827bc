import { sql } from 'drizzle-orm'
import { boolean, doublePrecision, index, integer, jsonb, pgTable, text, timestamp, uniqueIndex, uuid, bigint } from 'drizzle-orm/pg-core'
import type { StoredItem, StoredOptions } from './create.schema.ts'

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' })

/** An idea and its master text. Its versions follow it until they are edited by hand. */
export const content = pgTable(
  'content',
  {
    id: uuid('id').primaryKey(),
    brandId: uuid('brand_id').notNull(),
    title: text('title').notNull().default(''),
    items: jsonb('items').$type<StoredItem[]>().notNull(),
    options: jsonb('options').$type<StoredOptions>().notNull(),
    pillarId: uuid('pillar_id'),
    campaignId: uuid('campaign_id'),
    createdBy: text('created_by'),
    /** Who changed the master or a version last; named to whoever comes second. */
    updatedBy: text('updated_by'),
    origin: text('origin').$type<'desk' | 'imported'>().notNull().default('desk'),
    version: integer('version').notNull().default(1),
    createdAt: at('created_at').notNull().defaultNow(),
    updatedAt: at('updated_at').notNull().defaultNow(),
    removedAt: at('removed_at'),
  },
  (t) => [index('content_brand_updated').on(t.brandId, t.updatedAt)],
)

export const variant = pgTable(
  'variant',
  {
    id: uuid('id').primaryKey(),
    brandId: uuid('brand_id').notNull(),
    contentId: uuid('content_id')
      .notNull()
      .references(() => content.id, { onDelete: 'cascade' }),
    channelId: uuid('channel_id').notNull(),
    items: jsonb('items').$type<StoredItem[]>().notNull(),
    options: jsonb('options').$type<StoredOptions>().notNull(),
    /** True while a change of the master flows into it. */
    follows: boolean('follows').notNull().default(true),
    /** What its network refuses since a change of limits: codes of findings, gone with what caused them. */
    outgrown: jsonb('outgrown').$type<string[]>().notNull().default([]),
    version: integer('version').notNull().default(1),
    updatedAt: at('updated_at').notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex('variant_once').on(t.contentId, t.channelId),
    index('variant_brand').on(t.brandId),
    index('variant_outgrown')
      .on(t.brandId)
      .where(sql`outgrown <> '[]'::jsonb`),
  ],
)

export type AssetState = 'working' | 'ready' | 'failed'

export const asset = pgTable(
  'asset',
  {
    id: uuid('id').primaryKey(),
    brandId: uuid('brand_id').notNull(),
    /** Of the stored bytes, which are what is published. */
    sha256: text('sha256').notNull(),
    mimeType: text('mime_type').notNull(),
    bytes: bigint('bytes', { mode: 'number' }).notNull(),
    width: integer('width').notNull(),
    height: integer('height').notNull(),
    /** Length of a film; null for a picture. */
    seconds: doublePrecision('seconds'),
    /** A film is worked on after it came; only what is ready is published. */
    state: text('state').$type<AssetState>().notNull().default('ready'),
    /** Percent of that work. */
    progress: integer('progress').notNull().default(100),
    name: text('name').notNull(),
    createdBy: text('created_by'),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (t) => [index('asset_brand').on(t.brandId, t.createdAt)],
)
