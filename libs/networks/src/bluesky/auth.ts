import type { Account, ConnectContext, Connected, Connector, Context } from '../contract.ts'
import { failure } from '../http.ts'
import { record, text } from '../json.ts'
import { didDocument, identityOf, pdsOf, type Directories } from './identity.ts'
import { isLoopback } from './dpop.ts'
import { accountOf } from './map.ts'
import { clientMetadata, finishOAuth, issuerOf, startOAuth } from './oauth.ts'
import { createSession, sessionCredentials } from './session.ts'
import { isDid, isHandle } from './syntax.ts'
import { query } from './xrpc.ts'

/** Connecting by app password or by OAuth. The handle is enough: it leads to the person's own server. */
export function connectBy(directories: Directories): Connector['connect'] {
  return {
    methods: [
      { kind: 'oauth', fields: [{ name: 'handle', secret: false, example: 'maisonlevain.bsky.social' }] },
      {
        kind: 'secret',
        fields: [
          { name: 'handle', secret: false, example: 'maisonlevain.bsky.social' },
          { name: 'secret', secret: true, example: 'abcd-efgh-ijkl-mnop' },
          { name: 'server', secret: false, example: 'bsky.social' },
        ],
      },
    ],
    withSecret: (ctx, fields) => byPassword(ctx, directories, fields),
    start: async (ctx, fields) => startOAuth(ctx, await whereTo(ctx, directories, fields)),
    finish: (ctx, pending, search) => byOAuth(ctx, directories, { pending, search }),
    clientMetadata,
  }
}

/** A server named by the person goes before looking one up; a handle alone is looked up. */
async function whereTo(ctx: ConnectContext, directories: Directories, fields: Record<string, string>) {
  const handle = nameOf(fields['handle'] ?? '')
  const named = (fields['server'] ?? '').trim()
  if (named === '') return identityOf(ctx, directories, handle)
  return { did: '', handle, pds: originOf(named) }
}

function nameOf(raw: string): string {
  return raw
    .trim()
    .replace(/^@/, '')
    .replace(/[\u200B-\u200F\u202A-\u202E\u2060-\u2069]/g, '')
}

function originOf(named: string): string {
  const address = named.includes('://') ? named : `https://${named}`
  const url = URL.canParse(address) ? new URL(address) : null
  const allowed = url !== null && (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname)))
  if (!allowed) throw failure('not_found', 'fix_content', { sent: 'no', said: `not the name of a server: ${named.slice(0, 100)}` })
  return url.origin
}

async function byPassword(ctx: ConnectContext, directories: Directories, fields: Record<string, string>): Promise<Connected> {
  const identifier = nameOf(fields['handle'] ?? '')
  const password = (fields['secret'] ?? '').trim()
  if (identifier === '' || password === '') throw failure('unauthorized', 'reconnect', { sent: 'no', said: 'handle or password missing' })
  const { entryway, name } = await doorOf(ctx, directories, { identifier, named: (fields['server'] ?? '').trim() })
  const session = record(await createSession(ctx, entryway, name, password))
  const secret = { entryway, appPassword: password }
  const credentials = sessionCredentials(session, { server: homeOf(session, entryway), secret, expiresAt: null, scopes: [] })
  return { account: await whoAmI({ ...ctx, credentials, onCredentials: async () => undefined }), credentials }
}

/** An address of mail, or anything else that is no handle, can only be asked of the server itself. */
async function doorOf(ctx: ConnectContext, directories: Directories, { identifier, named }: { identifier: string; named: string }) {
  if (named !== '') return { entryway: originOf(named), name: identifier }
  if (!isHandle(identifier) && !isDid(identifier)) return { entryway: directories.entryway, name: identifier }
  const { pds, did } = await identityOf(ctx, directories, identifier)
  return { entryway: pds, name: did }
}

/** Accounts of bsky.social live on servers behind it, named in the DID document that comes with the session. */
function homeOf(session: Record<string, unknown>, entryway: string): string {
  const told = pdsOf(session['didDoc'])
  return told !== null && new URL(told).protocol === 'https:' ? told : entryway
}

async function byOAuth(
  ctx: ConnectContext,
  directories: Directories,
  { pending, search }: { pending: Parameters<typeof finishOAuth>[1]; search: URLSearchParams },
): Promise<Connected> {
  const { did, credentials } = await finishOAuth(ctx, pending, search)
  const expected = pending.data['did'] ?? ''
  if (expected !== '' && did !== expected) throw failure('forbidden', 'reconnect', { sent: 'no', said: 'another account has answered' })
  const home =
    expected === ''
      ? await provenHome(ctx, directories, { did, issuer: pending.data['issuer'] ?? '', named: pending.server })
      : pending.server
  const settled = { ...credentials, server: home }
  return { account: await whoAmI({ ...ctx, credentials: settled, onCredentials: async () => undefined }), credentials: settled }
}

/** Whoever starts at a server may come back as any DID: the DID's own server must accept the same authority. */
async function provenHome(
  ctx: ConnectContext,
  { plc }: Directories,
  claim: { did: string; issuer: string; named: string },
): Promise<string> {
  if (isLoopback(new URL(claim.named).hostname)) return claim.named
  const pds = pdsOf(await didDocument(ctx, plc, claim.did))
  if (pds === null || (await issuerOf(ctx, pds)) !== claim.issuer) {
    throw failure('forbidden', 'reconnect', { sent: 'no', said: 'this server does not speak for that account' })
  }
  return pds
}

type Asking = Omit<Context, 'account'>

/** getSession proves the access and tells a changed handle; the profile adds name, picture and followers where an AppView answers. */
export async function whoAmI(ctx: Asking): Promise<Account> {
  const session = record((await query(ctx, 'com.atproto.server.getSession', {})).json)
  const did = text(session['did'], 2_048)
  const handle = text(session['handle'], 253)
  try {
    return accountOf((await query(ctx, 'app.bsky.actor.getProfile', { actor: did })).json, { did, handle })
  } catch {
    return accountOf({}, { did, handle })
  }
}
