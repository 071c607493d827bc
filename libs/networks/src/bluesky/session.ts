import type { Context, Credentials } from '../contract.ts'
import { NetworkFailure } from '../contract.ts'
import { call, failure, jsonBody, type HttpContext } from '../http.ts'
import { record, text } from '../json.ts'
import { renewOAuth } from './oauth.ts'

/** Sessions by app password (com.atproto.server.createSession, refreshSession). */

export type Renewing = HttpContext & Pick<Context, 'credentials' | 'onCredentials'>

/**
 * A refresh token may be used once. Two calls that find the same token ended share one renewal; the answer is kept a while for
 * calls that still hold the old one. This is a cache of one process, not state: without it a second renewal is refused and said.
 */
const renewals = new Map<string, Promise<Credentials>>()
const KEPT = 200

export function renew(ctx: Renewing): Promise<Credentials> {
  const { refreshJwt, refreshToken } = ctx.credentials.secret
  const token = refreshToken ?? refreshJwt ?? ''
  const running = renewals.get(token)
  if (running) return running
  const next = (refreshToken ? renewOAuth(ctx) : renewPassword(ctx)).then(async (credentials) => {
    await ctx.onCredentials(credentials)
    return credentials
  })
  renewals.set(token, next)
  next.catch(() => renewals.delete(token))
  const oldest = renewals.keys().next().value
  if (renewals.size > KEPT && oldest !== undefined) renewals.delete(oldest)
  return next
}

const EARLY_MS = 5 * 60_000

export async function refresh(ctx: Context): Promise<Credentials> {
  const ends = ctx.credentials.expiresAt === null ? Infinity : Date.parse(ctx.credentials.expiresAt)
  return ends - ctx.now().getTime() > EARLY_MS ? ctx.credentials : renew(ctx)
}

async function renewPassword(ctx: Renewing): Promise<Credentials> {
  const { secret } = ctx.credentials
  const entryway = secret['entryway'] ?? ctx.credentials.server
  try {
    const url = `${entryway}/xrpc/com.atproto.server.refreshSession`
    const headers = { authorization: `Bearer ${secret['refreshJwt'] ?? ''}` }
    const { json } = await call(ctx, { method: 'POST', url, headers, effect: false })
    return sessionCredentials(json, { ...ctx.credentials })
  } catch (error) {
    const refused = error instanceof NetworkFailure && ['unauthorized', 'rejected_content', 'forbidden'].includes(error.kind)
    if (!refused || !secret['appPassword']) throw refused ? ended(error) : error
    return sessionCredentials(await createSession(ctx, entryway, secret['did'] ?? '', secret['appPassword']), { ...ctx.credentials })
  }
}

function ended(error: NetworkFailure): NetworkFailure {
  return failure('unauthorized', 'reconnect', { sent: 'no', said: error.said, cause: error.cause })
}

export async function createSession(ctx: HttpContext, server: string, identifier: string, password: string): Promise<unknown> {
  const url = `${server}/xrpc/com.atproto.server.createSession`
  try {
    return (await call(ctx, { method: 'POST', url, body: jsonBody({ identifier, password }), effect: false })).json
  } catch (error) {
    if (!(error instanceof NetworkFailure)) throw error
    if (/Takedown|Deactivated|Suspended/i.test(error.said)) throw failure('account_gone', 'ask_person', { sent: 'no', said: error.said })
    throw error.kind === 'rejected_content' ? ended(error) : error
  }
}

/** New tokens over what was kept before. */
export function sessionCredentials(json: unknown, before: Credentials): Credentials {
  const session = record(json)
  const [accessJwt, refreshJwt] = [text(session['accessJwt'], 8_000), text(session['refreshJwt'], 8_000)]
  if (accessJwt === '' || refreshJwt === '') throw failure('bad_answer', 'reconnect', { sent: 'no', said: 'no session in the answer' })
  return {
    ...before,
    secret: { ...before.secret, accessJwt, refreshJwt, did: text(session['did'], 2_048) },
    expiresAt: expiryOf(accessJwt),
  }
}

/** When a JWT ends, by its own claim; the claim is a hint for renewing in time and is trusted for nothing else. */
function expiryOf(jwt: string): string | null {
  try {
    const claims = record(JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString('utf8')))
    return typeof claims['exp'] === 'number' ? new Date(claims['exp'] * 1000).toISOString() : null
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return null
    throw error
  }
}
