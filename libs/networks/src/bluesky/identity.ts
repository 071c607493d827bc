import type { Context } from '../contract.ts'
import { NetworkFailure } from '../contract.ts'
import { call, failure } from '../http.ts'
import { list, record, text, webUrl } from '../json.ts'
import { isDid, isHandle } from './syntax.ts'

/** From a handle to the person's own server (https://atproto.com/specs/handle, https://atproto.com/specs/did). */

/** Public directories. Tests replace them by their own. */
export type Directories = { plc: string; resolver: string; entryway: string }

export const PUBLIC_DIRECTORIES: Directories = {
  plc: 'https://plc.directory',
  resolver: 'https://public.api.bsky.app',
  entryway: 'https://bsky.social',
}

type Reading = Pick<Context, 'fetch' | 'now' | 'signal'>
export type Identity = { did: string; handle: string; pds: string }

export async function identityOf(ctx: Reading, directories: Directories, handle: string): Promise<Identity> {
  const name = handle.trim().replace(/^@/, '').toLowerCase()
  const did = isDid(name) ? name : await didOf(ctx, directories.resolver, name)
  const document = await didDocument(ctx, directories.plc, did)
  const pds = pdsOf(document)
  if (pds === null) throw failure('account_gone', 'ask_person', { sent: 'no', said: `${did} names no server` })
  return { did, handle: handleIn(document) ?? name, pds }
}

/** The public resolver first (it also knows handles proved by DNS), then the handle's own site. */
export async function didOf(ctx: Reading, resolver: string, handle: string): Promise<string> {
  if (!isHandle(handle)) throw failure('not_found', 'fix_content', { sent: 'no', said: `not a handle: ${handle.slice(0, 100)}` })
  const url = `${resolver}/xrpc/com.atproto.identity.resolveHandle?handle=${encodeURIComponent(handle)}`
  const { status, json } = await call(ctx, { method: 'GET', url, accept: [400, 404] })
  const did = text(record(json)['did'], 2_048)
  if (status === 200 && isDid(did)) return did
  return didByWeb(ctx, handle)
}

async function didByWeb(ctx: Reading, handle: string): Promise<string> {
  const missing = failure('not_found', 'fix_content', { sent: 'no', said: `nobody is called ${handle}` })
  try {
    const response = await ctx.fetch(`https://${handle}/.well-known/atproto-did`, { signal: ctx.signal, redirect: 'follow' })
    const did = (await response.text()).trim().slice(0, 2_048)
    if (response.ok && isDid(did)) return did
  } catch (cause) {
    if (ctx.signal.aborted) throw failure('timeout', 'wait', { sent: 'no', said: 'deadline passed while looking for a handle', cause })
  }
  throw missing
}

export async function didDocument(ctx: Reading, plc: string, did: string): Promise<unknown> {
  const host = did.startsWith('did:web:') ? decodeURIComponent(did.slice('did:web:'.length)) : null
  if (host !== null && !isHandle(host))
    throw failure('not_found', 'fix_content', { sent: 'no', said: `cannot follow ${did.slice(0, 100)}` })
  const url = host === null ? `${plc}/${encodeURIComponent(did)}` : `https://${host}/.well-known/did.json`
  try {
    return (await call(ctx, { method: 'GET', url, headers: { accept: 'application/did+ld+json, application/json' } })).json
  } catch (error) {
    if (error instanceof NetworkFailure && error.kind === 'not_found')
      throw failure('account_gone', 'ask_person', { sent: 'no', said: error.said })
    throw error
  }
}

export function pdsOf(document: unknown): string | null {
  for (const entry of list(record(document)['service']).map(record)) {
    const id = text(entry['id'], 2_100)
    const endpoint = webUrl(entry['serviceEndpoint'])
    if (id.endsWith('#atproto_pds') && endpoint !== null) return new URL(endpoint).origin
  }
  return null
}

export function handleIn(document: unknown): string | null {
  for (const alias of list(record(document)['alsoKnownAs'])) {
    const handle = text(alias, 300).replace(/^at:\/\//, '')
    if (isHandle(handle)) return handle.toLowerCase()
  }
  return null
}
