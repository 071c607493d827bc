/** What a brand's team taught: a sparse layer over the frozen model, rebuilt from the decisions at any time. */
import { labelsOf } from './answers.ts'
import { type AnswerName, answerNames } from './heads.ts'
import { deltaFrom, deltaSize, type DeltaRows, type Judge, judgeOf } from './judge.ts'
import type { Decision } from './labels.ts'
import { loadModel, type Model } from './model.ts'

/** What one decision changed: the answer before it, and how likely what was decided was before and after. */
export type Audit = {
  id: string
  at: number
  by: string
  changes: { head: AnswerName; decided: string; before: string; pBefore: number; pAfter: number }[]
}

export type BrandDelta = {
  readonly decisions: readonly Decision[]
  readonly audit: readonly Audit[]
  /** Hash of a feature → what is added to the logits of the answers. */
  readonly rows: DeltaRows
}

/** Step on features of length one; measured: 2 learns a new domain in a hundred decisions without forgetting the rest. */
const rate = 2
/** Earlier decisions gone through again with each new one, so that the last does not push out the others. */
const replayed = 8

/** Nothing learnt yet. */
export function createDelta(): BrandDelta {
  return { decisions: [], audit: [], rows: new Map() }
}

type Rows = Map<number, Float32Array>
const decidedOf = (decision: Decision, name: AnswerName): string | undefined =>
  decision[name] === undefined ? undefined : String(decision[name])

/** One step towards the decision; rows are replaced, not changed, so that the delta before stays as it was. */
function step(judge: Judge, rows: Rows, decision: Decision): void {
  judge.judge(decision.text, undefined, rows)
  const errors = new Float32Array(deltaSize)
  for (const name of answerNames) {
    const decided = decidedOf(decision, name)
    if (decided === undefined) continue
    labelsOf[name].forEach((label, c) => {
      errors[deltaFrom[name] + c] = (label === decided ? 1 : 0) - (judge.p[name][c] ?? 0)
    })
  }
  const { hashes, values, count } = judge.scorer.features
  for (let i = 0; i < count; i += 1) {
    const hash = hashes[i] ?? 0
    const row = Float32Array.from(rows.get(hash) ?? new Float32Array(deltaSize))
    for (let c = 0; c < deltaSize; c += 1) row[c] = (row[c] ?? 0) + rate * (values[i] ?? 0) * (errors[c] ?? 0)
    rows.set(hash, row)
  }
}

/** Which earlier decisions are gone through again: spread evenly, the same ones each time. */
function replayOf(decisions: readonly Decision[]): Decision[] {
  if (decisions.length <= replayed) return [...decisions]
  const stride = decisions.length / replayed
  return Array.from({ length: replayed }, (_, i) => decisions[(Math.floor(i * stride) + decisions.length * 7) % decisions.length]).filter(
    (decision) => decision !== undefined,
  )
}

function auditOf(judge: Judge, before: DeltaRows, after: DeltaRows, decision: Decision): Audit {
  judge.judge(decision.text, undefined, before)
  const changes = answerNames.flatMap((head) => {
    const decided = decidedOf(decision, head)
    if (decided === undefined) return []
    const place = labelsOf[head].indexOf(decided)
    return [{ head, decided, place, before: labelsOf[head][judge.given(head)] ?? '', pBefore: judge.p[head][place] ?? 0 }]
  })
  judge.judge(decision.text, undefined, after)
  const { id, at, by } = decision
  return { id, at, by, changes: changes.map(({ place, ...change }) => ({ ...change, pAfter: judge.p[change.head][place] ?? 0 })) }
}

/**
 * The delta with one more decision; the one given stays as it was. A decision with a known id replaces the earlier one.
 * Feed it with what people decided, never with what the model answered.
 */
export function learn(delta: BrandDelta, decision: Decision, model: Model = loadModel()): BrandDelta {
  if (delta.decisions.some(({ id }) => id === decision.id)) return learn(undo(delta, decision.id, model), decision, model)
  const judge = judgeOf(model)
  const rows: Rows = new Map(delta.rows)
  step(judge, rows, decision)
  for (const earlier of replayOf(delta.decisions)) step(judge, rows, earlier)
  return {
    decisions: [...delta.decisions, decision],
    audit: [...delta.audit, auditOf(judge, delta.rows, rows, decision)],
    rows,
  }
}

/** The delta as if the decision of this id had never been made: to the last bit that of the others alone. */
export function undo(delta: BrandDelta, id: string, model: Model = loadModel()): BrandDelta {
  return rebuild(
    delta.decisions.filter((decision) => decision.id !== id),
    model,
  )
}

/** The delta of these decisions in this order: always the same one. */
export function rebuild(decisions: readonly Decision[], model: Model = loadModel()): BrandDelta {
  let delta = createDelta()
  for (const decision of decisions) delta = learn(delta, decision, model)
  return delta
}
