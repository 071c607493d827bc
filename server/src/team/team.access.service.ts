import { eq, sql } from 'drizzle-orm'
import type { Actor, BrandId, Gate } from '../platform/access.ts'
import { sha256 } from '../platform/crypto.ts'
import type { Db } from '../platform/db.ts'
import { rightsOf, type Right, type Role } from './team.schema.ts'
import type { SignIn } from './team.signin.service.ts'
import { brandsOf, findApiKey, organizationsOf } from './team.store.ts'
import { apiKey } from './team.tables.ts'

/** However often it is used. */
export const absoluteLifeDays = 30

const keyScopes = new WeakMap<Actor, { scopes: readonly string[]; brandId: string | null }>()

/** What the key by which somebody asks is good for; null when they are here themselves. */
export const keyOf = (actor: Actor) => keyScopes.get(actor) ?? null

export const hasRight = (role: string, right: string): boolean => rightsOf[role as Role]?.includes(right as Right) ?? false

async function actorOfKey(db: Db, bearer: string): Promise<Actor | null> {
  const found = await findApiKey(db.access, sha256(bearer))
  if (!found) return null
  await db.access
    .update(apiKey)
    .set({ lastUsedAt: sql`now()` })
    .where(eq(apiKey.id, found.key.id))
  const actor: Actor = {
    userId: found.person.id,
    name: found.person.name,
    language: found.person.language === 'en' ? 'en' : 'fr',
    via: 'key',
    sessionId: null,
  }
  keyScopes.set(actor, { scopes: found.key.scopes, brandId: found.key.brandId })
  return actor
}

async function actorOfSession(signIn: SignIn, headers: Headers): Promise<Actor | null> {
  if (!headers.get('cookie')) return null
  const found = await signIn.api.getSession({ headers })
  if (!found) return null
  const tooOld = found.session.createdAt.getTime() < Date.now() - absoluteLifeDays * 86_400_000
  if (found.user.disabledAt || tooOld) return null
  return {
    userId: found.user.id,
    name: found.user.name,
    language: found.user.language === 'en' ? 'en' : 'fr',
    via: 'session',
    sessionId: found.session.id,
  }
}

/** Reads the memberships at each request: an access that ended is refused at once, whoever holds it. */
export function createGate(db: Db, signIn: SignIn): Gate {
  const permits = (actor: Actor, right: string, brandId?: string): boolean => {
    const key = keyScopes.get(actor)
    if (!key) return true
    return key.scopes.includes(right) && (brandId === undefined || key.brandId === null || key.brandId === brandId)
  }
  return {
    actorOf(headers) {
      const bearer = /^Bearer (ppt_[A-Za-z0-9_-]{43})$/.exec(headers.get('authorization') ?? '')?.[1]
      return bearer ? actorOfKey(db, bearer) : actorOfSession(signIn, headers)
    },
    async brandsWith(actor, right) {
      const rows = await brandsOf(db.access, actor.userId)
      const found = rows
        .filter((row) => hasRight(row.role, right) && permits(actor, right, row.brand.id))
        .map((row) => row.brand.id as BrandId)
      return [...new Set(found)]
    },
    async sees(actor, brandId) {
      const bound = keyScopes.get(actor)?.brandId ?? null
      if (bound !== null && bound !== brandId) return false
      return (await brandsOf(db.access, actor.userId)).some((row) => row.brand.id === brandId)
    },
    async organizationsWith(actor, right) {
      // A key bound to one brand has no say over the organization.
      if (!permits(actor, right) || keyScopes.get(actor)?.brandId) return []
      const rows = await organizationsOf(db.access, actor.userId)
      return [...new Set(rows.filter((row) => row.brandId === null && hasRight(row.role, right)).map((row) => row.organizationId))]
    },
  }
}
