/**
 * The heads of the model and where each one's outputs stand. Two banks of weights: one for messages to brands, taught by the project's own
 * corpus, one for what people write to each other in public, taught by the public sets; what the two know in common is mixed by how much a
 * message looks like one to a brand (`register`).
 */
import { emotions, type HeadName, intents, sentiments } from './labels.ts'

export type AnswerName = Exclude<HeadName, 'lang'>
export type ModelHead = AnswerName | 'register' | 'publicSentiment' | 'publicEmotion' | 'publicToxic'
export type Bank = 'brand' | 'public'
/** `from` counts within all outputs; `place` within the outputs of the bank. */
export type HeadShape = { name: ModelHead; bank: Bank; labels: readonly string[]; from: number; place: number; size: number }

/** A head with one output answers yes or no. */
export const yesNo = ['false', 'true'] as const
/** Optimism is learnt apart, because tweets are labelled with it, and answered as joy. */
export const publicEmotions = [...emotions, 'optimism'] as const
export const publicSentiments = ['negative', 'neutral', 'positive'] as const

const lists: [ModelHead, Bank, readonly string[]][] = [
  ['intent', 'brand', intents],
  ['sentiment', 'brand', sentiments],
  ['emotion', 'brand', emotions],
  ['toxic', 'brand', yesNo],
  ['attacksTeam', 'brand', yesNo],
  ['urgent', 'brand', yesNo],
  ['register', 'brand', yesNo],
  ['publicSentiment', 'public', publicSentiments],
  ['publicEmotion', 'public', publicEmotions],
  ['publicToxic', 'public', yesNo],
]

function shapes(): HeadShape[] {
  const filled = { brand: 0, public: 0 }
  let from = 0
  return lists.map(([name, bank, labels]) => {
    const size = labels === yesNo ? 1 : labels.length
    const shape = { name, bank, labels, from, place: filled[bank], size }
    from += size
    filled[bank] += size
    return shape
  })
}

export const heads: readonly HeadShape[] = shapes()
export const outputs = heads.reduce((sum, { size }) => sum + size, 0)
export const outputsOf = (bank: Bank): number => heads.filter((head) => head.bank === bank).reduce((sum, { size }) => sum + size, 0)
export const headOf = Object.fromEntries(heads.map((head) => [head.name, head])) as Record<ModelHead, HeadShape>
export const answerNames: readonly AnswerName[] = ['intent', 'sentiment', 'emotion', 'toxic', 'attacksTeam', 'urgent']
