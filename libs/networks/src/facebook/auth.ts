import type { Account, ConnectContext, Connected, Context, Credentials, PendingConnection } from '../contract.ts'
import { NetworkFailure } from '../contract.ts'
import { failure, type HttpContext } from '../http.ts'
import { text, type Json } from '../json.ts'
import { edgeOf, part } from '../meta/graph.ts'
import { appIn, appOf, begin, facebookUserToken, inspected, keyOf, type App } from '../meta/oauth.ts'
import { GRAPH } from '../meta/version.ts'
import { originOf } from '../origin.ts'
import { FACEBOOK, graph } from './api.ts'
import { accountOf, pageNameOf } from './map.ts'

/** Connecting. A channel is one Page, spoken for with the Page's own token. */

/**
 * `pages_show_list` to find the Page, `pages_read_engagement` and `pages_read_user_content` to read posts, comments and mentions,
 * `pages_manage_posts` and `pages_manage_engagement` to publish, answer, hide, like and block, `pages_messaging` for conversations,
 * `pages_manage_metadata` to be told by webhook, `read_insights` for figures, `business_management` for Pages of a business portfolio.
 */
export const SCOPES = [
  'pages_show_list',
  'pages_read_engagement',
  'pages_read_user_content',
  'pages_manage_posts',
  'pages_manage_engagement',
  'pages_manage_metadata',
  'pages_messaging',
  'read_insights',
  'business_management',
]

export const PAGE_FIELDS = 'id,name,username,link,followers_count,picture{url}'

export async function start(ctx: ConnectContext, fields: Record<string, string>): Promise<{ url: string; pending: PendingConnection }> {
  const server = originOf(fields['server'], FACEBOOK)
  const page = `${server === FACEBOOK ? 'https://www.facebook.com' : server}/${GRAPH.name}/dialog/oauth`
  return begin(ctx, { server, page, fields, scopes: SCOPES, data: { page: pageNameOf(fields['handle'] ?? '') } })
}

export async function finish(ctx: ConnectContext, pending: PendingConnection, query: URLSearchParams): Promise<Connected> {
  const token = await facebookUserToken(ctx, pending, query)
  const found = await pageNamed(asking(ctx, pending.server, token), pending.data['page'] ?? '')
  return connectedTo(ctx, pending.server, found, appIn(pending))
}

/** A token that the Graph API Explorer or a system user of the business gives: of the Page, or of somebody who manages it. */
export async function withSecret(ctx: ConnectContext, fields: Record<string, string>): Promise<Connected> {
  const server = originOf(fields['server'], FACEBOOK)
  const token = keyOf(fields['token'], 'token')
  const name = pageNameOf(fields['handle'] ?? '') || 'me'
  const query = { fields: `${PAGE_FIELDS},access_token` }
  const page = await graph(asking(ctx, server, token), { method: 'GET', path: `/${part(name)}`, query })
  return connectedTo(ctx, server, { ...page, access_token: text(page['access_token'], 2_000) || token }, appOf(fields))
}

const asking = (ctx: HttpContext, server: string, accessToken: string) => ({
  ...ctx,
  credentials: { server, secret: { accessToken }, expiresAt: null, scopes: [] } satisfies Credentials,
})

const PAGES = 10

/** The Page of this number, address or name; where none was named, the only one there is. */
async function pageNamed(ctx: ReturnType<typeof asking>, wanted: string): Promise<Json> {
  const all: Json[] = []
  let after: string | null = null
  for (let n = 0; n < PAGES; n++) {
    const query = { fields: `${PAGE_FIELDS},access_token`, limit: 100, ...(after !== null && { after }) }
    const edge = edgeOf(await graph(ctx, { method: 'GET', path: '/me/accounts', query }))
    all.push(...edge.items)
    after = edge.after
    if (after === null) break
  }
  const folded = (value: unknown) => text(value, 200).trim().toLowerCase()
  const found = all.filter(
    (page) => wanted === '' || [page['id'], page['username'], page['name']].map(folded).includes(wanted.toLowerCase()),
  )
  const [first] = found
  if (first && found.length === 1) return first
  const names = all.map((page) => text(page['name'], 60)).join(', ')
  throw failure('not_found', 'fix_content', { sent: 'no', said: `which Page? ${names === '' ? 'none was agreed to' : names}` })
}

async function connectedTo(ctx: HttpContext, server: string, page: Json, app: Partial<App>): Promise<Connected> {
  const accessToken = text(page['access_token'], 2_000)
  if (accessToken === '') throw failure('forbidden', 'reconnect', { sent: 'no', said: 'Facebook gave no token for this Page' })
  const told = await inspected(ctx, server, accessToken, app)
  return { account: accountOf(page), credentials: { server, secret: { ...app, accessToken }, ...told } }
}

export async function whoAmI(ctx: Context): Promise<Account> {
  try {
    return accountOf(await graph(ctx, { method: 'GET', path: `/${part(ctx.account.id)}`, query: { fields: PAGE_FIELDS } }))
  } catch (error) {
    if (!(error instanceof NetworkFailure) || error.kind !== 'not_found') throw error
    throw failure('account_gone', 'ask_person', { sent: 'no', said: error.said, cause: error.cause })
  }
}

/** A Page's token is not renewed: a person agrees again before the ninety days of reading are over, or after a password was changed. */
export async function refresh(ctx: Context): Promise<Credentials> {
  return ctx.credentials
}
