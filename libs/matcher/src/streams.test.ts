import { describe, expect, it } from 'vitest'
import { burstsOf, negativeBinomialTail, poissonTail, robust, type WindowCount } from './bursts.ts'
import { DuplicateFolder, jaccardOf, shinglesOf } from './duplicates.ts'
import { RisingTerms, type RisingPost } from './rising.ts'
import { type Random, randomOf } from './testing/random.ts'

const quarter = 15 * 60_000
const perDay = 96

function poisson(random: Random, mean: number): number {
  const limit = Math.exp(-mean)
  let k = 0
  for (let p = random(); p > limit; p *= random()) k += 1
  return k
}

/** Day and night: from a fifth to one and four fifths of the mean. */
const rhythm = (i: number): number => 1 + 0.8 * Math.sin(((i % perDay) / perDay) * 2 * Math.PI - 2)

function stream(random: Random, mean: number, days: number, wave?: { at: number; times: number }): WindowCount[] {
  return Array.from({ length: days * perDay }, (_, i) => {
    const surge = wave && i >= wave.at && i < wave.at + 4 ? wave.times : 1
    const count = poisson(random, mean * rhythm(i) * surge)
    return { start: i * quarter, count, authors: Math.ceil(count * 0.9) }
  })
}

describe('bursts', () => {
  it.each([0.2, 1, 5, 20])('rings less than once a month at %d a window', (mean) => {
    let alarms = 0
    const runs = 12
    for (let run = 0; run < runs; run += 1) {
      const windows = stream(randomOf(100 + run), mean, 58)
      alarms += burstsOf(windows).filter(({ start }) => start >= 28 * perDay * quarter).length
    }
    expect(alarms / runs).toBeLessThan(1)
  })

  it.each([1, 5, 20])('finds a tenfold wave within two windows at %d a window', (mean) => {
    let found = 0
    const runs = 30
    for (let run = 0; run < runs; run += 1) {
      // At the busiest hour, after 28 days of history.
      const at = 28 * perDay + 55
      const bursts = burstsOf(stream(randomOf(500 + run), mean, 30, { at, times: 10 }))
      if (bursts.some(({ start }) => start >= at * quarter && start <= (at + 1) * quarter)) found += 1
    }
    expect(found).toBeGreaterThanOrEqual(27)
  })

  it('wants different authors, and keeps quiet after a burst', () => {
    const quiet = Array.from({ length: 28 * perDay }, (_, i) => ({ start: i * quarter, count: 0, authors: 0 }))
    const start = quiet.length * quarter
    expect(burstsOf([...quiet, { start, count: 30, authors: 2 }])).toEqual([])
    const loud = [0, 1, 2, 8].map((k) => ({ start: start + k * quarter, count: 30, authors: 20 }))
    expect(burstsOf([...quiet, ...loud]).map((burst) => (burst.start - start) / quarter)).toEqual([0, 8])
  })

  it('is not blinded by an old wave', () => {
    const { mean } = robust([1, 2, 1, 0, 2, 1, 300])
    expect(mean).toBeLessThan(3)
  })

  it('knows its tails', () => {
    expect(poissonTail(5, 1)).toBeCloseTo(0.003659846827343767, 10)
    expect(poissonTail(3, 5)).toBeCloseTo(0.8753479805169189, 10)
    expect(negativeBinomialTail(1, 2, 4)).toBeCloseTo(0.75, 9)
    expect(negativeBinomialTail(10, 2, 4)).toBeGreaterThan(poissonTail(10, 2))
  })
})

describe('near-duplicates', () => {
  const text = 'Grosse panne chez Orange ce matin à Lyon, plus de réseau depuis huit heures'

  it('knows a copy, whatever its capitals and signs', () => {
    const folder = new DuplicateFolder<number>()
    expect(folder.see(1, text, 0)).toEqual({ of: null, how: null, jaccard: null })
    expect(folder.see(2, text.toUpperCase().replace(',', ' !'), 1)).toEqual({ of: 1, how: 'same', jaccard: 1 })
  })

  it('knows a text with two words changed, and not another one', () => {
    const folder = new DuplicateFolder<number>()
    folder.see(1, text, 0)
    const near = folder.see(2, `${text} !! pfff`, 1)
    expect(near.of).toBe(1)
    expect(near.how).toBe('near')
    expect(folder.see(3, 'Rien à voir avec la panne de ce matin, je cherche un plombier à Lyon', 2).of).toBeNull()
  })

  it('takes short posts by their words only', () => {
    const folder = new DuplicateFolder<number>()
    folder.see(1, 'bravo à toute équipe', 0)
    expect(folder.see(2, 'bravo à toute équipe merci', 1).of).toBeNull()
    expect(folder.see(3, 'Bravo à toute équipe !', 2).of).toBe(1)
  })

  it('forgets after its time and beyond its room', () => {
    const folder = new DuplicateFolder<number>({ span: 1000, capacity: 2 })
    folder.see(1, 'un', 0)
    expect(folder.see(2, 'un', 999).of).toBe(1)
    expect(folder.see(3, 'un', 2000).of).toBeNull()
    folder.see(4, 'deux', 2001)
    folder.see(5, 'trois', 2002)
    expect(folder.see(6, 'un', 2003).of).toBeNull()
  })

  it('finds nearly all pairs of index 0.7 and reports their real index', () => {
    const random = randomOf(4)
    const word = () => `mot${Math.floor(random() * 5000)}`
    let found = 0
    let wanted = 0
    for (let i = 0; i < 300; i += 1) {
      const words = Array.from({ length: 24 }, word)
      const changed = words.map((one, k) => (k === 3 || k === 20 ? word() : one))
      const index = jaccardOf(shinglesOf(words), shinglesOf(changed))
      if (index < 0.7) continue
      wanted += 1
      const folder = new DuplicateFolder<number>()
      folder.see(1, words.join(' '), 0)
      const answer = folder.see(2, changed.join(' '), 1)
      if (answer.of !== 1) continue
      found += 1
      expect(answer.jaccard).toBeCloseTo(index, 10)
    }
    expect(wanted).toBeGreaterThan(200)
    expect(found / wanted).toBeGreaterThan(0.93)
  })
})

describe('rising terms', () => {
  function posts(random: Random, count: number): RisingPost[] {
    return Array.from({ length: count }, () => ({
      author: `a${Math.floor(random() * 2000)}`,
      terms: Array.from({ length: 15 }, () => `mot${Math.floor(4000 ** random())}`),
    }))
  }

  it('is calm when nothing happens, and names a topic by its words', () => {
    const random = randomOf(21)
    const watch = new RisingTerms()
    let falseAlarms = 0
    for (let window = 0; window < 80; window += 1) falseAlarms += watch.see(posts(random, 400)).length
    expect(falseAlarms).toBeLessThanOrEqual(1)
    const loud = posts(random, 400).map((post, i) =>
      i % 10 === 0 ? { ...post, terms: [...post.terms, '#rappel', 'lait', 'salmonelle'] } : post,
    )
    const [topic, ...others] = watch.see(loud)
    expect(topic?.terms.map(({ term }) => term).sort()).toEqual(['#rappel', 'lait', 'salmonelle'])
    expect(topic?.posts).toBe(40)
    expect(others).toEqual([])
  })

  it('does not take one loud author for a topic', () => {
    const random = randomOf(22)
    const watch = new RisingTerms()
    for (let window = 0; window < 20; window += 1) watch.see(posts(random, 200))
    const loud = posts(random, 200).concat(Array.from({ length: 30 }, () => ({ author: 'moi', terms: ['achetez', 'ceci'] })))
    expect(watch.see(loud)).toEqual([])
  })

  it('gets used to what goes on', () => {
    const random = randomOf(23)
    const watch = new RisingTerms()
    const all = (loud: boolean) =>
      posts(random, 200).map((post, i) => (loud && i % 8 === 0 ? { ...post, terms: [...post.terms, 'grève'] } : post))
    for (let window = 0; window < 20; window += 1) watch.see(all(false))
    expect(watch.see(all(true)).length).toBe(1)
    for (let window = 0; window < 30; window += 1) watch.see(all(true))
    expect(watch.see(all(true))).toEqual([])
  })
})
