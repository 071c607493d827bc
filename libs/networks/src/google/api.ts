import type { Context, FailureKind, NextStep, NetworkFailure } from '../contract.ts'
import { call, failure, retryAfter, type Answer, type HttpContext, type Request } from '../http.ts'
import { list, record, text } from '../json.ts'

/** How Google's interfaces are asked and refuse (https://developers.google.com/youtube/v3/docs/errors, https://cloud.google.com/apis/design/errors). */

export type Asking = HttpContext & Pick<Context, 'credentials'>

/** An address at one of Google's hosts; where the account's server is another one (this very machine), all of it is there. */
export function addressAt(server: string, host: string): string {
  return server.endsWith('.googleapis.com') ? `https://${host}` : server
}

/** A request in the name of the account. `accept`: statuses that the caller reads itself. */
export async function google(ctx: Asking, request: Request): Promise<Answer> {
  const headers = { authorization: `Bearer ${ctx.credentials.secret['accessToken'] ?? ''}`, ...request.headers }
  const own = request.accept ?? []
  const answer = await call(ctx, { ...request, headers, accept: [...own, 400, 401, 403, 404, 409, 429] })
  if (answer.status >= 400 && !own.includes(answer.status)) throw refusalOf(answer, ctx.now())
  return answer
}

const REASONS: readonly [RegExp, FailureKind, NextStep][] = [
  [
    /^(quotaExceeded|dailyLimitExceeded|RATE_LIMIT_EXCEEDED|rateLimitExceeded|userRateLimitExceeded|uploadLimitExceeded)/,
    'rate_limited',
    'wait',
  ],
  [
    /^(insufficientPermissions|ACCESS_TOKEN_SCOPE_INSUFFICIENT|authError|UNAUTHENTICATED|authorizationRequired)/,
    'unauthorized',
    'reconnect',
  ],
  [/^(youtubeSignupRequired|accountClosed|accountSuspended|channelClosed|channelSuspended|channelNotFound)/, 'account_gone', 'ask_person'],
  [/^(mediaBodyRequired|invalidFilename|fileTooLarge|processingFailure)/, 'media_refused', 'fix_content'],
]

const STATUSES: Record<number, readonly [FailureKind, NextStep]> = {
  400: ['rejected_content', 'fix_content'],
  401: ['unauthorized', 'reconnect'],
  403: ['forbidden', 'ask_person'],
  404: ['not_found', 'drop'],
  409: ['duplicate', 'reconcile'],
  429: ['rate_limited', 'wait'],
}

/** `{ error: { code, message, status?, errors?: [{ domain, reason }], details?: [{ reason }] } }`: the reason tells more than the status. */
function refusalOf({ status, raw, json, headers }: Answer, now: Date): NetworkFailure {
  const error = record(record(json)['error'])
  const reasons = [...list(error['errors']), ...list(error['details'])].map((one) => text(record(one)['reason'], 100)).filter(Boolean)
  const reason = reasons[0] ?? text(error['status'], 100)
  const said = [reason, text(error['message'], 400)].filter(Boolean).join(': ') || raw.slice(0, 200) || `HTTP ${status}`
  const [, kind, nextStep] = REASONS.find(([words]) => words.test(reason)) ?? [null, ...(STATUSES[status] ?? STATUSES[400] ?? [])]
  const wait = kind === 'rate_limited' ? (retryAfter(headers, now) ?? waitFor(reason, now)) : null
  return failure(kind ?? 'rejected_content', nextStep ?? 'fix_content', { sent: 'no', said, retryAfterSeconds: wait })
}

/** Quotas of a day come back at midnight in California; the shorter brakes name no time. */
function waitFor(reason: string, now: Date): number | null {
  return /^(quota|daily|upload)/.test(reason) ? secondsToMidnightPacific(now) : null
}

const PACIFIC = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'America/Los_Angeles',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
  hourCycle: 'h23',
})

export function secondsToMidnightPacific(now: Date): number {
  const [hours = 0, minutes = 0, seconds = 0] = PACIFIC.format(now).split(':').map(Number)
  return 86_400 - (hours * 3_600 + minutes * 60 + seconds)
}

/** Numbers that Google writes as text (int64); null where there is none. */
export function numberIn(value: unknown): number | null {
  const raw = typeof value === 'number' ? String(value) : text(value, 20)
  return /^\d{1,15}(\.\d+)?$/.test(raw) ? Number(raw) : null
}

/** The part of an address that came from outside, made safe for it. */
export const safe = (value: string): string => encodeURIComponent(value)
