import { randomBytes } from 'node:crypto'
import type { Account, ConnectContext, Connected, Context, Credentials, PendingConnection } from '../contract.ts'
import { NetworkFailure } from '../contract.ts'
import { call, failure, formBody, type HttpContext } from '../http.ts'
import { list, positive, record, text } from '../json.ts'
import { originOf } from '../origin.ts'
import { renewOnce } from '../renew.ts'
import { api, LINKEDIN, OAUTH_HOST, type Asking } from './api.ts'
import { isPage, pageOf, personOf } from './map.ts'
import { followersOf } from './metrics.ts'

/** Connecting (https://learn.microsoft.com/en-us/linkedin/shared/authentication/authorization-code-flow). A channel is one page, or one person. */

/** A page: its posts, comments and reactions, and its notifications and figures, which only administrators may read. */
export const PAGE_SCOPES = [
  'r_organization_social',
  'w_organization_social',
  'r_organization_social_feed',
  'w_organization_social_feed',
  'rw_organization_admin',
  'r_basicprofile',
]
/** A person: who it is, and writing. Reading a member's posts (`r_member_social`) is given to no ordinary app. */
export const PERSON_SCOPES = ['openid', 'profile', 'w_member_social', 'w_member_social_feed']

/** The page that was named by its address, its name there or its number; null: the person who agrees. */
export function pageNamed(handle: string | undefined): string | null {
  const given = (handle ?? '').trim().replace(/^https?:\/\/(?:[a-z]+\.)?linkedin\.com\//i, '')
  if (given === '' || /^in\//i.test(given)) return null
  const name = given.replace(/^(?:company|showcase|school)\//i, '').replace(/[/?#].*$/, '')
  if (/^[\p{L}\p{N}_.-]{1,100}$/u.test(name)) return name
  throw failure('not_found', 'fix_content', { sent: 'no', said: `not the address of a page: ${given.slice(0, 100)}` })
}

const oauthOrigin = (server: string): string => (server === LINKEDIN ? `https://${OAUTH_HOST}` : server)

export async function start(ctx: ConnectContext, fields: Record<string, string>): Promise<{ url: string; pending: PendingConnection }> {
  const server = originOf(fields['server'], LINKEDIN)
  const [clientId, clientSecret] = [key(fields['clientId']), key(fields['clientSecret'])]
  const page = pageNamed(fields['handle'])
  const state = randomBytes(24).toString('base64url')
  const url = new URL('/oauth/v2/authorization', oauthOrigin(server))
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: ctx.redirectUri,
    state,
    scope: (page === null ? PERSON_SCOPES : PAGE_SCOPES).join(' '),
  }).toString()
  const applicationId = numberOf(fields['applicationId'])
  return { url: url.href, pending: { server, state, data: { clientId, clientSecret, page: page ?? '', applicationId } } }
}

function key(value: string | undefined): string {
  const given = (value ?? '').trim()
  if (/^[\x21-\x7e]{4,2000}$/.test(given)) return given
  throw failure('unauthorized', 'fix_content', { sent: 'no', said: 'not a key of an app' })
}

const numberOf = (value: string | undefined): string => /^\d{1,20}$/.exec((value ?? '').trim())?.[0] ?? ''

export async function finish(ctx: ConnectContext, pending: PendingConnection, query: URLSearchParams): Promise<Connected> {
  const refused = query.get('error')
  if (refused) throw failure('forbidden', 'reconnect', { sent: 'no', said: query.get('error_description') ?? refused })
  if (query.get('state') !== pending.state)
    throw failure('forbidden', 'reconnect', { sent: 'no', said: 'the answer belongs to another request' })
  const { clientId = '', clientSecret = '', page = '', applicationId = '' } = pending.data
  const fields = { grant_type: 'authorization_code', code: query.get('code') ?? '', redirect_uri: ctx.redirectUri }
  const told = await tokens(ctx, pending.server, fields, { clientId, clientSecret })
  const credentials = { ...told, secret: { ...told.secret, ...(applicationId && { applicationId }) } }
  return { account: await accountNamed({ ...ctx, credentials }, page || null), credentials }
}

/** The portal's own tokens live as long as any other. */
const TOKEN_SECONDS = 60 * 86_400

/** A token that the developer portal makes for one's own account. The app's secret proves what LinkedIn pushes. */
export async function withSecret(ctx: ConnectContext, fields: Record<string, string>): Promise<Connected> {
  const [clientSecret, applicationId] = [(fields['clientSecret'] ?? '').trim(), numberOf(fields['applicationId'])]
  const credentials: Credentials = {
    server: originOf(fields['server'], LINKEDIN),
    secret: {
      accessToken: key(fields['token']),
      ...(clientSecret && { clientSecret: key(clientSecret) }),
      ...(applicationId && { applicationId }),
    },
    expiresAt: new Date(ctx.now().getTime() + TOKEN_SECONDS * 1000).toISOString(),
    scopes: [],
  }
  return { account: await accountNamed({ ...ctx, credentials }, pageNamed(fields['handle'])), credentials }
}

type Role = { page: string; person: string }

/** Pages that whoever agreed speaks for; other roles may read, but not publish. */
export async function rolesOf(ctx: Asking): Promise<Role[]> {
  const { json } = await api(ctx, { method: 'GET', path: '/rest/organizationAcls?q=roleAssignee&state=APPROVED&count=100' })
  return list(record(json)['elements'])
    .map(record)
    .filter(({ role }) => ['ADMINISTRATOR', 'CONTENT_ADMINISTRATOR', 'CONTENT_ADMIN'].includes(text(role, 60)))
    .map((one) => ({
      page: text(one['organization'] ?? one['organizationTarget'], 100),
      person: text(one['roleAssignee'], 100),
    }))
}

async function accountNamed(ctx: Asking, page: string | null): Promise<Account> {
  if (page === null) return person(ctx)
  const account = await pageBy(ctx, page)
  if ((await rolesOf(ctx)).some((role) => role.page === account.id)) return account
  throw failure('forbidden', 'ask_person', { sent: 'no', said: `whoever connected does not administer the page ${page}` })
}

async function person(ctx: Asking): Promise<Account> {
  return personOf(record((await api(ctx, { method: 'GET', path: '/v2/userinfo' })).json))
}

async function pageBy(ctx: Asking, name: string): Promise<Account> {
  const byNumber = /^\d{1,20}$/.test(name)
  const path = byNumber ? `/rest/organizations/${name}` : `/rest/organizations?q=vanityName&vanityName=${encodeURIComponent(name)}`
  const { json } = await api(ctx, { method: 'GET', path })
  const told = byNumber ? record(json) : record(list(record(json)['elements'])[0])
  if (told['id'] === undefined) throw failure('not_found', 'fix_content', { sent: 'no', said: `no page of this name: ${name}` })
  const account = pageOf(told, null)
  return { ...account, followers: await followersOf(ctx, account.id) }
}

export async function whoAmI(ctx: Context): Promise<Account> {
  if (!isPage(ctx.account)) return person(ctx)
  try {
    return await pageBy(ctx, ctx.account.id.split(':').at(-1) ?? '')
  } catch (error) {
    if (!(error instanceof NetworkFailure) || error.kind !== 'not_found') throw error
    throw failure('account_gone', 'ask_person', { sent: 'no', said: error.said, cause: error.cause })
  }
}

type App = { clientId: string; clientSecret: string }

/** Asking for tokens changes nothing anybody sees. A refresh token is given to approved apps only, for a year that no renewal extends. */
async function tokens(ctx: HttpContext, server: string, fields: Record<string, string>, app: App): Promise<Credentials> {
  const body = formBody({ ...fields, client_id: app.clientId, client_secret: app.clientSecret })
  const url = `${oauthOrigin(server)}/oauth/v2/accessToken`
  const answer = record((await call(ctx, { method: 'POST', url, body, effect: false })).json)
  const [accessToken, refreshToken] = [text(answer['access_token'], 4_000), text(answer['refresh_token'], 4_000)]
  if (accessToken === '') throw failure('bad_answer', 'reconnect', { sent: 'no', said: 'no access token in the answer' })
  const at = (seconds: number) => new Date(ctx.now().getTime() + seconds * 1000).toISOString()
  const ends = positive(answer['refresh_token_expires_in'], 0)
  return {
    server,
    secret: { ...app, accessToken, ...(refreshToken && { refreshToken }), ...(ends > 0 && { refreshEndsAt: at(ends) }) },
    expiresAt: at(positive(answer['expires_in'], TOKEN_SECONDS)),
    scopes: text(answer['scope'], 2_000).split(/[ ,]/).filter(Boolean),
  }
}

/** Access lives sixty days: a week before the end leaves time for a desk that was off. */
const EARLY_MS = 7 * 86_400_000

export async function refresh(ctx: Context): Promise<Credentials> {
  const { credentials } = ctx
  const token = credentials.secret['refreshToken'] ?? ''
  const ends = credentials.expiresAt === null ? Infinity : Date.parse(credentials.expiresAt)
  if (token === '' || ends - ctx.now().getTime() > EARLY_MS) return credentials
  // The same refresh token serves all year: one renewal per access token, not per refresh token.
  return renewOnce(`${token} ${credentials.secret['accessToken'] ?? ''}`, () => renew(ctx, token))
}

async function renew(ctx: Context, token: string): Promise<Credentials> {
  const { server, secret } = ctx.credentials
  const app = { clientId: secret['clientId'] ?? '', clientSecret: secret['clientSecret'] ?? '' }
  try {
    const next = await tokens(ctx, server, { grant_type: 'refresh_token', refresh_token: token }, app)
    const kept = { ...next, secret: { ...secret, ...next.secret }, scopes: next.scopes.length > 0 ? next.scopes : ctx.credentials.scopes }
    await ctx.onCredentials(kept)
    return kept
  } catch (error) {
    if (!(error instanceof NetworkFailure) || error.kind !== 'rejected_content') throw error
    throw failure('unauthorized', 'reconnect', { sent: 'no', said: error.said, cause: error.cause })
  }
}
