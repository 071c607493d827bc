import { sql } from 'drizzle-orm'
import { boolean, index, jsonb, pgTable, text, timestamp, uniqueIndex, uuid, integer } from 'drizzle-orm/pg-core'
import type { HandoverPack, HandoverReason } from './team.handover.schema.ts'

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' })

/* The four tables of better-auth and its second factor. They hold people, not brands: no row-level policy. */

export const user = pgTable('user', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  email: text('email').notNull().unique(),
  emailVerified: boolean('email_verified').notNull().default(false),
  image: text('image'),
  language: text('language').notNull().default('fr'),
  theme: text('theme').notNull().default('system'),
  disabledAt: at('disabled_at'),
  twoFactorEnabled: boolean('two_factor_enabled').default(false),
  createdAt: at('created_at').notNull().defaultNow(),
  updatedAt: at('updated_at').notNull().defaultNow(),
})

export const session = pgTable(
  'session',
  {
    id: text('id').primaryKey(),
    expiresAt: at('expires_at').notNull(),
    token: text('token').notNull().unique(),
    ipAddress: text('ip_address'),
    userAgent: text('user_agent'),
    userId: text('user_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    createdAt: at('created_at').notNull().defaultNow(),
    updatedAt: at('updated_at').notNull().defaultNow(),
  },
  (t) => [index('session_user').on(t.userId)],
)

export const account = pgTable(
  'account',
  {
    id: text('id').primaryKey(),
    accountId: text('account_id').notNull(),
    providerId: text('provider_id').notNull(),
    userId: text('user_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    accessToken: text('access_token'),
    refreshToken: text('refresh_token'),
    idToken: text('id_token'),
    accessTokenExpiresAt: at('access_token_expires_at'),
    refreshTokenExpiresAt: at('refresh_token_expires_at'),
    scope: text('scope'),
    password: text('password'),
    createdAt: at('created_at').notNull().defaultNow(),
    updatedAt: at('updated_at').notNull().defaultNow(),
  },
  (t) => [index('account_user').on(t.userId)],
)

export const verification = pgTable(
  'verification',
  {
    id: text('id').primaryKey(),
    identifier: text('identifier').notNull(),
    value: text('value').notNull(),
    expiresAt: at('expires_at').notNull(),
    createdAt: at('created_at').notNull().defaultNow(),
    updatedAt: at('updated_at').notNull().defaultNow(),
  },
  (t) => [index('verification_identifier').on(t.identifier)],
)

export const twoFactor = pgTable(
  'two_factor',
  {
    id: text('id').primaryKey(),
    secret: text('secret').notNull(),
    backupCodes: text('backup_codes').notNull(),
    userId: text('user_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    verified: boolean('verified').default(true),
    failedVerificationCount: integer('failed_verification_count').default(0),
    lockedUntil: at('locked_until'),
  },
  (t) => [index('two_factor_user').on(t.userId)],
)

/* Who may what, where, from when until when. These rows decide access, so they stand before any brand policy. */

export const organization = pgTable('organization', {
  id: uuid('id').primaryKey(),
  name: text('name').notNull(),
  preset: text('preset').notNull().default('solo'),
  createdAt: at('created_at').notNull().defaultNow(),
})

export const brand = pgTable(
  'brand',
  {
    id: uuid('id').primaryKey(),
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organization.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    initials: text('initials').notNull(),
    color: text('color').notNull(),
    zone: text('zone').notNull(),
    language: text('language').notNull().default('fr'),
    demo: boolean('demo').notNull().default(false),
    /** How late a delivery may still leave by itself. */
    toleranceSeconds: integer('tolerance_seconds').notNull().default(1800),
    undoSeconds: integer('undo_seconds').notNull().default(20),
    approvalNeeded: boolean('approval_needed').notNull().default(false),
    /** Above this many channels at once, the accounts' names are typed to confirm. */
    blastChannels: integer('blast_channels').notNull().default(3),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (t) => [index('brand_organization').on(t.organizationId)],
)

export const membership = pgTable(
  'membership',
  {
    id: uuid('id').primaryKey(),
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organization.id, { onDelete: 'cascade' }),
    /** Null: every brand of the organization. */
    brandId: uuid('brand_id').references(() => brand.id, { onDelete: 'cascade' }),
    userId: text('user_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    role: text('role').notNull(),
    startsAt: at('starts_at'),
    endsAt: at('ends_at'),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (t) => [index('membership_user').on(t.userId), uniqueIndex('membership_once').on(t.userId, t.organizationId, t.brandId)],
)

export const invitation = pgTable(
  'invitation',
  {
    id: uuid('id').primaryKey(),
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organization.id, { onDelete: 'cascade' }),
    email: text('email').notNull(),
    role: text('role').notNull(),
    brandIds: uuid('brand_ids').array().notNull(),
    startsAt: at('starts_at'),
    endsAt: at('ends_at'),
    tokenHash: text('token_hash').notNull().unique(),
    invitedBy: text('invited_by').notNull(),
    expiresAt: at('expires_at').notNull(),
    acceptedAt: at('accepted_at'),
    revokedAt: at('revoked_at'),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (t) => [index('invitation_organization').on(t.organizationId)],
)

export const apiKey = pgTable(
  'api_key',
  {
    id: uuid('id').primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    brandId: uuid('brand_id').references(() => brand.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    hash: text('hash').notNull().unique(),
    scopes: text('scopes').array().notNull(),
    expiresAt: at('expires_at'),
    lastUsedAt: at('last_used_at'),
    revokedAt: at('revoked_at'),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (t) => [index('api_key_user').on(t.userId)],
)

export const audit = pgTable(
  'audit',
  {
    id: uuid('id').primaryKey(),
    brandId: uuid('brand_id').notNull(),
    actor: text('actor').notNull(),
    action: text('action').notNull(),
    subject: text('subject').notNull(),
    detail: jsonb('detail').notNull().default({}),
    at: at('at').notNull().defaultNow(),
  },
  (t) => [index('audit_brand_at').on(t.brandId, t.at)],
)

/** What somebody leaves to whoever comes after, as it stood when they left. */
export const handover = pgTable(
  'handover',
  {
    id: uuid('id').primaryKey(),
    brandId: uuid('brand_id').notNull(),
    userId: text('user_id').notNull(),
    name: text('name').notNull(),
    reason: text('reason').$type<HandoverReason>().notNull(),
    /** End of the access that ended; null when it was removed, or goes on. */
    endsAt: at('ends_at'),
    /** Who asked for it; null when the desk made it by itself. */
    madeBy: text('made_by'),
    madeAt: at('made_at').notNull().defaultNow(),
    pack: jsonb('pack').$type<HandoverPack>().notNull(),
  },
  (t) => [
    index('handover_brand').on(t.brandId, t.madeAt),
    uniqueIndex('handover_once')
      .on(t.brandId, t.userId, t.endsAt)
      .where(sql`reason = 'ended'`),
  ],
)

/** A browser or a phone that a person lets ring (RFC 8030). */
export const pushDevice = pgTable(
  'push_device',
  {
    id: uuid('id').primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    /** Address at the browser's push service: whoever knows it can ring. Sealed. */
    sealed: text('sealed').notNull(),
    /** SHA-256 of the address. */
    digest: text('digest').notNull().unique(),
    /** As the browser names itself, for the list of the person's devices. */
    name: text('name').notNull(),
    createdAt: at('created_at').notNull().defaultNow(),
    rangAt: at('rang_at'),
  },
  (t) => [index('push_device_user').on(t.userId)],
)
