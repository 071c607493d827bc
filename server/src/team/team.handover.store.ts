import { and, asc, desc, eq, gt, gte, inArray, isNotNull, isNull, lte, or, sql, type SQL } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { channel } from '../channels/channels.tables.ts'
import { content } from '../create/create.tables.ts'
import { conversation, message, person } from '../engage/engage.tables.ts'
import { calendarFeed, campaign } from '../plan/plan.tables.ts'
import type { Tx } from '../platform/db.ts'
import type { DeliveryState } from '../publish/publish.schema.ts'
import { delivery } from '../publish/publish.tables.ts'
import { reviewLink } from '../review/review.tables.ts'
import { rightsOf, roles } from './team.schema.ts'
import { apiKey, brand, handover, membership, organization, user } from './team.tables.ts'

export type HandoverRow = typeof handover.$inferSelect

const most = 2000
const promisedStates: DeliveryState[] = ['awaiting', 'scheduled', 'claimed', 'sending', 'unknown', 'held', 'failed']
const firstWords = sql<string>`left(coalesce(${content.items} -> 0 ->> 'text', ''), 400)`
const title = sql<string>`coalesce(${content.title}, '')`

/** The membership by which a person works, or has worked, in a brand; the one that goes on longest. */
export async function findMission(tx: Tx, brandId: string, userId: string) {
  const rows = await tx
    .select({ membership, brand, organization: organization.name, name: user.name })
    .from(membership)
    .innerJoin(brand, and(eq(brand.id, brandId), eq(brand.organizationId, membership.organizationId)))
    .innerJoin(organization, eq(organization.id, brand.organizationId))
    .innerJoin(user, eq(user.id, membership.userId))
    .where(and(eq(membership.userId, userId), or(isNull(membership.brandId), eq(membership.brandId, brandId))))
    .orderBy(sql`${membership.endsAt} desc nulls first`)
    .limit(1)
  return rows[0] ?? null
}

function posts(tx: Tx, where: SQL | undefined) {
  const author = alias(user, 'author')
  return tx
    .select({
      localTime: delivery.localTime,
      dueAt: delivery.dueAt,
      state: delivery.state,
      channel: channel.name,
      network: channel.network,
      title,
      words: firstWords,
      by: author.name,
      link: delivery.link,
      publishedAt: delivery.publishedAt,
    })
    .from(delivery)
    .innerJoin(channel, eq(channel.id, delivery.channelId))
    .leftJoin(content, eq(content.id, delivery.contentId))
    .leftJoin(author, eq(author.id, sql`coalesce(${delivery.createdBy}, ${content.createdBy})`))
    .where(and(eq(delivery.kind, 'post'), where))
    .$dynamic()
}

export const promisedPosts = (tx: Tx, brandId: string) =>
  posts(tx, and(eq(delivery.brandId, brandId), inArray(delivery.state, promisedStates)))
    .orderBy(asc(delivery.dueAt), asc(delivery.id))
    .limit(most)

export const postsBetween = (tx: Tx, brandId: string, from: Date, to: Date) =>
  posts(
    tx,
    and(
      eq(delivery.brandId, brandId),
      gte(delivery.dueAt, from),
      lte(delivery.dueAt, to),
      inArray(delivery.state, ['draft', ...promisedStates]),
    ),
  )
    .orderBy(asc(delivery.dueAt), asc(delivery.id))
    .limit(most)

/** What stands in public and came from this person. */
export const publicPostsOf = (tx: Tx, brandId: string, userId: string) =>
  posts(
    tx,
    and(
      eq(delivery.brandId, brandId),
      eq(delivery.state, 'published'),
      isNotNull(delivery.link),
      sql`coalesce(${content.createdBy}, ${delivery.createdBy}) = ${userId}`,
    ),
  )
    .orderBy(desc(delivery.publishedAt), desc(delivery.id))
    .limit(most)

/** Written, and promised nowhere yet. */
export async function draftsOf(tx: Tx, brandId: string) {
  const author = alias(user, 'author')
  return tx
    .select({
      title,
      words: firstWords,
      channels: sql<
        string[]
      >`array(select ch.name from variant v join channel ch on ch.id = v.channel_id where v.content_id = ${content.id} order by ch.position)`,
      by: author.name,
      updatedAt: content.updatedAt,
    })
    .from(content)
    .leftJoin(author, eq(author.id, sql`coalesce(${content.updatedBy}, ${content.createdBy})`))
    .where(
      and(
        eq(content.brandId, brandId),
        isNull(content.removedAt),
        eq(content.origin, 'desk'),
        sql`not exists (select from delivery d where d.content_id = ${content.id} and d.kind = 'post' and d.state <> 'draft')`,
      ),
    )
    .orderBy(desc(content.updatedAt))
    .limit(most)
}

export function openConversationsOf(tx: Tx, brandId: string, userId: string) {
  return tx
    .select({
      id: conversation.id,
      network: conversation.network,
      channel: channel.name,
      name: person.name,
      handle: person.handle,
      kind: conversation.kind,
      lastWords: sql<string>`left(coalesce((select m.text from message m where m.conversation_id = ${conversation.id} and m.kind <> 'note' and m.removed_at is null order by m.sent_at desc limit 1), ''), 400)`,
      lastAt: conversation.lastAt,
      waitingSince: conversation.waitingSince,
      labels: conversation.labels,
    })
    .from(conversation)
    .innerJoin(channel, eq(channel.id, conversation.channelId))
    .innerJoin(person, eq(person.id, conversation.personId))
    .where(and(eq(conversation.brandId, brandId), eq(conversation.assigneeId, userId), inArray(conversation.state, ['open', 'snoozed'])))
    .orderBy(asc(conversation.waitingSince), desc(conversation.lastAt))
    .limit(most)
}

export async function notesUnder(tx: Tx, conversationIds: readonly string[]) {
  if (conversationIds.length === 0) return []
  return tx
    .select({ conversationId: message.conversationId, at: message.sentAt, by: user.name, text: message.text })
    .from(message)
    .leftJoin(user, eq(user.id, message.userId))
    .where(and(inArray(message.conversationId, [...conversationIds]), eq(message.kind, 'note'), isNull(message.removedAt)))
    .orderBy(asc(message.sentAt))
    .limit(most)
}

export function connectedOf(tx: Tx, brandId: string) {
  return tx
    .select()
    .from(channel)
    .where(and(eq(channel.brandId, brandId), isNull(channel.disconnectedAt)))
    .orderBy(asc(channel.position))
}

/** Who works in the brand now or will, and until when. */
export function teamOf(tx: Tx, brandId: string) {
  return tx
    .select({ name: user.name, role: membership.role, startsAt: membership.startsAt, endsAt: membership.endsAt })
    .from(membership)
    .innerJoin(brand, and(eq(brand.id, brandId), eq(brand.organizationId, membership.organizationId)))
    .innerJoin(user, and(eq(user.id, membership.userId), isNull(user.disabledAt)))
    .where(
      and(
        or(isNull(membership.brandId), eq(membership.brandId, brandId)),
        or(isNull(membership.endsAt), gt(membership.endsAt, sql`now()`)),
      ),
    )
    .orderBy(asc(user.name))
}

export function campaignsBetween(tx: Tx, brandId: string, days: { from: string; to: string }) {
  return tx
    .select({ kind: campaign.kind, name: campaign.name, startsOn: campaign.startsOn, endsOn: campaign.endsOn })
    .from(campaign)
    .where(and(eq(campaign.brandId, brandId), lte(campaign.startsOn, days.to), gte(campaign.endsOn, days.from)))
    .orderBy(asc(campaign.startsOn))
}

/** Doors that a person holds in a brand: they close with the access. */
export async function doorsOf(tx: Tx, brandId: string, userId: string) {
  const links = await tx
    .select({ label: reviewLink.label, month: reviewLink.month, expiresAt: reviewLink.expiresAt })
    .from(reviewLink)
    .where(
      and(
        eq(reviewLink.brandId, brandId),
        eq(reviewLink.createdBy, userId),
        isNull(reviewLink.revokedAt),
        gt(reviewLink.expiresAt, sql`now()`),
      ),
    )
    .orderBy(asc(reviewLink.month))
  const keys = await tx
    .select({ name: apiKey.name })
    .from(apiKey)
    .where(and(eq(apiKey.userId, userId), isNull(apiKey.revokedAt), eq(apiKey.brandId, brandId)))
  const feeds = await tx
    .select({ id: calendarFeed.id })
    .from(calendarFeed)
    .where(and(eq(calendarFeed.brandId, brandId), eq(calendarFeed.userId, userId), isNull(calendarFeed.revokedAt)))
  return { links, keys: keys.map((key) => key.name), calendars: feeds.length }
}

export async function insertHandover(tx: Tx, row: typeof handover.$inferInsert): Promise<boolean> {
  const made = await tx.insert(handover).values(row).onConflictDoNothing().returning({ id: handover.id })
  return made.length > 0
}

export function handoversOf(tx: Tx, brandId: string) {
  const { id, userId, name, reason, endsAt, madeAt } = handover
  return tx
    .select({ id, userId, name, reason, endsAt, madeAt })
    .from(handover)
    .where(eq(handover.brandId, brandId))
    .orderBy(desc(handover.madeAt))
    .limit(200)
}

export async function findHandover(tx: Tx, id: string): Promise<HandoverRow | null> {
  return (await tx.select().from(handover).where(eq(handover.id, id)))[0] ?? null
}

const working = roles.filter((role) => rightsOf[role].includes('read'))

/** Accesses that ended lately and left nothing yet: one row for each brand they opened. */
export function missionsToClose(tx: Tx) {
  return tx
    .select({ brandId: brand.id, userId: membership.userId, endsAt: membership.endsAt })
    .from(membership)
    .innerJoin(
      brand,
      and(eq(brand.organizationId, membership.organizationId), or(isNull(membership.brandId), eq(membership.brandId, brand.id))),
    )
    .where(
      and(
        lte(membership.endsAt, sql`now()`),
        gt(membership.endsAt, sql`now() - interval '30 days'`),
        inArray(membership.role, working),
        sql`not exists (select from handover h where h.brand_id = ${brand.id} and h.user_id = ${membership.userId} and h.ends_at = date_trunc('milliseconds', ${membership.endsAt}) and h.reason = 'ended')`,
      ),
    )
    .limit(100)
}

/** Brands in which a membership opens the desk. */
export async function brandsOfMembership(tx: Tx, found: typeof membership.$inferSelect): Promise<string[]> {
  if (!working.some((role) => role === found.role)) return []
  const rows = await tx
    .select({ id: brand.id })
    .from(brand)
    .where(and(eq(brand.organizationId, found.organizationId), found.brandId ? eq(brand.id, found.brandId) : undefined))
  return rows.map((row) => row.id)
}

/** A pack names people who wrote to the brand: it is kept a year. */
export async function forgetHandovers(tx: Tx): Promise<void> {
  await tx.delete(handover).where(sql`${handover.madeAt} < now() - interval '1 year'`)
}
