import { and, eq, isNull, ne, sql } from 'drizzle-orm'
import { v7 as uuid } from 'uuid'
import type { z } from 'zod'
import type { Actor, BrandId } from '../platform/access.ts'
import { newToken, sha256 } from '../platform/crypto.ts'
import type { Db, Tx } from '../platform/db.ts'
import { notAllowed, notFound } from '../platform/errors.ts'
import type { Log } from '../platform/log.ts'
import type { Mailer } from '../platform/mail.ts'
import { emailTaken, endBeforeStart, invitationDead, lastOwner } from './team.errors.ts'
import { keepHandover } from './team.handover.service.ts'
import { brandsOfMembership } from './team.handover.store.ts'
import type { acceptBody, inviteBody, memberPatch, membersView, Role } from './team.schema.ts'
import { makePerson } from './team.service.ts'
import { findBrands, findInvitation, findUserByEmail, membersOf, openInvitations, organizationsOf } from './team.store.ts'
import { invitation, membership } from './team.tables.ts'

const invitationDays = 7

const invitationMail = {
  fr: (by: string, url: string) => ({
    subject: `${by} vous invite sur Pupitre`,
    text: `${by} vous ouvre un accès au pupitre de sa marque.\n\nCe lien vaut ${invitationDays} jours et ne sert qu’une fois :\n${url}`,
  }),
  en: (by: string, url: string) => ({
    subject: `${by} invites you to Pupitre`,
    text: `${by} gives you access to their brand’s desk.\n\nThis link is good for ${invitationDays} days, once:\n${url}`,
  }),
}

const asDate = (text: string | null | undefined): Date | null => (text ? new Date(text) : null)
const asText = (date: Date | null): string | null => date?.toISOString() ?? null

function checkDates(startsAt: Date | null, endsAt: Date | null): void {
  if (startsAt && endsAt && endsAt <= startsAt) throw endBeforeStart()
}

export async function listMembers(db: Db, organizationId: string): Promise<z.infer<typeof membersView>> {
  const members = await membersOf(db.access, organizationId)
  const invitations = await openInvitations(db.access, organizationId)
  return {
    members: members.map(({ membership: m, name, email, twoFactor }) => ({
      id: m.id,
      userId: m.userId,
      name,
      email,
      role: m.role as Role,
      brandId: m.brandId,
      startsAt: asText(m.startsAt),
      endsAt: asText(m.endsAt),
      twoFactor: twoFactor ?? false,
    })),
    invitations: invitations.map((i) => ({
      id: i.id,
      email: i.email,
      role: i.role as Role,
      brandIds: i.brandIds,
      startsAt: asText(i.startsAt),
      endsAt: asText(i.endsAt),
      expiresAt: i.expiresAt.toISOString(),
    })),
  }
}

type Invite = { db: Db; mailer: Mailer; log: Log; url: string; actor: Actor; organizationId: string; body: z.infer<typeof inviteBody> }

/**
 * Whoever holds the link is who was invited, and learns whether the address has an account here already: where mails leave, it
 * stands in the mail only. A desk without a mail server, or whose server refuses, gives it to be passed on by hand.
 */
export async function invite(init: Invite): Promise<{ id: string; link: string | null }> {
  const { db, mailer, log, url, actor, organizationId, body } = init
  const brands = await findBrands(db.access, body.brandIds)
  if (brands.length !== new Set(body.brandIds).size || brands.some((b) => b.organizationId !== organizationId)) throw notFound()
  checkDates(asDate(body.startsAt), asDate(body.endsAt))
  await mayTouch(db.access, actor, organizationId, { roles: [body.role], userId: null })
  const token = newToken()
  const id = uuid()
  await db.access.insert(invitation).values({
    id,
    organizationId,
    email: body.email.toLowerCase(),
    role: body.role,
    brandIds: body.brandIds,
    startsAt: asDate(body.startsAt),
    endsAt: asDate(body.endsAt),
    tokenHash: sha256(token),
    invitedBy: actor.userId,
    expiresAt: new Date(Date.now() + invitationDays * 86_400_000),
  })
  const link = `${url}/invitation/${token}`
  try {
    await mailer.send({ to: body.email, ...invitationMail[actor.language](actor.name, link) })
    return { id, link: mailer.reaches === 'smtp' ? null : link }
  } catch (cause) {
    log.error('team.invitation_mail_failed', cause)
    return { id, link }
  }
}

async function join(tx: Tx, found: typeof invitation.$inferSelect, userId: string): Promise<void> {
  const brandIds = found.brandIds.length > 0 ? found.brandIds : [null]
  for (const brandId of brandIds) {
    await tx
      .insert(membership)
      .values({
        id: uuid(),
        organizationId: found.organizationId,
        brandId,
        userId,
        role: found.role,
        startsAt: found.startsAt,
        endsAt: found.endsAt,
      })
      .onConflictDoUpdate({
        target: [membership.userId, membership.organizationId, membership.brandId],
        set: { role: found.role, startsAt: found.startsAt, endsAt: found.endsAt },
      })
  }
  const used = await tx
    .update(invitation)
    .set({ acceptedAt: sql`now()` })
    .where(and(eq(invitation.id, found.id), isNull(invitation.acceptedAt)))
    .returning({ id: invitation.id })
  if (used.length === 0) throw invitationDead()
}

export async function previewInvitation(db: Db, token: string): Promise<{ email: string; role: string; known: boolean }> {
  const found = await findInvitation(db.access, sha256(token))
  if (!found) throw invitationDead()
  return { email: found.email, role: found.role, known: (await findUserByEmail(db.access, found.email)) !== null }
}

/** Somebody new chooses a name and a password. */
export async function acceptInvitation(db: Db, token: string, body: z.infer<typeof acceptBody>): Promise<{ email: string }> {
  return db.access.transaction(async (tx) => {
    const found = await findInvitation(tx, sha256(token))
    if (!found) throw invitationDead()
    if (await findUserByEmail(tx, found.email)) throw emailTaken()
    const userId = await makePerson(tx, { ...body, email: found.email })
    await join(tx, found, userId)
    return { email: found.email }
  })
}

/** Somebody who is signed in already joins with the account they have; the address must be theirs. */
export async function joinInvitation(db: Db, token: string, actor: Actor): Promise<void> {
  await db.access.transaction(async (tx) => {
    const found = await findInvitation(tx, sha256(token))
    const person = found ? await findUserByEmail(tx, found.email) : null
    if (!found || person?.id !== actor.userId) throw invitationDead()
    await join(tx, found, actor.userId)
  })
}

export async function revokeInvitation(db: Db, organizationId: string, id: string): Promise<void> {
  const gone = await db.access
    .update(invitation)
    .set({ revokedAt: sql`now()` })
    .where(and(eq(invitation.id, id), eq(invitation.organizationId, organizationId)))
    .returning({ id: invitation.id })
  if (gone.length === 0) throw notFound()
}

async function keepAnOwner(tx: Tx, organizationId: string, exceptId: string): Promise<void> {
  const others = await tx
    .select({ id: membership.id })
    .from(membership)
    .where(
      and(
        eq(membership.organizationId, organizationId),
        eq(membership.role, 'owner'),
        ne(membership.id, exceptId),
        isNull(membership.endsAt),
        isNull(membership.brandId),
      ),
    )
  if (others.length === 0) throw lastOwner()
}

/** Only an owner makes, changes or removes an owner; and nobody below one prolongs or widens their own access. */
async function mayTouch(tx: Tx, actor: Actor, organizationId: string, about: { roles: string[]; userId: string | null }): Promise<void> {
  const own = await organizationsOf(tx, actor.userId)
  const isOwner = own.some((row) => row.organizationId === organizationId && row.brandId === null && row.role === 'owner')
  if (!isOwner && (about.roles.includes('owner') || about.userId === actor.userId)) throw notAllowed('data')
}

async function findMember(tx: Tx, organizationId: string, id: string) {
  const rows = await tx
    .select()
    .from(membership)
    .where(and(eq(membership.id, id), eq(membership.organizationId, organizationId)))
    .for('update')
  const found = rows[0]
  if (!found) throw notFound()
  return found
}

export async function changeMember(
  db: Db,
  actor: Actor,
  member: { organizationId: string; id: string },
  change: z.infer<typeof memberPatch>,
): Promise<void> {
  const { organizationId, id } = member
  await db.access.transaction(async (tx) => {
    const found = await findMember(tx, organizationId, id)
    await mayTouch(tx, actor, organizationId, { roles: [found.role, change.role ?? found.role], userId: found.userId })
    const startsAt = change.startsAt === undefined ? found.startsAt : asDate(change.startsAt)
    const endsAt = change.endsAt === undefined ? found.endsAt : asDate(change.endsAt)
    checkDates(startsAt, endsAt)
    const role = change.role ?? found.role
    if (found.role === 'owner' && (role !== 'owner' || endsAt)) await keepAnOwner(tx, organizationId, id)
    await tx.update(membership).set({ role, startsAt, endsAt }).where(eq(membership.id, id))
  })
}

/** Whoever is let go leaves what they had in hand: the pack is made in the same breath as the access is taken away. */
export async function removeMember(db: Db, actor: Actor, organizationId: string, id: string): Promise<void> {
  const brands = await db.access.transaction(async (tx) => brandsOfMembership(tx, await findMember(tx, organizationId, id)))
  await db.inBrands(brands as BrandId[], async (tx) => {
    const found = await findMember(tx, organizationId, id)
    await mayTouch(tx, actor, organizationId, { roles: [found.role], userId: null })
    if (found.role === 'owner') await keepAnOwner(tx, organizationId, id)
    for (const brandId of brands) await keepHandover(tx, { brandId, userId: found.userId, reason: 'removed', madeBy: actor.userId })
    await tx.delete(membership).where(eq(membership.id, id))
  })
}
