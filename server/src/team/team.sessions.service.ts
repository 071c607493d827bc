import type { z } from 'zod'
import type { Actor } from '../platform/access.ts'
import type { Db } from '../platform/db.ts'
import type { sessionView } from './team.schema.ts'
import { endSessions, sessionsOf } from './team.store.ts'

/** One's own open sessions, this one first; never their tokens. */
export async function listSessions(db: Db, actor: Actor): Promise<z.infer<typeof sessionView>[]> {
  const rows = await sessionsOf(db.access, actor.userId)
  return rows
    .map(({ id, createdAt, updatedAt, userAgent, ipAddress }) => ({
      id,
      createdAt: createdAt.toISOString(),
      seenAt: updatedAt.toISOString(),
      userAgent,
      ipAddress,
      isThis: id === actor.sessionId,
    }))
    .sort((one, other) => Number(other.isThis) - Number(one.isThis) || other.seenAt.localeCompare(one.seenAt))
}

export async function closeSession(db: Db, actor: Actor, id: string): Promise<boolean> {
  return (await endSessions(db.access, actor.userId, { only: id })) > 0
}

export async function closeSessions(db: Db, actor: Actor, thisToo: boolean): Promise<void> {
  await endSessions(db.access, actor.userId, { except: thisToo ? null : actor.sessionId })
}
