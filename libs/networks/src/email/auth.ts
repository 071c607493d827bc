import type { Account, ConnectContext, Connected, Context, Credentials } from '../contract.ts'
import { failure } from '../http.ts'
import { sentFolder, withMailbox } from './imap.ts'
import { serverOf, written } from './servers.ts'
import { withSubmission } from './smtp.ts'

/** Connecting with the mailbox's own password, or one made for applications: both servers are tried before anything is kept. */

export async function withSecret(ctx: ConnectContext, fields: Record<string, string>): Promise<Connected> {
  const { address, name } = addressIn(fields['handle'] ?? '')
  const domain = address.slice(address.indexOf('@') + 1)
  const imap = serverOf(fields['imap']?.trim() || `imap.${domain}`, 'imap')
  const smtp = serverOf(fields['smtp']?.trim() || imap.host.replace(/^imap\./, 'smtp.'), 'smtp')
  const secret = {
    user: fields['user']?.trim() || address,
    password: fields['secret'] ?? '',
    imap: written(imap, 'imap'),
    smtp: written(smtp, 'smtp'),
  }
  const credentials: Credentials = { server: written(imap, 'imap'), secret, expiresAt: null, scopes: [] }
  await tried({ ...ctx, credentials })
  return {
    account: { id: address, handle: address, name: name || address, avatarUrl: null, profileUrl: `mailto:${address}`, followers: null },
    credentials,
  }
}

/** `contact@maison.fr`, or `Maison <contact@maison.fr>`. */
export function addressIn(given: string): { address: string; name: string } {
  const [, name = '', bracketed = ''] = /^\s*"?([^"<>]{0,120}?)"?\s*<([^<>]+)>\s*$/.exec(given) ?? []
  const address = (bracketed || given).trim().toLowerCase()
  if (/^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+$/.test(address)) return { address, name: name.trim() }
  throw failure('not_found', 'fix_content', { sent: 'no', said: `not a mail address: ${given.slice(0, 100)}` })
}

/** The mailbox opens, it has a place for what is sent, and the other server takes our mail. */
async function tried(ctx: Pick<Context, 'connect' | 'signal' | 'credentials'>): Promise<void> {
  const sent = await withMailbox(ctx, sentFolder)
  if (sent === null) throw failure('not_found', 'ask_person', { sent: 'no', said: 'this mailbox has no folder for sent mail' })
  await withSubmission(ctx, async () => undefined)
}

export async function whoAmI(ctx: Context): Promise<Account> {
  await withMailbox(ctx, async () => undefined)
  return ctx.account
}

/** Passwords end when somebody changes them. */
export async function refresh(ctx: Context): Promise<Credentials> {
  return ctx.credentials
}
