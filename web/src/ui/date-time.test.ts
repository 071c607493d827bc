import { describe, expect, it } from 'vitest'
import { parseTime, resolveLocal } from './date-time.ts'

describe('a time as people write it', () => {
  it.each([
    ['8', '08:00:00'],
    ['8h05', '08:05:00'],
    ['18 h 30', '18:30:00'],
    ['8:05:30', '08:05:30'],
    ['6.30pm', '18:30:00'],
    ['12am', '00:00:00'],
    ['23:59', '23:59:00'],
  ])('%s', (typed, time) => expect(parseTime(typed)).toBe(time))
  it.each(['', '25', '8:60', '13pm', 'demain', '8:5:99'])('refuses « %s »', (typed) => expect(parseTime(typed)).toBeNull())
})

describe('the brand’s wall clock', () => {
  const zone = 'Europe/Paris'
  it('resolves an ordinary hour', () => {
    expect(resolveLocal({ date: '2026-11-24', time: '10:42:00', zone })).toEqual({ kind: 'exact', utc: '2026-11-24T09:42:00Z' })
  })
  it('says which hour the spring change loses', () => {
    expect(resolveLocal({ date: '2027-03-28', time: '02:30:00', zone })).toEqual({ kind: 'lost', later: '03:30:00' })
  })
  it('asks which of the two hours of the autumn change is meant', () => {
    expect(resolveLocal({ date: '2026-10-25', time: '02:30:00', zone })).toEqual({
      kind: 'repeated',
      first: '2026-10-25T00:30:00Z',
      second: '2026-10-25T01:30:00Z',
    })
  })
  it('does not read what is not a date', () => expect(resolveLocal({ date: '', time: '10:00', zone }).kind).toBe('unreadable'))
})
