import { randomBytes } from 'node:crypto'
import { field, json, type Call, type Reply } from '../http.ts'
import { LinkedInRefusal } from './actions.ts'
import { memberUrn, pageUrn, type LinkedInStore, type Member } from './store.ts'

/** Who asks, with which version, and how access is given. */

export type Asking = { me: Member; scopes: readonly string[] }

export function signedIn(store: LinkedInStore, call: Call, versions: readonly string[]): Asking {
  const access = store.memory.access.get(/^Bearer (.+)$/.exec(call.headers.authorization ?? '')?.[1] ?? '')
  const me = access && store.memory.members.get(access.member)
  if (!access || !me || access.endsAt <= store.clock.ms()) throw new LinkedInRefusal(401, 'INVALID_ACCESS_TOKEN', 'Invalid access token')
  if (call.path.startsWith('/rest/')) versioned(call, versions)
  return { me, scopes: access.scopes }
}

/** There is no version by default, and those of more than a year ago are gone. */
function versioned({ headers }: Call, versions: readonly string[]): void {
  const version = String(headers['linkedin-version'] ?? '')
  if (version === '') throw new LinkedInRefusal(400, 'VERSION_MISSING', 'A version must be present. Please specify a version.')
  if (!versions.includes(version)) throw new LinkedInRefusal(426, 'NONEXISTENT_VERSION', `Requested version ${version} is not active`)
  if (headers['x-restli-protocol-version'] !== '2.0.0') throw new LinkedInRefusal(400, 'ILLEGAL_ARGUMENT', 'Protocol 2.0.0 is needed')
}

export function mustHave(scopes: readonly string[], wanted: string): void {
  if (!scopes.includes(wanted)) throw new LinkedInRefusal(403, 'ACCESS_DENIED', `Not enough permissions to access: ${wanted}`)
}

/** Whether the asker may write, or read, as this URN. */
export function mayBe(store: LinkedInStore, { me, scopes }: Asking, urn: string, right: 'r' | 'w'): void {
  const page = [...store.memory.pages.values()].find(({ id }) => pageUrn(id) === urn)
  mustHave(scopes, page ? `${right}_organization_social` : `${right}_member_social`)
  if (page ? !page.administrators.has(me.id) : urn !== memberUrn(me.id))
    throw new LinkedInRefusal(403, 'ACCESS_DENIED', `Not enough permissions to access: ${urn}`)
}

/** The page on which a person agrees; here a click is not needed: `as` says who agrees. */
export function authorize(store: LinkedInStore, call: Call): Reply {
  const redirectUri = call.query.get('redirect_uri') ?? ''
  if (call.query.get('client_id') !== store.app.clientId || !URL.canParse(redirectUri))
    throw new LinkedInRefusal(400, 'INVALID_CLIENT', 'Unknown application')
  const code = randomBytes(16).toString('hex')
  const scopes = (call.query.get('scope') ?? '').split(' ')
  store.memory.grants.set(code, { member: store.member(call.query.get('as') ?? 'levain').id, redirectUri, scopes })
  const back = new URL(redirectUri)
  back.search = new URLSearchParams({ code, state: call.query.get('state') ?? '' }).toString()
  return { status: 302, headers: { location: back.href }, body: '' }
}

const ACCESS_SECONDS = 5_184_000
const REFRESH_SECONDS = 31_536_000

/** A renewal gives another access token; the refresh token stays, and with it the day it ends. */
export function token(store: LinkedInStore, call: Call): Reply {
  const { app, memory, clock } = store
  if (field(call, 'client_id') !== app.clientId || field(call, 'client_secret') !== app.clientSecret)
    return json({ error: 'invalid_client', error_description: 'Client authentication failed' }, 401)
  if (field(call, 'grant_type') === 'refresh_token') {
    const refreshToken = field(call, 'refresh_token')
    const known = memory.refreshing.get(refreshToken)
    if (!known || known.endsAt <= clock.ms())
      return json({ error: 'invalid_request', error_description: 'The provided authorization grant or refresh token is invalid' }, 400)
    return json(given(store, refreshToken))
  }
  const grant = memory.grants.get(field(call, 'code'))
  memory.grants.delete(field(call, 'code'))
  if (!grant || grant.redirectUri !== field(call, 'redirect_uri'))
    return json(
      { error: 'invalid_request', error_description: 'Unable to retrieve access token: appid/redirect uri/code verifier does not match' },
      400,
    )
  const refreshToken = `AQWr_${randomBytes(16).toString('hex')}`
  memory.refreshing.set(refreshToken, { member: grant.member, scopes: grant.scopes, endsAt: clock.ms() + REFRESH_SECONDS * 1000 })
  return json(given(store, refreshToken))
}

function given({ memory, clock }: LinkedInStore, refreshToken: string) {
  const { member, scopes, endsAt } = memory.refreshing.get(refreshToken) ?? { member: '', scopes: [], endsAt: 0 }
  const accessToken = `AQX_${randomBytes(16).toString('hex')}`
  memory.access.set(accessToken, { member, scopes, endsAt: clock.ms() + ACCESS_SECONDS * 1000 })
  return {
    access_token: accessToken,
    expires_in: ACCESS_SECONDS,
    refresh_token: refreshToken,
    refresh_token_expires_in: Math.floor((endsAt - clock.ms()) / 1000),
    scope: scopes.join(','),
    token_type: 'Bearer',
  }
}
