/** Trains every part on the messages it is given. The numbers here were chosen on the development messages. */
import { headOf } from '../heads.ts'
import type { Example } from './data.ts'
import { type Dataset, langNumber } from './dataset.ts'
import { LangModel } from './lang.ts'
import { type Lesson, Linear } from './linear.ts'
import { Network, type Student } from './network.ts'
import { randomOf } from './random.ts'

export const sizes = { width: 24, hidden: 64 }
export const least = { brand: 5, public: 14, vectorBrand: 4, vectorPublic: 60 }
const seed = 20_261_128

export type Parts = { lang: LangModel; brand: Linear; general: Linear; network: Network }
type Say = (line: string) => void

const registerShare = 0.25
/** Languages of which there is little beside the English: what they teach of mood and insult is gone through so many times in each epoch. */
const repeated: Readonly<Record<string, number>> = { fr: 4, de: 2 }
const isScarce = (head: string): boolean => head === 'publicSentiment' || head === 'publicToxic'

function lessonsOf(examples: readonly Example[], bank: 'brand' | 'public'): Lesson[] {
  const random = randomOf(seed + 1)
  return examples.flatMap((example, message) =>
    example.targets
      .filter(({ head }) => headOf[head].bank === bank && (head !== 'register' || example.source === 'corpus' || random() < registerShare))
      .flatMap((target) => Array.from({ length: isScarce(target.head) ? (repeated[example.lang] ?? 1) : 1 }, () => ({ message, target }))),
  )
}

/** The corpus eight times in each epoch: it is small beside the public sets. */
function studentsOf(examples: readonly Example[]): Student[] {
  return examples.flatMap((example, message) => {
    const taught = example.targets.some(({ head }) => head !== 'register')
    const student = { message, targets: example.targets }
    return taught ? Array.from({ length: example.source === 'corpus' ? 8 : 1 }, () => student) : []
  })
}

export function fit(data: Dataset, examples: readonly Example[], say: Say): Parts {
  const lang = new LangModel()
  lang.train(
    data,
    examples.map((example, message) => ({ message, lang: langNumber(example.lang), weight: 1 })),
    { epochs: 2, rate: 0.3, seed: seed + 2, drop: 0.5 },
  )
  say('language')
  const brand = new Linear('brand', data.vocabulary)
  brand.train(data, lessonsOf(examples, 'brand'), { epochs: 8, rate: 0.5, drop: 0.2, seed: seed + 3, decay: 0.5, smooth: 0.02 })
  say('messages to brands')
  const general = new Linear('public', data.vocabulary)
  general.train(data, lessonsOf(examples, 'public'), { epochs: 3, rate: 0.1, drop: 0.2, seed: seed + 4, decay: 0.5, smooth: 0.02 })
  say('public messages')
  const network = new Network({ width: sizes.width, hidden: sizes.hidden, drop: 0.2, seed: seed + 5, smooth: 0.02 }, data.vocabulary)
  network.train(data, studentsOf(examples), { epochs: 3, rate: 0.1 })
  say('network')
  return { lang, brand, general, network }
}
