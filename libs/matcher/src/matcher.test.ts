import { describe, expect, it } from 'vitest'
import { QueryError } from './errors.ts'
import { createMatcher } from './matcher.ts'
import { parse } from './parse.ts'
import { createPool } from './pool.ts'
import { restore, snapshot } from './snapshot.ts'
import { agree } from './testing/agree.ts'
import { fuzz } from './testing/fuzz.ts'
import { randomOf, randomPost, randomQuery } from './testing/random.ts'

describe('engine and brute force', () => {
  it('agree on 60,000 random checks, live edits in between', () => {
    const { checks, positive, faults } = agree(20_261_125, 60_000)
    expect(faults).toEqual([])
    expect(checks).toBeGreaterThanOrEqual(60_000)
    expect(positive).toBeGreaterThan(3000)
  })
})

describe('parser', () => {
  it('never fails otherwise than by a QueryError', () => {
    const { faults } = fuzz(3, 40_000)
    expect(faults).toEqual([])
  })

  it.each([
    '('.repeat(60_000),
    '-'.repeat(60_000),
    '"a" NEAR/1 '.repeat(5000),
    'a OU '.repeat(12_000),
    '(a '.repeat(20_000),
    'NOT '.repeat(15_000),
  ])('survives depth %#', (source) => {
    expect(() => parse(source)).toThrow(QueryError)
  })

  it('reads a query of 50 kB', () => {
    const source = Array.from({ length: 6000 }, (_, i) => `mot${i}`).join(' OU ')
    expect(source.length).toBeGreaterThan(50_000)
    expect(parse(source).kind).toBe('or')
  })
})

/** A matcher of random queries, and posts for it. */
function some(seed: number, queries: number, posts: number) {
  const random = randomOf(seed)
  const matcher = createMatcher<number>({ groups: { marque: 'orange OU sosh', lieu: 'paris' } })
  for (let id = 0; id < queries; id += 1) {
    try {
      matcher.add(id, randomQuery(random))
    } catch (error) {
      if (!(error instanceof QueryError)) throw error
    }
  }
  return { matcher, posts: Array.from({ length: posts }, () => randomPost(random)) }
}
const sorted = (answers: readonly (readonly number[])[]) => answers.map((ids) => [...ids].sort((a, b) => a - b))

describe('matcher', () => {
  it('adds, replaces and removes between two posts', () => {
    const matcher = createMatcher()
    matcher.add('a', 'orange')
    expect(matcher.match({ text: 'une orange' })).toEqual(['a'])
    matcher.replace('a', 'pomme')
    matcher.add('b', 'orange OU pomme')
    expect(matcher.match({ text: 'une orange' })).toEqual(['b'])
    expect(matcher.remove('b')).toBe(true)
    expect(matcher.remove('b')).toBe(false)
    expect(matcher.match({ text: 'une orange' })).toEqual([])
    expect(() => matcher.add('a', 'x')).toThrow(RangeError)
    expect(matcher.size).toBe(1)
  })

  it('keeps the old query when the new one is wrong', () => {
    const matcher = createMatcher()
    matcher.add('a', 'orange')
    expect(() => matcher.replace('a', 'orange ET')).toThrow(QueryError)
    expect(matcher.match({ text: 'orange' })).toEqual(['a'])
    expect(matcher.source('a')).toBe('orange')
  })

  it('changes what uses a group with the group, and refuses what cannot be', () => {
    const matcher = createMatcher({ groups: { marque: 'orange' } })
    matcher.add('a', '$marque panne')
    matcher.add('b', '$marque NEAR/2 panne')
    matcher.setGroup('marque', 'sosh OU orange')
    expect(matcher.match({ text: 'sosh en panne' })).toHaveLength(2)
    expect(matcher.explain('a', { text: 'sosh en panne' })).toMatchObject({
      matches: true,
      marks: [
        { from: 0, until: 4 },
        { from: 8, until: 13 },
      ],
    })
    expect(matcher.explain('absent', { text: '' })).toBeNull()
    expect(() => matcher.setGroup('marque', 'sosh orange')).toThrow(QueryError)
    expect(matcher.match({ text: 'sosh en panne' })).toHaveLength(2)
    expect(() => matcher.add('c', '$inconnu')).toThrow(/does not exist/)
    expect(() => matcher.setGroup('marque', '$marque OU x')).toThrow(/contains itself/)
  })

  it('takes a leading wildcard where it is allowed', () => {
    const matcher = createMatcher({ leadingWildcard: true })
    matcher.add('tail', '*phone')
    matcher.add('inside', '*phon*')
    expect(matcher.match({ text: 'mon Téléphone' }).length).toBe(2)
    expect(matcher.match({ text: 'phonétique' })).toEqual(['inside'])
    matcher.remove('tail')
    matcher.remove('inside')
    expect(matcher.match({ text: 'téléphone' })).toEqual([])
  })

  it('gives its memory back when queries come and go', () => {
    const matcher = createMatcher<number>()
    const random = randomOf(8)
    const turn = () => {
      for (let id = 0; id < 2000; id += 1) matcher.replace(id, `mot${Math.floor(random() * 1e6)} OU autre${id} SAUF fruit${id % 50}`)
      for (let id = 0; id < 2000; id += 1) matcher.remove(id)
    }
    turn()
    const before = matcher.totals().tableBytes
    for (let i = 0; i < 10; i += 1) turn()
    expect(matcher.totals().tableBytes).toBeLessThan(before * 1.5)
  })

  it('counts what a query costs and gives, and names those too broad', () => {
    const matcher = createMatcher()
    matcher.add('rare', 'licorne')
    matcher.add('broad', 'le OU la')
    matcher.add('nothing', 'followers>10')
    expect(matcher.statistics('rare')).toEqual({ cost: null, hits: 0, posts: 0 })
    for (let i = 0; i < 50; i += 1) matcher.matchMany(Array.from({ length: 40 }, (_, k) => ({ text: k === 7 ? 'la licorne' : 'le chat' })))
    expect(matcher.statistics('rare')).toMatchObject({ hits: 50, posts: 2000 })
    expect(matcher.statistics('broad')?.cost).toBeGreaterThan(0.3)
    expect(matcher.tooBroad().map(({ id }) => id)).toEqual(['broad', 'nothing'])
    expect(matcher.statistics('absent')).toBeNull()
  })

  it('says the same after it has been tuned, and from a snapshot', () => {
    const { matcher, posts } = some(31, 300, 200)
    const before = sorted(matcher.matchMany(posts))
    while (!matcher.tune(20));
    expect(sorted(matcher.matchMany(posts))).toEqual(before)
    const again = restore<number>(snapshot(matcher))
    expect(sorted(again.matchMany(posts))).toEqual(before)
    expect(again.size).toBe(matcher.size)
    expect(() => restore(new Uint8Array([1, 2, 3]))).toThrow(RangeError)
  })

  it('says the same on several threads, also after edits', async () => {
    const { matcher, posts } = some(32, 400, 3000)
    const pool = await createPool(matcher, { threads: 3 })
    expect(sorted(pool.matchMany(posts))).toEqual(sorted(matcher.matchMany(posts)))
    for (let id = 1000; id < 1400; id += 1) matcher.add(id, `orange OU mot${id}`)
    expect(sorted(pool.matchMany(posts))).toEqual(sorted(matcher.matchMany(posts)))
    await pool.close()
  })

  it('reads a long post up to its limit, and hostile ones without harm', () => {
    const matcher = createMatcher<number>()
    ;['a NEAR/100 b NEAR/100 a NEAR/100 b', '"a b" NEAR/50 ("b a" OU a)', 'mot*', 'fin', 'exact:"aaaa"'].forEach((query, id) =>
      matcher.add(id, query),
    )
    const began = performance.now()
    for (const text of [
      'a b '.repeat(30_000),
      'a'.repeat(200_000),
      '#aB'.repeat(30_000),
      'ﷺ'.repeat(30_000),
      '@'.repeat(99_999),
      '日'.repeat(90_000),
      'mot1 '.repeat(20_000),
    ])
      matcher.match({ text })
    expect(performance.now() - began).toBeLessThan(10_000)
    expect(matcher.match({ text: `${'x '.repeat(20_000)}fin` })).toEqual([3])
  })
})
