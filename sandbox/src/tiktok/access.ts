import { randomBytes } from 'node:crypto'
import { field, json, type Call, type Reply } from '../http.ts'
import { TikTokRefusal } from './actions.ts'
import type { Creator, TikTokStore } from './store.ts'

/** Who asks, and how access is given. */

export function signedIn({ memory, clock }: TikTokStore, call: Call, scope: string): Creator {
  const access = memory.access.get(/^Bearer (.+)$/.exec(call.headers.authorization ?? '')?.[1] ?? '')
  const me = access && memory.creators.get(access.openId)
  if (!access || !me || access.endsAt <= clock.ms())
    throw new TikTokRefusal(401, 'access_token_invalid', 'The access token is invalid or not found in the request.')
  if (!access.scopes.includes(scope))
    throw new TikTokRefusal(401, 'scope_not_authorized', 'The user did not authorize the scope required for completing this request.')
  return me
}

/** The page on which a person agrees; here a click is not needed: `as` says who agrees. */
export function authorize(store: TikTokStore, call: Call): Reply {
  const redirectUri = call.query.get('redirect_uri') ?? ''
  if (call.query.get('client_key') !== store.app.clientId || !URL.canParse(redirectUri)) return json({ error: 'invalid_client' }, 400)
  const code = randomBytes(16).toString('hex')
  const scopes = (call.query.get('scope') ?? '').split(',')
  store.memory.grants.set(code, { openId: store.creator(call.query.get('as') ?? 'levain').openId, redirectUri, scopes })
  const back = new URL(redirectUri)
  back.search = new URLSearchParams({ code, scopes: scopes.join(','), state: call.query.get('state') ?? '' }).toString()
  return { status: 302, headers: { location: back.href }, body: '' }
}

const ACCESS_SECONDS = 7_200
const REFRESH_SECONDS = 180 * 86_400
const refused = (error: string, error_description: string) => json({ error, error_description, log_id: 'sandbox' })

/** Refusals come with status 200. */
export function token(store: TikTokStore, call: Call): Reply {
  const { app, memory, clock } = store
  if (field(call, 'client_key') !== app.clientId || field(call, 'client_secret') !== app.clientSecret)
    return refused('invalid_client', 'Client key or secret is incorrect.')
  if (field(call, 'grant_type') === 'refresh_token') {
    const known = memory.refreshing.get(field(call, 'refresh_token'))
    memory.refreshing.delete(field(call, 'refresh_token'))
    if (!known || known.endsAt <= clock.ms()) return refused('invalid_grant', 'Refresh token is invalid or expired.')
    return json(given(store, known.openId, known.scopes))
  }
  const grant = memory.grants.get(field(call, 'code'))
  memory.grants.delete(field(call, 'code'))
  if (!grant || grant.redirectUri !== field(call, 'redirect_uri')) return refused('invalid_grant', 'Authorization code is invalid.')
  return json(given(store, grant.openId, grant.scopes))
}

function given({ memory, clock }: TikTokStore, openId: string, scopes: string[]) {
  const [accessToken, refreshToken] = [`act.${randomBytes(20).toString('hex')}`, `rft.${randomBytes(20).toString('hex')}`]
  memory.access.set(accessToken, { openId, scopes, endsAt: clock.ms() + ACCESS_SECONDS * 1000 })
  memory.refreshing.set(refreshToken, { openId, scopes, endsAt: clock.ms() + REFRESH_SECONDS * 1000 })
  return {
    open_id: openId,
    scope: scopes.join(','),
    access_token: accessToken,
    expires_in: ACCESS_SECONDS,
    refresh_token: refreshToken,
    refresh_expires_in: REFRESH_SECONDS,
    token_type: 'Bearer',
  }
}
