import { createHash, createHmac, randomBytes } from 'node:crypto'
import { field, json, type Call, type Reply } from '../http.ts'
import { XRefusal } from './actions.ts'
import type { XStore, XUser } from './store.ts'

/** Who asks: by signature (OAuth 1.0a) or by bearer token (OAuth 2). */

const unauthorized = () => new XRefusal(401, 'Unauthorized', 'Unauthorized')

export function signedIn(store: XStore, call: Call, scopes: readonly string[]): XUser {
  const header = call.headers.authorization ?? ''
  const userId = header.startsWith('OAuth ') ? bySignature(store, call, header) : byToken(store, header, scopes)
  const user = store.memory.users.get(userId)
  if (!user) throw unauthorized()
  return user
}

function byToken(store: XStore, header: string, scopes: readonly string[]): string {
  const access = store.memory.access.get(/^Bearer (.+)$/.exec(header)?.[1] ?? '')
  if (access?.kind !== 'bearer' || access.endsAt <= store.clock.ms()) throw unauthorized()
  if (!scopes.every((scope) => access.scopes.includes(scope))) {
    throw new XRefusal(403, 'Forbidden', `Your access is missing one of the scopes ${scopes.join(', ')}.`)
  }
  return access.userId
}

function bySignature(store: XStore, call: Call, header: string): string {
  const given = Object.fromEntries(
    [...header.matchAll(/(oauth_\w+)="([^"]*)"/g)].map((match) => [match[1] ?? '', decodeURIComponent(match[2] ?? '')]),
  )
  const { oauth_signature: signature = '', ...oauth } = given
  const access = store.memory.access.get(oauth['oauth_token'] ?? '')
  const late = Math.abs(Number(oauth['oauth_timestamp']) * 1000 - store.clock.ms()) > 300_000
  if (access?.kind !== 'keys' || oauth['oauth_consumer_key'] !== store.app.clientId || late) throw unauthorized()
  const strict = (value: string) =>
    [...Buffer.from(value)]
      .map((byte) =>
        /[A-Za-z0-9\-._~]/.test(String.fromCharCode(byte))
          ? String.fromCharCode(byte)
          : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`,
      )
      .join('')
  const pairs = [...Object.entries(oauth), ...call.query].map(([name, value]) => `${strict(name)}=${strict(value)}`).sort()
  const base = `${call.method}&${strict(`${call.origin}${call.path}`)}&${strict(pairs.join('&'))}`
  const expected = createHmac('sha1', `${strict(store.app.clientSecret)}&${strict(access.tokenSecret)}`)
    .update(base)
    .digest('base64')
  if (expected !== signature) throw unauthorized()
  return access.userId
}

const CODE_MS = 30_000
const ACCESS_MS = 7_200_000

/** The page on which a person agrees; here a click is not needed: `as` says who agrees. */
export function authorize(store: XStore, call: Call): Reply {
  const redirectUri = call.query.get('redirect_uri') ?? ''
  const known = call.query.get('client_id') === store.app.clientId && call.query.get('code_challenge_method') === 'S256'
  if (!known || !URL.canParse(redirectUri)) throw new XRefusal(400, 'Invalid Request', 'Something is not right with this app.')
  const code = randomBytes(16).toString('hex')
  store.memory.grants.set(code, {
    userId: store.user(call.query.get('as') ?? 'levain').id,
    clientId: store.app.clientId,
    redirectUri,
    scope: call.query.get('scope') ?? '',
    challenge: call.query.get('code_challenge') ?? '',
    endsAt: store.clock.ms() + CODE_MS,
  })
  const back = new URL(redirectUri)
  back.search = new URLSearchParams({ state: call.query.get('state') ?? '', code }).toString()
  return { status: 302, headers: { location: back.href }, body: '' }
}

const invalidGrant = (said: string) => json({ error: 'invalid_request', error_description: said }, 400)

export function token(store: XStore, call: Call): Reply {
  const basic = `Basic ${Buffer.from(`${store.app.clientId}:${store.app.clientSecret}`).toString('base64')}`
  if (call.headers.authorization !== basic)
    return json({ error: 'unauthorized_client', error_description: 'Missing valid authorization header' }, 401)
  if (field(call, 'grant_type') === 'refresh_token') {
    const known = store.memory.refreshing.get(field(call, 'refresh_token'))
    if (!known || known.used) return invalidGrant('Value passed for the token was invalid.')
    known.used = true
    return give(store, known.userId, known.scope)
  }
  const grant = store.memory.grants.get(field(call, 'code'))
  store.memory.grants.delete(field(call, 'code'))
  const verified = createHash('sha256').update(field(call, 'code_verifier')).digest('base64url') === grant?.challenge
  if (!grant || !verified || grant.endsAt <= store.clock.ms() || grant.redirectUri !== field(call, 'redirect_uri')) {
    return invalidGrant('Value passed for the authorization code was invalid.')
  }
  return give(store, grant.userId, grant.scope)
}

function give(store: XStore, userId: string, scope: string): Reply {
  const [accessToken, refreshToken] = [randomBytes(24).toString('hex'), randomBytes(24).toString('hex')]
  store.memory.access.set(accessToken, { userId, kind: 'bearer', scopes: scope.split(' '), endsAt: store.clock.ms() + ACCESS_MS })
  const offline = scope.split(' ').includes('offline.access')
  if (offline) store.memory.refreshing.set(refreshToken, { userId, scope, used: false })
  return json({
    token_type: 'bearer',
    expires_in: ACCESS_MS / 1000,
    access_token: accessToken,
    scope,
    ...(offline && { refresh_token: refreshToken }),
  })
}
