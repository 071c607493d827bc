/** The mood of French tweets measured on all of them. */
import { headOf, publicSentiments } from '../heads.ts'
import { choose } from './choose.ts'
import type { Example } from './data.ts'
import { encode, pack } from './dataset.ts'
import { fitNative, least } from './fit.ts'
import type { Pair } from './metrics.ts'
import { randomOf, shuffle } from './random.ts'

/** The French head alone, on all French tweets in five turns: a seventh of them, as kept for development, says too little. */
export function pairsInTurns(examples: readonly Example[]): Pair[] {
  const folds = 5
  const tweets = examples.filter(({ targets }) => targets.some(({ head }) => head === 'frenchSentiment'))
  const raw = pack(tweets)
  const vocabulary = choose(
    raw,
    tweets.map(() => ({ brand: false, native: 'fr' })),
    least,
  )
  const data = encode(raw, vocabulary)
  const order = shuffle(
    Uint32Array.from(tweets, (_, i) => i),
    randomOf(1),
  )
  const turnOf = new Uint8Array(tweets.length)
  order.forEach((message, i) => (turnOf[message] = i % folds))
  const lessons = tweets.flatMap(({ targets }, message) =>
    targets.filter(({ head }) => head === 'frenchSentiment').map((target) => ({ message, target })),
  )
  const logits = new Float32Array(3)
  const found: Pair[] = []
  for (let turn = 0; turn < folds; turn += 1) {
    const taught = lessons.filter(({ message }) => turnOf[message] !== turn)
    const linear = fitNative(data, taught)
    for (const { message, target } of lessons) {
      if (turnOf[message] !== turn || tweets[message]?.source !== 'xlm-t') continue
      linear.score(data, message, headOf.frenchSentiment, logits)
      const given = publicSentiments[logits.indexOf(Math.max(...logits))] ?? ''
      found.push({ wanted: publicSentiments[Math.log2(target.allowed)] ?? '', given })
    }
  }
  return found
}
