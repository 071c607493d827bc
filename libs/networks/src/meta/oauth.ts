import { randomBytes } from 'node:crypto'
import type { ConnectContext, Credentials, PendingConnection } from '../contract.ts'
import { afterAnswer, call, failure, type HttpContext } from '../http.ts'
import { count, list, record, text, type Json } from '../json.ts'
import { graphOf, said } from './graph.ts'
import { GRAPH } from './version.ts'

/** What Meta's agreements have in common: a code for an app with a secret. None of them has PKCE for such apps; `state` binds the browser. */

export type App = { clientId: string; clientSecret: string }

export function keyOf(value: string | undefined, what = 'key of an app'): string {
  const given = (value ?? '').trim()
  if (/^[\x21-\x7e]{4,2000}$/.test(given)) return given
  throw failure('unauthorized', 'fix_content', { sent: 'no', said: `not a ${what}` })
}

/** The app's number and secret where they were given: without the secret no request of Meta can be believed. */
export function appOf(fields: Record<string, string>): Partial<App> {
  const [clientId, clientSecret] = [(fields['clientId'] ?? '').trim(), (fields['clientSecret'] ?? '').trim()]
  return { ...(clientId !== '' && { clientId: keyOf(clientId) }), ...(clientSecret !== '' && { clientSecret: keyOf(clientSecret) }) }
}

type Begin = { server: string; page: string; fields: Record<string, string>; scopes: readonly string[]; data?: Record<string, string> }

/** Where the browser is sent. `page`: the address on which a person agrees. */
export function begin(
  ctx: ConnectContext,
  { server, page, fields, scopes, data = {} }: Begin,
): { url: string; pending: PendingConnection } {
  const app: App = { clientId: keyOf(fields['clientId']), clientSecret: keyOf(fields['clientSecret']) }
  const state = randomBytes(24).toString('base64url')
  const url = new URL(page)
  url.search = new URLSearchParams({
    client_id: app.clientId,
    redirect_uri: ctx.redirectUri,
    response_type: 'code',
    scope: scopes.join(','),
    state,
  }).toString()
  return { url: url.href, pending: { server, state, data: { ...app, ...data } } }
}

/** A place of the network's login. Where another server was named, several networks may share it: each has its own below its name. */
export function placeOf(server: string, own: { server: string; place: string; name: string }): string {
  return server === own.server ? own.place : `${server}/${own.name}`
}

export function appIn({ data }: PendingConnection): App {
  return { clientId: data['clientId'] ?? '', clientSecret: data['clientSecret'] ?? '' }
}

/** The code of an answer that belongs to what was begun. Instagram and Threads put `#_` after it. */
export function codeIn(pending: PendingConnection, query: URLSearchParams): string {
  const refused = query.get('error')
  if (refused) throw failure('forbidden', 'reconnect', { sent: 'no', said: query.get('error_description') ?? refused })
  if (query.get('state') !== pending.state)
    throw failure('forbidden', 'reconnect', { sent: 'no', said: 'the answer belongs to another request' })
  return (query.get('code') ?? '').replace(/#_$/, '')
}

/** Asking for a token changes nothing that anybody sees. The address carries the secret, as Meta wants it: it is written down nowhere. */
export async function tokenFrom(ctx: HttpContext, url: string, query: Record<string, string>): Promise<Json> {
  const accept = [400, 401, 403, 500]
  const answer = await call(ctx, { method: 'GET', url: `${url}?${new URLSearchParams(query).toString()}`, accept })
  return withToken(said(ctx, answer, false, []))
}

export function withToken(answer: Json): Json {
  if (text(answer['access_token'], 2_000) === '') throw afterAnswer(false, 'no access token in the answer')
  return answer
}

const graph = graphOf(GRAPH.name)

/**
 * Facebook Login for Business (https://developers.facebook.com/docs/facebook-login/guides/access-tokens/get-long-lived): a code, a token
 * for an hour, one for sixty days. The token of a Page that comes of the latter has no end of its own.
 */
export async function facebookUserToken(ctx: ConnectContext, pending: PendingConnection, query: URLSearchParams): Promise<string> {
  const { clientId, clientSecret } = appIn(pending)
  const url = `${pending.server}/${GRAPH.name}/oauth/access_token`
  const app = { client_id: clientId, client_secret: clientSecret }
  const short = await tokenFrom(ctx, url, { ...app, redirect_uri: ctx.redirectUri, code: codeIn(pending, query) })
  const exchange = { ...app, grant_type: 'fb_exchange_token', fb_exchange_token: text(short['access_token'], 2_000) }
  return text((await tokenFrom(ctx, url, exchange))['access_token'], 2_000)
}

/** When a token ends, and what it may: the token itself, or the ninety days for which data may be read after a person agreed. */
export async function inspected(
  ctx: HttpContext,
  server: string,
  token: string,
  app: Partial<App>,
): Promise<Pick<Credentials, 'expiresAt' | 'scopes'>> {
  if (app.clientId === undefined || app.clientSecret === undefined) return { expiresAt: null, scopes: [] }
  const credentials: Credentials = { server, secret: {}, expiresAt: null, scopes: [] }
  const own = `${app.clientId}|${app.clientSecret}`
  const answer = await graph({ ...ctx, credentials }, { method: 'GET', path: '/debug_token', query: { input_token: token }, token: own })
  const told = record(answer['data'])
  const ends = [told['expires_at'], told['data_access_expires_at']].flatMap((one) => count(one) || [])
  return {
    expiresAt: ends.length === 0 ? null : new Date(Math.min(...ends) * 1000).toISOString(),
    scopes: list(told['scopes']).map((one) => text(one, 80)),
  }
}
