import { Temporal } from 'temporal-polyfill'
import { dated, school, type Rule } from '../data/dates.fr.ts'

/** Easter Sunday of the Gregorian calendar (anonymous algorithm, Nature 1876). */
export function easterOf(year: number): Temporal.PlainDate {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const d = b - Math.floor(b / 4) - Math.floor((8 * b + 13) / 25)
  const h = (19 * a + d + 15) % 30
  const i = Math.floor(c / 4)
  const l = (32 + 2 * (b % 4) + 2 * i - h - (c % 4)) % 7
  const m = Math.floor((a + 11 * h + 22 * l) / 451)
  const n = h + l - 7 * m + 114
  return Temporal.PlainDate.from({ year, month: Math.floor(n / 31), day: (n % 31) + 1 })
}

function weekdayOf(year: number, rule: Extract<Rule, { on: 'weekday' }>): Temporal.PlainDate {
  const first = Temporal.PlainDate.from({ year, month: rule.month, day: 1 })
  if (rule.nth > 0) return first.add({ days: ((rule.weekday - first.dayOfWeek + 7) % 7) + (rule.nth - 1) * 7 })
  const last = first.add({ months: 1 }).subtract({ days: 1 })
  return last.subtract({ days: ((last.dayOfWeek - rule.weekday + 7) % 7) + (-rule.nth - 1) * 7 })
}

/** The last Sunday of May, the first of June when that is Whit Sunday. */
function mothersDay(year: number): Temporal.PlainDate {
  const sunday = weekdayOf(year, { on: 'weekday', month: 5, weekday: 7, nth: -1 })
  return sunday.equals(easterOf(year).add({ days: 49 })) ? sunday.add({ days: 7 }) : sunday
}

export function dateIn(year: number, rule: Rule): Temporal.PlainDate {
  switch (rule.on) {
    case 'date':
      return Temporal.PlainDate.from({ year, month: rule.month, day: rule.day })
    case 'easter':
      return easterOf(year).add({ days: rule.plus })
    case 'weekday':
      return weekdayOf(year, rule).add({ days: rule.plus ?? 0 })
    case 'sundayFrom': {
      const date = Temporal.PlainDate.from({ year, month: rule.month, day: rule.day })
      return date.add({ days: 7 - date.dayOfWeek })
    }
    case 'mothersDay':
      return mothersDay(year)
  }
}

export type SeasonalDate = { date: string; endDate: string; name: string; kind: 'holiday' | 'school' | 'marronnier' | 'sensitive' }

const years = new Map<string, SeasonalDate[]>()

/** A year's dates do not change while the desk runs: they are worked out once. */
function datesOf(year: number, language: 'fr' | 'en'): SeasonalDate[] {
  const key = `${year} ${language}`
  let dates = years.get(key)
  if (!dates) {
    dates = dated.map((one) => {
      const start = dateIn(year, one.rule)
      const endDate = start.add({ days: (one.days ?? 1) - 1 }).toString()
      return { date: start.toString(), endDate, name: one[language], kind: one.kind }
    })
    if (years.size > 200) years.clear()
    years.set(key, dates)
  }
  return dates
}

/** Dates between two days, both included, in a language. */
export function seasonalBetween(from: string, to: string, language: 'fr' | 'en'): SeasonalDate[] {
  const out: SeasonalDate[] = []
  for (let year = Number(from.slice(0, 4)); year <= Number(to.slice(0, 4)); year++) {
    out.push(...datesOf(year, language).filter((one) => one.date <= to && one.endDate >= from))
  }
  for (const one of school.holidays) {
    if (one.from <= to && one.to >= from) out.push({ date: one.from, endDate: one.to, name: one[language], kind: 'school' })
  }
  return out.sort((a, b) => (a.date < b.date ? -1 : 1))
}
