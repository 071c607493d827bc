/** A small shared network: the features' vectors are summed, pass one hidden layer, and all heads read both. Trained message by message. */
import { headOf, outputs } from '../heads.ts'
import type { Vocabulary } from '../vocabulary.ts'
import { Average, isMoment } from './average.ts'
import type { Dataset } from './dataset.ts'
import { gradient } from './linear.ts'
import { randomOf, shuffle } from './random.ts'
import type { Target } from './targets.ts'

export type NetworkOptions = {
  width: number
  hidden: number
  drop: number
  seed: number
  smooth: number
}
export type Student = { message: number; targets: readonly Target[] }

/** A matrix with its AdaGrad sums. */
class Layer {
  readonly weights: Float32Array
  readonly squares: Float32Array
  constructor(size: number, spread: number, random: () => number) {
    this.weights = new Float32Array(size)
    this.squares = new Float32Array(size).fill(1e-3)
    for (let i = 0; i < size; i += 1) this.weights[i] = (random() * 2 - 1) * spread
  }
  step(i: number, g: number, rate: number): void {
    const sum = this.squares[i]! + g * g
    this.squares[i] = sum
    this.weights[i] = this.weights[i]! + (rate * g) / Math.sqrt(sum)
  }
}

/** Share of the hidden cells that are silent at each step of the training. */
const silent = 0.2

export class Network {
  readonly options: NetworkOptions
  readonly #rows: Int32Array
  readonly vectors: Float32Array
  readonly squares: Float32Array
  readonly first: Layer
  readonly last: Layer
  readonly #random: () => number
  readonly bag: Float32Array
  readonly inner: Float32Array
  readonly logits = new Float32Array(outputs)
  readonly #scores = new Float32Array(32)
  readonly #errors = new Float32Array(outputs)
  readonly #back: Float32Array
  readonly #kept = new Uint8Array(20_000)
  #mask: Uint8Array

  constructor(options: NetworkOptions, vocabulary: Vocabulary) {
    this.#rows = vocabulary.vector
    const known = vocabulary.counts.vector
    this.options = options
    this.#random = randomOf(options.seed)
    const { width, hidden } = options
    this.vectors = new Float32Array(known * width)
    for (let i = 0; i < this.vectors.length; i += 1) this.vectors[i] = (this.#random() * 2 - 1) * 0.3
    this.squares = new Float32Array(known).fill(1e-3)
    this.first = new Layer(hidden * (width + 1), Math.sqrt(3 / width), this.#random)
    this.last = new Layer(outputs * (hidden + width + 1), 0, this.#random)
    this.bag = new Float32Array(width)
    this.inner = new Float32Array(hidden)
    this.#back = new Float32Array(width + hidden)
    this.#mask = new Uint8Array(hidden).fill(1)
  }

  /** All logits of one message. */
  forward(data: Dataset, message: number, learning = false): void {
    this.#sum(data, message, learning ? this.options.drop : 0)
    this.#inside(learning)
    this.#read()
  }

  /** Each feature's vector, but those dropped; what is left weighs more for it. */
  #sum(data: Dataset, message: number, drop: number): void {
    const { width } = this.options
    const { bag, vectors } = this
    const start = data.starts[message]!
    const end = data.starts[message + 1]!
    bag.fill(0)
    for (let i = start; i < end; i += 1) {
      const at = this.#rows[data.ids[i]!]!
      const kept = at >= 0 && (drop === 0 || this.#random() >= drop)
      this.#kept[i - start] = kept ? 1 : 0
      if (!kept) continue
      const value = data.values[i]! / (1 - drop)
      for (let d = 0; d < width; d += 1) bag[d] = bag[d]! + value * vectors[at * width + d]!
    }
  }

  #inside(learning: boolean): void {
    const { width, hidden } = this.options
    const w = this.first.weights
    for (let h = 0; h < hidden; h += 1) {
      const row = h * (width + 1)
      let sum = w[row + width]!
      for (let d = 0; d < width; d += 1) sum += this.bag[d]! * w[row + d]!
      const on = learning ? (this.#random() < silent ? 0 : 1 / (1 - silent)) : 1
      this.#mask[h] = on === 0 ? 0 : 1
      this.inner[h] = sum > 0 ? sum * on : 0
    }
  }

  #read(): void {
    const { width, hidden } = this.options
    const v = this.last.weights
    const size = hidden + width + 1
    for (let c = 0; c < outputs; c += 1) {
      let sum = v[c * size + size - 1]!
      for (let d = 0; d < width; d += 1) sum += this.bag[d]! * v[c * size + d]!
      for (let h = 0; h < hidden; h += 1) sum += this.inner[h]! * v[c * size + width + h]!
      this.logits[c] = sum
    }
  }

  train(data: Dataset, students: readonly Student[], { epochs, rate }: { epochs: number; rate: number }): void {
    const order = Uint32Array.from(students, (_, i) => i)
    const average = new Average([this.vectors, this.first.weights, this.last.weights])
    let done = 0
    for (let epoch = 0; epoch < epochs; epoch += 1) {
      const slower = rate * (1 - (0.9 * epoch) / epochs)
      for (const i of shuffle(order, this.#random)) {
        const student = students[i]
        if (student) this.#learn(data, student, slower)
        done += 1
        if (isMoment(done, students.length * epochs)) average.take()
      }
    }
    average.settle()
  }

  #learn(data: Dataset, { message, targets }: Student, rate: number): void {
    this.forward(data, message, true)
    const errors = this.#errors.fill(0)
    const scores = this.#scores
    for (const target of targets) {
      const shape = headOf[target.head]
      for (let c = 0; c < shape.size; c += 1) scores[c] = this.logits[shape.from + c]!
      gradient(scores, shape, target, this.options.smooth)
      for (let c = 0; c < shape.size; c += 1) errors[shape.from + c] = errors[shape.from + c]! + scores[c]! * target.weight
    }
    this.#back.fill(0)
    this.#backLast(rate)
    this.#backFirst(rate)
    this.#backVectors(data, message, rate)
  }

  #backLast(rate: number): void {
    const { width, hidden } = this.options
    const size = hidden + width + 1
    const { last } = this
    for (let c = 0; c < outputs; c += 1) {
      const error = this.#errors[c]!
      if (error === 0) continue
      for (let d = 0; d < width; d += 1) {
        const i = c * size + d
        this.#back[d] = this.#back[d]! + error * last.weights[i]!
        last.step(i, error * this.bag[d]!, rate)
      }
      for (let h = 0; h < hidden; h += 1) {
        const i = c * size + width + h
        this.#back[width + h] = this.#back[width + h]! + error * last.weights[i]!
        last.step(i, error * this.inner[h]!, rate)
      }
      last.step(c * size + size - 1, error, rate)
    }
  }

  #backFirst(rate: number): void {
    const { width, hidden } = this.options
    const { first } = this
    for (let h = 0; h < hidden; h += 1) {
      const error = this.inner[h]! > 0 && this.#mask[h] === 1 ? this.#back[width + h]! / (1 - silent) : 0
      if (error === 0) continue
      for (let d = 0; d < width; d += 1) {
        const i = h * (width + 1) + d
        this.#back[d] = this.#back[d]! + error * first.weights[i]!
        first.step(i, error * this.bag[d]!, rate)
      }
      first.step(h * (width + 1) + width, error, rate)
    }
  }

  #backVectors(data: Dataset, message: number, rate: number): void {
    const { width, drop } = this.options
    const start = data.starts[message]!
    const end = data.starts[message + 1]!
    let norm = 0
    for (let d = 0; d < width; d += 1) norm += this.#back[d]! ** 2
    norm /= width
    for (let i = start; i < end; i += 1) {
      if (this.#kept[i - start] === 0) continue
      const value = data.values[i]! / (1 - drop)
      const at = this.#rows[data.ids[i]!]!
      const row = at * width
      const sum = this.squares[at]! + norm * value * value
      this.squares[at] = sum
      const step = (rate * value) / Math.sqrt(sum)
      for (let d = 0; d < width; d += 1) this.vectors[row + d] = this.vectors[row + d]! + step * this.#back[d]!
    }
  }
}
