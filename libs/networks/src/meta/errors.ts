import type { FailureKind, NetworkFailure, NextStep } from '../contract.ts'
import { failure, saidIn } from '../http.ts'
import { text, type Json } from '../json.ts'

/**
 * What the Graph's refusals mean (https://developers.facebook.com/docs/graph-api/guides/error-handling, and Instagram's
 * https://developers.facebook.com/docs/instagram-platform/reference/error-codes, updated 2 June 2026).
 */

/** Codes and subcodes, from the first that fits. `later`: nothing is wrong but the moment. */
export type Codes = readonly (readonly [codes: readonly number[], kind: FailureKind, next: NextStep])[]

const SUBCODES: Codes = [
  // No such thing, or nobody may see it.
  [[33], 'not_found', 'drop'],
  [[458, 459, 460, 463, 464, 467, 492], 'unauthorized', 'reconnect'],
  // Containers that have ended or were never finished, and media that Meta could not fetch or read.
  [
    [2207003, 2207004, 2207005, 2207009, 2207020, 2207026, 2207032, 2207052, 2207053, 2207057, 2207076, 2207077],
    'media_refused',
    'fix_content',
  ],
  [[2207010, 2207028, 2207040], 'rejected_content', 'fix_content'],
  [[2207042], 'rate_limited', 'wait'],
  [[2207050], 'account_gone', 'ask_person'],
  [[2207051], 'forbidden', 'ask_person'],
  // Outside the window in which a person may be answered.
  [[2018278, 2018065, 2534022, 2534037], 'forbidden', 'ask_person'],
]

const CODES: Codes = [
  [[190, 102, 463, 467], 'unauthorized', 'reconnect'],
  [[506], 'duplicate', 'reconcile'],
  [[4, 9, 17, 32, 341, 613, 80000, 80001, 80002, 80003, 80004, 80005, 80006, 80008, 80009, 80014], 'rate_limited', 'wait'],
  // Meta holds an act or the account back for what it takes for abuse.
  [[368], 'forbidden', 'ask_person'],
  [[803], 'not_found', 'drop'],
  [[551], 'forbidden', 'ask_person'],
  // A comment may be answered in private once, and not for long.
  [[10900], 'forbidden', 'drop'],
  [[324, 352, 36000, 36001, 36003, 36004, 1366046, 1363019, 1363026, 1363030, 1363031], 'media_refused', 'fix_content'],
]

/** The Graph itself is unwell, and says nothing of what became of an act. */
const UNWELL = [1, 2, 131000, 131016, 131057, 133004]

const BY_STATUS: Record<number, readonly [FailureKind, NextStep]> = {
  401: ['unauthorized', 'reconnect'],
  403: ['forbidden', 'ask_person'],
  404: ['not_found', 'drop'],
  409: ['duplicate', 'reconcile'],
  429: ['rate_limited', 'wait'],
}

export type Refused = { status: number; error: Json; effect: boolean; wait: number | null; codes: Codes; raw: string }

export function refusedBy({ status, error, effect, wait, codes, raw }: Refused): NetworkFailure {
  const said = saidBy(error) || saidIn(raw) || `HTTP ${status}`
  const code = numberOf(error['code'])
  if (isUnwell(status, code, error)) {
    const details = { sent: effect ? 'unknown' : 'no', said, retryAfterSeconds: wait } as const
    return failure('unavailable', effect ? 'reconcile' : 'wait', details)
  }
  const [kind, next] = meaning(code, numberOf(error['error_subcode']), codes) ?? BY_STATUS[status] ?? ['rejected_content', 'fix_content']
  return failure(kind, next, { sent: 'no', said, retryAfterSeconds: kind === 'rate_limited' ? wait : null })
}

function isUnwell(status: number, code: number, error: Json): boolean {
  if (Object.keys(error).length === 0 || code === 0) return status >= 500
  return UNWELL.includes(code) || (error['is_transient'] === true && !CODES.some(([codes]) => codes.includes(code)))
}

function meaning(code: number, subcode: number, own: Codes): readonly [FailureKind, NextStep] | null {
  const found = byCode(own, subcode) ?? byCode(SUBCODES, subcode) ?? byCode(own, code) ?? byCode(CODES, code)
  if (found) return [found[1], found[2]]
  // A permission that was never given, was taken back, or belongs to a role that was lost.
  if (code === 3 || code === 10 || (code >= 200 && code <= 299)) return ['forbidden', 'reconnect']
  return code === 0 ? null : ['rejected_content', 'fix_content']
}

const byCode = (codes: Codes, code: number) => (code === 0 ? undefined : codes.find(([known]) => known.includes(code)))

const numberOf = (value: unknown): number => (typeof value === 'number' && Number.isInteger(value) ? value : 0)

/** The words for a person where there are some, and the numbers by which Meta's support finds what happened. */
function saidBy(error: Json): string {
  const words = text(error['error_user_msg'], 250) || text(error['message'], 250)
  if (words === '') return ''
  const numbers = [error['code'], error['error_subcode']].filter((one) => typeof one === 'number').join('/')
  const details = text((error['error_data'] as Json | undefined)?.['details'], 150)
  const trace = text(error['fbtrace_id'], 40)
  return [numbers === '' ? '' : `(${numbers})`, words, details, trace].filter(Boolean).join(' ')
}
