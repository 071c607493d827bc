/** From a text to the logits of all heads: one pass over its features. */
import { Features, maxFeatures } from './features.ts'
import { heads, outputs, outputsOf } from './heads.ts'
import { langs } from './labels.ts'
import type { Model, Table } from './model.ts'
import { Tokens } from './tokens.ts'

const [brandOutputs, publicOutputs] = [outputsOf('brand'), outputsOf('public')]
const placeOf = Int32Array.from(heads.flatMap(({ bank, place, size }) => Array.from({ length: size }, (_, c) => (bank === 'brand' ? place + c : brandOutputs + place + c))))

export class Scorer {
  readonly model: Model
  readonly tokens = new Tokens()
  readonly features = new Features()
  /** Logits of all outputs, in the order of `heads`. */
  readonly logits = new Float32Array(outputs)
  readonly langLogits = new Float32Array(langs.length)
  readonly #ids = new Int32Array(maxFeatures)
  readonly #values = new Float32Array(maxFeatures)
  #known = 0
  readonly #bag: Float32Array
  readonly #inner: Float32Array
  readonly #sums = new Float32Array(brandOutputs + publicOutputs)

  constructor(model: Model) {
    this.model = model
    this.#bag = new Float32Array(model.dense.width)
    this.#inner = new Float32Array(model.dense.hidden)
  }

  /** Reads a text, tells its language and leaves its logits in `logits`; answers the number of the language. */
  read(text: string): number {
    this.tokens.read(text)
    const lang = this.#lang()
    this.features.make(this.tokens, lang)
    this.#score()
    return lang
  }

  #lang(): number {
    this.features.makeLang(this.tokens)
    const { langBuckets, langCount } = this.features
    const { weights, scales, bias } = this.model.tables.lang
    const logits = this.langLogits.fill(0)
    for (let i = 0; i < langCount; i += 1) {
      const row = (langBuckets[i] ?? 0) * langs.length
      for (let c = 0; c < langs.length; c += 1) logits[c] = (logits[c] ?? 0) + (weights[row + c] ?? 0)
    }
    let best = 0
    const share = langCount > 0 ? 1 / Math.sqrt(langCount) : 0
    for (let c = 0; c < langs.length; c += 1) {
      logits[c] = (logits[c] ?? 0) * (scales[c] ?? 0) * share + (bias[c] ?? 0)
      if ((logits[c] ?? 0) > (logits[best] ?? 0)) best = c
    }
    return best
  }

  #score(): void {
    const { brand, public: general, vectors } = this.model.tables
    const { vocabulary } = this.model
    const sums = this.#sums.fill(0)
    this.#bag.fill(0)
    this.#find()
    this.#add(brand, vocabulary.brand, sums, 0)
    this.#add(general, vocabulary.public, sums, brandOutputs)
    this.#add(vectors, vocabulary.vector, this.#bag, 0)
    this.#network()
    for (let c = 0; c < outputs; c += 1) {
      const place = placeOf[c] ?? 0
      const table = place < brandOutputs ? brand : general
      const column = place < brandOutputs ? place : place - brandOutputs
      this.logits[c] = (this.logits[c] ?? 0) + (sums[place] ?? 0) * (table.scales[column] ?? 0) + (table.bias[column] ?? 0)
    }
  }

  /** Numbers of the features that are known. */
  #find(): void {
    const { hashes, values, count } = this.features
    const { vocabulary } = this.model
    let known = 0
    for (let i = 0; i < count; i += 1) {
      const id = vocabulary.find(hashes[i] ?? 0)
      if (id < 0) continue
      this.#ids[known] = id
      this.#values[known] = values[i] ?? 0
      known += 1
    }
    this.#known = known
  }

  #add({ weights, columns }: Table, rows: Int32Array, into: Float32Array, from: number): void {
    for (let i = 0; i < this.#known; i += 1) {
      const known = rows[this.#ids[i] ?? 0] ?? -1
      if (known < 0) continue
      const row = known * columns
      const value = this.#values[i] ?? 0
      for (let c = 0; c < columns; c += 1) into[from + c] = (into[from + c] ?? 0) + value * (weights[row + c] ?? 0)
    }
  }

  #network(): void {
    const { first, last, width, hidden } = this.model.dense
    const { scales } = this.model.tables.vectors
    const bag = this.#bag
    const inner = this.#inner
    for (let d = 0; d < width; d += 1) bag[d] = (bag[d] ?? 0) * (scales[d] ?? 0)
    for (let h = 0; h < hidden; h += 1) {
      const row = h * (width + 1)
      let sum = first[row + width] ?? 0
      for (let d = 0; d < width; d += 1) sum += (bag[d] ?? 0) * (first[row + d] ?? 0)
      inner[h] = sum > 0 ? sum : 0
    }
    const size = width + hidden + 1
    const { weight } = this.model.head.network
    for (let c = 0; c < outputs; c += 1) {
      const row = c * size
      let sum = last[row + size - 1] ?? 0
      for (let d = 0; d < width; d += 1) sum += (bag[d] ?? 0) * (last[row + d] ?? 0)
      for (let h = 0; h < hidden; h += 1) sum += (inner[h] ?? 0) * (last[row + width + h] ?? 0)
      this.logits[c] = sum * weight
    }
  }
}
