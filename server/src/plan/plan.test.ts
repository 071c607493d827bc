import { describe, expect, test } from 'vitest'
import { habitOf } from './rules/habit.ts'
import { easterOf, seasonalBetween } from './rules/seasonal-dates.ts'
import { calendarOf } from './plan.feed.service.ts'
import type { NoteRow } from './plan.store.ts'

const note = (over: Partial<NoteRow>): NoteRow => ({
  id: '00000000-0000-4000-8000-000000000001',
  brandId: 'b',
  channelId: 'c',
  contentId: null,
  state: 'scheduled',
  format: 'text',
  dueAt: '2026-11-26T11:15:00.000Z',
  localTime: '2026-11-26T12:15',
  title: 'Praluline, le geste',
  words: '',
  thumbId: null,
  pillarId: null,
  campaignId: null,
  version: 3,
  ...over,
})

describe('dates of the year', () => {
  test('Easter of known years', () => {
    expect([2024, 2025, 2026, 2027, 2038].map((year) => easterOf(year).toString())).toEqual([
      '2024-03-31',
      '2025-04-20',
      '2026-04-05',
      '2027-03-28',
      '2038-04-25',
    ])
  })
  test('moving days fall where they fell', () => {
    const of = (year: number, name: string) => seasonalBetween(`${year}-01-01`, `${year}-12-31`, 'fr').find((d) => d.name === name)?.date
    expect(of(2026, 'Ascension')).toBe('2026-05-14')
    expect(of(2026, 'Lundi de Pentecôte')).toBe('2026-05-25')
    expect(of(2023, 'Fête des mères')).toBe('2023-06-04')
    expect(of(2026, 'Fête des mères')).toBe('2026-05-31')
    expect(of(2026, 'Black Friday')).toBe('2026-11-27')
    expect(of(2024, 'Rafle du Vél’ d’Hiv')).toBe('2024-07-21')
    expect(of(2025, 'Rafle du Vél’ d’Hiv')).toBe('2025-07-20')
    expect(seasonalBetween('2026-02-10', '2026-02-10', 'en').map((d) => d.name)).toEqual(['Winter school holidays, zone A'])
  })
})

describe('habit of a channel', () => {
  const posts = Array.from({ length: 30 }, (_, i) => ({ weekday: 1 + (i % 5), hour: 12, minute: 15 + (i % 3), engagements: 10 }))
  test('the peak is where the public answered, the usual time where the channel speaks', () => {
    const habit = habitOf(posts)
    expect(habit.hours?.indexOf(Math.max(...(habit.hours ?? [])))).toBe(12)
    expect(habit.hours?.[6 * 24 + 3]).toBe(0)
    expect(habit.usualTime).toBe('12:15')
  })
  test('too little is unknown, and never zero', () => {
    expect(habitOf(posts.slice(0, 10)).hours).toBeNull()
    expect(habitOf(posts.map((p) => ({ ...p, engagements: null })))).toMatchObject({ hours: null, sample: 0 })
    expect(habitOf([]).usualTime).toBeNull()
  })
})

const needed = ['UID', 'DTSTAMP', 'DTSTART']
const nameOf = (line: string): string => (/^[A-Z-]+/.exec(line) ?? [''])[0]

/** Components open and close in order; an event has each of what it needs once. */
function structure(lines: readonly string[]): string[] {
  const faults: string[] = []
  const stack: string[] = []
  let held: string[] = []
  for (const line of lines) {
    if (line.startsWith('BEGIN:')) {
      stack.push(line.slice(6))
      held = []
    } else if (!line.startsWith('END:')) held.push(nameOf(line))
    else if (stack.pop() !== line.slice(4)) faults.push(`unbalanced ${line}`)
    if (line === 'END:VEVENT') faults.push(...needed.filter((name) => held.filter((one) => one === name).length !== 1))
  }
  return stack.length > 0 ? [...faults, 'left open'] : faults
}

/** RFC 5545: lines end with CRLF and hold 75 bytes at most, each is a property, components are balanced. */
function validate(text: string): string[] {
  const lines = text.slice(0, -2).split('\r\n')
  const unfolded = text
    .slice(0, -2)
    .replaceAll(/\r\n[ \t]/g, '')
    .split('\r\n')
  return [
    ...(text.endsWith('END:VCALENDAR\r\n') ? [] : ['does not end']),
    ...lines.filter((line) => line.includes('\n') || Buffer.byteLength(line) > 75),
    ...unfolded.filter((line) => !/^[A-Z-]+(;[A-Z-]+=[^:;]+)*:/.test(line)),
    ...['VERSION:2.0', 'PRODID:'].filter((start) => !unfolded.some((line) => line.startsWith(start))),
    ...structure(unfolded),
  ]
}

describe('calendar feed', () => {
  test('[S1-21] the ICS feed validates, whatever a title holds', () => {
    const hostile = note({
      id: '00000000-0000-4000-8000-000000000002',
      title: `Fin\r\nEND:VCALENDAR\r\nX;Y:Z, « brioche » ${'é'.repeat(90)}`,
      words: 'a;b,c\\d\ne',
    })
    const text = calendarOf(
      'Maison Levain',
      'https://pupitre.example',
      [note({}), hostile, note({ id: '3', state: 'held', title: null, words: null })],
      new Map([['c', 'Instagram']]),
    )
    expect(validate(text)).toEqual([])
    expect(text.match(/BEGIN:VEVENT/g)).toHaveLength(3)
    expect(text.match(/END:VCALENDAR\r\n$/g)).toHaveLength(1)
    expect(text).toContain('DTSTART:20261126T111500Z')
    expect(text).toContain('SUMMARY:Instagram · Praluline\\, le geste')
  })
})
