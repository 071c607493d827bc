/** How much of each head's answer comes from the network, the rest from its linear table: chosen on the development messages. */
import { type HeadShape, heads, type ModelHead } from '../heads.ts'
import type { Model } from '../model.ts'
import { Scorer } from '../score.ts'
import type { Example } from './data.ts'
import type { Target } from './targets.ts'

type Row = { linear: Float32Array; network: Float32Array; target: Target }

function collect(model: Model, examples: readonly Example[]): Map<ModelHead, Row[]> {
  const scorer = new Scorer(model)
  const rows = new Map<ModelHead, Row[]>(heads.map(({ name }) => [name, []]))
  for (const { text, targets } of examples) {
    scorer.read(text)
    for (const target of targets) {
      const { from, size } = heads.find(({ name }) => name === target.head)!
      const part = (array: Float32Array): Float32Array => array.slice(from, from + size)
      rows.get(target.head)?.push({ linear: part(scorer.linear), network: part(scorer.network), target })
    }
  }
  return rows
}

/** Minus the logarithm of the probability of what may be true, among what is considered. */
function loss({ linear, network, target }: Row, { size }: HeadShape, share: number, slope: number): number {
  const logit = (c: number): number => slope * ((1 - share) * linear[c]! + share * network[c]!)
  if (size === 1) return Math.log1p(Math.exp((target.allowed & 2) !== 0 ? -logit(0) : logit(0)))
  let top = Number.NEGATIVE_INFINITY
  for (let c = 0; c < size; c += 1) top = Math.max(top, logit(c))
  let all = 0
  let good = 0
  for (let c = 0; c < size; c += 1) {
    const e = Math.exp(logit(c) - top)
    if ((target.considered >> c) & 1) all += e
    if ((target.allowed >> c) & 1) good += e
  }
  return -Math.log(Math.max(good, 1e-12) / all)
}

const shares = [0, 0.2, 0.35, 0.5, 0.65, 0.8, 1]
const slopes = [0.3, 0.45, 0.6, 0.8, 1, 1.3, 1.7]

function shareOf(shape: HeadShape, rows: readonly Row[]): number {
  const costs = shares.map((share) => {
    const least = Math.min(...slopes.map((slope) => rows.reduce((sum, row) => sum + row.target.weight * loss(row, shape, share, slope), 0)))
    return { share, least }
  })
  return costs.reduce((best, one) => (one.least < best.least ? one : best)).share
}

export function blendOf(model: Model, examples: readonly Example[]): Record<ModelHead, number> {
  const rows = collect(model, examples)
  return Object.fromEntries(heads.map((shape) => [shape.name, shareOf(shape, rows.get(shape.name) ?? [])])) as Record<ModelHead, number>
}
