import type { Context } from '../contract.ts'
import { NetworkFailure } from '../contract.ts'
import { call, failure, type Answer, type HttpContext, type Request } from '../http.ts'

export type Asking = HttpContext & Pick<Context, 'credentials'>

/** Where the interface stands on most sites; others say it with `?rest_route=/` (https://developer.wordpress.org/rest-api/using-the-rest-api/routes-endpoints/). */
export const USUAL_ROOT = '/wp-json/'

/** The address of a route below a site's root, which may itself hold a question mark. */
export function addressOf(server: string, root: string, route: string): string {
  return `${server}${root}${root.includes('?') ? route.replace('?', '&') : route}`
}

/** A request in the name of the user, by application password (https://developer.wordpress.org/rest-api/using-the-rest-api/authentication/). */
export async function api(ctx: Asking, request: Omit<Request, 'url'> & { path: string }): Promise<Answer> {
  const { path, ...rest } = request
  const { server, secret } = ctx.credentials
  const kept = secret['root'] ?? ''
  const root = kept.startsWith('/') ? kept : USUAL_ROOT
  const pair = Buffer.from(`${secret['user'] ?? ''}:${secret['password'] ?? ''}`).toString('base64')
  try {
    return await call(ctx, { ...rest, url: addressOf(server, root, `wp/v2${path}`), headers: { authorization: `Basic ${pair}` } })
  } catch (error) {
    throw error instanceof NetworkFailure ? sharper(error) : error
  }
}

/** WordPress answers 500 also where a file was refused, and 400 where somebody comments too fast; nothing was kept of either. */
function sharper(error: NetworkFailure): NetworkFailure {
  const { said, sent, cause } = error
  if (/upload_max_filesize|exceeds the maximum upload size|not allowed to upload this file type|file type is not permitted/i.test(said))
    return failure('media_refused', 'fix_content', { sent: 'no', said, cause })
  if (error.kind === 'rejected_content' && /too quickly/i.test(said))
    return failure('rate_limited', 'wait', { sent, said, cause, retryAfterSeconds: 15 })
  return error
}
