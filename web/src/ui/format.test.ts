import { describe, expect, it, vi } from 'vitest'

vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined })
vi.stubGlobal('document', { documentElement: { lang: 'fr' } })
const { makeFormat } = await import('./format.ts')

const paris = makeFormat('fr', 'Europe/Paris')
const london = makeFormat('en', 'Europe/London')
const now = '2026-11-24T09:42:00Z'

describe('numbers', () => {
  it('are written with the narrow no-break space in French, and absent ones are said', () => {
    expect(paris.number(1254)).toBe('1\u202F254')
    expect(london.number(1254)).toBe('1,254')
    expect(paris.percent(0.38)).toBe('38\u202F%')
    expect(paris.number(null)).toBe('n.\u202Fd.')
    expect(paris.number(0)).toBe('0')
  })
})

describe('times', () => {
  it('are told in the brand’s zone, 24 h, without a leading zero', () => {
    expect(paris.time(now)).toBe('10:42')
    expect(london.time('2026-11-24T07:05:00Z')).toBe('7:05')
    expect(paris.time('2026-11-23T23:10:00Z')).toBe('0:10')
    expect(paris.hour('2026-11-24T07:30:00Z')).toBe(8.5)
  })
  it('are relative when near and dated when far', () => {
    expect(paris.relative('2026-11-24T09:34:00Z', now)).toBe('il y a 8\u202Fmin')
    expect(paris.relative('2026-11-24T11:17:00Z', now)).toBe('dans 1\u202Fh\u202F35')
    expect(paris.relative('2026-11-23T17:30:00Z', now)).toBe('hier, 18:30')
    expect(paris.relative('2026-11-28T09:00:00Z', now)).toBe('sam. 10:00')
    expect(paris.relative('2026-12-20T09:00:00Z', now)).toBe('20 déc.')
    expect(london.relative('2026-11-25T08:00:00Z', now)).toBe('tomorrow, 8:00')
  })
  it('counts days by the brand’s calendar, not by 24 hours', () => {
    expect(paris.inDays('2026-11-24T23:30:00Z', now)).toBe('demain')
    expect(london.inDays('2026-11-24T23:30:00Z', now)).toBe('today')
  })
})
