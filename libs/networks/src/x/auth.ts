import { createHash, randomBytes } from 'node:crypto'
import type { Account, ConnectContext, Connected, Context, Credentials, PendingConnection } from '../contract.ts'
import { NetworkFailure } from '../contract.ts'
import { call, failure, formBody, type HttpContext } from '../http.ts'
import { positive, record, text } from '../json.ts'
import { originOf } from '../origin.ts'
import { renewOnce } from '../renew.ts'
import { api, type Asking } from './api.ts'
import { accountOf } from './map.ts'

/** Connecting (https://docs.x.com/fundamentals/authentication/oauth-2-0/authorization-code). */

const X = 'https://api.x.com'

/** What the desk does, and no more: it neither follows nor mutes nor blocks. `offline.access` gives the refresh token. */
export const SCOPES = [
  'tweet.read',
  'tweet.write',
  'tweet.moderate.write',
  'users.read',
  'like.read',
  'like.write',
  'media.write',
  'dm.read',
  'dm.write',
  'offline.access',
]

export async function start(ctx: ConnectContext, fields: Record<string, string>): Promise<{ url: string; pending: PendingConnection }> {
  const server = originOf(fields['server'], X)
  const [clientId, clientSecret] = [key(fields['clientId']), key(fields['clientSecret'])]
  const state = randomBytes(24).toString('base64url')
  const verifier = randomBytes(48).toString('base64url')
  const url = new URL('/i/oauth2/authorize', server === X ? 'https://x.com' : server)
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: ctx.redirectUri,
    scope: SCOPES.join(' '),
    state,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }).toString()
  return { url: url.href, pending: { server, state, data: { verifier, clientId, clientSecret } } }
}

function key(value: string | undefined): string {
  const given = (value ?? '').trim()
  if (/^[\x21-\x7e]{6,200}$/.test(given)) return given
  throw failure('unauthorized', 'fix_content', { sent: 'no', said: 'not a key of an app' })
}

/** The code is good for thirty seconds. */
export async function finish(ctx: ConnectContext, pending: PendingConnection, query: URLSearchParams): Promise<Connected> {
  const refused = query.get('error')
  if (refused) throw failure('forbidden', 'reconnect', { sent: 'no', said: query.get('error_description') ?? refused })
  if (query.get('state') !== pending.state)
    throw failure('forbidden', 'reconnect', { sent: 'no', said: 'the answer belongs to another request' })
  const { clientId = '', clientSecret = '', verifier = '' } = pending.data
  const fields = {
    grant_type: 'authorization_code',
    code: query.get('code') ?? '',
    redirect_uri: ctx.redirectUri,
    client_id: clientId,
    code_verifier: verifier,
  }
  const credentials = await tokens(ctx, pending.server, fields, { clientId, clientSecret })
  return { account: await accountFor({ ...ctx, credentials }), credentials }
}

/** The four keys that the developer console makes for one's own account. */
export async function withSecret(ctx: ConnectContext, fields: Record<string, string>): Promise<Connected> {
  const secret = {
    clientId: key(fields['clientId']),
    clientSecret: key(fields['clientSecret']),
    accessToken: key(fields['token']),
    tokenSecret: key(fields['tokenSecret']),
  }
  const credentials: Credentials = { server: originOf(fields['server'], X), secret, expiresAt: null, scopes: [] }
  return { account: await accountFor({ ...ctx, credentials }), credentials }
}

const FIELDS = 'user.fields=profile_image_url,public_metrics,verified_type'

async function accountFor(ctx: Asking): Promise<Account> {
  const { json } = await api(ctx, { method: 'GET', path: `/2/users/me?${FIELDS}` })
  return accountOf(record(json)['data'])
}

export function whoAmI(ctx: Context): Promise<Account> {
  return accountFor(ctx)
}

type App = { clientId: string; clientSecret: string }

/** Asking for tokens changes nothing anybody sees; an app with a secret names itself by it. */
async function tokens(ctx: HttpContext, server: string, fields: Record<string, string>, app: App): Promise<Credentials> {
  const basic = Buffer.from(`${encodeURIComponent(app.clientId)}:${encodeURIComponent(app.clientSecret)}`).toString('base64')
  const headers = { authorization: `Basic ${basic}` }
  const { json } = await call(ctx, { method: 'POST', url: `${server}/2/oauth2/token`, headers, body: formBody(fields), effect: false })
  const answer = record(json)
  const [accessToken, refreshToken] = [text(answer['access_token'], 2_000), text(answer['refresh_token'], 2_000)]
  if (accessToken === '') throw failure('bad_answer', 'reconnect', { sent: 'no', said: 'no access token in the answer' })
  return {
    server,
    secret: { ...app, accessToken, ...(refreshToken && { refreshToken }) },
    expiresAt: new Date(ctx.now().getTime() + positive(answer['expires_in'], 7_200) * 1000).toISOString(),
    scopes: text(answer['scope'], 1_000).split(' ').filter(Boolean),
  }
}

const EARLY_MS = 10 * 60_000

/** Access ends after two hours; the keys of one's own app do not end. */
export async function refresh(ctx: Context): Promise<Credentials> {
  const { credentials } = ctx
  const token = credentials.secret['refreshToken'] ?? ''
  const ends = credentials.expiresAt === null ? Infinity : Date.parse(credentials.expiresAt)
  if (token === '' || ends - ctx.now().getTime() > EARLY_MS) return credentials
  return renewOnce(token, () => renew(ctx, token))
}

async function renew(ctx: Context, token: string): Promise<Credentials> {
  const { clientId = '', clientSecret = '' } = ctx.credentials.secret
  const fields = { grant_type: 'refresh_token', refresh_token: token, client_id: clientId }
  try {
    const next = await tokens(ctx, ctx.credentials.server, fields, { clientId, clientSecret })
    await ctx.onCredentials(next)
    return next
  } catch (error) {
    // A token that was used before, or whose access was taken back, is answered with 400.
    if (!(error instanceof NetworkFailure) || error.kind !== 'rejected_content') throw error
    throw failure('unauthorized', 'reconnect', { sent: 'no', said: error.said, cause: error.cause })
  }
}
