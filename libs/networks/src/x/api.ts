import type { Context, FailureKind, NetworkFailure, NextStep } from '../contract.ts'
import { call, failure, retryAfter, type Answer, type HttpContext, type Request } from '../http.ts'
import { list, record, text, type Json } from '../json.ts'
import { oauth1Header } from './oauth1.ts'

export type Asking = HttpContext & Pick<Context, 'credentials'>

/** A request in the name of the account. Paths are those of https://docs.x.com/x-api, version 2. */
export async function api(ctx: Asking, request: Omit<Request, 'url'> & { path: string }): Promise<Answer> {
  const { path, ...rest } = request
  const url = `${ctx.credentials.server}${path}`
  const authorization = authorizationOf(ctx, request.method, url)
  const answer = await call(ctx, { ...rest, url, headers: { authorization }, accept: [400, 401, 402, 403, 404, 413, 422, 429] })
  if (answer.status >= 400) throw refused(answer, ctx.now())
  return answer
}

/** Keys of one's own app sign each request (OAuth 1.0a); an access that was given on X's page is a bearer token (OAuth 2). */
function authorizationOf(ctx: Asking, method: string, url: string): string {
  const { secret } = ctx.credentials
  if (!secret['tokenSecret']) return `Bearer ${secret['accessToken'] ?? ''}`
  return oauth1Header({ method, url, secret, now: ctx.now() })
}

/** What X tells of its limits with every answer; `resetAt` is an ISO instant. */
export type RateLimit = { limit: number | null; remaining: number | null; resetAt: string | null }

/** https://docs.x.com/x-api/fundamentals/rate-limits */
export function rateLimitOf(headers: Headers): RateLimit {
  const number = (name: string) => {
    const raw = headers.get(name)
    return raw !== null && /^\d{1,12}$/.test(raw) ? Number(raw) : null
  }
  const reset = number('x-rate-limit-reset')
  return {
    limit: number('x-rate-limit-limit'),
    remaining: number('x-rate-limit-remaining'),
    resetAt: reset === null ? null : new Date(reset * 1000).toISOString(),
  }
}

function waitOf(answer: Answer, now: Date): number | null {
  const plain = retryAfter(answer.headers, now)
  if (plain !== null) return plain
  const { resetAt } = rateLimitOf(answer.headers)
  return resetAt === null ? null : Math.min(86_400, Math.max(1, Math.ceil((Date.parse(resetAt) - now.getTime()) / 1000)))
}

/** X says 403 of many things; its words tell them apart. The first that fits. */
const BY_WORDS: readonly [RegExp, FailureKind, NextStep][] = [
  [/duplicate content/i, 'duplicate', 'reconcile'],
  [/too long|too many characters/i, 'rejected_content', 'fix_content'],
  [/media id|media_id|media ids/i, 'media_refused', 'fix_content'],
  [/suspended|is locked|temporarily locked/i, 'account_gone', 'ask_person'],
  [/oauth1-permissions|permissions? of your app|scope/i, 'unauthorized', 'reconnect'],
]

const BY_STATUS: Record<number, readonly [FailureKind, NextStep]> = {
  400: ['rejected_content', 'fix_content'],
  401: ['unauthorized', 'reconnect'],
  // The credit of the developer account is used up: nobody but its owner can help.
  402: ['forbidden', 'ask_person'],
  403: ['forbidden', 'ask_person'],
  404: ['not_found', 'drop'],
  413: ['media_refused', 'fix_content'],
  422: ['rejected_content', 'fix_content'],
  429: ['rate_limited', 'wait'],
}

/** Everything refused below 500 was surely not done. */
function refused(answer: Answer, now: Date): NetworkFailure {
  const said = saidBy(answer)
  const { status } = answer
  const byWords = status === 400 || status === 403 ? BY_WORDS.find(([words]) => words.test(said)) : undefined
  const [kind, nextStep] = byWords ? [byWords[1], byWords[2]] : (BY_STATUS[status] ?? (['rejected_content', 'fix_content'] as const))
  const retryAfterSeconds = kind === 'rate_limited' ? waitOf(answer, now) : null
  return failure(kind, nextStep, { sent: 'no', said, retryAfterSeconds })
}

/** `application/problem+json`: title and detail, and the messages of single faults (https://docs.x.com/x-api/fundamentals/response-codes-and-errors). */
function saidBy(answer: Answer): string {
  const body = record(answer.json)
  const first = record(list(body['errors'])[0])
  const said = [text(body['title'], 100), text(body['detail'], 300), text(first['message'], 200) || text(first['detail'], 200)]
  return [...new Set([`HTTP ${answer.status}`, ...said])].filter(Boolean).join(': ')
}

/** The thing that was asked for; null where X answers 200 and says among `errors` that there is no such thing. */
export function found(answer: Answer): Json | null {
  const body = record(answer.json)
  if (record(body['data'])['id'] !== undefined) return record(body['data'])
  const problem = record(list(body['errors'])[0])
  if (text(problem['type'], 200).endsWith('resource-not-found')) return null
  throw failure('forbidden', 'ask_person', { sent: 'no', said: text(problem['detail'], 300) || 'X showed nothing' })
}

/** The part of a path that came from outside, made safe for a path. */
export const id = (value: string): string => encodeURIComponent(value)
