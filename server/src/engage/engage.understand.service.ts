import {
  type BrandDelta,
  createDelta,
  type Decision,
  learn,
  rebuild,
  understand as judge,
  type Understanding as Judged,
} from '@pupitre/language'
import type { Tx } from '../platform/db.ts'
import type { Log } from '../platform/log.ts'
import { correctionsSince, type CorrectionRow } from './engage.correct.store.ts'
import type { Understand } from './engage.ingest.service.ts'
import type { Understanding } from './engage.schema.ts'

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
