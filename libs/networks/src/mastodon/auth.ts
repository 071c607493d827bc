import { createHash, randomBytes } from 'node:crypto'
import type { ConnectContext, Connected, Context, Credentials, PendingConnection } from '../contract.ts'
import { call, failure, formBody } from '../http.ts'
import { positive, record, text } from '../json.ts'
import { api } from './api.ts'
import { accountOf } from './map.ts'

/** Connecting (https://docs.joinmastodon.org/client/authorized/, https://docs.joinmastodon.org/methods/oauth/). */

/**
 * What the desk does, and no more: it follows nobody and leaves the profile as it is. Pinning has no scope of its own but `write:accounts`;
 * `read:follows` tells whether somebody is blocked.
 */
export const SCOPES = [
  'read:accounts',
  'read:statuses',
  'read:notifications',
  'read:follows',
  'write:statuses',
  'write:media',
  'write:favourites',
  'write:accounts',
  'write:blocks',
]

/** What the acts need that an access given earlier may not have. */
export const NEEDS = { pin: ['write:accounts'], block: ['write:blocks'] }

/** `mastodon.social`, `@maison@mastodon.social` or an address: the server's origin. http only for this very machine. */
export function serverOf(input: string): string {
  const named = input.trim().replace(/\/+$/, '')
  const host = named.includes('://') ? named : `https://${named.split('@').pop() ?? ''}`
  const url = URL.canParse(host) ? new URL(host) : null
  const local = url !== null && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)
  const known = url !== null && (url.protocol === 'https:' || (url.protocol === 'http:' && local)) && (local || url.hostname.includes('.'))
  if (!known) throw failure('not_found', 'fix_content', { sent: 'no', said: `not the name of a server: ${input.slice(0, 100)}` })
  return url.origin
}

export async function start(ctx: ConnectContext, fields: Record<string, string>): Promise<{ url: string; pending: PendingConnection }> {
  const server = serverOf(fields['server'] ?? fields['handle'] ?? '')
  const app = await register(ctx, server)
  const state = randomBytes(24).toString('base64url')
  const verifier = randomBytes(48).toString('base64url')
  const url = new URL('/oauth/authorize', server)
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: app.id,
    redirect_uri: ctx.redirectUri,
    scope: SCOPES.join(' '),
    state,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }).toString()
  return { url: url.href, pending: { server, state, data: { verifier, clientId: app.id, clientSecret: app.secret } } }
}

async function register(ctx: ConnectContext, server: string): Promise<{ id: string; secret: string }> {
  const fields = { client_name: ctx.clientName, redirect_uris: ctx.redirectUri, scopes: SCOPES.join(' ') }
  const { json } = await call(ctx, { method: 'POST', url: `${server}/api/v1/apps`, body: formBody(fields) })
  const [id, secret] = [text(record(json)['client_id'], 500), text(record(json)['client_secret'], 500)]
  if (id === '' || secret === '') throw failure('bad_answer', 'ask_person', { sent: 'no', said: 'this server registers no applications' })
  return { id, secret }
}

export async function finish(ctx: ConnectContext, pending: PendingConnection, query: URLSearchParams): Promise<Connected> {
  const refused = query.get('error')
  if (refused) throw failure('forbidden', 'reconnect', { sent: 'no', said: query.get('error_description') ?? refused })
  if (query.get('state') !== pending.state)
    throw failure('forbidden', 'reconnect', { sent: 'no', said: 'the answer belongs to another request' })
  const fields = {
    grant_type: 'authorization_code',
    code: query.get('code') ?? '',
    client_id: pending.data['clientId'] ?? '',
    client_secret: pending.data['clientSecret'] ?? '',
    redirect_uri: ctx.redirectUri,
    code_verifier: pending.data['verifier'] ?? '',
  }
  const { json } = await call(ctx, { method: 'POST', url: `${pending.server}/oauth/token`, body: formBody(fields) })
  const kept = { clientId: fields.client_id, clientSecret: fields.client_secret }
  return identified(ctx, credentialsOf(ctx, pending.server, json, kept))
}

/** An access token made on the server's page « Développement » (or by another application). */
export async function withSecret(ctx: ConnectContext, fields: Record<string, string>): Promise<Connected> {
  const server = serverOf(fields['server'] ?? '')
  const accessToken = (fields['token'] ?? '').trim()
  if (!/^[\x21-\x7e]{8,2000}$/.test(accessToken)) throw failure('unauthorized', 'reconnect', { sent: 'no', said: 'not an access token' })
  return identified(ctx, { server, secret: { accessToken }, expiresAt: null, scopes: [] })
}

async function identified(ctx: ConnectContext, credentials: Credentials): Promise<Connected> {
  const { json } = await api({ ...ctx, credentials }, { method: 'GET', path: '/api/v1/accounts/verify_credentials' })
  return { account: accountOf(json, credentials), credentials }
}

function credentialsOf(ctx: Pick<Context, 'now'>, server: string, json: unknown, kept: Record<string, string>): Credentials {
  const answer = record(json)
  const accessToken = text(answer['access_token'], 2_000)
  if (accessToken === '') throw failure('bad_answer', 'reconnect', { sent: 'no', said: 'no access token in the answer' })
  const refreshToken = text(answer['refresh_token'], 2_000)
  const seconds = positive(answer['expires_in'], 0)
  return {
    server,
    secret: { ...kept, accessToken, ...(refreshToken && { refreshToken }) },
    expiresAt: seconds > 0 ? new Date(ctx.now().getTime() + seconds * 1000).toISOString() : null,
    scopes: text(answer['scope'], 1_000).split(' ').filter(Boolean),
  }
}

const EARLY_MS = 10 * 60_000

/** Mastodon's tokens do not end; compatible servers that end theirs give a refresh token with it. */
export async function refresh(ctx: Context): Promise<Credentials> {
  const { credentials } = ctx
  const { refreshToken, clientId, clientSecret } = credentials.secret
  const ends = credentials.expiresAt === null ? Infinity : Date.parse(credentials.expiresAt)
  if (!refreshToken || ends - ctx.now().getTime() > EARLY_MS) return credentials
  const fields = { grant_type: 'refresh_token', refresh_token: refreshToken, client_id: clientId ?? '', client_secret: clientSecret ?? '' }
  const { json } = await call(ctx, { method: 'POST', url: `${credentials.server}/oauth/token`, body: formBody(fields) })
  const next = credentialsOf(ctx, credentials.server, json, credentials.secret)
  await ctx.onCredentials(next)
  return next
}

export async function whoAmI(ctx: Context) {
  const { json } = await api(ctx, { method: 'GET', path: '/api/v1/accounts/verify_credentials' })
  return accountOf(json, ctx.credentials)
}
