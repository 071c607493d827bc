import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { step } from './focus.ts'
import { eachIn, firstAt, lanesOf, marksOf, rowsOf, lineY, staffAt } from './layout.ts'
import type { Note, Staff } from './note.ts'
import { placed } from './note.ts'
import { besides, isQuiet, likeness, overlap, pairsOf, silencesOf, stemsOf } from './rules.ts'
import { LEVELS, MAX_SPAN, MIN_SPAN, scaleOver, sliderOf, spanAt, spanOf, tOf, xOf, zoomAt, levelOf, SPAN } from './scale.ts'
import { find, movedBy, walk } from './walk.ts'
import { DAY, daysIn, HOUR, instantsOf, localTimeOf, MINUTE, repeatOf, shiftDays, snap, weekday } from './zone.ts'

const ZONE = 'Europe/Paris'
const T0 = Date.parse('2026-11-23T00:00:00+01:00')

const staff = (id: string): Staff => ({
  id,
  brandId: 'b',
  network: 'n',
  name: id,
  handle: id,
  avatarUrl: null,
  health: 'ok',
  usualTime: null,
})
const note = (over: Partial<Note> & { id: string; at: number }): Note => ({
  brandId: 'b', channelId: 'c0', contentId: null, state: 'scheduled', format: 'text', dueAt: new Date(over.at).toISOString(), localTime: '',
  title: '', words: '', thumbUrl: null, pillarId: null, campaignId: null, version: 1, staff: 0, line: 1, ...over,
}) // prettier-ignore

describe('time scale', () => {
  const scales = fc.record({
    from: fc.integer({ min: T0 - 400 * DAY, max: T0 + 400 * DAY }),
    span: fc.double({ min: MIN_SPAN, max: MAX_SPAN, noNaN: true }),
    width: fc.integer({ min: 200, max: 3000 }),
  })
  test('the instant under the pointer stays there at every zoom', () => {
    fc.assert(
      fc.property(
        scales,
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (s, factor, share) => {
          const scale = scaleOver(s.from, s.span, s.width)
          const x = share * s.width
          const zoomed = zoomAt(scale, factor, x)
          expect(Math.abs(tOf(zoomed, x) - tOf(scale, x))).toBeLessThan(5)
          expect(spanOf(zoomed)).toBeGreaterThanOrEqual(MIN_SPAN * 0.999)
          expect(spanOf(zoomed)).toBeLessThanOrEqual(MAX_SPAN * 1.001)
          expect(xOf(zoomed, tOf(zoomed, x))).toBeCloseTo(x, 3)
        },
      ),
    )
  })
  test('the slider and the span say the same, an hour at one end and a year at the other', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (place) => {
        expect(sliderOf(spanAt(place))).toBeCloseTo(place, 6)
      }),
    )
    expect(LEVELS.map((l) => sliderOf(SPAN[l]))).toEqual([0, 0.25, 0.5, 0.75, 1])
    expect(levelOf(scaleOver(T0, 6 * DAY, 1000))).toBe('week')
  })
})

describe('the zone of the brand', () => {
  test('days are 23 and 25 hours long when the clocks change', () => {
    const spring = daysIn(ZONE, Date.parse('2026-03-28T12:00:00Z'), Date.parse('2026-03-30T12:00:00Z'))
    expect(spring.map((d) => (d.end - d.start) / HOUR)).toEqual([24, 23, 24])
    const autumn = daysIn(ZONE, Date.parse('2026-10-24T12:00:00Z'), Date.parse('2026-10-26T12:00:00Z'))
    expect(autumn.map((d) => (d.end - d.start) / HOUR)).toEqual([24, 25, 24])
  })
  test('the lost hour and the repeated hour are known as such', () => {
    expect(instantsOf(ZONE, '2026-03-29T02:30')).toEqual({ kind: 'lost' })
    const twice = instantsOf(ZONE, '2026-10-25T02:30')
    expect(twice.kind === 'twice' && twice.second - twice.first).toBe(HOUR)
    expect(repeatOf(ZONE, Date.parse('2026-10-25T00:30:00Z'))).toBe('first')
    expect(repeatOf(ZONE, Date.parse('2026-10-25T01:30:00Z'))).toBe('second')
    expect(repeatOf(ZONE, Date.parse('2026-10-26T01:30:00Z'))).toBe(null)
  })
  test('a day later is the same hour on the wall', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 800 }),
        fc.integer({ min: 4 * 60, max: 23 * 60 }),
        fc.integer({ min: -40, max: 40 }),
        (d, m, by) => {
          const start = shiftDays(ZONE, T0, d) + 0
          const at = snap(ZONE, start + m * MINUTE, 15)
          expect(localTimeOf(ZONE, shiftDays(ZONE, at, by)).slice(11)).toBe(localTimeOf(ZONE, at).slice(11))
        },
      ),
      { numRuns: 60 },
    )
  })
  test('Monday is 1', () => expect([weekday('2026-11-23'), weekday('2026-11-29')]).toEqual([1, 7]))
})

describe('layout', () => {
  const many = fc.array(
    fc.record({
      at: fc.integer({ min: 0, max: 60 * 24 * 30 }),
      staff: fc.integer({ min: 0, max: 3 }),
      line: fc.integer({ min: 0, max: 4 }),
    }),
    { maxLength: 300 },
  )
  test('every note is in exactly one mark at every zoom, and no two marks of a line overlap', () => {
    fc.assert(
      fc.property(many, fc.double({ min: 1000, max: DAY / 2, noNaN: true }), (raw, perPx) => {
        const notes = raw
          .map((r, i) => note({ id: `n${i}`, at: T0 + r.at * MINUTE, staff: r.staff, line: r.line }))
          .sort((a, b) => a.at - b.at)
        const marks = marksOf(notes, ['a', 'b', 'c', 'd'].map(staff), { reach: 17 * perPx, rows: perPx > 3000 ? 1.5 : 0 })
        expect(
          marks
            .flat()
            .flatMap((m) => m.notes.map((n) => n.id))
            .sort(),
        ).toEqual(notes.map((n) => n.id).sort())
        for (const own of marks) {
          for (let i = 1; i < own.length; i++)
            expect((own[i] as { at: number }).at).toBeGreaterThanOrEqual((own[i - 1] as { at: number }).at)
        }
      }),
      { numRuns: 60 },
    )
  })
  test('halving finds what looking at each finds', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 100 })),
        fc.integer({ min: 0, max: 100 }),
        fc.integer({ min: 0, max: 50 }),
        (raw, from, span) => {
          const items = raw.sort((a, b) => a - b).map((at) => ({ at }))
          const seen: number[] = []
          eachIn(items, from, from + span, (i) => seen.push(i.at))
          expect(seen).toEqual(items.filter((i) => i.at >= from && i.at <= from + span).map((i) => i.at))
          expect(firstAt(items, from)).toBe(items.filter((i) => i.at < from).length)
        },
      ),
    )
  })
  test('a pointer on a line is on that staff', () => {
    const rows = rowsOf([5, 3, 4], 144, 600)
    for (let s = 0; s < 3; s++) for (let l = 0; l < (rows.lines[s] ?? 0); l++) expect(staffAt(rows, lineY(rows, s, l))).toBe(s)
  })
  test('bars that overlap take another lane', () => {
    const lanes = lanesOf([{ from: 0, to: 10 }, { from: 5, to: 8 }, { from: 9, to: 12 }, { from: 11, to: 20 }], 3) // prettier-ignore
    expect(lanes.map((l) => l.lane)).toEqual([0, 1, 1, 0])
  })
  test('a note stands on its pillar’s line, without one in the middle', () => {
    const pillars = ['p0', 'p1', 'p2', 'p3', 'p4'].map((id, position) => ({ id, brandId: 'b', name: id, share: null, position }))
    const out = placed(
      [note({ id: 'x', at: T0, pillarId: 'p3' }), note({ id: 'y', at: T0 + 1 }), note({ id: 'z', at: T0, channelId: 'hidden' })],
      [staff('c0')],
      pillars,
    )
    expect(out.map((n) => [n.id, n.line])).toEqual([['x', 3], ['y', 2]]) // prettier-ignore
  })
})

describe('conflicts', () => {
  const bread = 'Croûte, mie, oreille : trois mots du boulanger'
  test('likeness sees a repeat through accents and shortening, and not two words in common', () => {
    expect(likeness(bread, 'Croute mie oreille (bis)')).toBeGreaterThan(0.7)
    expect(likeness(bread, 'Le boulanger dort')).toBe(0)
  })
  test('two on one channel within half an hour are a double booking, in minutes', () => {
    const channel = [note({ id: 'a', at: T0 }), note({ id: 'b', at: T0 + 5 * HOUR })]
    expect(besides(note({ id: 'x', at: 0 }), T0 + 10 * MINUTE, channel)).toMatchObject([{ kind: 'double', minutes: 10 }])
    expect(besides(note({ id: 'x', at: 0 }), T0 + 2 * HOUR, channel)).toEqual([])
  })
  test('almost the same text two days apart is said once, a cancelled one never', () => {
    const a = note({ id: 'a', at: T0, words: bread })
    const b = note({ id: 'b', at: T0 + 4 * HOUR, words: `${bread}, bis` })
    const tail = 'Maison Levain quatre boutiques ouvertes'
    expect(overlap(`Le seigle arrive demain matin. ${tail}`, `Offrez une bûche pour Noël. ${tail}`)).toBeLessThan(0.6)
    expect(pairsOf([a, b])).toMatchObject([{ kind: 'similar', a: { id: 'a' }, b: { id: 'b' } }])
    expect(pairsOf([a, { ...b, state: 'cancelled' }])).toEqual([])
  })
  test('quiet hours run over midnight', () => {
    const night = { from: '22:00', to: '07:00' }
    expect([21 * 60 + 59, 22 * 60, 0, 6 * 60 + 59, 7 * 60].map((m) => isQuiet(night, m))).toEqual([false, true, true, true, false])
    expect(isQuiet(null, 0)).toBe(false)
  })
})

describe('silence and stems', () => {
  test('Wednesday to Saturday without a post are four days of silence', () => {
    const days = daysIn(ZONE, T0 - 7 * DAY, T0 + 14 * DAY)
    const tuesday = note({ id: 'a', at: T0 + DAY + 12 * HOUR })
    const sunday = note({ id: 'b', at: T0 + 6 * DAY + 10 * HOUR, state: 'draft' })
    expect(silencesOf([tuesday, sunday], days)).toMatchObject([{ days: 4, from: T0 + 2 * DAY, to: T0 + 6 * DAY }])
    expect(silencesOf([tuesday], days)).toEqual([])
    expect(silencesOf([tuesday, note({ id: 'c', at: T0 + 4 * DAY })], days)).toEqual([])
  })
  test('versions of one idea within half a day share a stem, from the upper staff to the lower', () => {
    const at = T0 + 12 * HOUR
    const stems = stemsOf([
      note({ id: 'c', at: at + 5 * MINUTE, staff: 2, contentId: 'k' }),
      note({ id: 'a', at, staff: 0, contentId: 'k' }),
      note({ id: 'late', at: at + 3 * DAY, staff: 1, contentId: 'k' }),
      note({ id: 'alone', at, staff: 1, contentId: 'z' }),
    ])
    expect(stems.map((s) => s.notes.map((n) => n.id))).toEqual([['a', 'c']])
  })
})

describe('keyboard order', () => {
  const a = note({ id: 'a', at: T0 })
  const b = note({ id: 'b', at: T0 + HOUR })
  const z = note({ id: 'z', at: T0 + 50 * MINUTE, staff: 2 })
  const staves = [[a, b], [], [z]]
  test('left and right follow the staff, up and down skip an empty one', () => {
    expect(step(staves, a, 'right').id).toBe('b')
    expect(step(staves, a, 'left').id).toBe('a')
    expect(step(staves, a, 'down').id).toBe('z')
    expect(step(staves, z, 'up').id).toBe('b')
    expect(step(staves, b, 'first').id).toBe('a')
  })
})

describe('cards by keyboard', () => {
  const columns = [['a', 'b'], [], ['c'], ['d', 'e', 'f']]
  const from = (id: string) => find(columns, id) ?? { column: 0, row: 0 }
  test('arrows walk over empty days and down through weeks', () => {
    expect(walk(columns, 'ArrowDown', from('a'), 0)).toBe('b')
    expect(walk(columns, 'ArrowDown', from('b'), 0)).toBeUndefined()
    expect(walk(columns, 'ArrowDown', from('b'), 3)).toBe('d')
    expect(walk(columns, 'ArrowRight', from('b'), 0)).toBe('c')
    expect(walk(columns, 'ArrowLeft', from('c'), 0)).toBe('a')
    expect([walk(columns, 'Home', from('e'), 0), walk(columns, 'End', from('a'), 0)]).toEqual(['a', 'f'])
  })
  test('[S1-21] a publication moves by keyboard only: a day, a week, a quarter of an hour, at the same hour across the change of clocks', () => {
    const at = Date.parse('2026-03-28T12:15:00+01:00')
    const local = (key: string, vertical: 'week' | 'quarter') => localTimeOf(ZONE, movedBy(ZONE, { at }, key, vertical) ?? 0)
    expect(local('ArrowRight', 'week')).toBe('2026-03-29T12:15')
    expect(local('ArrowLeft', 'week')).toBe('2026-03-27T12:15')
    expect(local('ArrowDown', 'week')).toBe('2026-04-04T12:15')
    expect(local('ArrowUp', 'quarter')).toBe('2026-03-28T12:00')
    expect(movedBy(ZONE, { at }, 'Enter', 'week')).toBeNull()
  })
})
