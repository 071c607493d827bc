/** Slopes, offsets, thresholds and doubts, chosen on the development messages with the weights as they are written. */
import { calibrate, emptyProbabilities, labelsOf, lineFor, mix } from '../answers.ts'
import { type AnswerName, answerNames, headOf, type ModelHead } from '../heads.ts'
import { langs } from '../labels.ts'
import { type Calibrated, calibrated, type Calibration, type Head, type Line, type Model } from '../model.ts'
import { Scorer } from '../score.ts'
import { macroF1 } from './metrics.ts'
import { blendOf } from './blend.ts'
import type { Example } from './data.ts'

type Seen = { lang: string; wanted: number; p: Float64Array; weight: number }

/** Public heads answer the same questions. */
const answerOf: Partial<Record<ModelHead, AnswerName>> = { publicSentiment: 'sentiment', publicEmotion: 'emotion', publicToxic: 'toxic' }
const isAnswer = (head: ModelHead): head is AnswerName => (answerNames as readonly string[]).includes(head)

/** The one label of a target as a number of the answer's labels; undefined where several may be true. */
export function labelNumber(head: ModelHead, allowed: number): { name: AnswerName; wanted: number } | undefined {
  const name = isAnswer(head) ? head : answerOf[head]
  const place = Math.log2(allowed)
  if (!name || !Number.isInteger(place)) return undefined
  const label = headOf[head].labels[place] ?? ''
  const wanted = labelsOf[name].indexOf(label === 'optimism' ? 'joy' : label)
  return wanted < 0 ? undefined : { name, wanted }
}

function collect(model: Model, examples: readonly Example[]): Record<AnswerName, Seen[]> {
  const scorer = new Scorer(model)
  const seen = Object.fromEntries(answerNames.map((name) => [name, []])) as unknown as Record<AnswerName, Seen[]>
  const p = emptyProbabilities()
  for (const { text, targets, source } of examples) {
    const lang = langs[scorer.read(text)] ?? 'other'
    mix(model, scorer.logits, lang, p)
    for (const { head, allowed } of targets) {
      const label = labelNumber(head, allowed)
      // Subtitles are too noisy to calibrate by.
      if (label && source !== 'xed') {
        seen[label.name].push({ lang, wanted: label.wanted, p: Float64Array.from(p[label.name]), weight: source === 'corpus' ? 2 : 1 })
      }
    }
  }
  return seen
}

function loss(rows: readonly Seen[], line: Line): number {
  let sum = 0
  for (const { p, wanted, weight } of rows) {
    const copy = Float64Array.from(p)
    calibrate(copy, line)
    sum -= weight * Math.log(Math.max(copy[wanted] ?? 0, 1e-6))
  }
  return sum
}

const steps = (from: number, to: number, step: number): number[] =>
  Array.from({ length: Math.round((to - from) / step) + 1 }, (_, i) => from + i * step)
const leastOf = (values: readonly number[], cost: (value: number) => number): number =>
  values.map((value) => ({ value, cost: cost(value) })).reduce((best, one) => (one.cost < best.cost ? one : best)).value

const slopes = steps(0.2, 2, 0.05)

function lineOf(rows: readonly Seen[], binary: boolean): Line {
  let offset = 0
  let slope = leastOf(slopes, (value) => loss(rows, { slope: value, offset: 0 }))
  for (let turn = 0; binary && turn < 2; turn += 1) {
    offset = leastOf(steps(-2.5, 2.5, 0.1), (value) => loss(rows, { slope, offset: value }))
    slope = leastOf(slopes, (value) => loss(rows, { slope: value, offset }))
  }
  return { slope, offset }
}

/** F1 of yes and of no, on the mean. */
function bothF1(rows: readonly Seen[], line: Line): number {
  return macroF1(
    rows.map(({ p, wanted }) => {
      const copy = Float64Array.from(p)
      calibrate(copy, line)
      return { wanted: String(wanted), given: String(Number((copy[1] ?? 0) >= 0.5)) }
    }),
  )
}

/**
 * What is said to brands is seldom toxic, what the public sets hold is by half: one line for both leans towards the former. It is moved a little, to
 * where both answers are best on the public messages of that language.
 */
function fairLine(rows: readonly Seen[], line: Line): Line {
  const public_ = rows.filter(({ weight }) => weight === 1)
  if (public_.length < leastToCalibrate) return line
  const moves = steps(-0.5, 0.5, 0.1).sort((a, b) => Math.abs(a) - Math.abs(b))
  const move = leastOf(moves, (value) => -bothF1(public_, { slope: line.slope, offset: line.offset + value }))
  return { slope: line.slope, offset: line.offset + move }
}

/** How often a yes must be right, where a false one does harm: an accusation of someone who wrote in anger. */
const leastPrecision: Partial<Record<AnswerName, number>> = { attacksTeam: 0.84 }

type Judged = { yes: number; wanted: number }

/** The probability from which as many are said to be so falsely as are missed. */
function evenThreshold(rows: readonly Judged[]): number {
  const sorted = [...rows].sort((a, b) => b.yes - a.yes)
  const count = rows.filter(({ wanted }) => wanted === 1).length
  return ((sorted[count - 1]?.yes ?? 0.5) + (sorted[count]?.yes ?? 0.5)) / 2
}

/** The probability from which yes gives the best F1 for yes, among those that are right often enough. */
function bestThreshold(rows: readonly Judged[], precision = 0): number {
  const sorted = [...rows].sort((a, b) => b.yes - a.yes)
  const positives = rows.filter(({ wanted }) => wanted === 1).length
  let hits = 0
  let best = { f: 0, threshold: 0.5 }
  sorted.forEach(({ yes, wanted }, i) => {
    hits += wanted
    const f = (2 * hits) / (i + 1 + positives)
    const next = sorted[i + 1]?.yes ?? 0
    if (f > best.f && hits >= precision * (i + 1)) best = { f, threshold: (yes + next) / 2 }
  })
  return Math.min(0.6, Math.max(0.15, best.threshold))
}

/** The highest probability below which answers are wrong more often than one in `odds`; a quarter of the messages at most is doubted. */
function doubtOf(answers: readonly { p: number; right: boolean }[], wantedRight: number): number {
  const sorted = [...answers].sort((a, b) => b.p - a.p)
  const least = Math.floor(sorted.length * 0.7)
  let right = 0
  let doubt = 0
  sorted.forEach((answer, i) => {
    right += answer.right ? 1 : 0
    if (i >= least && doubt === 0 && right / (i + 1) < wantedRight) doubt = answer.p
  })
  return doubt
}

const wantedRight: Record<AnswerName, number> = { intent: 0.85, sentiment: 0.8, emotion: 0.8, toxic: 0.9, attacksTeam: 0.98, urgent: 0.98 }

const isCalibrated = (lang: string): lang is Calibrated => (calibrated as readonly string[]).includes(lang)
const leastToCalibrate = 150

function calibrationOf(name: AnswerName, rows: readonly Seen[]): Calibration {
  const binary = labelsOf[name].length === 2
  const all = lineOf(rows, binary)
  const of = (lang: Calibrated): Line => {
    const part = rows.filter((row) => (isCalibrated(row.lang) ? row.lang : 'other') === lang)
    if (part.length < leastToCalibrate) return all
    const line = lineOf(part, binary)
    return name === 'toxic' ? fairLine(part, line) : line
  }
  const found = {
    lines: Object.fromEntries(calibrated.map((lang) => [lang, of(lang)])) as Record<Calibrated, Line>,
    threshold: 0.5,
    doubt: 0,
    shares: Object.fromEntries(labelsOf[name].map((label, c) => [label, rows.filter(({ wanted }) => wanted === c).length / rows.length])),
  }
  const after = rows.map((row) => {
    const p = Float64Array.from(row.p)
    calibrate(p, lineFor(found, row.lang))
    return { p, wanted: row.wanted }
  })
  const judged = after.map(({ p, wanted }) => ({ yes: p[1] ?? 0, wanted }))
  if (name === 'urgent') found.threshold = evenThreshold(judged)
  else if (binary && name !== 'toxic') found.threshold = bestThreshold(judged, leastPrecision[name])
  found.doubt = doubtOf(
    after.map(({ p, wanted }) => {
      const best = binary ? Number((p[1] ?? 0) >= found.threshold) : p.indexOf(Math.max(...p))
      return { p: p[best] ?? 0, right: best === wanted }
    }),
    wantedRight[name],
  )
  return found
}

/** Where a message is as likely to be to a brand as not, with both kinds counted alike. */
function registerOf(model: Model, examples: readonly Example[]): Head['register'] {
  const scorer = new Scorer(model)
  const rows = examples
    .filter(({ lang }) => lang === 'fr' || lang === 'en')
    .map(({ text, source }) => {
      scorer.read(text)
      return { logit: scorer.logits[headOf.register.from] ?? 0, brand: source === 'corpus' }
    })
  const brands = rows.filter(({ brand }) => brand).length
  const cost = (slope: number, offset: number): number =>
    rows.reduce((sum, { logit, brand }) => {
      const x = logit * slope + offset
      return sum + Math.log1p(Math.exp(brand ? -x : x)) / (brand ? brands : rows.length - brands)
    }, 0)
  let found = { slope: 1, offset: 0 }
  for (let turn = 0; turn < 2; turn += 1) {
    found = { ...found, offset: leastOf(steps(-3, 8, 0.25), (value) => cost(found.slope, value)) }
    found = { ...found, slope: leastOf(slopes, (value) => cost(value, found.offset)) }
  }
  return found
}

export function calibrateModel(model: Model, examples: readonly Example[]): Head {
  const blend = blendOf(model, examples)
  const blended = { ...model, head: { ...model.head, blend } }
  const register = registerOf(blended, examples)
  const head = { ...blended.head, register }
  const seen = collect({ ...model, head }, examples)
  const calibration = Object.fromEntries(answerNames.map((name) => [name, calibrationOf(name, seen[name])])) as Record<
    AnswerName,
    Calibration
  >
  return { ...head, calibration, lang: { slope: 1, doubt: 0.6 } }
}
