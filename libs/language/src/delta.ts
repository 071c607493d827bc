/** What a brand's team taught: a sparse layer over the frozen model, rebuilt from the decisions at any time. */
import type { Decision, HeadName } from './labels.ts'

/** What one decision changed: the answer before and after it was learnt. */
export type Audit = {
  id: string
  at: number
  by: string
  changes: { head: HeadName; decided: string; before: string; pBefore: number; pAfter: number }[]
}

export type BrandDelta = {
  readonly decisions: readonly Decision[]
  readonly audit: readonly Audit[]
  /** Bucket of the features → what is added to its row of weights. */
  readonly rows: ReadonlyMap<number, Float32Array>
}

/** Nothing learnt yet. */
export function createDelta(): BrandDelta {
  return { decisions: [], audit: [], rows: new Map() }
}

/** The delta with one more decision; the one given stays as it was. */
export function learn(delta: BrandDelta, decision: Decision): BrandDelta {
  return { ...delta, decisions: [...delta.decisions, decision] }
}

/** The delta as if the decision of this id had never been made. */
export function undo(delta: BrandDelta, id: string): BrandDelta {
  return rebuild(delta.decisions.filter((decision) => decision.id !== id))
}

/** The delta of these decisions in this order: always the same one. */
export function rebuild(decisions: readonly Decision[]): BrandDelta {
  let delta = createDelta()
  for (const decision of decisions) delta = learn(delta, decision)
  return delta
}
