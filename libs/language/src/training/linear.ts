/** Linear heads over the shared features: softmax or sigmoid, AdaGrad, features dropped at random. */
import { type Bank, headOf, type HeadShape, type ModelHead, outputsOf } from '../heads.ts'
import type { Vocabulary } from '../vocabulary.ts'
import { Average, isMoment } from './average.ts'
import type { Dataset } from './dataset.ts'
import { randomOf, shuffle } from './random.ts'
import type { Target } from './targets.ts'

/** `start`: what the squares of the gradients begin with; much makes frequent features and rare ones learn alike, as without AdaGrad. */
export type LinearOptions = {
  epochs: number
  rate: number
  drop: number
  seed: number
  decay: number
  /** How far from certain a lesson is; `doubted` heads have their own. */
  smooth: number
  doubted?: Partial<Record<ModelHead, number>>
  start?: number
}
/** One lesson: a message and what one head should say of it. */
export type Lesson = { message: number; target: Target }

/** Gradient of the log-likelihood by the logits, into `scores`: a set of labels may be true, among those considered. */
export function gradient(scores: Float32Array, shape: HeadShape, target: Target, smooth: number): void {
  if (shape.size === 1) {
    const wanted = (target.allowed & 2) !== 0 ? 1 - smooth : smooth
    scores[0] = wanted - 1 / (1 + Math.exp(-scores[0]!))
    return
  }
  let top = Number.NEGATIVE_INFINITY
  for (let c = 0; c < shape.size; c += 1) if ((target.considered >> c) & 1) top = Math.max(top, scores[c]!)
  let all = 0
  let good = 0
  for (let c = 0; c < shape.size; c += 1) {
    const e = (target.considered >> c) & 1 ? Math.exp(scores[c]! - top) : 0
    scores[c] = e
    all += e
    if ((target.allowed >> c) & 1) good += e
  }
  for (let c = 0; c < shape.size; c += 1) {
    const e = scores[c]!
    const wanted = (target.allowed >> c) & 1 ? (e / Math.max(good, 1e-20)) * (1 - smooth) : 0
    scores[c] = wanted - (e / all) * (1 - smooth)
  }
}

export class Linear {
  readonly bank: Bank
  readonly outputs: number
  readonly weights: Float32Array
  readonly bias: Float32Array
  readonly #squares: Float32Array

  readonly #rows: Int32Array

  constructor(bank: Bank, vocabulary: Vocabulary) {
    this.bank = bank
    this.outputs = outputsOf(bank)
    this.#rows = vocabulary[bank]
    const size = this.outputs * vocabulary.counts[bank]
    this.weights = new Float32Array(size)
    this.bias = new Float32Array(this.outputs)
    this.#squares = new Float32Array(size)
  }
  readonly #scores = new Float32Array(32)

  /** The logits of one head for one message, into `into`. */
  score(data: Dataset, message: number, shape: HeadShape, into: Float32Array, kept?: Uint8Array): void {
    const { ids, values, starts } = data
    const { place: from, size } = shape
    for (let c = 0; c < size; c += 1) into[c] = this.bias[from + c]!
    const start = starts[message]!
    const end = starts[message + 1]!
    for (let i = start; i < end; i += 1) {
      if (kept && kept[i - start] === 0) continue
      const known = this.#rows[ids[i]!]!
      if (known < 0) continue
      const value = values[i]!
      const row = known * this.outputs + from
      for (let c = 0; c < size; c += 1) into[c] = into[c]! + value * this.weights[row + c]!
    }
  }

  train(data: Dataset, lessons: readonly Lesson[], options: LinearOptions): void {
    this.#squares.fill(options.start ?? 1e-6)
    const random = randomOf(options.seed)
    const order = shuffle(
      Uint32Array.from(lessons, (_, i) => i),
      random,
    )
    const kept = new Uint8Array(20_000)
    const average = new Average([this.weights, this.bias])
    let done = 0
    for (let epoch = 0; epoch < options.epochs; epoch += 1) {
      const rate = options.rate / (1 + epoch * options.decay)
      for (const i of shuffle(order, random)) {
        const lesson = lessons[i]
        if (lesson) this.#step(data, lesson, { rate, options, kept, random })
        done += 1
        if (isMoment(done, lessons.length * options.epochs)) average.take()
      }
    }
    average.settle()
  }

  #step(
    data: Dataset,
    { message, target }: Lesson,
    how: { rate: number; options: LinearOptions; kept: Uint8Array; random: () => number },
  ): void {
    const shape = headOf[target.head]
    const scores = this.#scores
    const start = data.starts[message]!
    const end = data.starts[message + 1]!
    const { kept, random, options } = how
    for (let i = 0; i < end - start; i += 1) kept[i] = options.drop > 0 && random() < options.drop ? 0 : 1
    this.score(data, message, shape, scores, kept)
    gradient(scores, shape, target, options.doubted?.[target.head] ?? options.smooth)
    const { weights } = this
    const squares = this.#squares
    const { place: from, size } = shape
    for (let c = 0; c < size; c += 1) {
      scores[c] = scores[c]! * target.weight
      this.bias[from + c] = this.bias[from + c]! + how.rate * 0.02 * scores[c]!
    }
    for (let i = start; i < end; i += 1) {
      if (kept[i - start] === 0) continue
      const known = this.#rows[data.ids[i]!]!
      if (known < 0) continue
      const value = data.values[i]!
      const row = known * this.outputs + from
      for (let c = 0; c < size; c += 1) {
        const g = scores[c]! * value
        const sum = squares[row + c]! + g * g
        squares[row + c] = sum
        weights[row + c] = weights[row + c]! + (how.rate * g) / Math.sqrt(sum)
      }
    }
  }
}
