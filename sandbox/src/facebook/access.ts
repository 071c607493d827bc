import { randomBytes } from 'node:crypto'
import { json, type Call, type Reply } from '../http.ts'
import { asked, badToken, edge, GraphRefusal, invalid, missing, show, tokenOf, fieldsOf } from '../meta/graph.ts'
import type { Me } from '../meta/me.ts'
import { pageThing } from './entities.ts'
import type { FacebookStore, Page } from './store.ts'

/** Who asks, and how access is given. */

/** What most calls need: to read a Page, and to answer on it. */
export const READ = 'pages_read_engagement'
export const ENGAGE = 'pages_manage_engagement'

export type Signed = { call: Call; page: Page; store: FacebookStore }

export function accessOf(store: FacebookStore, call: Call) {
  const access = store.memory.access.get(tokenOf(call))
  if (!access || access.endsAt <= store.clock.ms()) throw badToken()
  return access
}

/** The Page that the token speaks for, with the permission that is asked. */
export function signedIn(store: FacebookStore, call: Call, scope: string): Signed {
  const access = accessOf(store, call)
  const page = store.memory.pages.get(access.pageId ?? '')
  if (!page) throw new GraphRefusal(210, '(#210) A page access token is required to request this resource.', { status: 403 })
  if (!access.scopes.includes(scope)) throw missing(scope)
  return { call, page, store }
}

/** The page on which a person agrees; here a click is not needed: `as` says who agrees. */
export function authorize(store: FacebookStore, call: Call): Reply {
  const redirectUri = call.query.get('redirect_uri') ?? ''
  if (call.query.get('client_id') !== store.app.clientId || !URL.canParse(redirectUri)) throw invalid('Invalid App ID')
  const code = randomBytes(16).toString('hex')
  const scopes = (call.query.get('scope') ?? '').split(',')
  store.memory.grants.set(code, { personId: store.person(call.query.get('as') ?? 'lea').id, redirectUri, scopes })
  const back = new URL(redirectUri)
  back.search = new URLSearchParams({ code, state: call.query.get('state') ?? '' }).toString()
  return { status: 302, headers: { location: back.href }, body: '' }
}

const DAYS_60 = 5_184_000

export function token(store: FacebookStore, { query }: Call): Reply {
  if (query.get('client_id') !== store.app.clientId || query.get('client_secret') !== store.app.clientSecret)
    throw new GraphRefusal(101, 'Error validating application. Invalid application ID or secret.')
  if (query.get('grant_type') === 'fb_exchange_token') {
    const known = store.memory.access.get(query.get('fb_exchange_token') ?? '')
    if (!known?.personId) throw badToken()
    return json(given(store, known.personId, known.scopes, DAYS_60))
  }
  const grant = store.memory.grants.get(query.get('code') ?? '')
  store.memory.grants.delete(query.get('code') ?? '')
  if (!grant || grant.redirectUri !== query.get('redirect_uri')) throw invalid('This authorization code has been used.', 36009)
  return json(given(store, grant.personId, grant.scopes, 3_600))
}

function given(store: FacebookStore, personId: string, scopes: string[], seconds: number) {
  const accessToken = `EAAuser${randomBytes(16).toString('hex')}`
  store.memory.access.set(accessToken, { pageId: null, personId, scopes, endsAt: store.clock.ms() + seconds * 1000 })
  return { access_token: accessToken, token_type: 'bearer', expires_in: seconds }
}

/** The Pages that somebody manages: here everybody manages all. A Page's token lives as long as the role. */
export function accounts(store: FacebookStore, call: Call, linked: Me['linked']): Reply {
  const access = accessOf(store, call)
  const pages = [...store.memory.pages.values()].map((page) => pageThing(store, page, pageToken(store, page, access.scopes, linked)))
  return json(edge(pages, asked(call, 'id,name,access_token')))
}

function pageToken(store: FacebookStore, page: Page, scopes: string[], linked: Me['linked']): string {
  const accessToken = `EAApage${randomBytes(16).toString('hex')}`
  store.memory.access.set(accessToken, { pageId: page.id, personId: null, scopes, endsAt: Infinity })
  if (page.instagram) linked.set(accessToken, { userId: page.instagram.id, pageId: page.id })
  return accessToken
}

export function me(store: FacebookStore, call: Call): Reply {
  const access = accessOf(store, call)
  const page = store.memory.pages.get(access.pageId ?? '')
  if (!page) return json({ id: access.personId, name: store.nameOf(access.personId ?? '') })
  return json(show(pageThing(store, page, tokenOf(call)), fieldsOf(call, 'id,name')))
}

/** https://developers.facebook.com/docs/graph-api/reference/debug_token: asked with the app's own name. */
export function debugToken(store: FacebookStore, call: Call): Reply {
  appOnly(store, call)
  const access = store.memory.access.get(call.query.get('input_token') ?? '')
  if (!access)
    return json({ data: { is_valid: false, scopes: [], error: { code: 190, message: 'The access token could not be decrypted' } } })
  const end = Math.floor(store.clock.ms() / 1000) + 90 * 86_400
  const data = {
    app_id: store.app.clientId,
    type: 'PAGE',
    is_valid: true,
    expires_at: 0,
    data_access_expires_at: end,
    scopes: access.scopes,
  }
  return json({ data: { ...data, profile_id: access.pageId ?? '' } })
}

export function appOnly(store: FacebookStore, call: Call): void {
  if (tokenOf(call) !== `${store.app.clientId}|${store.app.clientSecret}`)
    throw new GraphRefusal(190, 'Invalid OAuth access token signature.', { status: 401 })
}
