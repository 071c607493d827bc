/**
 * The heads of the model and where each one's outputs stand. Three banks of weights: one for messages to brands, taught by the project's own
 * corpus, one for what people write to each other in public, taught by the public sets of all languages, and one for what a single language
 * is judged by there; what the first knows in common with the others is mixed by how much a message looks like one to a brand (`register`).
 */
import { emotions, type HeadName, intents, sentiments } from './labels.ts'

export type AnswerName = Exclude<HeadName, 'lang'>
export type ModelHead = AnswerName | 'register' | 'publicSentiment' | 'publicEmotion' | 'publicToxic' | NativeHead
/** A head for one language alone: with a few thousand messages of its own it does better than the one for all. */
export type NativeHead = 'frenchSentiment' | 'frenchToxic' | 'germanToxic'
export type Bank = 'brand' | 'public' | 'native'
export const banks: readonly Bank[] = ['brand', 'public', 'native']
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
  ['frenchSentiment', 'native', publicSentiments],
  ['frenchToxic', 'native', yesNo],
  ['germanToxic', 'native', yesNo],
]

function shapes(): HeadShape[] {
  const filled = { brand: 0, public: 0, native: 0 }
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
/** What a language is judged by in public instead of the heads for all. */
export const nativeHeads: Readonly<Record<string, Readonly<Partial<Record<'publicSentiment' | 'publicToxic', NativeHead>>>>> = {
  fr: { publicSentiment: 'frenchSentiment', publicToxic: 'frenchToxic' },
  de: { publicToxic: 'germanToxic' },
}
export const answerNames: readonly AnswerName[] = ['intent', 'sentiment', 'emotion', 'toxic', 'attacksTeam', 'urgent']
