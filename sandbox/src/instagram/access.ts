import { randomBytes } from 'node:crypto'
import { field, json, type Call, type Reply } from '../http.ts'
import { badToken, fieldsOf, GraphRefusal, invalid, missing, show, tokenOf } from '../meta/graph.ts'
import { userThing } from './entities.ts'
import { ALL_SCOPES, type InstagramAccess, type InstagramStore, type User } from './store.ts'

/** Who asks, and how access is given by Instagram's own login. */

const DAY = 86_400_000
const SIXTY_DAYS = 5_184_000

export type Signed = { call: Call; me: User; access: InstagramAccess; store: InstagramStore }

/** By a token of its own, or by that of the Page it is linked to. */
function accessOf(store: InstagramStore, token: string): InstagramAccess | undefined {
  const page = store.linked.get(token)
  return page ? { ...page, scopes: [...ALL_SCOPES], from: 0, endsAt: Infinity } : store.memory.access.get(token)
}

export function signedIn(store: InstagramStore, call: Call, scope: string): Signed {
  const access = accessOf(store, tokenOf(call))
  const me = access && store.memory.users.get(access.userId)
  if (!access || !me || access.endsAt <= store.clock.ms()) throw badToken()
  if (!access.scopes.includes(scope)) throw missing(`instagram_business_${scope}`)
  return { call, me, access, store }
}

/** The page on which a person agrees; here a click is not needed: `as` says whose account it is. */
export function authorize(store: InstagramStore, call: Call): Reply {
  const redirectUri = call.query.get('redirect_uri') ?? ''
  if (call.query.get('client_id') !== store.app.clientId || !URL.canParse(redirectUri)) throw invalid('Invalid platform app')
  const code = randomBytes(16).toString('hex')
  const scopes = (call.query.get('scope') ?? '').split(',').map((scope) => scope.replace('instagram_business_', ''))
  store.memory.grants.set(code, { userId: store.user(call.query.get('as') ?? 'levain', true).id, redirectUri, scopes })
  const back = new URL(redirectUri)
  back.search = new URLSearchParams({ code, state: call.query.get('state') ?? '' }).toString()
  return { status: 302, headers: { location: `${back.href}#_` }, body: '' }
}

/** A code becomes a token for an hour. */
export function shortToken(store: InstagramStore, call: Call): Reply {
  if (field(call, 'client_id') !== store.app.clientId || field(call, 'client_secret') !== store.app.clientSecret)
    throw invalid('Invalid platform app')
  const grant = store.memory.grants.get(field(call, 'code'))
  store.memory.grants.delete(field(call, 'code'))
  if (!grant || grant.redirectUri !== field(call, 'redirect_uri')) throw invalid('This authorization code has been used')
  const token = `IGAA${randomBytes(16).toString('hex')}`
  store.memory.access.set(token, {
    userId: grant.userId,
    pageId: null,
    scopes: grant.scopes,
    from: store.clock.ms(),
    endsAt: store.clock.ms() + 3_600_000,
  })
  return json({
    access_token: token,
    user_id: Number(grant.userId),
    permissions: grant.scopes.map((scope) => `instagram_business_${scope}`),
  })
}

export function longToken(store: InstagramStore, { query }: Call): Reply {
  const known = store.memory.access.get(query.get('access_token') ?? '')
  if (query.get('client_secret') !== store.app.clientSecret || query.get('grant_type') !== 'ig_exchange_token' || !known) throw badToken()
  return json(given(store, known))
}

/** A token must be a day old, and not have ended. */
export function refreshed(store: InstagramStore, { query }: Call): Reply {
  const known = store.memory.access.get(query.get('access_token') ?? '')
  if (query.get('grant_type') !== 'ig_refresh_token' || !known || known.endsAt <= store.clock.ms()) throw badToken()
  if (store.clock.ms() - known.from < DAY) throw new GraphRefusal(100, 'The token must be at least 24 hours old.')
  return json({ ...given(store, known), permissions: known.scopes.map((scope) => `instagram_business_${scope}`).join(',') })
}

function given(store: InstagramStore, known: InstagramAccess) {
  const token = `IGAA${randomBytes(16).toString('hex')}`
  store.memory.access.set(token, { ...known, from: store.clock.ms(), endsAt: store.clock.ms() + SIXTY_DAYS * 1000 })
  return { access_token: token, token_type: 'bearer', expires_in: SIXTY_DAYS }
}

export function me(store: InstagramStore, call: Call): Reply {
  const { me: user } = signedIn(store, call, 'basic')
  return json(show(userThing(user), fieldsOf(call, 'id,username')))
}
