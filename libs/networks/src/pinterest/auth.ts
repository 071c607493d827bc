import { randomBytes } from 'node:crypto'
import type { Account, ConnectContext, Connected, Context, Credentials, PendingConnection } from '../contract.ts'
import { NetworkFailure } from '../contract.ts'
import { call, failure, formBody, type HttpContext } from '../http.ts'
import { list, positive, record, text, type Json } from '../json.ts'
import { originOf } from '../origin.ts'
import { renewOnce } from '../renew.ts'
import { api, id, type Asking } from './api.ts'
import { accountOf, boardNameOf, idOf, slugOf } from './map.ts'

/** Connecting (https://developers.pinterest.com/docs/getting-started/set-up-authentication-and-authorization/). A channel is one board. */

const PINTEREST = 'https://api.pinterest.com'

/** Boards are read only; what the desk makes and changes are pins. Secret boards are not asked for. */
export const SCOPES = ['boards:read', 'boards:write', 'pins:read', 'pins:write', 'user_accounts:read']

export async function start(ctx: ConnectContext, fields: Record<string, string>): Promise<{ url: string; pending: PendingConnection }> {
  const server = originOf(fields['server'], PINTEREST)
  const [clientId, clientSecret] = [key(fields['clientId']), key(fields['clientSecret'])]
  const state = randomBytes(24).toString('base64url')
  const url = new URL('/oauth/', server === PINTEREST ? 'https://www.pinterest.com' : server)
  url.search = new URLSearchParams({
    client_id: clientId,
    redirect_uri: ctx.redirectUri,
    response_type: 'code',
    scope: SCOPES.join(','),
    state,
  }).toString()
  return { url: url.href, pending: { server, state, data: { clientId, clientSecret, board: boardNameOf(fields['handle'] ?? '') } } }
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
  const { clientId = '', clientSecret = '', board = '' } = pending.data
  // Apps made before 25 September 2025 get a refresh token that lives on only when they ask for it so.
  const fields = {
    grant_type: 'authorization_code',
    code: query.get('code') ?? '',
    redirect_uri: ctx.redirectUri,
    continuous_refresh: 'true',
  }
  const credentials = await tokens(ctx, pending.server, fields, { clientId, clientSecret })
  return { account: await boardNamed({ ...ctx, credentials }, board), credentials }
}

/** An access token that the developer pages make for one's own account. */
export async function withSecret(ctx: ConnectContext, fields: Record<string, string>): Promise<Connected> {
  const secret = { accessToken: key(fields['token']) }
  const credentials: Credentials = { server: originOf(fields['server'], PINTEREST), secret, expiresAt: null, scopes: [] }
  return { account: await boardNamed({ ...ctx, credentials }, boardNameOf(fields['handle'] ?? '')), credentials }
}

const PAGES = 20

/** The account's board of this name or number. */
async function boardNamed(ctx: Asking, wanted: string): Promise<Account> {
  let bookmark = ''
  for (let page = 0; page < PAGES; page++) {
    const path = `/boards?page_size=250${bookmark === '' ? '' : `&bookmark=${id(bookmark)}`}`
    const body = record((await api(ctx, { method: 'GET', path })).json)
    const found = list(body['items'])
      .map(record)
      .find((board) => text(board['id'], 40) === wanted || slugOf(text(board['name'], 300)) === slugOf(wanted))
    if (found) return described(ctx, found)
    bookmark = text(body['bookmark'], 500)
    if (bookmark === '') break
  }
  throw failure('not_found', 'fix_content', { sent: 'no', said: `no board of this name: ${wanted.slice(0, 100)}` })
}

async function described(ctx: Asking, board: Json): Promise<Account> {
  const { json } = await api(ctx, { method: 'GET', path: '/user_account' })
  return accountOf(board, record(json))
}

export async function whoAmI(ctx: Context): Promise<Account> {
  try {
    const { json } = await api(ctx, { method: 'GET', path: `/boards/${id(ctx.account.id)}` })
    idOf(record(json)['id'])
    return await described(ctx, record(json))
  } catch (error) {
    if (!(error instanceof NetworkFailure) || error.kind !== 'not_found') throw error
    throw failure('account_gone', 'ask_person', { sent: 'no', said: error.said, cause: error.cause })
  }
}

type App = { clientId: string; clientSecret: string }

/** Asking for tokens changes nothing anybody sees. */
async function tokens(ctx: HttpContext, server: string, fields: Record<string, string>, app: App): Promise<Credentials> {
  const headers = { authorization: `Basic ${Buffer.from(`${app.clientId}:${app.clientSecret}`).toString('base64')}` }
  const { json } = await call(ctx, { method: 'POST', url: `${server}/v5/oauth/token`, headers, body: formBody(fields), effect: false })
  const answer = record(json)
  const [accessToken, refreshToken] = [text(answer['access_token'], 2_000), text(answer['refresh_token'], 2_000)]
  if (accessToken === '') throw failure('bad_answer', 'reconnect', { sent: 'no', said: 'no access token in the answer' })
  return {
    server,
    secret: { ...app, accessToken, ...(refreshToken && { refreshToken }) },
    expiresAt: new Date(ctx.now().getTime() + positive(answer['expires_in'], 2_592_000) * 1000).toISOString(),
    scopes: text(answer['scope'], 1_000).split(/[ ,]/).filter(Boolean),
  }
}

/** Access lives thirty days, what renews it sixty: a week before the end leaves time for a desk that was off. */
const EARLY_MS = 7 * 86_400_000

export async function refresh(ctx: Context): Promise<Credentials> {
  const { credentials } = ctx
  const token = credentials.secret['refreshToken'] ?? ''
  const ends = credentials.expiresAt === null ? Infinity : Date.parse(credentials.expiresAt)
  if (token === '' || ends - ctx.now().getTime() > EARLY_MS) return credentials
  return renewOnce(token, () => renew(ctx, token))
}

async function renew(ctx: Context, token: string): Promise<Credentials> {
  const { server, secret } = ctx.credentials
  const app = { clientId: secret['clientId'] ?? '', clientSecret: secret['clientSecret'] ?? '' }
  try {
    const next = await tokens(ctx, server, { grant_type: 'refresh_token', refresh_token: token }, app)
    const kept = { ...next, secret: { refreshToken: token, ...next.secret } }
    await ctx.onCredentials(kept)
    return kept
  } catch (error) {
    if (!(error instanceof NetworkFailure) || error.kind !== 'rejected_content') throw error
    throw failure('unauthorized', 'reconnect', { sent: 'no', said: error.said, cause: error.cause })
  }
}
