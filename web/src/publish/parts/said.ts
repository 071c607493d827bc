import type { Format } from '../../ui/format.ts'
import type { DeliveryState } from '../publish.client.ts'
import type { words } from '../publish.fr.ts'

type Words = typeof words
export type Told = {
  state: DeliveryState
  dueAt: string | null
  cause: { kind: string; nextStep: string; said: string } | null
  heldReason: keyof Words['held'] | null
}

const day = (format: Format, at: string): string => `${format.dayShort(at)}, ${format.timeToSecond(at).replace(/:00$/, '')}`

function causeSaid(t: Words, cause: Told['cause']): string {
  if (!cause) return t.unknownCause
  return `${t.causes[cause.kind] ?? t.unknownCause} ${t.nextSteps[cause.nextStep] ?? ''}`.trim()
}

/** Where the network spoke of the content or the access, its own words help; of a lost connection only machines speak. */
const SPOKEN = new Set(['unauthorized', 'forbidden', 'not_found', 'rejected_content', 'duplicate', 'media_refused', 'rate_limited'])
export const networkSaid = (cause: Told['cause']): string | null => (cause?.said && SPOKEN.has(cause.kind) ? cause.said : null)

/** Where a delivery is, in one sentence. */
export function stateSaid(t: Words, format: Format, { state, dueAt, cause, heldReason }: Told): string {
  switch (state) {
    case 'draft':
      return dueAt ? t.wishedFor(day(format, dueAt)) : t.noHour
    case 'awaiting':
      return dueAt ? `${t.goesAt(day(format, dueAt))}. ${t.awaitingText}` : t.awaitingText
    case 'scheduled':
      return [dueAt ? t.goesAt(day(format, dueAt)) : '', cause ? causeSaid(t, cause) : ''].filter(Boolean).join('. ')
    case 'claimed':
    case 'sending':
      return t.leaving
    case 'published':
    case 'cancelled':
      return dueAt ? (state === 'published' ? t.wentAt(day(format, dueAt)) : '') : ''
    case 'failed':
      return causeSaid(t, cause)
    case 'unknown':
      return cause?.kind === 'by_hand' ? (t.causes['by_hand'] ?? t.unknownText) : t.unknownText
    case 'held':
      return heldReason ? t.held[heldReason] : ''
    case 'expired':
      return t.expiredText
  }
}
