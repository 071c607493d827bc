/** From logits to probabilities: the two banks mixed, each answer calibrated, the channel's prior applied. */
import { type AnswerName, answerNames, headOf, type HeadShape, type ModelHead, nativeHeads } from './heads.ts'
import { type ChannelPrior, emotions, intents, sentiments } from './labels.ts'
import type { Calibrated, Calibration, Line, Model } from './model.ts'

export const labelsOf: Readonly<Record<AnswerName, readonly string[]>> = {
  intent: intents,
  sentiment: sentiments,
  emotion: emotions,
  toxic: ['false', 'true'],
  attacksTeam: ['false', 'true'],
  urgent: ['false', 'true'],
}
export type Probabilities = Record<AnswerName, Float64Array>

export const emptyProbabilities = (): Probabilities =>
  Object.fromEntries(answerNames.map((name) => [name, new Float64Array(labelsOf[name].length)])) as Probabilities

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x))
const joy = emotions.indexOf('joy')

/** Adds `share` times the softmax of this head to `into`; labels beyond its end fall to joy. */
function softmaxInto(into: Float64Array, logits: Float32Array, { from, size }: HeadShape, share: number): void {
  let top = Number.NEGATIVE_INFINITY
  for (let c = 0; c < size; c += 1) top = Math.max(top, logits[from + c] ?? 0)
  let all = 0
  for (let c = 0; c < size; c += 1) all += Math.exp((logits[from + c] ?? 0) - top)
  for (let c = 0; c < size; c += 1) {
    const label = c < into.length ? c : joy
    into[label] = (into[label] ?? 0) + (share * Math.exp((logits[from + c] ?? 0) - top)) / all
  }
}

function yesInto(into: Float64Array, logit: number, share: number): void {
  into[1] = (into[1] ?? 0) + share * sigmoid(logit)
  into[0] = (into[0] ?? 0) + share * sigmoid(-logit)
}

/** How much of the mood of a language's tweets is told by its own head, the rest by the one for all: as good as each other, and wrong elsewhere. */
const nativeShare = 0.5

function publicMood(into: Float64Array, logits: Float32Array, native: ModelHead | undefined, share: number): void {
  const own = native ? nativeShare : 0
  softmaxInto(into, logits, headOf[native ?? 'publicSentiment'], own * share)
  softmaxInto(into, logits, headOf.publicSentiment, (1 - own) * share)
}

/** What the banks say, mixed, before calibration; `lang` chooses the heads of a language's own. */
export function mix(model: Model, logits: Float32Array, lang: string, into: Probabilities): void {
  const { slope, offset } = model.head.register
  const brand = sigmoid((logits[headOf.register.from] ?? 0) * slope + offset)
  for (const name of answerNames) into[name].fill(0)
  const native = nativeHeads[lang]
  softmaxInto(into.intent, logits, headOf.intent, 1)
  softmaxInto(into.sentiment, logits, headOf.sentiment, brand)
  publicMood(into.sentiment, logits, native?.publicSentiment, 1 - brand)
  softmaxInto(into.emotion, logits, headOf.emotion, brand)
  softmaxInto(into.emotion, logits, headOf.publicEmotion, 1 - brand)
  yesInto(into.toxic, logits[headOf.toxic.from] ?? 0, brand)
  yesInto(into.toxic, logits[headOf[native?.publicToxic ?? 'publicToxic'].from] ?? 0, 1 - brand)
  yesInto(into.attacksTeam, logits[headOf.attacksTeam.from] ?? 0, 1)
  yesInto(into.urgent, logits[headOf.urgent.from] ?? 0, 1)
}

export const lineFor = ({ lines }: Calibration, lang: string): Line => lines[lang as Calibrated] ?? lines.other

/** Brings probabilities to what comes true: logits times a slope, plus an offset for yes. In place. */
export function calibrate(p: Float64Array, { slope, offset }: Line): void {
  let all = 0
  for (let c = 0; c < p.length; c += 1) {
    const raised = Math.max(p[c] ?? 0, 1e-9) ** slope * (c === 1 && offset !== 0 ? Math.exp(offset) : 1)
    p[c] = raised
    all += raised
  }
  for (let c = 0; c < p.length; c += 1) p[c] = (p[c] ?? 0) / all
}

type Shares = Partial<Record<string, number>>

/** What is expected of a channel, for one head: yes and no, or the labels that are given. */
function expected(prior: ChannelPrior, name: AnswerName): Shares | undefined {
  const given = prior[name]
  return typeof given === 'number' ? { true: given, false: 1 - given } : given
}

/** Multiplies by how much more or less often a label stands on this channel than in what was learnt. In place. */
export function applyPrior(p: Float64Array, name: AnswerName, calibration: Calibration, prior: ChannelPrior): void {
  const shares = expected(prior, name)
  if (!shares) return
  let all = 0
  labelsOf[name].forEach((label, c) => {
    const wanted = shares[label]
    const learnt = calibration.shares[label] ?? 0
    const ratio = wanted === undefined || learnt === 0 ? 1 : Math.max(wanted, 1e-4) / learnt
    p[c] = (p[c] ?? 0) * ratio
    all += p[c] ?? 0
  })
  for (let c = 0; c < p.length; c += 1) p[c] = (p[c] ?? 0) / all
}
