import type { Account, ConnectContext, Connected, Context, Credentials } from '../contract.ts'
import { NetworkFailure } from '../contract.ts'
import { failure, type HttpContext } from '../http.ts'
import { text, type Json } from '../json.ts'
import { edgeOf, part } from '../meta/graph.ts'
import { inspected, keyOf } from '../meta/oauth.ts'
import { originOf } from '../origin.ts'
import { graph, WHATSAPP } from './api.ts'
import { accountOf } from './map.ts'

/** Connecting: one number of a WhatsApp Business account, with the token of a system user of the house's own portfolio. */

const NUMBER = 'id,display_phone_number,verified_name'

export async function withSecret(ctx: ConnectContext, fields: Record<string, string>): Promise<Connected> {
  const server = originOf(fields['server'], WHATSAPP)
  const app = { clientId: keyOf(fields['clientId']), clientSecret: keyOf(fields['clientSecret']) }
  const secret = { ...app, accessToken: keyOf(fields['token'], 'token'), businessId: numberOf(fields['businessId']) }
  const credentials: Credentials = { server, secret, expiresAt: null, scopes: [] }
  const account = accountOf(await numberNamed({ ...ctx, credentials }, secret.businessId, fields['handle'] ?? ''))
  return { account, credentials: { ...credentials, ...(await inspected(ctx, server, secret.accessToken, app)) } }
}

function numberOf(value: string | undefined): string {
  const given = (value ?? '').trim()
  if (/^\d{5,40}$/.test(given)) return given
  throw failure('not_found', 'fix_content', { sent: 'no', said: 'not the number of a WhatsApp Business account' })
}

/** By its telephone number or its own; where none was named, the only one there is. */
async function numberNamed(ctx: HttpContext & Pick<Context, 'credentials'>, businessId: string, wanted: string): Promise<Json> {
  const digits = wanted.replace(/\D/g, '')
  const query = { fields: NUMBER, limit: 100 }
  const { items } = edgeOf(await graph(ctx, { method: 'GET', path: `/${part(businessId)}/phone_numbers`, query }))
  const isNamed = (number: Json) =>
    [number['id'], number['display_phone_number']].some((one) => text(one, 40).replace(/\D/g, '') === digits)
  const found = items.filter((number) => digits === '' || isNamed(number))
  const [first] = found
  if (first && found.length === 1) return first
  const names = items.map((number) => text(number['display_phone_number'], 40)).join(', ')
  throw failure('not_found', 'fix_content', { sent: 'no', said: `which number? ${names || 'none'}` })
}

export async function whoAmI(ctx: Context): Promise<Account> {
  try {
    return accountOf(await graph(ctx, { method: 'GET', path: `/${part(ctx.account.id)}`, query: { fields: NUMBER } }))
  } catch (error) {
    if (!(error instanceof NetworkFailure) || error.kind !== 'not_found') throw error
    throw failure('account_gone', 'ask_person', { sent: 'no', said: error.said, cause: error.cause })
  }
}

/** The token of a system user has no end, or is made anew by a person. */
export async function refresh(ctx: Context): Promise<Credentials> {
  return ctx.credentials
}
