import { createHash, randomBytes } from 'node:crypto'
import type { Clock } from '../clock.ts'
import { field, json, route, type Call, type Reply, type Route } from '../http.ts'
import { hash } from '../random.ts'

/** Google's OAuth in memory, for all of its networks. */

/** A refusal in Google's shape. */
export class GoogleRefusal extends Error {
  readonly status: number
  readonly reason: string
  constructor(status: number, reason: string, message: string) {
    super(message)
    this.status = status
    this.reason = reason
  }
}

const STATUS: Record<number, string> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  429: 'RESOURCE_EXHAUSTED',
}

export function answering(work: () => Reply): Reply {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof GoogleRefusal)) throw error
    const { status: code, reason, message } = error
    return json({ error: { code, message, errors: [{ message, domain: 'global', reason }], status: STATUS[code] ?? 'UNKNOWN' } }, code)
  }
}

type Grant = { user: string; redirectUri: string; scopes: string[]; challenge: string }

function emptyMemory() {
  return {
    access: new Map<string, { user: string; scopes: string[]; endsAt: number }>(),
    grants: new Map<string, Grant>(),
    refreshing: new Map<string, { user: string; scopes: string[] }>(),
  }
}

export type GoogleStore = {
  readonly memory: ReturnType<typeof emptyMemory>
  app: { clientId: string; clientSecret: string }
  clock: Clock
  reset: () => void
  /** A refresh token of this person, the same for the same name and scopes. */
  refreshTokenFor: (user: string, scopes: readonly string[]) => string
  signedIn: (call: Call, scopes: readonly string[]) => string
}

export type Google = { store: GoogleStore; routes: Route[] }

export function createGoogle(clock: Clock): Google {
  let memory = emptyMemory()
  const store: GoogleStore = {
    app: { clientId: '1234567890-sandbox.apps.googleusercontent.com', clientSecret: 'GOCSPX-sandbox-secret' },
    clock,
    get memory() {
      return memory
    },
    reset: () => {
      memory = emptyMemory()
    },
    refreshTokenFor: (user, scopes) => {
      const token = `1//04_sandbox_${hash(`${user} ${scopes.join()}`).toString(36)}_${user}`
      memory.refreshing.set(token, { user, scopes: [...scopes] })
      return token
    },
    signedIn: (call, scopes) => {
      const access = memory.access.get(/^Bearer (.+)$/.exec(call.headers.authorization ?? '')?.[1] ?? '')
      if (!access || access.endsAt <= clock.ms()) throw new GoogleRefusal(401, 'authError', 'Invalid Credentials')
      if (!scopes.some((scope) => access.scopes.includes(scope)))
        throw new GoogleRefusal(403, 'insufficientPermissions', 'Request had insufficient authentication scopes.')
      return access.user
    },
  }
  return {
    store,
    routes: [route('GET /o/oauth2/v2/auth', (call) => authorize(store, call)), route('POST /token', (call) => token(store, call))],
  }
}

/** The page on which a person agrees; here a click is not needed: `as` says who agrees. */
function authorize({ app, memory }: GoogleStore, call: Call): Reply {
  const redirectUri = call.query.get('redirect_uri') ?? ''
  if (call.query.get('client_id') !== app.clientId || !URL.canParse(redirectUri)) return json({ error: 'invalid_client' }, 401)
  const code = `4/${randomBytes(16).toString('hex')}`
  const scopes = (call.query.get('scope') ?? '').split(' ')
  const challenge = call.query.get('code_challenge') ?? ''
  memory.grants.set(code, { user: call.query.get('as') ?? 'levain', redirectUri, scopes, challenge })
  const back = new URL(redirectUri)
  back.search = new URLSearchParams({ code, state: call.query.get('state') ?? '' }).toString()
  return { status: 302, headers: { location: back.href }, body: '' }
}

const ACCESS_SECONDS = 3_599
const invalidGrant = () => json({ error: 'invalid_grant', error_description: 'Token has been expired or revoked.' }, 400)

/** The refresh token stays the same, and is given with the first answer only. */
function token(store: GoogleStore, call: Call): Reply {
  const { app, memory } = store
  if (field(call, 'client_id') !== app.clientId || field(call, 'client_secret') !== app.clientSecret)
    return json({ error: 'invalid_client', error_description: 'Unauthorized' }, 401)
  if (field(call, 'grant_type') === 'refresh_token') {
    const known = memory.refreshing.get(field(call, 'refresh_token'))
    return known ? json(given(store, known.user, known.scopes)) : invalidGrant()
  }
  const grant = memory.grants.get(field(call, 'code'))
  memory.grants.delete(field(call, 'code'))
  const challenge = createHash('sha256').update(field(call, 'code_verifier')).digest('base64url')
  if (!grant || grant.redirectUri !== field(call, 'redirect_uri') || grant.challenge !== challenge) return invalidGrant()
  return json({ ...given(store, grant.user, grant.scopes), refresh_token: store.refreshTokenFor(grant.user, grant.scopes) })
}

function given({ memory, clock }: GoogleStore, user: string, scopes: string[]) {
  const accessToken = `ya29.${randomBytes(16).toString('hex')}`
  memory.access.set(accessToken, { user, scopes, endsAt: clock.ms() + ACCESS_SECONDS * 1000 })
  return { access_token: accessToken, expires_in: ACCESS_SECONDS, scope: scopes.join(' '), token_type: 'Bearer' }
}
