import { createContext, use } from 'react'
import { type Language, LOCALE, useLanguage } from './language.ts'

/** The zone times are shown in: the brand's, given by the frame; the person's own until a brand is known. */
export const ZoneContext = createContext<string>(new Intl.DateTimeFormat().resolvedOptions().timeZone)

type When = string | number | Date

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Intl writes U+00A0 in some French places where the desk's typography asks for the narrow one. */
function fine(text: string): string {
  return text.replaceAll('\u00A0', '\u202F')
}

function calendarDay(date: Date, zone: string): number {
  const [year = 0, month = 1, day = 1] = new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(date).split('-').map(Number)
  return Date.UTC(year, month - 1, day) / DAY
}

const UNITS = {
  fr: { now: 'à l’instant', min: '\u202Fmin', hour: '\u202Fh', day: '\u202Fj' },
  en: { now: 'just now', min: '\u202Fmin', hour: '\u202Fh', day: '\u202Fd' },
}

/** A length of time as the desk says it: 8 min, 2 h 35, 3 j. */
function span(language: Language, milliseconds: number): string {
  const unit = UNITS[language]
  const minutes = Math.floor(Math.abs(milliseconds) / MINUTE)
  if (minutes < 60) return `${minutes}${unit.min}`
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  if (hours < 10 && rest > 0) return `${hours}${unit.hour}\u202F${String(rest).padStart(2, '0')}`
  if (hours < 48) return `${hours}${unit.hour}`
  return `${Math.floor(hours / 24)}${unit.day}`
}

function numbers(language: Language) {
  const locale = LOCALE[language]
  const absent = language === 'fr' ? 'n.\u202Fd.' : 'n/a'
  return {
    absent,
    /** Unknown is said, never shown as zero. */
    number: (value: number | null, options?: Intl.NumberFormatOptions) =>
      value === null ? absent : fine(new Intl.NumberFormat(locale, options).format(value)),
    percent: (ratio: number | null, digits = 0) =>
      ratio === null
        ? absent
        : fine(
            new Intl.NumberFormat(locale, { style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits }).format(ratio),
          ),
    list: (items: string[]) => new Intl.ListFormat(locale, { type: 'conjunction' }).format(items),
    span: (milliseconds: number) => span(language, milliseconds),
    /** A length in seconds as players show it: 0:08, 12:30. */
    clock: (seconds: number) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`,
  }
}

function times(language: Language, zone: string) {
  const locale = LOCALE[language]
  const format = (options: Intl.DateTimeFormatOptions) => {
    const made = new Intl.DateTimeFormat(locale, { timeZone: zone, ...options })
    return (when: When) => made.format(new Date(when))
  }
  const clock = format({ hour: 'numeric', minute: '2-digit', hour12: false })
  const clockSeconds = format({ hour: 'numeric', minute: '2-digit', second: '2-digit', hour12: false })
  // French writes 8:00, not 08:00; Intl pads in 24 h whatever is asked.
  const unpad = (text: string) => text.replace(/^0(\d:)/, '$1').replace(/^24:/, '0:')
  return {
    time: (when: When) => unpad(clock(when)),
    /** The hour on the brand's wall clock as a number: 8:30 is 8.5. */
    hour: (when: When) => {
      const [hour = 0, minute = 0] = clock(when).split(':').map(Number)
      return (hour % 24) + minute / 60
    },
    timeToSecond: (when: When) => unpad(clockSeconds(when)),
    day: format({ weekday: 'long', day: 'numeric', month: 'long' }),
    dayShort: format({ weekday: 'short', day: 'numeric', month: 'short' }),
    date: format({ day: 'numeric', month: 'long', year: 'numeric' }),
    dateShort: format({ day: 'numeric', month: 'short' }),
    month: format({ month: 'long', year: 'numeric' }),
    weekday: format({ weekday: 'long' }),
    weekdayShort: format({ weekday: 'short' }),
    full: format({
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      year: 'numeric',
      hour: 'numeric',
      minute: '2-digit',
      hour12: false,
      timeZoneName: 'short',
    }),
    zoneName: (when: When) =>
      new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: 'longGeneric' })
        .formatToParts(new Date(when))
        .find((part) => part.type === 'timeZoneName')?.value ?? zone,
  }
}

export type Format = ReturnType<typeof makeFormat>

export function makeFormat(language: Language, zone: string) {
  const t = times(language, zone)
  const yesterday = language === 'fr' ? 'hier' : 'yesterday'
  const tomorrow = language === 'fr' ? 'demain' : 'tomorrow'
  // Without its year a date is taken for one of the months around.
  const farDate = (date: Date, days: number): string => (Math.abs(days) < 300 ? t.dateShort(date) : t.date(date))
  return {
    language,
    zone,
    ...numbers(language),
    ...t,
    /** Near times said from now, far ones by their date; the exact time belongs in the `title` beside (see `<Time>`). */
    relative(when: When, now: When = Date.now()): string {
      const date = new Date(when)
      const away = date.getTime() - new Date(now).getTime()
      if (Math.abs(away) < MINUTE) return UNITS[language].now
      const days = calendarDay(date, zone) - calendarDay(new Date(now), zone)
      if (Math.abs(away) < 12 * HOUR && days === 0) {
        const length = span(language, away)
        if (language === 'fr') return away < 0 ? `il y a ${length}` : `dans ${length}`
        return away < 0 ? `${length} ago` : `in ${length}`
      }
      if (days === 0) return t.time(date)
      if (days === -1) return `${yesterday}, ${t.time(date)}`
      if (days === 1) return `${tomorrow}, ${t.time(date)}`
      return Math.abs(days) < 7 ? `${t.weekdayShort(date)} ${t.time(date)}` : farDate(date, days)
    },
    /** Days only, for what has no hour that matters: « dans 6 j », « hier ». */
    inDays(when: When, now: When = Date.now()): string {
      const days = calendarDay(new Date(when), zone) - calendarDay(new Date(now), zone)
      if (days === -1) return yesterday
      if (days === 0) return language === 'fr' ? 'aujourd’hui' : 'today'
      if (days === 1) return tomorrow
      const length = `${Math.abs(days)}${UNITS[language].day}`
      if (language === 'fr') return days < 0 ? `il y a ${length}` : `dans ${length}`
      return days < 0 ? `${length} ago` : `in ${length}`
    },
    /** How many calendar days away, in the brand's zone. */
    daysAway: (when: When, now: When = Date.now()) => calendarDay(new Date(when), zone) - calendarDay(new Date(now), zone),
  }
}

const made = new Map<string, Format>()

/** Making the formatters costs more than drawing a row that uses them: each language and zone has them once. */
export function useFormat(): Format {
  const language = useLanguage()
  const zone = use(ZoneContext)
  const key = `${language} ${zone}`
  const known = made.get(key)
  if (known) return known
  const format = makeFormat(language, zone)
  made.set(key, format)
  return format
}
