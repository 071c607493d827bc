import { createHash, randomUUID } from 'node:crypto'
import type { Account, ConnectContext, Connected, Context, Credentials, Limits } from '../contract.ts'
import { failure } from '../http.ts'
import { count, record, text } from '../json.ts'
import { originOf } from '../origin.ts'
import { tell, type Asking } from './api.ts'
import { documentedLimits } from './limits.ts'
import { secretBytes } from './sign.ts'

/** Connecting: an address of the person's own that answers a signed greeting. */

export async function withSecret(ctx: ConnectContext, fields: Record<string, string>): Promise<Connected> {
  const given = (fields['server'] ?? '').trim()
  if (given === '') throw failure('not_found', 'fix_content', { sent: 'no', said: 'no address of a receiver' })
  const server = originOf(given, '')
  const { pathname, search } = new URL(given.includes('://') ? given : `https://${given}`)
  const signingSecret = (fields['signingSecret'] ?? '').trim()
  if (!secretBytes(signingSecret))
    throw failure('unauthorized', 'fix_content', {
      sent: 'no',
      said: 'the signing secret has 24 bytes at least: whsec_ and base64, or a text',
    })
  const credentials: Credentials = { server, secret: { path: `${pathname}${search}`, signingSecret }, expiresAt: null, scopes: [] }
  return { account: await greeted({ ...ctx, credentials }), credentials }
}

/** The address may be a secret by itself: a trace of it is the account's id, and only its host is shown. */
async function greeted(ctx: Asking): Promise<Account> {
  const { server, secret } = ctx.credentials
  const { host } = new URL(server)
  const name = text(record((await greeting(ctx)).json)['name'], 120).trim()
  return {
    id: createHash('sha256')
      .update(`${server}${secret['path'] ?? ''}`)
      .digest('hex')
      .slice(0, 32),
    handle: host,
    name: name || host,
    avatarUrl: null,
    profileUrl: server,
    followers: null,
  }
}

const greeting = (ctx: Asking) => tell(ctx, `greeting_${randomUUID()}`, 'greeting', {}, false)

export async function whoAmI(ctx: Context): Promise<Account> {
  return { ...(await greeted(ctx)), id: ctx.account.id }
}

/** A receiver may tell in its answer to the greeting how long a text it takes: `{"limits": {"text": 500}}`. */
export async function limits(ctx: Asking): Promise<Limits> {
  const told = count(record(record((await greeting(ctx)).json)['limits'])['text'])
  if (told === null || told < 1) return documentedLimits
  const max = Math.min(told, documentedLimits.text.max)
  return { ...documentedLimits, source: 'server', readAt: ctx.now().toISOString(), text: { ...documentedLimits.text, max } }
}

/** The secret ends when somebody changes it. */
export async function refresh(ctx: Context): Promise<Credentials> {
  return ctx.credentials
}
