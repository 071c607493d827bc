/** The language head: softmax over parts of words with their accents. */
import { langBits } from '../features.ts'
import { langs } from '../labels.ts'
import type { Dataset } from './dataset.ts'
import { randomOf, shuffle } from './random.ts'

export type LangLesson = { message: number; lang: number; weight: number }
const size = langs.length

export class LangModel {
  readonly weights = new Float32Array(size << langBits)
  readonly bias = new Float32Array(size)
  readonly #squares = new Float32Array(size << langBits).fill(1e-6)
  readonly #scores = new Float32Array(size)

  train(data: Dataset, lessons: readonly LangLesson[], options: { epochs: number; rate: number; seed: number; drop: number }): void {
    const random = randomOf(options.seed)
    const order = Uint32Array.from(lessons, (_, i) => i)
    for (let epoch = 0; epoch < options.epochs; epoch += 1) {
      const rate = options.rate / (1 + epoch)
      for (const i of shuffle(order, random)) {
        const lesson = lessons[i]
        if (lesson) this.#step(data, lesson, rate, options.drop, random)
      }
    }
  }

  #step(data: Dataset, { message, lang, weight }: LangLesson, rate: number, drop: number, random: () => number): void {
    const start = data.langStarts[message]!
    const end = data.langStarts[message + 1]!
    if (end === start) return
    // A stretch of the message only: short ones must be told apart too.
    const length = end - start
    const taken = random() < drop ? Math.max(Math.min(length, 20), Math.floor(length * random())) : length
    const from = start + Math.floor(random() * (length - taken + 1))
    const value = 1 / Math.sqrt(taken)
    const scores = this.#scores
    this.#score(data, from, from + taken, value)
    for (let c = 0; c < size; c += 1) scores[c] = ((c === lang ? 1 : 0) - scores[c]!) * weight
    for (let i = from; i < from + taken; i += 1) {
      const row = data.langBuckets[i]! * size
      for (let c = 0; c < size; c += 1) {
        const g = scores[c]! * value
        const sum = this.#squares[row + c]! + g * g
        this.#squares[row + c] = sum
        this.weights[row + c] = this.weights[row + c]! + (rate * g) / Math.sqrt(sum)
      }
    }
    for (let c = 0; c < size; c += 1) this.bias[c] = this.bias[c]! + rate * 0.02 * scores[c]!
  }

  /** Probabilities into the scores. */
  #score(data: Dataset, from: number, to: number, value: number): void {
    const scores = this.#scores
    scores.set(this.bias)
    for (let i = from; i < to; i += 1) {
      const row = data.langBuckets[i]! * size
      for (let c = 0; c < size; c += 1) scores[c] = scores[c]! + value * this.weights[row + c]!
    }
    const top = Math.max(...scores)
    let all = 0
    for (let c = 0; c < size; c += 1) {
      scores[c] = Math.exp(scores[c]! - top)
      all += scores[c]!
    }
    for (let c = 0; c < size; c += 1) scores[c] = scores[c]! / all
  }
}
