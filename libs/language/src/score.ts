/** From a text to the logits of all heads: one pass over its features. */
import { Features } from './features.ts'
import { banks, heads, outputs, outputsOf } from './heads.ts'
import { langs } from './labels.ts'
import { Sums } from './layout.ts'
import type { Model, Table } from './model.ts'
import { Tokens } from './tokens.ts'

/** Of each output, the number of its bank and its column there. */
const bankOf = Int32Array.from(heads.flatMap(({ bank, size }) => Array.from({ length: size }, () => banks.indexOf(bank))))
const columnOf = Int32Array.from(heads.flatMap(({ place, size }) => Array.from({ length: size }, (_, c) => place + c)))

/** Features weigh up to 1; in whole numbers, up to this. */
const whole = 8192

export class Scorer {
  readonly model: Model
  readonly tokens = new Tokens()
  readonly features = new Features()
  /** Logits of all outputs, in the order of `heads`. */
  readonly logits = new Float32Array(outputs)
  /** What they are blended from. */
  readonly linear = new Float32Array(outputs)
  readonly network = new Float32Array(outputs)
  readonly #shares: Float64Array
  readonly langLogits = new Float32Array(langs.length)
  readonly #bag: Float64Array
  readonly #inner: Float64Array
  readonly #sums: Sums
  readonly #banks: { sums: Int32Array; table: Table }[]

  constructor(model: Model) {
    this.model = model
    this.#shares = Float64Array.from(heads.flatMap(({ name, size }) => Array.from({ length: size }, () => model.head.blend[name])))
    this.#bag = new Float64Array(model.dense.width)
    this.#sums = new Sums(model.layout, {
      brand: outputsOf('brand'),
      public: outputsOf('public'),
      vector: model.dense.width,
      native: outputsOf('native'),
    })
    this.#banks = banks.map((bank) => ({ sums: this.#sums[bank], table: model.tables[bank] }))
    this.#inner = new Float64Array(model.dense.hidden)
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
      const row = langBuckets[i]! * langs.length
      for (let c = 0; c < langs.length; c += 1) logits[c] = logits[c]! + weights[row + c]!
    }
    let best = 0
    const share = langCount > 0 ? 1 / Math.sqrt(langCount) : 0
    for (let c = 0; c < langs.length; c += 1) {
      logits[c] = logits[c]! * scales[c]! * share + bias[c]!
      if (logits[c]! > logits[best]!) best = c
    }
    return best
  }

  #score(): void {
    const { hashes, values, count } = this.features
    this.#sums.add(hashes, values, count, whole)
    this.#network()
    for (let c = 0; c < outputs; c += 1) {
      const { sums, table } = this.#banks[bankOf[c]!]!
      const column = columnOf[c]!
      const linear = (sums[column]! / whole) * table.scales[column]! + table.bias[column]!
      const share = this.#shares[c]!
      this.linear[c] = linear
      this.logits[c] = share * this.network[c]! + (1 - share) * linear
    }
  }

  #network(): void {
    const { first, last, width, hidden } = this.model.dense
    const { scales } = this.model.tables.vectors
    const bag = this.#bag
    const inner = this.#inner
    for (let d = 0; d < width; d += 1) bag[d] = (this.#sums.vector[d]! / whole) * scales[d]!
    for (let h = 0; h < hidden; h += 1) {
      const row = h * (width + 1)
      let sum = first[row + width]!
      for (let d = 0; d < width; d += 1) sum += bag[d]! * first[row + d]!
      inner[h] = sum > 0 ? sum : 0
    }
    const size = width + hidden + 1
    for (let c = 0; c < outputs; c += 1) {
      const row = c * size
      let sum = last[row + size - 1]!
      for (let d = 0; d < width; d += 1) sum += bag[d]! * last[row + d]!
      for (let h = 0; h < hidden; h += 1) sum += inner[h]! * last[row + width + h]!
      this.network[c] = sum
    }
  }
}
