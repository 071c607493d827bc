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
/** A model that was sure and wrong needs more than one step to believe a person; it gets as many as it takes, up to this. */
const mostSteps = 4
/** Earlier decisions gone through again with each new one, so that the last does not push out the others. */
const replayed = 8

/** Nothing learnt yet. */
export function createDelta(): BrandDelta {
  return { decisions: [], audit: [], rows: new Map() }
}

type Rows = Map<number, Float32Array>
const decidedOf = (decision: Decision, name: AnswerName): string | undefined =>
  decision[name] === undefined ? undefined : String(decision[name])

/** The row of a feature that may be changed: made when there is none, copied while it belongs to another delta. */
type RowOf = (hash: number) => Float32Array

/** One step towards the decision. */
function step(judge: Judge, rows: DeltaRows, decision: Decision, rowOf: RowOf): void {
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
    const row = rowOf(hashes[i] ?? 0)
    for (let c = 0; c < deltaSize; c += 1) row[c] = (row[c] ?? 0) + rate * (values[i] ?? 0) * (errors[c] ?? 0)
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

/** What is answered now about what was decided, and how likely the decision is. */
function standing(judge: Judge, rows: DeltaRows, decision: Decision) {
  judge.judge(decision.text, undefined, rows)
  return answerNames.flatMap((head) => {
    const decided = decidedOf(decision, head)
    if (decided === undefined) return []
    const p = judge.p[head][labelsOf[head].indexOf(decided)] ?? 0
    return [{ head, decided, answer: labelsOf[head][judge.given(head)] ?? '', p }]
  })
}

/** Takes one more decision into the rows, after those made before. */
function take(
  judge: Judge,
  rows: DeltaRows,
  rowOf: RowOf,
  { before, decision }: { before: readonly Decision[]; decision: Decision },
): Audit {
  const then = standing(judge, rows, decision)
  for (let steps = 0; steps < mostSteps && (steps === 0 || standing(judge, rows, decision).some(({ p }) => p <= 0.5)); steps += 1)
    step(judge, rows, decision, rowOf)
  for (const earlier of replayOf(before)) step(judge, rows, earlier, rowOf)
  const now = standing(judge, rows, decision)
  const { id, at, by } = decision
  const changes = then.map(({ head, decided, answer, p }, i) => ({ head, decided, before: answer, pBefore: p, pAfter: now[i]?.p ?? 0 }))
  return { id, at, by, changes }
}

/**
 * The delta with one more decision; the one given stays as it was. A decision with a known id replaces the earlier one.
 * Feed it with what people decided, never with what the model answered.
 */
export function learn(delta: BrandDelta, decision: Decision, model: Model = loadModel()): BrandDelta {
  if (delta.decisions.some(({ id }) => id === decision.id)) return learn(undo(delta, decision.id, model), decision, model)
  const rows: Rows = new Map(delta.rows)
  const own = new Set<number>()
  const rowOf = (hash: number): Float32Array => {
    const known = rows.get(hash)
    if (known && own.has(hash)) return known
    const row = known ? Float32Array.from(known) : new Float32Array(deltaSize)
    own.add(hash)
    rows.set(hash, row)
    return row
  }
  const audit = take(judgeOf(model), rows, rowOf, { before: delta.decisions, decision })
  return { decisions: [...delta.decisions, decision], audit: [...delta.audit, audit], rows }
}

/** The delta as if the decision of this id had never been made: to the last bit that of the others alone. */
export function undo(delta: BrandDelta, id: string, model: Model = loadModel()): BrandDelta {
  return rebuild(
    delta.decisions.filter((decision) => decision.id !== id),
    model,
  )
}

/** The delta of these decisions in this order: always the same one. Of several with one id the last counts, at its place. */
export function rebuild(decisions: readonly Decision[], model: Model = loadModel()): BrandDelta {
  const last = new Map(decisions.map((decision, i) => [decision.id, i]))
  const kept = decisions.filter(({ id }, i) => last.get(id) === i)
  const judge = judgeOf(model)
  const rows: Rows = new Map()
  const rowOf = (hash: number): Float32Array => {
    const known = rows.get(hash)
    if (known) return known
    const row = new Float32Array(deltaSize)
    rows.set(hash, row)
    return row
  }
  const audit = kept.map((decision, i) => take(judge, rows, rowOf, { before: kept.slice(0, i), decision }))
  return { decisions: kept, audit, rows }
}
