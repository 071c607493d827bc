/**
 * Under which terms a query is filed: a set of terms one of which every match must hold, the rarest there is, each with one more
 * term that must be there (or must not). When the two say it all, the query needs no program.
 */
import type { Ir } from './lower.ts'

/** A tree whose terms have their ids and their shares of the stream (0 to 1). */
export type Plan =
  | { op: 'term'; id: number; share: number }
  | { op: 'and' | 'or' | 'row'; of: Plan[] }
  | { op: 'not'; of: Plan }
  | { op: 'near'; distance: number; ordered: boolean; left: Plan; right: Plan }
  | { op: 'freq'; count: number; of: Plan }
  | Extract<Ir, { op: 'followers' | 'literal' | 'url' }>

type Term = Extract<Plan, { op: 'term' }>
/**
 * Guard: 0 for none; the high bit when the term must be absent. `sure`: term and guard are all there is to check, once they stand as
 * `pair` says: 0 for anyhow, else how near, in the kernel's bits.
 */
export type Anchor = { id: number; guard: number; sure: boolean; pair: number }
export type Anchors = { anchors: Anchor[]; share: number }

export const absent = 0x8000_0000

/** Gives the terms of a tree their ids. */
export function resolve(ir: Ir, term: (key: string) => Term): Plan {
  switch (ir.op) {
    case 'term':
      return term(ir.key)
    case 'and':
    case 'or':
    case 'row':
      return { op: ir.op, of: ir.of.map((one) => resolve(one, term)) }
    case 'not':
      return { op: 'not', of: resolve(ir.of, term) }
    case 'freq':
      return { op: 'freq', count: ir.count, of: resolve(ir.of, term) }
    case 'near': {
      const { distance, ordered } = ir
      return { op: 'near', distance, ordered, left: resolve(ir.left, term), right: resolve(ir.right, term) }
    }
    default:
      return ir
  }
}

/** The rarest set of terms that a match cannot do without; null when there is none. */
export function anchorsOf(plan: Plan): Anchors | null {
  switch (plan.op) {
    case 'term':
      return { anchors: [{ id: plan.id, guard: 0, sure: true, pair: 0 }], share: plan.share }
    case 'or':
      return either(plan.of)
    case 'and':
      return all(plan.of)
    case 'row':
      return together(plan.of, 0, true)
    case 'near':
      return together([plan.left, plan.right], plan.distance, plan.ordered)
    case 'freq':
      return unsure(anchorsOf(plan.of))
    default:
      return null
  }
}

function either(of: readonly Plan[]): Anchors | null {
  const anchors: Anchor[] = []
  let share = 0
  for (const one of of) {
    const found = anchorsOf(one)
    if (!found) return null
    anchors.push(...found.anchors)
    share += found.share
  }
  return { anchors, share }
}

function unsure(found: Anchors | null): Anchors | null {
  return found && { share: found.share, anchors: found.anchors.map((anchor) => ({ ...anchor, sure: false, pair: 0 })) }
}

function rarest(of: readonly Plan[]): { best: Anchors | null; chosen: Plan | null } {
  let best: Anchors | null = null
  let chosen: Plan | null = null
  for (const one of of) {
    const found = anchorsOf(one)
    if (found && (!best || found.share < best.share)) {
      best = found
      chosen = one
    }
  }
  return { best, chosen }
}

/** The term beside the chosen one that settles most: the rarest that must be there, else the commonest that must not. */
function guardOf(of: readonly Plan[], chosen: Plan): number {
  let guard = 0
  let least = Number.POSITIVE_INFINITY
  for (const one of of) {
    if (one === chosen) continue
    if (one.op === 'term' && one.share < least) {
      least = one.share
      guard = one.id
    } else if (one.op === 'not' && one.of.op === 'term' && 2 - one.of.share < least) {
      least = 2 - one.of.share
      guard = (one.of.id | absent) >>> 0
    }
  }
  return guard
}

function all(of: readonly Plan[]): Anchors | null {
  const { best, chosen } = rarest(of)
  if (!best || !chosen) return null
  const guard = guardOf(of, chosen)
  const settled = of.length === 2 && guard !== 0
  const anchors = best.anchors.map((anchor) =>
    anchor.guard === 0 && guard !== 0
      ? { id: anchor.id, guard, sure: anchor.sure && settled, pair: 0 }
      : { ...anchor, sure: false, pair: 0 },
  )
  return { anchors, share: best.share }
}

/** Bits of a pair, as in kernel/evaluate.as: distance in 7, then ordered, whether the anchor is the first, and that it is a pair. */
const orderedBit = 0x80
const firstBit = 0x100
const pairBit = 0x400

/** A row or a NEAR: all operands must be there, and how they stand must still be looked at; two terms say it in their entry. */
function together(of: readonly Plan[], distance: number, ordered: boolean): Anchors | null {
  const found = unsure(all(of))
  const [left, right] = of
  const [anchor] = found?.anchors ?? []
  if (!found || !anchor || of.length !== 2 || left?.op !== 'term' || right?.op !== 'term') return found
  const pair = pairBit | distance | (ordered ? orderedBit : 0) | (anchor.id === left.id ? firstBit : 0)
  return { share: found.share, anchors: [{ id: anchor.id, guard: anchor.guard, sure: true, pair }] }
}
