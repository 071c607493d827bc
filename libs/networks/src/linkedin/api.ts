import type { Context, FailureKind, NextStep } from '../contract.ts'
import { call, failure, jsonBody, retryAfter, type Answer, type HttpContext, type Request } from '../http.ts'
import { record, text } from '../json.ts'
import { version } from './version.ts'

export type Asking = HttpContext & Pick<Context, 'credentials'>

export const LINKEDIN = 'https://api.linkedin.com'
export const OAUTH_HOST = 'www.linkedin.com'

const REFUSALS = [400, 403, 409, 422, 426, 429]

/** A request in the name of the account. Paths are those of https://learn.microsoft.com/en-us/linkedin/marketing/. */
export async function api(ctx: Asking, request: Omit<Request, 'url'> & { path: string }): Promise<Answer> {
  const { path, ...rest } = request
  const { server, secret } = ctx.credentials
  const headers = {
    authorization: `Bearer ${secret['accessToken'] ?? ''}`,
    'linkedin-version': version.name,
    'x-restli-protocol-version': '2.0.0',
    ...rest.headers,
  }
  const answer = await call(ctx, { ...rest, url: `${server}${path}`, headers, accept: REFUSALS })
  if (answer.status >= 400) throw refusalOf(answer, ctx.now())
  return answer
}

/** A change of some fields of what stands at a path. */
export function patch(ctx: Asking, path: string, changes: Record<string, unknown>): Promise<Answer> {
  const headers = { 'x-restli-method': 'PARTIAL_UPDATE' }
  return api(ctx, { method: 'POST', path, headers, body: jsonBody({ patch: changes }) })
}

const KINDS: readonly [RegExp, FailureKind, NextStep][] = [
  [/duplicate/i, 'duplicate', 'reconcile'],
  [/version.*(not active|not supported|sunset)|NONEXISTENT_VERSION/i, 'not_supported', 'ask_person'],
  [/\b(image|video|document|media|thumbnail)\b/i, 'media_refused', 'fix_content'],
]

const CONTENT = [null, 'rejected_content', 'fix_content'] as const

/** `{ status, serviceErrorCode, code, message }`. Of content nothing is said but 400 and 422; the words tell what is wrong. */
function refusalOf({ status, raw, json, headers }: Answer, now: Date) {
  const body = record(json)
  const said = [text(body['code'], 100), text(body['message'], 400)].filter(Boolean).join(': ') || `HTTP ${status}`
  if (status === 429) {
    // The quota of a day says so, and comes back at midnight UTC; the shorter brakes name no time.
    const untilMidnight = 86_400 - (Math.floor(now.getTime() / 1000) % 86_400)
    const seconds = retryAfter(headers, now) ?? (/\bday\b/i.test(said) ? untilMidnight : null)
    return failure('rate_limited', 'wait', { sent: 'no', said, retryAfterSeconds: seconds })
  }
  if (status === 403) return failure('forbidden', 'ask_person', { sent: 'no', said })
  if (status === 426) return failure('not_supported', 'ask_person', { sent: 'no', said })
  const [, kind, nextStep] = KINDS.find(([words]) => words.test(said)) ?? CONTENT
  return failure(kind, nextStep, { sent: 'no', said: said || raw.slice(0, 200) })
}

/** A URN inside a path or a Rest.li list: its brackets and commas would mean something there. */
export function urn(value: string): string {
  return encodeURIComponent(value).replace(/[()'*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
}

export const urns = (values: readonly string[]): string => `List(${values.map(urn).join(',')})`
