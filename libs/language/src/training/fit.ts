/** Trains every part on the messages it is given. The numbers here were chosen on the development messages. */
import { type Bank, headOf, type ModelHead } from '../heads.ts'
import type { Example } from './data.ts'
import { type Dataset, langNumber } from './dataset.ts'
import { LangModel } from './lang.ts'
import { type Lesson, Linear, type LinearOptions } from './linear.ts'
import { Network, type Student } from './network.ts'
import { randomOf } from './random.ts'

export const sizes = { width: 24, hidden: 64 }
export const least = { brand: 5, public: 14, vectorBrand: 7, vectorPublic: 60, native: 3 }
const seed = 20_261_128

export type Parts = { lang: LangModel; brand: Linear; general: Linear; native: Linear; network: Network }
type Say = (line: string) => void

/** How much of the public messages teaches the register: messages to brands are French before all, and so are those to tell them from. */
const registerShare = (lang: string): number => (lang === 'fr' ? 1 : 0.25)
/** Languages of which there is little beside the English: what they teach of mood and insult is gone through so many times in each epoch. */
const repeated: Readonly<Record<string, number>> = { fr: 4, de: 2 }
const isScarce = (head: string): boolean => head === 'publicSentiment' || head === 'publicToxic'

/** How often a lesson is gone through in each epoch. */
function timesOf(example: Example, head: ModelHead): number {
  if (headOf[head].bank === 'native') return example.source === 'pairs' ? 2 : 1
  return isScarce(head) ? (repeated[example.lang] ?? 1) : 1
}

function lessonsOf(examples: readonly Example[], bank: Bank): Lesson[] {
  const random = randomOf(seed + 1)
  return examples.flatMap((example, message) =>
    example.targets
      .filter(
        ({ head }) =>
          headOf[head].bank === bank && (head !== 'register' || example.source === 'corpus' || random() < registerShare(example.lang)),
      )
      .flatMap((target) => Array.from({ length: timesOf(example, target.head) }, () => ({ message, target }))),
  )
}

/** The corpus four times in each epoch: it is small beside the public sets. */
function studentsOf(examples: readonly Example[]): Student[] {
  return examples.flatMap((example, message) => {
    const taught = example.targets.some(({ head }) => head !== 'register')
    const student = { message, targets: example.targets }
    return taught ? Array.from({ length: example.source === 'corpus' ? 4 : 1 }, () => student) : []
  })
}

/** Trainings that differ by chance alone are averaged: the mean is as good as their vote, and costs no more than one. */
const trainings = 3

function meanOf(bank: Bank, data: Dataset, lessons: readonly Lesson[], options: LinearOptions): Linear {
  const made = Array.from({ length: trainings }, (_, i) => {
    const linear = new Linear(bank, data.vocabulary)
    linear.train(data, lessons, { ...options, seed: options.seed + 100 * i })
    return linear
  })
  const mean = new Linear(bank, data.vocabulary)
  for (const { weights, bias } of made) {
    for (let i = 0; i < weights.length; i += 1) mean.weights[i] = mean.weights[i]! + weights[i]! / trainings
    for (let i = 0; i < bias.length; i += 1) mean.bias[i] = mean.bias[i]! + bias[i]! / trainings
  }
  return mean
}

/** The bank of the languages' own heads: a few thousand messages, gone through often, with much left out. */
export const fitNative = (data: Dataset, lessons: readonly Lesson[]): Linear =>
  meanOf('native', data, lessons, { epochs: 30, rate: 0.3, drop: 0.3, seed: seed + 6, decay: 0.2, smooth: 0.02 })

export function fit(data: Dataset, examples: readonly Example[], say: Say): Parts {
  const lang = new LangModel()
  lang.train(
    data,
    examples.map((example, message) => ({ message, lang: langNumber(example.lang), weight: 1 })),
    { epochs: 2, rate: 0.3, seed: seed + 2, drop: 0.5 },
  )
  say('language')
  const brand = meanOf('brand', data, lessonsOf(examples, 'brand'), {
    epochs: 8,
    rate: 0.5,
    drop: 0.2,
    seed: seed + 3,
    decay: 0.5,
    smooth: 0.02,
    // An insult is in the eye of who reads it: less sure of each, it is right more often.
    doubted: { attacksTeam: 0.12 },
  })
  say('messages to brands')
  const general = meanOf('public', data, lessonsOf(examples, 'public'), {
    epochs: 3,
    rate: 0.1,
    drop: 0.2,
    seed: seed + 4,
    decay: 0.5,
    smooth: 0.02,
  })
  say('public messages')
  const native = fitNative(data, lessonsOf(examples, 'native'))
  say('public messages, French and German apart')
  const network = new Network({ width: sizes.width, hidden: sizes.hidden, drop: 0.2, seed: seed + 5, smooth: 0.02 }, data.vocabulary)
  network.train(data, studentsOf(examples), { epochs: 3, rate: 0.1 })
  say('network')
  return { lang, brand, general, native, network }
}
