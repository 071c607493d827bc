import { randomBytes } from 'node:crypto'
import type { Account, ConnectContext, Connected, Context, Credentials, PendingConnection } from '../contract.ts'
import { call, failure, formBody, type HttpContext } from '../http.ts'
import { positive, record, text } from '../json.ts'
import { originOf } from '../origin.ts'
import { renewOnce } from '../renew.ts'
import { TIKTOK, tiktok, type Asking } from './api.ts'
import { accountOf } from './map.ts'

/**
 * Connecting (https://developers.tiktok.com/doc/oauth-user-access-token-management, read 5 November 2026). Access lives two hours, what renews
 * it 180 days and **once**: each renewal gives another token, and the old one is good no more. Older pages say 24 hours and a year; what
 * the answer says is what counts.
 */

/** Who the account is, its figures, its posts, and publishing. `video.upload` (drafts) is not asked for. */
export const SCOPES = ['user.info.basic', 'user.info.profile', 'user.info.stats', 'video.list', 'video.publish']

export async function start(ctx: ConnectContext, fields: Record<string, string>): Promise<{ url: string; pending: PendingConnection }> {
  const server = originOf(fields['server'], TIKTOK)
  const [clientId, clientSecret] = [key(fields['clientId']), key(fields['clientSecret'])]
  const state = randomBytes(24).toString('base64url')
  const url = new URL('/v2/auth/authorize/', server === TIKTOK ? 'https://www.tiktok.com' : server)
  url.search = new URLSearchParams({
    client_key: clientId,
    scope: SCOPES.join(','),
    response_type: 'code',
    redirect_uri: ctx.redirectUri,
    state,
  }).toString()
  return { url: url.href, pending: { server, state, data: { clientId, clientSecret, audited: fields['audited'] ?? '' } } }
}

function key(value: string | undefined): string {
  const given = (value ?? '').trim()
  if (/^[\x21-\x7e]{4,2000}$/.test(given)) return given
  throw failure('unauthorized', 'fix_content', { sent: 'no', said: 'not a key of an app' })
}

export async function finish(ctx: ConnectContext, pending: PendingConnection, query: URLSearchParams): Promise<Connected> {
  const refused = query.get('error')
  if (refused) throw failure('forbidden', 'reconnect', { sent: 'no', said: query.get('error_description') ?? refused })
  if (query.get('state') !== pending.state)
    throw failure('forbidden', 'reconnect', { sent: 'no', said: 'the answer belongs to another request' })
  const { clientId = '', clientSecret = '', audited = '' } = pending.data
  const fields = { grant_type: 'authorization_code', code: query.get('code') ?? '', redirect_uri: ctx.redirectUri }
  return connected(ctx, await tokens(ctx, pending.server, fields, { clientId, clientSecret }), audited)
}

/** A refresh token that another tool was given for one's own app: it is used up here, and another one is kept. */
export async function withSecret(ctx: ConnectContext, fields: Record<string, string>): Promise<Connected> {
  const app = { clientId: key(fields['clientId']), clientSecret: key(fields['clientSecret']) }
  const asked = { grant_type: 'refresh_token', refresh_token: key(fields['token']) }
  return connected(ctx, await tokens(ctx, originOf(fields['server'], TIKTOK), asked, app), fields['audited'])
}

async function connected(ctx: ConnectContext, told: Credentials, audited = ''): Promise<Connected> {
  const says = /^(oui|yes|true|1)$/i.test(audited.trim())
  const credentials = { ...told, secret: { ...told.secret, ...(says && { audited: 'yes' }) } }
  return { account: await ownAccount({ ...ctx, credentials }), credentials }
}

const FIELDS = 'open_id,avatar_url,display_name,username,profile_deep_link,follower_count'

export async function ownAccount(ctx: Asking): Promise<Account> {
  return accountOf(record((await tiktok(ctx, { method: 'GET', path: `/v2/user/info/?fields=${FIELDS}` })).data['user']))
}

export function whoAmI(ctx: Context): Promise<Account> {
  return ownAccount(ctx)
}

type App = { clientId: string; clientSecret: string }

/** Asking for tokens changes nothing anybody sees. A refusal is a page of OAuth's own shape, at times with status 200. */
async function tokens(ctx: HttpContext, server: string, fields: Record<string, string>, app: App): Promise<Credentials> {
  const body = formBody({ ...fields, client_key: app.clientId, client_secret: app.clientSecret })
  const { json } = await call(ctx, { method: 'POST', url: `${server}/v2/oauth/token/`, body, effect: false, accept: [400, 401] })
  const answer = record(json)
  const refused = text(answer['error'], 100)
  if (refused !== '')
    throw failure('unauthorized', 'reconnect', { sent: 'no', said: `${refused}: ${text(answer['error_description'], 300)}` })
  const [accessToken, refreshToken] = [text(answer['access_token'], 2_000), text(answer['refresh_token'], 2_000)]
  if (accessToken === '') throw failure('bad_answer', 'reconnect', { sent: 'no', said: 'no access token in the answer' })
  const at = (seconds: number) => new Date(ctx.now().getTime() + seconds * 1000).toISOString()
  const ends = at(positive(answer['refresh_expires_in'], 180 * 86_400))
  return {
    server,
    secret: { ...app, accessToken, ...(refreshToken && { refreshToken, refreshEndsAt: ends }) },
    expiresAt: at(positive(answer['expires_in'], 7_200)),
    scopes: text(answer['scope'], 1_000).split(',').filter(Boolean),
  }
}

const EARLY_MS = 10 * 60_000

export async function refresh(ctx: Context): Promise<Credentials> {
  const { credentials } = ctx
  const token = credentials.secret['refreshToken'] ?? ''
  const ends = credentials.expiresAt === null ? Infinity : Date.parse(credentials.expiresAt)
  if (token === '' || ends - ctx.now().getTime() > EARLY_MS) return credentials
  return renewOnce(token, () => renew(ctx, token))
}

/** What is kept is stored before it is used: the old token is gone as soon as this one was given. */
async function renew(ctx: Context, token: string): Promise<Credentials> {
  const { server, secret, scopes } = ctx.credentials
  const app = { clientId: secret['clientId'] ?? '', clientSecret: secret['clientSecret'] ?? '' }
  const told = await tokens(ctx, server, { grant_type: 'refresh_token', refresh_token: token }, app)
  const kept = { ...told, secret: { ...secret, ...told.secret }, scopes: told.scopes.length > 0 ? told.scopes : scopes }
  await ctx.onCredentials(kept)
  return kept
}
