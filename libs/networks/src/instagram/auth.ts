import type { Account, ConnectContext, Connected, Context, Credentials, PendingConnection } from '../contract.ts'
import { NetworkFailure } from '../contract.ts'
import { call, failure, formBody, type HttpContext } from '../http.ts'
import { list, positive, record, text, type Json } from '../json.ts'
import { edgeOf, part, said } from '../meta/graph.ts'
import { appIn, appOf, begin, codeIn, facebookUserToken, inspected, keyOf, placeOf, tokenFrom, withToken, type App } from '../meta/oauth.ts'
import { GRAPH } from '../meta/version.ts'
import { originOf } from '../origin.ts'
import { renewOnce } from '../renew.ts'
import { FACEBOOK, graph, INSTAGRAM, LOGIN } from './api.ts'
import { accountOf } from './map.ts'

/** Connecting a professional account: by Instagram's own login, or by the Facebook Page that it is linked to. */

/** Reading the account, publishing, comments, messages, figures: one scope each. */
export const SCOPES = [
  'instagram_business_basic',
  'instagram_business_content_publish',
  'instagram_business_manage_comments',
  'instagram_business_manage_messages',
  'instagram_business_manage_insights',
]
/** The same by Facebook, with what finds the Page and hears its webhooks. */
export const PAGE_SCOPES = [
  'instagram_basic',
  'instagram_content_publish',
  'instagram_manage_comments',
  'instagram_manage_messages',
  'instagram_manage_insights',
  'pages_show_list',
  'pages_read_engagement',
  'pages_manage_metadata',
  'business_management',
]

const OWN = 'user_id,username,name,profile_picture_url,followers_count'
const LINKED = 'id,username,name,profile_picture_url,followers_count'

const loginOf = (server: string, place: string) => placeOf(server, { server: INSTAGRAM, place, name: 'instagram' })

export async function start(ctx: ConnectContext, fields: Record<string, string>): Promise<{ url: string; pending: PendingConnection }> {
  const page = (fields['handle'] ?? '').trim()
  const given = fields['server']
  if (page !== '') {
    const server = originOf(given, FACEBOOK)
    const agree = `${server === FACEBOOK ? 'https://www.facebook.com' : server}/${GRAPH.name}/dialog/oauth`
    return begin(ctx, { server, page: agree, fields, scopes: PAGE_SCOPES, data: { account: page } })
  }
  const server = originOf(given, INSTAGRAM)
  const agree = `${loginOf(server, 'https://www.instagram.com')}/oauth/authorize`
  return begin(ctx, { server, page: agree, fields, scopes: SCOPES })
}

export async function finish(ctx: ConnectContext, pending: PendingConnection, query: URLSearchParams): Promise<Connected> {
  const app = appIn(pending)
  const wanted = pending.data['account']
  if (wanted !== undefined) return linked(ctx, pending.server, await facebookUserToken(ctx, pending, query), { wanted, app })
  const short = await shortToken(ctx, pending, query)
  const exchange = { grant_type: 'ig_exchange_token', client_secret: app.clientSecret, access_token: short }
  const long = await tokenFrom(ctx, `${loginOf(pending.server, INSTAGRAM)}/access_token`, exchange)
  return own(ctx, pending.server, long, app)
}

/** A code becomes a token for an hour at a place of its own. */
async function shortToken(ctx: ConnectContext, pending: PendingConnection, query: URLSearchParams): Promise<string> {
  const { clientId, clientSecret } = appIn(pending)
  const host = loginOf(pending.server, `https://${LOGIN}`)
  const fields = { client_id: clientId, client_secret: clientSecret, grant_type: 'authorization_code', redirect_uri: ctx.redirectUri }
  const body = formBody({ ...fields, code: codeIn(pending, query) })
  const answer = await call(ctx, { method: 'POST', url: `${host}/oauth/access_token`, body, effect: false, accept: [400, 401, 403] })
  const told = said(ctx, answer, false, [])
  // Some answers hold a list of one.
  return text(withToken(record(list(told['data'])[0] ?? told))['access_token'], 2_000)
}

/** A token of the app's own page: Instagram's begin with IG, Facebook's with EAA and need the name of the account or its Page. */
export async function withSecret(ctx: ConnectContext, fields: Record<string, string>): Promise<Connected> {
  const token = keyOf(fields['token'], 'token')
  const app = appOf(fields)
  if (token.startsWith('EAA'))
    return linked(ctx, originOf(fields['server'], FACEBOOK), token, { wanted: (fields['handle'] ?? '').trim(), app })
  return own(ctx, originOf(fields['server'], INSTAGRAM), { access_token: token, expires_in: 0 }, app)
}

const asking = (ctx: HttpContext, server: string, secret: Record<string, string>) => ({
  ...ctx,
  credentials: { server, secret, expiresAt: null, scopes: [] } satisfies Credentials,
})

async function own(ctx: HttpContext, server: string, token: Json, app: Partial<App>): Promise<Connected> {
  const credentials = credentialsOf(ctx, server, token, app)
  const me = await graph({ ...ctx, credentials }, { method: 'GET', path: '/me', query: { fields: OWN } })
  return { account: accountOf({ ...me, id: me['user_id'] ?? me['id'] }), credentials }
}

/** A pasted token tells no end. It is taken for one of eight days, so that it is renewed tomorrow, when it is a day old for certain. */
function credentialsOf(ctx: Pick<HttpContext, 'now'>, server: string, token: Json, app: Partial<App>): Credentials {
  const seconds = positive(token['expires_in'], EIGHT_DAYS)
  const scopes = text(token['permissions'], 1_000).split(/[ ,]/).filter(Boolean)
  return {
    server,
    secret: { ...app, accessToken: text(token['access_token'], 2_000) },
    expiresAt: new Date(ctx.now().getTime() + seconds * 1000).toISOString(),
    scopes,
  }
}

const PAGES = 10

/** The account of this name, by the Page it is linked to; the token is the Page's. */
async function linked(
  ctx: HttpContext,
  server: string,
  token: string,
  { wanted, app }: { wanted: string; app: Partial<App> },
): Promise<Connected> {
  const fields = `id,name,username,access_token,instagram_business_account{${LINKED}}`
  const all: Json[] = []
  let after: string | null = null
  for (let page = 0; page < PAGES; page++) {
    const query = { fields, limit: 100, ...(after !== null && { after }) }
    const edge = edgeOf(await graph(asking(ctx, server, { accessToken: token }), { method: 'GET', path: '/me/accounts', query }))
    all.push(...edge.items.filter((one) => one['instagram_business_account'] !== undefined))
    after = edge.after
    if (after === null) break
  }
  const found = all.filter((page) => isNamed(page, wanted))
  const [page] = found
  if (!page || found.length > 1) {
    const names = all.map((one) => text(record(one['instagram_business_account'])['username'], 60)).join(', ')
    throw failure('not_found', 'fix_content', {
      sent: 'no',
      said: `which account? ${names || 'no Page with a linked account was agreed to'}`,
    })
  }
  const accessToken = text(page['access_token'], 2_000)
  const secret = { ...app, accessToken, pageId: text(page['id'], 40) }
  const told = await inspected(ctx, server, accessToken, app)
  return { account: accountOf(record(page['instagram_business_account'])), credentials: { server, secret, ...told } }
}

/** By the name of the account, or by the address, name or number of the Page. */
function isNamed(page: Json, wanted: string): boolean {
  const name = (/^https?:\/\/[^/]+\/([^/?#]+)/i.exec(wanted)?.[1] ?? wanted).replace(/^@/, '').toLowerCase()
  const account = record(page['instagram_business_account'])
  const names = [account['username'], account['id'], page['username'], page['name'], page['id']]
  return name === '' || names.some((one) => text(one, 200).toLowerCase() === name)
}

export async function whoAmI(ctx: Context): Promise<Account> {
  try {
    const fields = LINKED
    return accountOf(await graph(ctx, { method: 'GET', path: `/${part(ctx.account.id)}`, query: { fields } }))
  } catch (error) {
    if (!(error instanceof NetworkFailure) || error.kind !== 'not_found') throw error
    throw failure('account_gone', 'ask_person', { sent: 'no', said: error.said, cause: error.cause })
  }
}

const EIGHT_DAYS = 8 * 86_400
const EARLY_MS = 7 * 86_400_000

/**
 * https://developers.facebook.com/docs/instagram-platform/reference/refresh_access_token: sixty more days for a token that is a day old at
 * least. A Page's token is not renewed.
 */
export async function refresh(ctx: Context): Promise<Credentials> {
  const { credentials } = ctx
  const ends = credentials.expiresAt === null ? Infinity : Date.parse(credentials.expiresAt)
  if (credentials.secret['pageId'] !== undefined || ends - ctx.now().getTime() > EARLY_MS) return credentials
  const old = credentials.secret['accessToken'] ?? ''
  return renewOnce(old, () => renew(ctx, old))
}

async function renew(ctx: Context, old: string): Promise<Credentials> {
  const { credentials } = ctx
  const query = { grant_type: 'ig_refresh_token', access_token: old }
  const token = await tokenFrom(ctx, `${loginOf(credentials.server, INSTAGRAM)}/refresh_access_token`, query)
  const next = credentialsOf(ctx, credentials.server, token, {})
  const kept = {
    ...next,
    secret: { ...credentials.secret, ...next.secret },
    scopes: next.scopes.length > 0 ? next.scopes : credentials.scopes,
  }
  await ctx.onCredentials(kept)
  return kept
}
