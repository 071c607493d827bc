import { and, eq, isNull, sql } from 'drizzle-orm'
import { v7 as uuid } from 'uuid'
import { newToken, sha256 } from '../platform/crypto.ts'
import type { Db } from '../platform/db.ts'
import type { Right } from './team.schema.ts'
import { hashPassword } from './team.signin.service.ts'
import { keysOf } from './team.store.ts'
import { account, apiKey, session, twoFactor, user } from './team.tables.ts'

/** A key speaks for a person, with some of their rights, in one brand or in all of theirs. Its text is shown once; only its hash is kept. */
export async function makeKey(
  db: Db,
  init: { userId: string; brandId: string | null; name: string; scopes: readonly Right[]; expiresAt: Date | null },
): Promise<{ id: string; key: string }> {
  const key = `ppt_${newToken()}`
  const id = uuid()
  await db.access.insert(apiKey).values({ ...init, id, scopes: [...init.scopes], hash: sha256(key) })
  return { id, key }
}

export const listKeys = (db: Db, userId: string) => keysOf(db.access, userId)

export async function revokeKey(db: Db, id: string): Promise<boolean> {
  const gone = await db.access
    .update(apiKey)
    .set({ revokedAt: sql`now()` })
    .where(and(eq(apiKey.id, id), isNull(apiKey.revokedAt)))
    .returning({ id: apiKey.id })
  return gone.length > 0
}

/** A new password ends every session of the person: whoever had the old one is out. */
export async function replacePassword(db: Db, userId: string, password: string, withoutSecondFactor: boolean): Promise<void> {
  const hash = await hashPassword(password)
  await db.access.transaction(async (tx) => {
    await tx
      .update(account)
      .set({ password: hash, updatedAt: sql`now()` })
      .where(and(eq(account.userId, userId), eq(account.providerId, 'credential')))
    await tx.delete(session).where(eq(session.userId, userId))
    if (!withoutSecondFactor) return
    await tx.delete(twoFactor).where(eq(twoFactor.userId, userId))
    await tx.update(user).set({ twoFactorEnabled: false }).where(eq(user.id, userId))
  })
}

/** Closes the desk to a person, now and everywhere, or opens it again. Their work stays. */
export async function setDisabled(db: Db, userId: string, disabled: boolean): Promise<void> {
  await db.access.transaction(async (tx) => {
    await tx
      .update(user)
      .set({ disabledAt: disabled ? sql`now()` : null })
      .where(eq(user.id, userId))
    if (disabled) await tx.delete(session).where(eq(session.userId, userId))
  })
}
