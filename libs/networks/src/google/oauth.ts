import { createHash, randomBytes } from 'node:crypto'
import type { ConnectContext, Context, Credentials, PendingConnection } from '../contract.ts'
import { NetworkFailure } from '../contract.ts'
import { call, failure, formBody, type HttpContext } from '../http.ts'
import { positive, record, text } from '../json.ts'
import { originOf } from '../origin.ts'
import { renewOnce } from '../renew.ts'
import { addressAt } from './api.ts'

/**
 * Google's OAuth (https://developers.google.com/identity/protocols/oauth2/web-server), shared by its networks: authorization code with PKCE,
 * `access_type=offline` and `prompt=consent`, without which a second agreement brings no refresh token. Access lives an hour. While the
 * consent screen is "in testing" the refresh token lives seven days only.
 */

export const TOKEN_HOST = 'oauth2.googleapis.com'

export type Product = { server: string; scopes: readonly string[] }

type Fields = Record<string, string>

export async function startGoogle(
  ctx: ConnectContext,
  fields: Fields,
  product: Product,
): Promise<{ url: string; pending: PendingConnection }> {
  const server = originOf(fields['server'], product.server)
  const [clientId, clientSecret] = [key(fields['clientId']), key(fields['clientSecret'])]
  const [state, verifier] = [randomBytes(24).toString('base64url'), randomBytes(48).toString('base64url')]
  const url = new URL('/o/oauth2/v2/auth', server === product.server ? 'https://accounts.google.com' : server)
  url.search = new URLSearchParams({
    client_id: clientId,
    redirect_uri: ctx.redirectUri,
    response_type: 'code',
    scope: product.scopes.join(' '),
    access_type: 'offline',
    prompt: 'consent',
    state,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }).toString()
  const kept = Object.fromEntries(Object.entries(fields).filter(([name]) => name === 'handle' || name === 'audited'))
  return { url: url.href, pending: { server, state, data: { ...kept, clientId, clientSecret, verifier } } }
}

function key(value: string | undefined): string {
  const given = (value ?? '').trim()
  if (/^[\x21-\x7e]{4,2000}$/.test(given)) return given
  throw failure('unauthorized', 'fix_content', { sent: 'no', said: 'not a key of an app' })
}

export async function finishGoogle(ctx: ConnectContext, pending: PendingConnection, query: URLSearchParams): Promise<Credentials> {
  const refused = query.get('error')
  if (refused) throw failure('forbidden', 'reconnect', { sent: 'no', said: refused })
  if (query.get('state') !== pending.state)
    throw failure('forbidden', 'reconnect', { sent: 'no', said: 'the answer belongs to another request' })
  const { clientId = '', clientSecret = '', verifier = '', audited = '' } = pending.data
  const fields = { grant_type: 'authorization_code', code: query.get('code') ?? '', redirect_uri: ctx.redirectUri, code_verifier: verifier }
  const told = await tokens(ctx, pending.server, fields, { clientId, clientSecret })
  return { ...told, secret: { ...told.secret, ...(saysYes(audited) && { audited: 'yes' }) } }
}

/** A refresh token that somebody made for an app of their own, at developers.google.com/oauthplayground. */
export async function withRefreshToken(ctx: ConnectContext, fields: Fields, product: Product): Promise<Credentials> {
  const app = { clientId: key(fields['clientId']), clientSecret: key(fields['clientSecret']) }
  const refreshToken = key(fields['token'])
  const server = originOf(fields['server'], product.server)
  try {
    const told = await tokens(ctx, server, { grant_type: 'refresh_token', refresh_token: refreshToken }, app)
    return { ...told, secret: { refreshToken, ...told.secret, ...(saysYes(fields['audited']) && { audited: 'yes' }) } }
  } catch (error) {
    throw revoked(error)
  }
}

const saysYes = (value = ''): boolean => /^(oui|yes|true|1)$/i.test(value.trim())

type App = { clientId: string; clientSecret: string }

/** Asking for tokens changes nothing anybody sees. */
async function tokens(ctx: HttpContext, server: string, fields: Fields, app: App): Promise<Credentials> {
  const body = formBody({ ...fields, client_id: app.clientId, client_secret: app.clientSecret })
  const url = `${addressAt(server, TOKEN_HOST)}/token`
  const answer = record((await call(ctx, { method: 'POST', url, body, effect: false })).json)
  const [accessToken, refreshToken] = [text(answer['access_token'], 4_000), text(answer['refresh_token'], 4_000)]
  if (accessToken === '') throw failure('bad_answer', 'reconnect', { sent: 'no', said: 'no access token in the answer' })
  return {
    server,
    secret: { ...app, accessToken, ...(refreshToken && { refreshToken }) },
    expiresAt: new Date(ctx.now().getTime() + positive(answer['expires_in'], 3_600) * 1000).toISOString(),
    scopes: text(answer['scope'], 2_000).split(' ').filter(Boolean),
  }
}

const EARLY_MS = 5 * 60_000

/** The refresh token stays the same; what it gives is kept with whatever else was kept. */
export async function refreshGoogle(ctx: Context): Promise<Credentials> {
  const { credentials } = ctx
  const token = credentials.secret['refreshToken'] ?? ''
  const ends = credentials.expiresAt === null ? Infinity : Date.parse(credentials.expiresAt)
  if (token === '' || ends - ctx.now().getTime() > EARLY_MS) return credentials
  return renewOnce(`${token} ${credentials.secret['accessToken'] ?? ''}`, () => renew(ctx, token))
}

async function renew(ctx: Context, token: string): Promise<Credentials> {
  const { server, secret, scopes } = ctx.credentials
  const app = { clientId: secret['clientId'] ?? '', clientSecret: secret['clientSecret'] ?? '' }
  try {
    const told = await tokens(ctx, server, { grant_type: 'refresh_token', refresh_token: token }, app)
    const kept = { ...told, secret: { ...secret, ...told.secret }, scopes: told.scopes.length > 0 ? told.scopes : scopes }
    await ctx.onCredentials(kept)
    return kept
  } catch (error) {
    throw revoked(error)
  }
}

/** `invalid_grant` is answered with 400: taken back, unused for half a year, or of a consent screen in testing. */
function revoked(error: unknown): unknown {
  if (!(error instanceof NetworkFailure) || error.kind !== 'rejected_content') return error
  return failure('unauthorized', 'reconnect', { sent: 'no', said: error.said, cause: error.cause })
}
