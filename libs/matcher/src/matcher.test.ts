import { describe, expect, it } from 'vitest'
import { QueryError } from './errors.ts'
import { parse } from './parse.ts'
import { agree } from './testing/agree.ts'
import { fuzz } from './testing/fuzz.ts'

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
