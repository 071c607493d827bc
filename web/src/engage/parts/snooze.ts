import { Temporal } from 'temporal-polyfill'

export type SnoozeChoice = { id: 'tonight' | 'tomorrow' | 'monday'; at: string }

/** When a conversation may come back, on the brand's wall clock. What is already past, or said twice, is not offered. */
export function snoozeChoices(now: number, zone: string): SnoozeChoice[] {
  const here = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone)
  const on = (days: number, hour: number) => here.toPlainDate().add({ days }).toZonedDateTime({ timeZone: zone, plainTime: { hour } })
  const toMonday = 8 - here.dayOfWeek
  const choices = [
    { id: 'tonight' as const, when: on(0, 18) },
    { id: 'tomorrow' as const, when: on(1, 9) },
    { id: 'monday' as const, when: on(toMonday, 9) },
  ]
  return choices
    .filter(({ id, when }) => when.epochMilliseconds > now && (id !== 'monday' || toMonday > 1))
    .map(({ id, when }) => ({ id, at: when.toInstant().toString() }))
}
