import {
  type BrandDelta,
  createDelta,
  type Decision,
  learn,
  rebuild,
  understand as judge,
  type Understanding as Judged,
} from '@pupitre/language'
import type { z } from 'zod'
import { v7 as uuid } from 'uuid'
import type { BrandGrant } from '../platform/access.ts'
import type { Db, Tx } from '../platform/db.ts'
import { notFound } from '../platform/errors.ts'
import { announce } from '../platform/events.ts'
import type { Log } from '../platform/log.ts'
import { recordAudit } from '../team/team.public.ts'
import {
  correctionsSince,
  endCorrection,
  findCorrection,
  insertCorrection,
  lockMessage,
  settled,
  type CorrectionRow,
} from './engage.correct.store.ts'
import { conversationChanged } from './engage.events.ts'
import type { Understand } from './engage.ingest.service.ts'
import type { correctionBody, Understanding } from './engage.schema.ts'
import { markConversations, setMessage } from './engage.store.ts'

/** So many decisions of a team are learnt from: the latest. A few hundred teach what there is to teach, and are gone through in a moment. */
const mostDecisions = 500

type Known = { delta: BrandDelta; until: Date | null }

const stored = <T extends string | boolean>({
  value,
  p,
  abstain,
  reasons,
}: {
  value: T
  p: number
  abstain: boolean
  reasons: Judged['intent']['reasons']
}) => ({
  value,
  p: Math.round(p * 1000) / 1000,
  sure: !abstain,
  reasons: reasons.slice(0, 4),
})

const keep = (said: Judged): Understanding => ({
  language: stored(said.lang),
  intent: stored(said.intent),
  sentiment: stored(said.sentiment),
  emotion: stored(said.emotion),
  urgent: stored(said.urgent),
  toxic: stored(said.toxic),
  attacksTeam: stored(said.attacksTeam),
  subjects: said.subjects.slice(0, 5).map((subject) => subject.slice(0, 60)),
})

/** One decision a message, whoever made it last. */
const decisionOf = (row: CorrectionRow): Decision => ({
  id: row.messageId,
  text: row.text,
  at: row.at.getTime(),
  by: row.userId,
  ...row.decided,
})

/**
 * What messages are, on this machine: the language library with what each brand's team taught it. What was taught is stored as
 * decisions and learnt anew from them: here only what has changed since the last message.
 */
export function createUnderstanding(log: Log): Understand {
  const known = new Map<string, Known>()
  const deltaOf = async (tx: Tx, brandId: string): Promise<BrandDelta> => {
    const have = known.get(brandId)
    const changed = await correctionsSince(tx, brandId, have?.until ?? null, mostDecisions)
    if (have && changed.rows.length === 0) return have.delta
    const grows =
      have && changed.rows.every((row) => row.endedAt === null) && have.delta.decisions.length + changed.rows.length <= mostDecisions
    let delta = have?.delta ?? createDelta()
    if (grows) for (const row of changed.rows) delta = learn(delta, decisionOf(row))
    else
      delta = rebuild((await correctionsSince(tx, brandId, null, mostDecisions)).rows.filter((row) => row.endedAt === null).map(decisionOf))
    known.set(brandId, { delta, until: changed.until })
    return delta
  }
  return async (tx, brandId, text) => {
    if (!text.trim()) return null
    try {
      return keep(judge(text, { brandDelta: await deltaOf(tx, brandId) }))
    } catch (cause) {
      // A model that is not there, or is damaged, must not keep a message from the people who answer.
      log.error('engage.not_understood', cause)
      return null
    }
  }
}

type CorrectDeps = { db: Db; understand: Understand }

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
    await insertCorrection(tx, { id, brandId: grant.brandId, messageId, userId: grant.actor.userId, decided, before })
    await setMessage(tx, messageId, { understanding: settled(before, decided) })
    await markConversations(tx, [message.conversationId])
    await recordAudit(tx, grant, 'engage.corrected', messageId, body)
    await announce(tx, grant.brandId, conversationChanged, { conversationId: message.conversationId })
    return { correctionId: id }
  })
}

/** Takes a correction back: the message is what it was, and the model as if it had never been told. */
export function undoCorrection(deps: CorrectDeps, grant: BrandGrant<'engage'>, messageId: string): Promise<void> {
  return deps.db.inBrands(grant.brands, async (tx) => {
    const message = await lockMessage(tx, messageId)
    const former = message && (await findCorrection(tx, messageId))
    if (!message || !former) throw notFound()
    await endCorrection(tx, former.id)
    await setMessage(tx, messageId, { understanding: former.before })
    await markConversations(tx, [message.conversationId])
    await recordAudit(tx, grant, 'engage.correction_undone', messageId, {})
    await announce(tx, grant.brandId, conversationChanged, { conversationId: message.conversationId })
  })
}
