import { randomBytes } from 'node:crypto'
import { field, json, type Call, type Reply } from '../http.ts'
import { badToken, GraphRefusal, invalid, missing, tokenOf } from '../meta/graph.ts'
import type { ThreadsAccess, ThreadsStore, User } from './store.ts'

/** Who asks, and how access is given. */

const DAY = 86_400_000
const SIXTY_DAYS = 5_184_000

export type Signed = { call: Call; me: User; store: ThreadsStore }

export function signedIn(store: ThreadsStore, call: Call, scope: string): Signed {
  const access = store.memory.access.get(tokenOf(call))
  const me = access && store.memory.users.get(access.userId)
  if (!access || !me || access.endsAt <= store.clock.ms()) throw badToken()
  if (!access.scopes.includes(scope)) throw missing(scope)
  return { call, me, store }
}

/** The page on which a person agrees; here a click is not needed: `as` says whose profile it is. */
export function authorize(store: ThreadsStore, call: Call): Reply {
  const redirectUri = call.query.get('redirect_uri') ?? ''
  if (call.query.get('client_id') !== store.app.clientId || !URL.canParse(redirectUri)) throw invalid('Invalid client ID')
  const code = randomBytes(16).toString('hex')
  const scopes = (call.query.get('scope') ?? '').split(',')
  store.memory.grants.set(code, { userId: store.user(call.query.get('as') ?? 'levain').id, redirectUri, scopes })
  const back = new URL(redirectUri)
  back.search = new URLSearchParams({ code, state: call.query.get('state') ?? '' }).toString()
  return { status: 302, headers: { location: `${back.href}#_` }, body: '' }
}

export function shortToken(store: ThreadsStore, call: Call): Reply {
  if (field(call, 'client_id') !== store.app.clientId || field(call, 'client_secret') !== store.app.clientSecret)
    throw invalid('Invalid client secret')
  const grant = store.memory.grants.get(field(call, 'code'))
  store.memory.grants.delete(field(call, 'code'))
  if (!grant || grant.redirectUri !== field(call, 'redirect_uri')) throw invalid('This authorization code has been used')
  const token = `THAA${randomBytes(16).toString('hex')}`
  const from = store.clock.ms()
  store.memory.access.set(token, { userId: grant.userId, scopes: grant.scopes, from, endsAt: from + 3_600_000 })
  return json({ access_token: token, user_id: grant.userId })
}

export function longToken(store: ThreadsStore, { query }: Call): Reply {
  const known = store.memory.access.get(query.get('access_token') ?? '')
  if (query.get('client_secret') !== store.app.clientSecret || query.get('grant_type') !== 'th_exchange_token' || !known) throw badToken()
  return json(given(store, known))
}

export function refreshed(store: ThreadsStore, { query }: Call): Reply {
  const known = store.memory.access.get(query.get('access_token') ?? '')
  if (query.get('grant_type') !== 'th_refresh_token' || !known || known.endsAt <= store.clock.ms()) throw badToken()
  if (store.clock.ms() - known.from < DAY) throw new GraphRefusal(100, 'The token must be at least 24 hours old.')
  return json(given(store, known))
}

function given(store: ThreadsStore, known: ThreadsAccess) {
  const token = `THAA${randomBytes(16).toString('hex')}`
  store.memory.access.set(token, { ...known, from: store.clock.ms(), endsAt: store.clock.ms() + SIXTY_DAYS * 1000 })
  return { access_token: token, token_type: 'bearer', expires_in: SIXTY_DAYS }
}
