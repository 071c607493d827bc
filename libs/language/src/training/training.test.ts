import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { fold } from '../fold.ts'
import { headOf, heads } from '../heads.ts'
import { type Head, largestSmall, readModel } from '../model.ts'
import { Scorer } from '../score.ts'
import { functional } from '../testing/functional.ts'
import { Vocabulary } from '../vocabulary.ts'
import { calibrateModel } from './calibrate.ts'
import { choose } from './choose.ts'
import { type Example, readCorpus } from './data.ts'
import { encode, pack } from './dataset.ts'
import { fit, sizes } from './fit.ts'
import { calibrationError, macroF1, precisionRecall } from './metrics.ts'
import { makePairs } from './pairs.ts'
import { randomOf } from './random.ts'
import { sidesOf } from './split.ts'
import { targetOf, withNative } from './targets.ts'
import { tablesHead, writeModel } from './write.ts'

const corpus = readCorpus()

const headFor = (vocabulary: Vocabulary): Head => ({
  format: 2,
  version: 'test',
  trainedOn: {},
  permissiveOnly: true,
  register: { slope: 1, offset: 0 },
  lang: { slope: 1, doubt: 0.6 },
  calibration: {} as never,
  network: sizes,
  blend: Object.fromEntries(heads.map(({ name }) => [name, 0.5])) as Head['blend'],
  features: vocabulary.size,
  tables: tablesHead(vocabulary),
})

function trainOn(examples: readonly Example[]): Uint8Array {
  const raw = pack(examples)
  const vocabulary = choose(
    raw,
    examples.map(() => ({ brand: true })),
    { brand: 2, public: 2, vectorBrand: 2, vectorPublic: 2, native: 2 },
  )
  const parts = fit(encode(raw, vocabulary), examples, () => undefined)
  const draft = writeModel(parts, vocabulary, headFor(vocabulary))
  return writeModel(parts, vocabulary, calibrateModel(readModel(draft), examples))
}

describe('training', () => {
  it('gives the same bytes twice', () => {
    const few = corpus.slice(0, 150)
    const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
    expect(hash(trainOn(few))).toBe(hash(trainOn(few)))
  })

  it('never teaches that a label is absent where the source lacks it', () => {
    const text = 'le mot zorglub revient'
    const teach = (considered: string[]): Example[] =>
      Array.from({ length: 60 }, (_, i) => ({
        text: i % 2 === 0 ? text : `autre chose ${i}`,
        lang: 'fr',
        source: 'test',
        development: false,
        targets: [targetOf('publicSentiment', { allowed: [i % 2 === 0 ? 'positive' : 'negative'], considered, weight: 1 })],
      }))
    const neutralBias = (considered: string[]): number => readModel(trainOn(teach(considered))).tables.public.bias[1] ?? Number.NaN
    expect(neutralBias(['negative', 'positive'])).toBe(0)
    expect(neutralBias(['negative', 'neutral', 'positive'])).toBeLessThan(0)
  })
})

describe('heads of one language', () => {
  const line = (lang: string, text: string, toxic: string): Example => ({
    text,
    lang,
    source: 'test',
    development: false,
    targets: withNative([targetOf('publicToxic', { allowed: [toxic], weight: 1 })], lang),
  })
  const taught = Array.from({ length: 40 }, (_, i) => [
    line('fr', `${'abcdefgh'[i % 8]} quel zorglub ce type`, 'true'),
    line('fr', `${'abcdefgh'[i % 8]} quel beau jour ce matin`, 'false'),
    line('de', `${'abcdefgh'[i % 8]} dieser zorglub ist schön`, 'false'),
    line('de', `${'abcdefgh'[i % 8]} dieser fiesling ist dumm`, 'true'),
  ]).flat()

  it('learn from their language alone: a word may insult in one and not in another', () => {
    const scorer = new Scorer(readModel(trainOn(taught)))
    const said = (head: 'frenchToxic' | 'germanToxic', text: string): number => {
      scorer.read(text)
      return scorer.logits[headOf[head].from] ?? 0
    }
    expect(said('frenchToxic', 'quel zorglub ce type')).toBeGreaterThan(0.5)
    expect(said('germanToxic', 'dieser zorglub ist schön')).toBeLessThan(-0.5)
    expect(said('frenchToxic', 'zorglub')).toBeGreaterThan(said('germanToxic', 'zorglub') + 0.2)
  })
})

describe('the file of weights', () => {
  it('keeps the large ones and the small ones, to half a step of their column', () => {
    const vocabulary = new Vocabulary(new Int32Array(0), new Uint8Array(0))
    const parts = fit(encode(pack([]), vocabulary), [], () => undefined)
    const random = randomOf(3)
    // Most near nothing, one in two hundred far out, as trained ones are.
    parts.lang.weights.forEach((_, i, all) => (all[i] = (random() - 0.5) * (i % 200 === 0 ? 60 : 2)))
    const { weights, scales, columns } = readModel(writeModel(parts, vocabulary, headFor(vocabulary))).tables.lang
    let large = 0
    weights.forEach((weight, i) => {
      const scale = scales[i % columns] ?? 0
      large += Math.abs(weight) > largestSmall ? 1 : 0
      expect(Math.abs(weight * scale - (parts.lang.weights[i] ?? 0))).toBeLessThanOrEqual(scale * 0.501)
    })
    expect(large).toBeGreaterThan(300)
  })
})

describe('the corpus and its split', () => {
  it('has only labels that the heads know, and keeps about a fifth for development', () => {
    const taught = corpus.filter(({ part }) => part !== 'fresh')
    const kept = taught.filter(({ development }) => development).length
    expect(taught.length).toBeGreaterThan(8000)
    expect(kept / taught.length).toBeGreaterThan(0.14)
    expect(kept / taught.length).toBeLessThan(0.26)
  })

  it('keeps what is fresh from every model: all of it for development, and no message that is taught nearly says the same', () => {
    const fresh = corpus.filter(({ part }) => part === 'fresh')
    expect(fresh.length).toBeGreaterThan(4000)
    expect(fresh.every(({ development }) => development)).toBe(true)
    const wordsOf = (text: string) => new Set(text.toLowerCase().match(/\p{L}{2,}/gu))
    const holders = new Map<string, Set<string>[]>()
    for (const { text, part } of corpus) {
      if (part === 'fresh') continue
      const words = wordsOf(text)
      for (const word of words) holders.set(word, [...(holders.get(word) ?? []), words].slice(-200))
    }
    const near = fresh.filter(({ text }) => {
      const words = wordsOf(text)
      const rare = [...words].sort((a, b) => (holders.get(a)?.length ?? 0) - (holders.get(b)?.length ?? 0)).slice(0, 2)
      return rare.some((word) =>
        holders.get(word)?.some((other) => {
          const common = [...words].filter((one) => other.has(one)).length
          return words.size > 4 && common >= 0.75 * (words.size + other.size - common)
        }),
      )
    })
    expect(near.map(({ text }) => text)).toEqual([])
  })

  it('puts messages that nearly say the same on one side', () => {
    const texts = Array.from({ length: 40 }, (_, i) => [
      `la tondeuse numéro ${'abcdefghij'[i % 10]}${'klmn'[i % 4]} est arrivée cassée hier matin`,
      `La tondeuse numéro ${'abcdefghij'[i % 10]}${'klmn'[i % 4]} est arrivée cassée hier soir !`,
    ]).flat()
    const sides = sidesOf(texts, 5)
    for (let i = 0; i < texts.length; i += 2) expect(sides[i]).toBe(sides[i + 1])
  })

  it('measures functions on sentences that no pattern makes', () => {
    const made = new Set(
      makePairs(7).map(({ text }) =>
        fold(text)
          .replace(/[^\p{L}]+/gu, ' ')
          .trim(),
      ),
    )
    for (const { texts } of functional) {
      expect(texts).toHaveLength(20)
      for (const text of texts)
        expect(
          made.has(
            fold(text)
              .replace(/[^\p{L}]+/gu, ' ')
              .trim(),
          ),
        ).toBe(false)
    }
  })
})

describe('the figures', () => {
  const pairs = [
    { wanted: 'a', given: 'a' },
    { wanted: 'a', given: 'b' },
    { wanted: 'b', given: 'b' },
    { wanted: 'b', given: 'b' },
  ]
  it('are those of the book', () => {
    const { precision, recall } = precisionRecall(pairs, 'b')
    expect(precision).toBeCloseTo(200 / 3, 8)
    expect(recall).toBe(100)
    expect(macroF1(pairs)).toBeCloseTo((100 * (2 / 3 + 0.8)) / 2, 8)
    expect(
      calibrationError([
        { p: 0.75, right: true },
        { p: 0.75, right: false },
      ]),
    ).toBeCloseTo(25, 8)
  })
})
