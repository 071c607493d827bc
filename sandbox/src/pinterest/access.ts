import { randomBytes } from 'node:crypto'
import { field, json, type Call, type Reply } from '../http.ts'
import { PinterestRefusal } from './actions.ts'
import type { Pinner, PinterestStore } from './store.ts'

/** Who asks, and how access is given. */

export function signedIn(store: PinterestStore, call: Call, scopes: readonly string[]): Pinner {
  const access = store.memory.access.get(/^Bearer (.+)$/.exec(call.headers.authorization ?? '')?.[1] ?? '')
  const pinner = access && store.memory.pinners.get(access.userId)
  if (!access || !pinner || access.endsAt <= store.clock.ms()) throw new PinterestRefusal(401, 2, 'Authentication failed.')
  const missing = scopes.filter((scope) => !access.scopes.includes(scope))
  if (missing.length > 0) throw new PinterestRefusal(403, 7, `Your application is missing the scope ${missing.join(', ')}.`)
  return pinner
}

/** The page on which a person agrees; here a click is not needed: `as` says who agrees. */
export function authorize(store: PinterestStore, call: Call): Reply {
  const redirectUri = call.query.get('redirect_uri') ?? ''
  if (call.query.get('client_id') !== store.app.clientId || !URL.canParse(redirectUri)) throw new PinterestRefusal(400, 1, 'Unknown app.')
  const code = randomBytes(16).toString('hex')
  const scopes = (call.query.get('scope') ?? '').split(',')
  store.memory.grants.set(code, { userId: store.pinner(call.query.get('as') ?? 'levain').id, redirectUri, scopes })
  const back = new URL(redirectUri)
  back.search = new URLSearchParams({ code, state: call.query.get('state') ?? '' }).toString()
  return { status: 302, headers: { location: back.href }, body: '' }
}

const ACCESS_SECONDS = 2_592_000
const REFRESH_SECONDS = 5_184_000

export function token(store: PinterestStore, call: Call): Reply {
  const basic = `Basic ${Buffer.from(`${store.app.clientId}:${store.app.clientSecret}`).toString('base64')}`
  if (call.headers.authorization !== basic) throw new PinterestRefusal(401, 2, 'Authentication failed.')
  if (field(call, 'grant_type') === 'refresh_token') {
    const known = store.memory.refreshing.get(field(call, 'refresh_token'))
    if (!known) throw new PinterestRefusal(400, 283, 'The refresh token is invalid.')
    store.memory.refreshing.delete(field(call, 'refresh_token'))
    return json({ response_type: 'refresh_token', ...given(store, known.userId, known.scopes) })
  }
  const grant = store.memory.grants.get(field(call, 'code'))
  store.memory.grants.delete(field(call, 'code'))
  if (!grant || grant.redirectUri !== field(call, 'redirect_uri'))
    throw new PinterestRefusal(400, 283, 'The authorization code is invalid.')
  return json({ response_type: 'authorization_code', ...given(store, grant.userId, grant.scopes) })
}

function given(store: PinterestStore, userId: string, scopes: string[]) {
  const [accessToken, refreshToken] = [`pina_${randomBytes(16).toString('hex')}`, `pinr_${randomBytes(16).toString('hex')}`]
  store.memory.access.set(accessToken, { userId, scopes, endsAt: store.clock.ms() + ACCESS_SECONDS * 1000 })
  store.memory.refreshing.set(refreshToken, { userId, scopes })
  return {
    access_token: accessToken,
    token_type: 'bearer',
    expires_in: ACCESS_SECONDS,
    scope: scopes.join(' '),
    refresh_token: refreshToken,
    refresh_token_expires_in: REFRESH_SECONDS,
    refresh_token_expires_at: Math.floor(store.clock.ms() / 1000) + REFRESH_SECONDS,
  }
}
