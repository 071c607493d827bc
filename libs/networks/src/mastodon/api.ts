import type { Context } from '../contract.ts'
import { NetworkFailure } from '../contract.ts'
import { call, failure, type Answer, type HttpContext, type Request } from '../http.ts'

/** A request in the name of the account. Paths are those of https://docs.joinmastodon.org/methods/. */
export async function api(
  ctx: HttpContext & Pick<Context, 'credentials'>,
  request: Omit<Request, 'url'> & { path: string },
): Promise<Answer> {
  const { path, headers, ...rest } = request
  const { server, secret } = ctx.credentials
  try {
    return await call(ctx, {
      ...rest,
      url: `${server}${path}`,
      headers: { ...headers, authorization: `Bearer ${secret['accessToken'] ?? ''}` },
    })
  } catch (error) {
    throw error instanceof NetworkFailure ? sharper(error) : error
  }
}

/** Mastodon says the same statuses for different things; its words tell them apart (config/locales/en.yml). */
function sharper(error: NetworkFailure): NetworkFailure {
  const { said, sent, cause } = error
  if (error.kind === 'forbidden' && /login is currently disabled|suspended/i.test(said)) {
    return failure('account_gone', 'ask_person', { sent, said, cause })
  }
  if (error.kind === 'forbidden' && /scope|authorized scopes/i.test(said))
    return failure('unauthorized', 'reconnect', { sent, said, cause })
  if (error.kind !== 'rejected_content') return error
  if (/not finished processing/i.test(said)) {
    return failure('unavailable', 'wait', { sent, said, cause, retryAfterSeconds: 5 })
  }
  if (/maximum number/i.test(said)) return failure('rejected_content', 'ask_person', { sent, said, cause })
  if (/duplicate/i.test(said)) return failure('duplicate', 'reconcile', { sent, said, cause })
  return /file|image|video|media|content type/i.test(said) ? failure('media_refused', 'fix_content', { sent, said, cause }) : error
}

/** The part of a path that came from outside, made safe for a path. */
export const id = (value: string): string => encodeURIComponent(value)
