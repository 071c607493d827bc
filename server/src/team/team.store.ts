import { and, desc, eq, gt, inArray, isNull, lte, ne, or, sql } from 'drizzle-orm'
import type { Tx } from '../platform/db.ts'
import { apiKey, audit, brand, invitation, membership, organization, session, user } from './team.tables.ts'

const inForce = () =>
  and(
    or(isNull(membership.startsAt), lte(membership.startsAt, sql`now()`)),
    or(isNull(membership.endsAt), gt(membership.endsAt, sql`now()`)),
  )

/** A membership of a whole organization counts for each of its brands. */
export function brandsOf(tx: Tx, userId: string) {
  return (
    tx
      .select({ brand, role: membership.role, endsAt: membership.endsAt, organizationName: organization.name })
      .from(membership)
      .innerJoin(
        brand,
        and(eq(brand.organizationId, membership.organizationId), or(isNull(membership.brandId), eq(membership.brandId, brand.id))),
      )
      .innerJoin(organization, eq(organization.id, brand.organizationId))
      // A closed account opens nothing, by whatever it still holds: a key, a calendar address, a link it made.
      .innerJoin(user, and(eq(user.id, membership.userId), isNull(user.disabledAt)))
      .where(and(eq(membership.userId, userId), inForce()))
      .orderBy(brand.demo, brand.name)
  )
}

export function organizationsOf(tx: Tx, userId: string) {
  return tx
    .select({ organizationId: membership.organizationId, role: membership.role, brandId: membership.brandId })
    .from(membership)
    .innerJoin(user, and(eq(user.id, membership.userId), isNull(user.disabledAt)))
    .where(and(eq(membership.userId, userId), inForce()))
}

export async function findUser(tx: Tx, id: string) {
  return (await tx.select().from(user).where(eq(user.id, id)))[0] ?? null
}

export async function isDisabled(tx: Tx, id: string): Promise<boolean> {
  return (await findUser(tx, id))?.disabledAt != null
}

export function sessionsOf(tx: Tx, userId: string) {
  return tx
    .select()
    .from(session)
    .where(and(eq(session.userId, userId), gt(session.expiresAt, sql`now()`)))
    .orderBy(desc(session.updatedAt))
    .limit(200)
}

/** Ends sessions of one person: one of them, or all but one. Returns how many. */
export async function endSessions(tx: Tx, userId: string, which: { only: string } | { except: string | null }): Promise<number> {
  const chosen = 'only' in which ? eq(session.id, which.only) : which.except === null ? undefined : ne(session.id, which.except)
  const gone = await tx
    .delete(session)
    .where(and(eq(session.userId, userId), chosen))
    .returning({ id: session.id })
  return gone.length
}

export async function findUserByEmail(tx: Tx, email: string) {
  return (await tx.select().from(user).where(eq(user.email, email.toLowerCase())))[0] ?? null
}

/** People of the demonstration have addresses under a name that cannot exist. */
export const demoDomain = 'demo.pupitre.localhost'

/** How many real people there are. */
export async function countPeople(tx: Tx): Promise<number> {
  const rows = await tx
    .select({ n: sql<number>`count(*)::int` })
    .from(user)
    .where(sql`${user.email} not like ${`%@${demoDomain}`}`)
  return rows[0]?.n ?? 0
}

export async function findBrand(tx: Tx, id: string) {
  return (await tx.select().from(brand).where(eq(brand.id, id)))[0] ?? null
}

export function findBrands(tx: Tx, ids: readonly string[]) {
  return tx
    .select()
    .from(brand)
    .where(inArray(brand.id, [...ids]))
}

export function demoBrands(tx: Tx) {
  return tx.select().from(brand).where(eq(brand.demo, true))
}

export function membersOf(tx: Tx, organizationId: string) {
  return tx
    .select({ membership, name: user.name, email: user.email, twoFactor: user.twoFactorEnabled })
    .from(membership)
    .innerJoin(user, eq(user.id, membership.userId))
    .where(eq(membership.organizationId, organizationId))
    .orderBy(user.name)
}

/** People who may see a brand now. */
export function colleaguesOf(tx: Tx, brandId: string) {
  return tx
    .selectDistinctOn([user.id], { id: user.id, name: user.name, role: membership.role })
    .from(membership)
    .innerJoin(brand, eq(brand.id, brandId))
    .innerJoin(user, eq(user.id, membership.userId))
    .where(
      and(
        eq(membership.organizationId, brand.organizationId),
        or(isNull(membership.brandId), eq(membership.brandId, brandId)),
        inForce(),
        isNull(user.disabledAt),
      ),
    )
    .orderBy(user.id)
}

/** Whoever invited still may: an invitation does not outlive the access of who made it, or it would be a way back in. */
const inviterStays = sql`exists (
  select from membership m join "user" u on u.id = m.user_id and u.disabled_at is null
  where m.user_id = ${invitation.invitedBy} and m.organization_id = ${invitation.organizationId} and m.brand_id is null
    and m.role in ('owner', 'supervisor') and (m.starts_at is null or m.starts_at <= now()) and (m.ends_at is null or m.ends_at > now()))`

export function openInvitations(tx: Tx, organizationId: string) {
  return tx
    .select()
    .from(invitation)
    .where(
      and(
        eq(invitation.organizationId, organizationId),
        isNull(invitation.acceptedAt),
        isNull(invitation.revokedAt),
        gt(invitation.expiresAt, sql`now()`),
        inviterStays,
      ),
    )
}

export async function findInvitation(tx: Tx, tokenHash: string) {
  const rows = await tx
    .select()
    .from(invitation)
    .where(
      and(
        eq(invitation.tokenHash, tokenHash),
        isNull(invitation.acceptedAt),
        isNull(invitation.revokedAt),
        gt(invitation.expiresAt, sql`now()`),
        inviterStays,
      ),
    )
  return rows[0] ?? null
}

/** A key that may be used now, with the person it speaks for. */
export async function findApiKey(tx: Tx, hash: string) {
  const rows = await tx
    .select({ key: apiKey, person: user })
    .from(apiKey)
    .innerJoin(user, eq(user.id, apiKey.userId))
    .where(
      and(
        eq(apiKey.hash, hash),
        isNull(apiKey.revokedAt),
        or(isNull(apiKey.expiresAt), gt(apiKey.expiresAt, sql`now()`)),
        isNull(user.disabledAt),
      ),
    )
  return rows[0] ?? null
}

export function keysOf(tx: Tx, userId: string) {
  return tx
    .select()
    .from(apiKey)
    .where(and(eq(apiKey.userId, userId), isNull(apiKey.revokedAt)))
}

export async function insertAudit(tx: Tx, row: typeof audit.$inferInsert): Promise<void> {
  await tx.insert(audit).values(row)
}
