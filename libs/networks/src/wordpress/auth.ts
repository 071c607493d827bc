import { randomBytes } from 'node:crypto'
import type { Account, ConnectContext, Connected, Context, Credentials, PendingConnection } from '../contract.ts'
import { NetworkFailure } from '../contract.ts'
import { call, failure, type HttpContext } from '../http.ts'
import { count, list, record, webUrl, type Json } from '../json.ts'
import { originOf } from '../origin.ts'
import { addressOf, api, USUAL_ROOT, type Asking } from './api.ts'
import { accountOf } from './map.ts'

/**
 * Connecting by application password: pasted, or handed over by the site itself after a person agreed
 * (https://developer.wordpress.org/rest-api/reference/application-passwords/, « Authorization Flow »).
 */

const SITE_FIELDS = '?_fields=name,url,home,namespaces,authentication,site_icon_url'

type Site = { server: string; root: string; about: Json }

/** The site behind an address, which may stand in a folder, and where its interface is. */
async function siteAt(ctx: HttpContext, named: string | undefined): Promise<Site> {
  const given = (named ?? '').trim()
  if (given === '') throw failure('not_found', 'fix_content', { sent: 'no', said: 'no address of a site' })
  const server = originOf(given, '')
  const { pathname } = new URL(given.includes('://') ? given : `https://${given}`)
  const folder = pathname.replace(/\/(wp-admin|wp-login\.php|wp-json).*$/, '').replace(/\/+$/, '')
  for (const root of [`${folder}${USUAL_ROOT}`, `${folder}/?rest_route=/`]) {
    const about = await aboutSite(ctx, addressOf(server, root, SITE_FIELDS))
    if (about && list(about['namespaces']).includes('wp/v2')) return { server, root, about }
  }
  throw failure('not_found', 'fix_content', { sent: 'no', said: `no WordPress site with an open interface at ${server}${folder}` })
}

/** Null where this address says nothing of the kind: other programs answer with a page, or with 404. */
async function aboutSite(ctx: HttpContext, url: string): Promise<Json | null> {
  try {
    return record((await call(ctx, { method: 'GET', url })).json)
  } catch (error) {
    const says = error instanceof NetworkFailure && ['not_found', 'bad_answer', 'forbidden', 'unauthorized'].includes(error.kind)
    if (says) return null
    throw error
  }
}

export async function withSecret(ctx: ConnectContext, fields: Record<string, string>): Promise<Connected> {
  const site = await siteAt(ctx, fields['site'])
  return connected(ctx, site, { user: (fields['handle'] ?? '').trim(), password: (fields['secret'] ?? '').trim() })
}

/** WordPress shows application passwords in groups of four; the spaces count for nothing. */
async function connected(ctx: HttpContext, { server, root, about }: Site, given: { user: string; password: string }): Promise<Connected> {
  const secret = { root, user: given.user, password: given.password.replace(/\s+/g, '') }
  if (secret.user === '' || secret.password === '')
    throw failure('unauthorized', 'fix_content', { sent: 'no', said: 'a name and its application password are needed' })
  const credentials: Credentials = { server, secret, expiresAt: null, scopes: [] }
  const user = await me({ ...ctx, credentials })
  return {
    account: accountOf(about, server),
    credentials: { ...credentials, secret: { ...secret, userId: String(count(user['id']) ?? '') } },
  }
}

const NEEDED = ['publish_posts', 'edit_others_posts', 'upload_files', 'moderate_comments']

/** Who the password belongs to; an editor's rights are needed, and no more are asked. */
async function me(ctx: Asking): Promise<Json> {
  const user = record((await api(ctx, { method: 'GET', path: '/users/me?context=edit&_fields=id,name,slug,capabilities' })).json)
  const may = record(user['capabilities'])
  const missing = NEEDED.filter((right) => may[right] !== true)
  if (missing.length === 0) return user
  throw failure('forbidden', 'ask_person', { sent: 'no', said: `this user needs the role of an editor (missing: ${missing.join(', ')})` })
}

/** The site asks its user for a new password and sends the browser back with it; it does so to https addresses only. */
export async function start(ctx: ConnectContext, fields: Record<string, string>): Promise<{ url: string; pending: PendingConnection }> {
  const { server, root, about } = await siteAt(ctx, fields['site'])
  const endpoints = record(record(record(about['authentication'])['application-passwords'])['endpoints'])
  const page = webUrl(endpoints['authorization'])
  if (page === null || new URL(page).hostname !== new URL(server).hostname)
    throw failure('not_supported', 'ask_person', { sent: 'no', said: 'this site offers no application passwords' })
  const state = randomBytes(24).toString('base64url')
  const back = (more: Record<string, string>) => {
    const url = new URL(ctx.redirectUri)
    for (const [name, value] of Object.entries({ state, ...more })) url.searchParams.set(name, value)
    return url.href
  }
  const url = new URL(page)
  url.searchParams.set('app_name', ctx.clientName)
  url.searchParams.set('success_url', back({}))
  url.searchParams.set('reject_url', back({ error: 'access_denied' }))
  return { url: url.href, pending: { server, state, data: { root } } }
}

export async function finish(ctx: ConnectContext, pending: PendingConnection, query: URLSearchParams): Promise<Connected> {
  const refused = query.get('error') ?? (query.get('success') === 'false' ? 'access_denied' : null)
  if (refused !== null) throw failure('forbidden', 'reconnect', { sent: 'no', said: refused })
  if (query.get('state') !== pending.state)
    throw failure('forbidden', 'reconnect', { sent: 'no', said: 'the answer belongs to another request' })
  const { server } = pending
  const root = pending.data['root'] ?? USUAL_ROOT
  const about = (await aboutSite(ctx, addressOf(server, root, SITE_FIELDS))) ?? {}
  return connected(ctx, { server, root, about }, { user: query.get('user_login') ?? '', password: query.get('password') ?? '' })
}

export async function whoAmI(ctx: Context): Promise<Account> {
  await me(ctx)
  const { server, secret } = ctx.credentials
  const about = await aboutSite(ctx, addressOf(server, secret['root'] ?? USUAL_ROOT, SITE_FIELDS))
  if (about === null) throw failure('bad_answer', 'wait', { sent: 'no', said: 'the site says nothing of itself' })
  return accountOf(about, server)
}

/** Application passwords do not end. */
export async function refresh(ctx: Context): Promise<Credentials> {
  return ctx.credentials
}
