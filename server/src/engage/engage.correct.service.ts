import type { z } from 'zod'
import { v7 as uuid } from 'uuid'
import type { BrandGrant } from '../platform/access.ts'
import type { Db } from '../platform/db.ts'
import { notFound } from '../platform/errors.ts'
import { announce } from '../platform/events.ts'
import { recordAudit } from '../team/team.public.ts'
import {
  endCorrection,
  findCorrection,
  findCorrectionById,
  insertCorrection,
  lockMessage,
  reviveCorrection,
  settled,
} from './engage.correct.store.ts'
import { conversationChanged } from './engage.events.ts'
import type { Understand } from './engage.ingest.service.ts'
import type { correctionBody } from './engage.schema.ts'
import { markConversations, setMessage } from './engage.store.ts'

type CorrectDeps = { db: Db; understand: Understand }

/** One's own former word is only put better; a colleague's holds again when this one is taken back. */
function placeOf(former: Awaited<ReturnType<typeof findCorrection>>, userId: string): string | null {
  if (!former) return null
  return former.userId === userId ? former.replaces : former.id
}

/** A person says what a message is. Its brand's model learns from it; what was understood before comes back when it is undone. */
export function correct(
  deps: CorrectDeps,
  grant: BrandGrant<'engage'>,
  messageId: string,
  body: z.infer<typeof correctionBody>,
): Promise<{ correctionId: string }> {
  return deps.db.inBrands(grant.brands, async (tx) => {
    const message = await lockMessage(tx, messageId)
    if (!message || message.direction !== 'in' || message.removedAt) throw notFound()
    const former = await findCorrection(tx, messageId)
    const before = former?.before ?? message.understanding ?? (await deps.understand(tx, grant.brandId, message.text))
    if (!before) throw notFound()
    const decided = { ...former?.decided, ...body }
    if (former) await endCorrection(tx, former.id)
    const id = uuid()
    const replaces = placeOf(former, grant.actor.userId)
    await insertCorrection(tx, { id, replaces, brandId: grant.brandId, messageId, userId: grant.actor.userId, decided, before })
    await setMessage(tx, messageId, { understanding: settled(before, decided) })
    await markConversations(tx, [message.conversationId])
    await recordAudit(tx, grant, 'engage.corrected', messageId, body)
    await announce(tx, grant.brandId, conversationChanged, { conversationId: message.conversationId })
    return { correctionId: id }
  })
}

/** Takes a correction back: the message is what it was (what a colleague had settled before holds again), and the model as if it had never been told. */
export function undoCorrection(deps: CorrectDeps, grant: BrandGrant<'engage'>, messageId: string): Promise<void> {
  return deps.db.inBrands(grant.brands, async (tx) => {
    const message = await lockMessage(tx, messageId)
    const former = message && (await findCorrection(tx, messageId))
    if (!message || !former) throw notFound()
    await endCorrection(tx, former.id)
    const colleagues = former.replaces ? await findCorrectionById(tx, former.replaces) : null
    if (colleagues) await reviveCorrection(tx, colleagues, uuid())
    await setMessage(tx, messageId, { understanding: colleagues ? settled(former.before, colleagues.decided) : former.before })
    await markConversations(tx, [message.conversationId])
    await recordAudit(tx, grant, 'engage.correction_undone', messageId, {})
    await announce(tx, grant.brandId, conversationChanged, { conversationId: message.conversationId })
  })
}
