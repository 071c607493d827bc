import type { Capabilities, Limits, NetworkId } from '@pupitre/networks'
import { boolean, index, integer, jsonb, pgTable, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core'

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' })

export type ChannelHealth = 'ok' | 'expiring' | 'refused' | 'unreachable'

export const channel = pgTable(
  'channel',
  {
    id: uuid('id').primaryKey(),
    brandId: uuid('brand_id').notNull(),
    network: text('network').$type<NetworkId>().notNull(),
    accountId: text('account_id').notNull(),
    handle: text('handle').notNull(),
    name: text('name').notNull(),
    avatarUrl: text('avatar_url'),
    profileUrl: text('profile_url').notNull(),
    server: text('server').notNull(),
    /** Credentials, sealed: AES-256-GCM with brand and channel as additional data. Null once disconnected. */
    sealed: text('sealed'),
    /** What was sealed before a new connection: requests that the network still signs with it are believed until then. */
    sealedBefore: text('sealed_before'),
    sealedBeforeUntil: at('sealed_before_until'),
    /** A person publishes by hand here, and the desk prepares, reminds and keeps the link. */
    assisted: boolean('assisted').notNull().default(false),
    credentialsExpireAt: at('credentials_expire_at'),
    limits: jsonb('limits').$type<Limits>().notNull(),
    /** When the network was last asked for them. */
    limitsAskedAt: at('limits_asked_at'),
    /** What this account and this access can do, where that is less than what the network can; null: all of it. */
    capabilities: jsonb('capabilities').$type<Capabilities>(),
    health: text('health').$type<ChannelHealth>().notNull().default('ok'),
    /** Code of the last failure and the network's words; null when well. */
    trouble: jsonb('trouble').$type<{ kind: string; said: string; at: string } | null>(),
    checkedAt: at('checked_at'),
    position: integer('position').notNull().default(0),
    inboxCursor: text('inbox_cursor'),
    /** When news of this channel were last read without a failure. */
    heardAt: at('heard_at'),
    importCursor: text('import_cursor'),
    importState: text('import_state').$type<'none' | 'running' | 'done' | 'cancelled' | 'failed'>().notNull().default('none'),
    importedPosts: integer('imported_posts').notNull().default(0),
    createdAt: at('created_at').notNull().defaultNow(),
    disconnectedAt: at('disconnected_at'),
  },
  (t) => [uniqueIndex('channel_account').on(t.brandId, t.network, t.accountId), index('channel_brand').on(t.brandId, t.position)],
)

/** A connection between the redirection and the callback. */
export const pendingConnection = pgTable('pending_connection', {
  id: uuid('id').primaryKey(),
  brandId: uuid('brand_id').notNull(),
  userId: text('user_id').notNull(),
  sessionId: text('session_id').notNull(),
  network: text('network').$type<NetworkId>().notNull(),
  stateHash: text('state_hash').notNull().unique(),
  sealed: text('sealed').notNull(),
  expiresAt: at('expires_at').notNull(),
  usedAt: at('used_at'),
})
