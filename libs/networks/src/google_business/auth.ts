import type { Account, ConnectContext, Connected, Context, Credentials, PendingConnection } from '../contract.ts'
import { NetworkFailure } from '../contract.ts'
import { failure } from '../http.ts'
import { list, record, text, type Json } from '../json.ts'
import { finishGoogle, startGoogle, withRefreshToken, type Product } from '../google/oauth.ts'
import { safe, type Asking } from '../google/api.ts'
import { BUSINESS, moved } from './api.ts'
import { placeOf } from './map.ts'

/** Connecting: one place of a Business Profile is one channel. */

/** One scope for everything; there is no narrower one. */
export const SCOPES = ['https://www.googleapis.com/auth/business.manage']

const PRODUCT: Product = { server: BUSINESS, scopes: SCOPES }

export function start(ctx: ConnectContext, fields: Record<string, string>) {
  return startGoogle(ctx, fields, PRODUCT)
}

export async function finish(ctx: ConnectContext, pending: PendingConnection, query: URLSearchParams): Promise<Connected> {
  return connected(ctx, await finishGoogle(ctx, pending, query), pending.data['handle'])
}

export async function withSecret(ctx: ConnectContext, fields: Record<string, string>): Promise<Connected> {
  return connected(ctx, await withRefreshToken(ctx, fields, PRODUCT), fields['handle'])
}

type Place = { account: string; told: Json }

/** What a place may not do is told once, and kept: posts (some trades have none), answers (an unverified place has none). */
async function connected(ctx: ConnectContext, credentials: Credentials, handle = ''): Promise<Connected> {
  const { account, told } = await placeNamed({ ...ctx, credentials }, handle.trim())
  const metadata = record(told['metadata'])
  const secret = {
    ...credentials.secret,
    ...(metadata['canOperateLocalPost'] === false && { localPosts: 'no' }),
    ...(metadata['hasVoiceOfMerchant'] === false && { voice: 'no' }),
  }
  return { account: placeOf(account, told), credentials: { ...credentials, secret } }
}

const MASK = 'name,title,storeCode,metadata'
const PAGES = 10

/** By its name, its store code or its number; where nothing is named, the only one that there is. */
async function placeNamed(ctx: Asking, wanted: string): Promise<Place> {
  const places: Place[] = []
  for (const account of await namesOf(ctx)) {
    for (const told of await placesOf(ctx, account)) places.push({ account, told })
  }
  const same = (value: unknown) => text(value, 200).toLowerCase() === wanted.toLowerCase()
  const found = places.filter(
    ({ told }) => wanted === '' || same(told['title']) || same(told['storeCode']) || text(told['name'], 60) === `locations/${wanted}`,
  )
  const [first] = found
  if (first && found.length === 1) return first
  const said = first ? `several places: ${found.map(({ told }) => text(told['title'], 60)).join(', ')}` : `no place of this name: ${wanted}`
  throw failure('not_found', 'fix_content', { sent: 'no', said })
}

async function namesOf(ctx: Asking): Promise<string[]> {
  return (await all(ctx, 'accounts', '/v1/accounts?pageSize=20', 'accounts')).map((one) => text(one['name'], 60))
}

function placesOf(ctx: Asking, account: string): Promise<Json[]> {
  return all(ctx, 'places', `/v1/${account}/locations?readMask=${MASK}&pageSize=100`, 'locations')
}

async function all(ctx: Asking, what: 'accounts' | 'places', path: string, field: string): Promise<Json[]> {
  const found: Json[] = []
  let token = ''
  for (let page = 0; page < PAGES; page++) {
    const { json } = await moved(ctx, what, token === '' ? path : `${path}&pageToken=${safe(token)}`)
    found.push(...list(record(json)[field]).map(record))
    token = text(record(json)['nextPageToken'], 500)
    if (token === '') break
  }
  return found
}

export async function whoAmI(ctx: Context): Promise<Account> {
  const [, account = '', place = ''] = /^(accounts\/\d+)\/(locations\/\d+)$/.exec(ctx.account.id) ?? []
  try {
    const { json } = await moved(ctx, 'places', `/v1/${place}?readMask=${MASK}`)
    return placeOf(account, record(json))
  } catch (error) {
    if (!(error instanceof NetworkFailure) || error.kind !== 'not_found') throw error
    throw failure('account_gone', 'ask_person', { sent: 'no', said: error.said, cause: error.cause })
  }
}
