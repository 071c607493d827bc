/** One message judged by the model alone, in arrays that are used again: what `understand`, its reasons and the learning share. */
import { applyPrior, calibrate, emptyProbabilities, labelsOf, lineFor, mix, type Probabilities } from './answers.ts'
import { type AnswerName, answerNames } from './heads.ts'
import { type ChannelPrior, langs } from './labels.ts'
import type { Model } from './model.ts'
import { Scorer } from './score.ts'

/** Hash of a feature → what is added to the logits of the answers, all labels of all answers behind each other. */
export type DeltaRows = ReadonlyMap<number, Float32Array>

/** Where the labels of each answer begin in a row of a delta. */
export const deltaFrom = {} as Record<AnswerName, number>
let size = 0
for (const name of answerNames) {
  deltaFrom[name] = size
  size += labelsOf[name].length
}
export const deltaSize = size

export class Judge {
  readonly model: Model
  readonly scorer: Scorer
  readonly p: Probabilities = emptyProbabilities()
  readonly #added = new Float32Array(deltaSize)
  /** Number of the language of the last message. */
  lang = 0

  constructor(model: Model) {
    this.model = model
    this.scorer = new Scorer(model)
  }

  /** Leaves the calibrated probabilities of every label in `p`. */
  judge(text: string, prior?: ChannelPrior, rows?: DeltaRows): void {
    this.lang = this.scorer.read(text)
    const lang = langs[this.lang] ?? 'other'
    mix(this.model, this.scorer.logits, lang, this.p)
    for (const name of answerNames) {
      const calibration = this.model.head.calibration[name]
      calibrate(this.p[name], lineFor(calibration, lang))
      if (prior) applyPrior(this.p[name], name, calibration, prior)
    }
    if (rows && rows.size > 0) this.#addDelta(rows)
  }

  #addDelta(rows: DeltaRows): void {
    const { hashes, values, count } = this.scorer.features
    const added = this.#added.fill(0)
    for (let i = 0; i < count; i += 1) {
      const row = rows.get(hashes[i] ?? 0)
      const value = values[i] ?? 0
      for (let c = 0; row && c < deltaSize; c += 1) added[c] = (added[c] ?? 0) + value * (row[c] ?? 0)
    }
    for (const name of answerNames) this.#raise(this.p[name], deltaFrom[name])
  }

  #raise(p: Float64Array, from: number): void {
    let all = 0
    for (let c = 0; c < p.length; c += 1) {
      p[c] = Math.max(p[c] ?? 0, 1e-9) * Math.exp(this.#added[from + c] ?? 0)
      all += p[c] ?? 0
    }
    for (let c = 0; c < p.length; c += 1) p[c] = (p[c] ?? 0) / all
  }

  /** The number of the label given: the likeliest, or yes from the head's threshold on. */
  given(name: AnswerName): number {
    const p = this.p[name]
    if (p.length === 2) return (p[1] ?? 0) >= this.model.head.calibration[name].threshold ? 1 : 0
    let best = 0
    for (let c = 1; c < p.length; c += 1) if ((p[c] ?? 0) > (p[best] ?? 0)) best = c
    return best
  }

  /** Probability of the language told last. */
  langProbability(): number {
    const logits = this.scorer.langLogits
    const { slope } = this.model.head.lang
    const top = logits[this.lang] ?? 0
    let all = 0
    for (let c = 0; c < logits.length; c += 1) all += Math.exp(((logits[c] ?? 0) - top) * slope)
    return 1 / all
  }
}

const judges = new WeakMap<Model, Judge>()

/** The one judge of a model: a thread asks one question at a time. */
export function judgeOf(model: Model): Judge {
  const known = judges.get(model)
  if (known) return known
  const made = new Judge(model)
  judges.set(model, made)
  return made
}
