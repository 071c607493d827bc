import { LOCALE, type Language } from '../../ui/language.ts'

/** Names of days and months as the axis writes them; a date is a date, whatever the zone. */
export type Labels = {
  weekday: (date: string) => string
  weekdayShort: (date: string) => string
  letter: (date: string) => string
  month: (date: string) => string
  monthShort: (date: string) => string
  monthYear: (date: string) => string
  clock: (minutes: number) => string
}

function cached(locale: string, options: Intl.DateTimeFormatOptions): (date: string) => string {
  const format = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options })
  const seen = new Map<string, string>()
  return (date) => {
    let text = seen.get(date)
    if (text === undefined) seen.set(date, (text = format.format(new Date(`${date}T00:00:00Z`))))
    return text
  }
}

const made = new Map<Language, Labels>()

export function labelsIn(language: Language): Labels {
  let labels = made.get(language)
  if (labels) return labels
  const locale = LOCALE[language]
  labels = {
    weekday: cached(locale, { weekday: 'long' }),
    weekdayShort: cached(locale, { weekday: 'short' }),
    letter: cached(locale, { weekday: 'narrow' }),
    month: cached(locale, { month: 'long' }),
    monthShort: cached(locale, { month: 'short' }),
    monthYear: cached(locale, { month: 'long', year: 'numeric' }),
    clock: (minutes) => `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`,
  }
  made.set(language, labels)
  return labels
}
