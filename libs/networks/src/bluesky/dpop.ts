import * as oauth from 'oauth4webapi'
import type { Credentials, Fetch } from '../contract.ts'
import { failure } from '../http.ts'
import { record } from '../json.ts'

/** Proofs of possession (RFC 9449). Each request is signed with the session's own key; servers hand out a nonce to sign with. */

/** Handles remember a server's last nonce, which saves one refused request per call. Losing one costs only that request. */
const handles = new Map<string, Promise<oauth.DPoPHandle>>()
const KEPT = 200

export function dpopHandle(jwk: string): Promise<oauth.DPoPHandle> {
  const known = handles.get(jwk)
  if (known) return known
  const made = importKeys(jwk).then((keys) => oauth.DPoP({}, keys))
  handles.set(jwk, made)
  made.catch(() => handles.delete(jwk))
  const oldest = handles.keys().next().value
  if (handles.size > KEPT && oldest !== undefined) handles.delete(oldest)
  return made
}

export async function newDpopKey(): Promise<string> {
  const { privateKey } = await oauth.generateKeyPair('ES256', { extractable: true })
  return JSON.stringify(await crypto.subtle.exportKey('jwk', privateKey))
}

async function importKeys(raw: string): ReturnType<typeof oauth.generateKeyPair> {
  const { kty, crv, x, y, d } = record(JSON.parse(raw)) as Record<string, string>
  const curve = { name: 'ECDSA', namedCurve: 'P-256' }
  const privateKey = await crypto.subtle.importKey('jwk', { kty, crv, x, y, d }, curve, false, ['sign'])
  const publicKey = await crypto.subtle.importKey('jwk', { kty, crv, x, y }, curve, true, ['verify'])
  return { privateKey, publicKey }
}

/** `fetch` that signs. A request refused for a stale nonce was not looked at, and leaves once more with the new one. */
export async function dpopFetch(fetch: Fetch, credentials: Credentials): Promise<Fetch> {
  const { accessToken, dpopKey } = credentials.secret
  if (!accessToken || !dpopKey) throw failure('unauthorized', 'reconnect', { sent: 'no', said: 'no token' })
  const handle = await dpopHandle(dpopKey)
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input)
    const headers = new Headers(init?.headers)
    headers.delete('authorization')
    const attempt = () =>
      oauth.protectedResourceRequest(accessToken, init?.method ?? 'GET', url, headers, (init?.body as Uint8Array<ArrayBuffer>) ?? null, {
        DPoP: handle,
        ...transport(fetch, url, init?.signal ?? undefined),
      })
    try {
      return await attempt().catch((error: unknown) => {
        if (oauth.isDPoPNonceError(error)) return attempt()
        throw error
      })
    } catch (error) {
      if (error instanceof oauth.WWWAuthenticateChallengeError) return unauthorized(error)
      throw error
    }
  }
}

/** The library reads the challenge and keeps the body; what the caller needs is the reason. */
function unauthorized(error: oauth.WWWAuthenticateChallengeError): Response {
  const reason = error.cause[0]?.parameters
  const body = JSON.stringify({ error: reason?.error ?? 'unauthorized', message: reason?.error_description ?? '' })
  return new Response(body, { status: error.status, headers: { 'content-type': 'application/json' } })
}

/** How oauth4webapi reaches the network: through the caller's fetch; plain http is for this very machine. */
export function transport(fetch: Fetch, url: URL, signal?: AbortSignal) {
  return {
    [oauth.customFetch]: fetch as (url: string, options: unknown) => Promise<Response>,
    [oauth.allowInsecureRequests]: url.protocol === 'http:' && isLoopback(url.hostname),
    ...(signal && { signal }),
  }
}

export function isLoopback(hostname: string): boolean {
  return ['127.0.0.1', 'localhost', '[::1]'].includes(hostname)
}
