import { eq, sql } from 'drizzle-orm'
import { v7 as uuid } from 'uuid'
import type { z } from 'zod'
import type { Actor, BrandGrant, BrandId } from '../platform/access.ts'
import { isZone } from '../platform/clock.ts'
import type { Db, Tx } from '../platform/db.ts'
import { notFound } from '../platform/errors.ts'
import { announce } from '../platform/events.ts'
import { keyOf } from './team.access.service.ts'
import { alreadySetUp, unknownZone } from './team.errors.ts'
import { brandChanged } from './team.events.ts'
import {
  rightsOf,
  type brandBody,
  type brandPatch,
  type BrandAccess,
  type Me,
  type mePatch,
  type Role,
  type setupBody,
} from './team.schema.ts'
import { hashPassword } from './team.signin.service.ts'
import { brandsOf, countPeople, demoDomain, findBrand, findUser, insertAudit, organizationsOf } from './team.store.ts'
import { account, brand, membership, organization, user } from './team.tables.ts'

export const demoEmail = `ana@${demoDomain}`

const initialsOf = (name: string): string => {
  const words = name.trim().split(/\s+/)
  return ((words[0]?.[0] ?? '?') + (words[1]?.[0] ?? '')).toUpperCase()
}

/** A person who signs in with an address and a password. Only setup, invitations, the demonstration and the command line make one. */
export async function makePerson(tx: Tx, init: { name: string; email: string; password: string; language: 'fr' | 'en' }): Promise<string> {
  const id = uuid()
  await tx.insert(user).values({ id, name: init.name, email: init.email.toLowerCase(), emailVerified: true, language: init.language })
  await tx
    .insert(account)
    .values({ id: uuid(), accountId: id, providerId: 'credential', userId: id, password: await hashPassword(init.password) })
  return id
}

export async function makeOrganization(tx: Tx, init: { name: string; preset: string; ownerId: string }): Promise<string> {
  const id = uuid()
  await tx.insert(organization).values({ id, name: init.name, preset: init.preset })
  await tx.insert(membership).values({ id: uuid(), organizationId: id, brandId: null, userId: init.ownerId, role: 'owner' })
  return id
}

const colors = ['#0F5C5C', '#7A3E12', '#33507A', '#6A2F55', '#4B5B1F', '#5B4A8A']

/** Presets differ in what they ask for, never in what they can do. */
export async function makeBrand(
  tx: Tx,
  init: {
    id?: BrandId
    organizationId: string
    name: string
    zone: string
    language: string
    preset: string
    color?: string
    demo?: boolean
  },
): Promise<string> {
  if (!isZone(init.zone)) throw unknownZone(init.zone)
  const id = init.id ?? uuid()
  // Counted in the organization alone: a colour must not tell how many clients this desk has.
  const count = await tx
    .select({ n: sql<number>`count(*)::int` })
    .from(brand)
    .where(eq(brand.organizationId, init.organizationId))
  await tx.insert(brand).values({
    id,
    organizationId: init.organizationId,
    name: init.name,
    initials: initialsOf(init.name),
    color: init.color ?? colors[(count[0]?.n ?? 0) % colors.length] ?? '#0F5C5C',
    zone: init.zone,
    language: init.language,
    demo: init.demo ?? false,
    approvalNeeded: init.preset === 'house',
  })
  return id
}

export async function isSetupNeeded(db: Db): Promise<boolean> {
  return (await countPeople(db.access)) === 0
}

/** The first owner, once. An advisory lock makes two hurried setups one after the other. */
export async function setUp(db: Db, init: z.infer<typeof setupBody>): Promise<void> {
  if (!isZone(init.zone)) throw unknownZone(init.zone)
  await db.access.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(7203115)`)
    if ((await countPeople(tx)) > 0) throw alreadySetUp()
    const ownerId = await makePerson(tx, init)
    const organizationId = await makeOrganization(tx, { name: init.organization, preset: init.preset, ownerId })
    await makeBrand(tx, { organizationId, name: init.brand, zone: init.zone, language: init.language, preset: init.preset })
    await joinDemonstration(tx, ownerId)
  })
}

/** Whoever sets the desk up keeps the demonstration at hand until it is removed. */
async function joinDemonstration(tx: Tx, userId: string): Promise<void> {
  const demo = await tx.selectDistinct({ organizationId: brand.organizationId }).from(brand).where(eq(brand.demo, true))
  for (const { organizationId } of demo)
    await tx.insert(membership).values({ id: uuid(), organizationId, brandId: null, userId, role: 'owner' })
}

/** Of several accesses to one brand the longest counts; null has no end. `before` is undefined for the first. */
function latestEnd(before: string | null | undefined, endsAt: Date | null): string | null {
  if (before === null || !endsAt) return null
  const end = endsAt.toISOString()
  return before && before > end ? before : end
}

export async function whoAmI(db: Db, actor: Actor): Promise<Me> {
  const person = await findUser(db.access, actor.userId)
  if (!person) throw notFound()
  const key = keyOf(actor)
  const rows = (await brandsOf(db.access, actor.userId)).filter((row) => (key?.brandId ?? row.brand.id) === row.brand.id)
  const byBrand = new Map<string, BrandAccess>()
  for (const row of rows) {
    const { id, name, zone, color, initials, demo, organizationId, undoSeconds, approvalNeeded, toleranceSeconds, blastChannels } =
      row.brand
    const rights = [...new Set([...(byBrand.get(id)?.rights ?? []), ...rightsOf[row.role as Role]])].filter(
      (right) => key?.scopes.includes(right) ?? true,
    )
    byBrand.set(id, {
      id,
      name,
      zone,
      color,
      initials,
      demo,
      organizationId,
      undoSeconds,
      approvalNeeded,
      toleranceSeconds,
      blastChannels,
      role: row.role as Role,
      rights,
      organizationName: row.organizationName,
      endsAt: latestEnd(byBrand.get(id)?.endsAt, row.endsAt),
    })
  }
  return {
    user: {
      id: person.id,
      name: person.name,
      email: person.email,
      language: person.language === 'en' ? 'en' : 'fr',
      theme: person.theme === 'dark' || person.theme === 'light' ? person.theme : 'system',
      twoFactor: person.twoFactorEnabled ?? false,
    },
    brands: [...byBrand.values()],
  }
}

export async function changeMe(db: Db, actor: Actor, change: z.infer<typeof mePatch>): Promise<void> {
  await db.access
    .update(user)
    .set({ ...change, updatedAt: new Date() })
    .where(eq(user.id, actor.userId))
}

export async function addBrand(db: Db, actor: Actor, organizationId: string, init: z.infer<typeof brandBody>): Promise<string> {
  const id = uuid() as BrandId
  return db.inBrands([id], async (tx) => {
    await makeBrand(tx, { id, organizationId, ...init, language: actor.language, preset: 'team' })
    await insertAudit(tx, { id: uuid(), brandId: id, actor: actor.userId, action: 'team.brand_added', subject: id, detail: init })
    return id
  })
}

/** What is changed may decide whether something leaves: who did it, and what stood there before, is written down. */
export async function changeBrand(db: Db, grant: BrandGrant<'settings'>, change: z.infer<typeof brandPatch>): Promise<void> {
  const { brandId, actor } = grant
  await db.inBrands(grant.brands, async (tx) => {
    const found = await findBrand(tx, brandId)
    if (!found) throw notFound()
    const given = Object.entries(change).filter(([field, value]) => value !== found[field as keyof typeof found])
    if (given.length === 0) return
    const now = Object.fromEntries(given)
    const before = Object.fromEntries(given.map(([field]) => [field, found[field as keyof typeof found]]))
    const initials = change.name ? { initials: initialsOf(change.name) } : {}
    await tx
      .update(brand)
      .set({ ...now, ...initials })
      .where(eq(brand.id, brandId))
    await insertAudit(tx, {
      id: uuid(),
      brandId,
      actor: actor.userId,
      action: 'team.brand_changed',
      subject: brandId,
      detail: { before, now },
    })
    await announce(tx, brandId, brandChanged, 'approvalNeeded' in now ? { approvalNeeded: now['approvalNeeded'] } : {})
  })
}

/** For the command line: makes the person an owner of every organization that is there. */
export async function makeOwner(db: Db, userId: string): Promise<void> {
  const organizations = await db.access.select({ id: organization.id }).from(organization)
  const has = new Set((await organizationsOf(db.access, userId)).map((row) => row.organizationId))
  for (const { id } of organizations) {
    if (!has.has(id)) await db.access.insert(membership).values({ id: uuid(), organizationId: id, brandId: null, userId, role: 'owner' })
  }
}

/** Removes the demonstration: its organization, its brands with everything in them, and its people. */
export async function removeDemonstration(db: Db): Promise<void> {
  await db.access.transaction(async (tx) => {
    const demo = await tx.selectDistinct({ organizationId: brand.organizationId }).from(brand).where(eq(brand.demo, true))
    for (const { organizationId } of demo) await tx.delete(organization).where(eq(organization.id, organizationId))
    await tx.delete(user).where(sql`${user.email} like ${`%@${demoDomain}`}`)
  })
}
