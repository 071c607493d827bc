/** The heads of the model: where each one's outputs stand in a row of weights. */
import { emotions, type HeadName, intents, langs, sentiments } from './labels.ts'

export type ModelHead = Exclude<HeadName, 'lang'>
export type HeadShape = { name: ModelHead; labels: readonly string[]; from: number; size: number }

/** Optimism is learnt apart, because tweets are labelled with it, and answered as joy. */
export const emotionOutputs = [...emotions, 'optimism'] as const

/** A head with one output answers yes or no. */
export const yesNo = ['false', 'true'] as const

const lists: [ModelHead, readonly string[]][] = [
  ['intent', intents],
  ['sentiment', sentiments],
  ['emotion', emotionOutputs],
  ['toxic', yesNo],
  ['attacksTeam', yesNo],
  ['urgent', yesNo],
]

function shapes(): HeadShape[] {
  let from = 0
  return lists.map(([name, labels]) => {
    const size = labels === yesNo ? 1 : labels.length
    from += size
    return { name, labels, from: from - size, size }
  })
}

export const heads: readonly HeadShape[] = shapes()
export const outputs = heads.reduce((sum, { size }) => sum + size, 0)
export const langCount = langs.length
export const headOf = Object.fromEntries(heads.map((head) => [head.name, head])) as Record<ModelHead, HeadShape>
