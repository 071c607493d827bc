import type { Account, ConnectContext, Connected, Context, Credentials, PendingConnection } from '../contract.ts'
import { NetworkFailure } from '../contract.ts'
import { call, failure, formBody, type HttpContext } from '../http.ts'
import { positive, text, type Json } from '../json.ts'
import { said } from '../meta/graph.ts'
import { appIn, appOf, begin, codeIn, keyOf, placeOf, tokenFrom, withToken, type App } from '../meta/oauth.ts'
import { originOf } from '../origin.ts'
import { renewOnce } from '../renew.ts'
import { graph, THREADS } from './api.ts'
import { accountOf } from './map.ts'

/** Connecting (https://developers.facebook.com/docs/threads/get-started): a code, a token for an hour, one for sixty days. */

/** Who one is; publish; answer, hide; read answers; figures; delete; be told where one was named. */
export const SCOPES = [
  'threads_basic',
  'threads_content_publish',
  'threads_manage_replies',
  'threads_read_replies',
  'threads_manage_insights',
  'threads_delete',
  'threads_manage_mentions',
]

const loginOf = (server: string, place = THREADS) => placeOf(server, { server: THREADS, place, name: 'threads' })

export async function start(ctx: ConnectContext, fields: Record<string, string>): Promise<{ url: string; pending: PendingConnection }> {
  const server = originOf(fields['server'], THREADS)
  return begin(ctx, { server, page: `${loginOf(server, 'https://www.threads.net')}/oauth/authorize`, fields, scopes: SCOPES })
}

export async function finish(ctx: ConnectContext, pending: PendingConnection, query: URLSearchParams): Promise<Connected> {
  const app = appIn(pending)
  const { clientId, clientSecret } = app
  const form = { client_id: clientId, client_secret: clientSecret, grant_type: 'authorization_code', redirect_uri: ctx.redirectUri }
  const body = formBody({ ...form, code: codeIn(pending, query) })
  const url = `${loginOf(pending.server)}/oauth/access_token`
  const answer = await call(ctx, { method: 'POST', url, body, effect: false, accept: [400, 401, 403] })
  const short = withToken(said(ctx, answer, false, []))
  const exchange = { grant_type: 'th_exchange_token', client_secret: clientSecret, access_token: text(short['access_token'], 2_000) }
  return connected(ctx, pending.server, await tokenFrom(ctx, `${loginOf(pending.server)}/access_token`, exchange), app)
}

/** A token that the app's page makes for a tester. It tells no end: it is taken for one of eight days and renewed tomorrow, a day old for certain. */
export async function withSecret(ctx: ConnectContext, fields: Record<string, string>): Promise<Connected> {
  const token = { access_token: keyOf(fields['token'], 'token') }
  return connected(ctx, originOf(fields['server'], THREADS), token, appOf(fields))
}

async function connected(ctx: HttpContext, server: string, token: Json, app: Partial<App>): Promise<Connected> {
  const credentials = credentialsOf(ctx, server, token, app)
  return { account: await me({ ...ctx, credentials }), credentials }
}

const EIGHT_DAYS = 8 * 86_400

function credentialsOf(ctx: Pick<HttpContext, 'now'>, server: string, token: Json, app: Partial<App>): Credentials {
  const ends = ctx.now().getTime() + positive(token['expires_in'], EIGHT_DAYS) * 1000
  const secret = { ...app, accessToken: text(token['access_token'], 2_000) }
  return { server, secret, expiresAt: new Date(ends).toISOString(), scopes: token['expires_in'] === undefined ? [] : [...SCOPES] }
}

async function me(ctx: HttpContext & Pick<Context, 'credentials'>): Promise<Account> {
  const fields = 'id,username,name,threads_profile_picture_url'
  return accountOf(await graph(ctx, { method: 'GET', path: '/me', query: { fields } }))
}

export async function whoAmI(ctx: Context): Promise<Account> {
  try {
    return await me(ctx)
  } catch (error) {
    if (!(error instanceof NetworkFailure) || error.kind !== 'not_found') throw error
    throw failure('account_gone', 'ask_person', { sent: 'no', said: error.said, cause: error.cause })
  }
}

const EARLY_MS = 7 * 86_400_000

/** https://developers.facebook.com/docs/threads/get-started/long-lived-tokens: sixty more days for a token that is a day old at least. */
export async function refresh(ctx: Context): Promise<Credentials> {
  const { credentials } = ctx
  const ends = credentials.expiresAt === null ? Infinity : Date.parse(credentials.expiresAt)
  if (ends - ctx.now().getTime() > EARLY_MS) return credentials
  const token = credentials.secret['accessToken'] ?? ''
  return renewOnce(token, () => renew(ctx, token))
}

async function renew(ctx: Context, token: string): Promise<Credentials> {
  const { credentials } = ctx
  const query = { grant_type: 'th_refresh_token', access_token: token }
  const next = credentialsOf(
    ctx,
    credentials.server,
    await tokenFrom(ctx, `${loginOf(credentials.server)}/refresh_access_token`, query),
    {},
  )
  const kept = { ...next, secret: { ...credentials.secret, ...next.secret }, scopes: credentials.scopes }
  await ctx.onCredentials(kept)
  return kept
}
