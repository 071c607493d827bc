import type { Context } from '../contract.ts'
import { NetworkFailure } from '../contract.ts'
import { call, failure, retryAfter, saidIn, type Answer, type HttpContext, type Request } from '../http.ts'

export type Asking = HttpContext & Pick<Context, 'credentials'>

/** A request in the name of the account. Paths are those of https://developers.pinterest.com/docs/api/v5/. */
export async function api(ctx: Asking, request: Omit<Request, 'url'> & { path: string }): Promise<Answer> {
  const { path, ...rest } = request
  const { server, secret } = ctx.credentials
  const headers = { authorization: `Bearer ${secret['accessToken'] ?? ''}` }
  try {
    const answer = await call(ctx, { ...rest, url: `${server}/v5${path}`, headers, accept: [429] })
    if (answer.status !== 429) return answer
    throw failure('rate_limited', 'wait', {
      sent: 'no',
      said: saidIn(answer.raw) || 'HTTP 429',
      retryAfterSeconds: waitOf(answer, ctx.now()),
    })
  } catch (error) {
    throw error instanceof NetworkFailure ? sharper(error) : error
  }
}

/** What Pinterest tells of its limits; `resetSeconds` counts from now. */
export type RateLimit = { limit: number | null; remaining: number | null; resetSeconds: number | null }

/** https://developers.pinterest.com/docs/reference/rate-limits/: the first figure of each header; a large reset is a moment, a small one a wait. */
export function rateLimitOf(headers: Headers, now: Date): RateLimit {
  const number = (name: string) => {
    const raw = /^\d{1,12}(?:\.\d+)?/.exec(headers.get(name)?.trim() ?? '')?.[0]
    return raw === undefined ? null : Number(raw)
  }
  const reset = number('x-ratelimit-reset')
  const seconds = reset !== null && reset > 1_000_000_000 ? reset - now.getTime() / 1000 : reset
  return {
    limit: number('x-ratelimit-limit'),
    remaining: number('x-ratelimit-remaining'),
    resetSeconds: seconds === null ? null : Math.min(86_400, Math.max(1, Math.ceil(seconds))),
  }
}

function waitOf(answer: Answer, now: Date): number | null {
  const plain = answer.headers.get('retry-after') === null ? null : retryAfter(answer.headers, now)
  return plain ?? rateLimitOf(answer.headers, now).resetSeconds
}

/** Pinterest says 400 of everything that is wrong with a pin, and 403 of an access that does not go far enough. */
function sharper(error: NetworkFailure): NetworkFailure {
  const { said, sent, cause } = error
  if (error.kind === 'rejected_content' && /image|video|media|cover/i.test(said)) {
    return failure('media_refused', 'fix_content', { sent, said, cause })
  }
  if (error.kind === 'forbidden' && /scope|permission/i.test(said)) return failure('unauthorized', 'reconnect', { sent, said, cause })
  return error
}

/** The part of a path that came from outside, made safe for a path. */
export const id = (value: string): string => encodeURIComponent(value)
