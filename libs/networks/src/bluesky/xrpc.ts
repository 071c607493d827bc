import type { Context, Credentials } from '../contract.ts'
import { NetworkFailure } from '../contract.ts'
import { call, failure, jsonBody, type Answer, type Body, type HttpContext } from '../http.ts'
import { dpopFetch } from './dpop.ts'
import { renew } from './session.ts'

/** Calls in the name of the account (https://atproto.com/specs/xrpc), with the token renewed when the server says it has ended. */

export type XrpcContext = HttpContext & Pick<Context, 'credentials' | 'onCredentials'>
type Params = Record<string, string | number | readonly string[]>

export function query(ctx: XrpcContext, nsid: string, params: Params): Promise<Answer> {
  return xrpc(ctx, { method: 'GET', path: `/xrpc/${nsid}?${searchOf(params)}` })
}

export function procedure(ctx: XrpcContext, nsid: string, body: unknown): Promise<Answer> {
  return xrpc(ctx, { method: 'POST', path: `/xrpc/${nsid}`, body: jsonBody(body) })
}

export function upload(ctx: XrpcContext, body: Body): Promise<Answer> {
  return xrpc(ctx, { method: 'POST', path: '/xrpc/com.atproto.repo.uploadBlob', body })
}

function searchOf(params: Params): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(params)) {
    if (typeof value === 'object') for (const one of value) search.append(name, one)
    else search.append(name, String(value))
  }
  return search.toString()
}

type XrpcRequest = { method: 'GET' | 'POST'; path: string; body?: Body }

/** "ExpiredToken" means that nothing was done: after renewing, the same request may leave once more. */
async function xrpc(ctx: XrpcContext, request: XrpcRequest): Promise<Answer> {
  try {
    return await once(ctx, ctx.credentials, request)
  } catch (error) {
    if (!(error instanceof NetworkFailure) || !isExpired(error)) throw error
    return once(ctx, await renew(ctx), request)
  }
}

async function once(ctx: XrpcContext, credentials: Credentials, request: XrpcRequest): Promise<Answer> {
  const { accessJwt, accessToken } = credentials.secret
  const byDpop = accessToken !== undefined
  const authorization = byDpop ? `DPoP ${accessToken}` : `Bearer ${accessJwt ?? ''}`
  const fetch = byDpop ? await dpopFetch(ctx.fetch, credentials) : ctx.fetch
  try {
    return await call(
      { ...ctx, fetch },
      { method: request.method, url: `${credentials.server}${request.path}`, body: request.body, headers: { authorization } },
    )
  } catch (error) {
    throw error instanceof NetworkFailure ? sharper(error) : error
  }
}

function isExpired(error: NetworkFailure): boolean {
  return error.kind === 'unauthorized' && /^(ExpiredToken|invalid_token)|"exp" claim/i.test(error.said)
}

const BY_ERROR: readonly [RegExp, () => Pick<NetworkFailure, 'kind' | 'nextStep'>][] = [
  [/^(ExpiredToken|InvalidToken|AuthMissing|AuthenticationRequired)/, () => ({ kind: 'unauthorized', nextStep: 'reconnect' })],
  [
    /^(AccountTakedown|AccountDeactivated|AccountSuspended|RepoTakendown|RepoDeactivated)/,
    () => ({ kind: 'account_gone', nextStep: 'ask_person' }),
  ],
  [/^(RecordNotFound|RepoNotFound|NotFound)/, () => ({ kind: 'not_found', nextStep: 'drop' })],
  [/^InvalidSwap/, () => ({ kind: 'unavailable', nextStep: 'wait' })],
  [/^(BlobTooLarge|InvalidMimeType|BlobNotFound|InvalidBlob)|blob|mime/i, () => ({ kind: 'media_refused', nextStep: 'fix_content' })],
  [/^(InsufficientScope|ScopeMissingError)|scope/i, () => ({ kind: 'unauthorized', nextStep: 'reconnect' })],
]

/** XRPC names its errors in the body; a 400 is many things. */
function sharper(error: NetworkFailure): NetworkFailure {
  if (!['rejected_content', 'unauthorized', 'forbidden'].includes(error.kind)) return error
  const found = BY_ERROR.find(([pattern]) => pattern.test(error.said))?.[1]()
  if (!found) return error
  return failure(found.kind, found.nextStep, {
    sent: 'no',
    said: error.said,
    retryAfterSeconds: error.retryAfterSeconds,
    cause: error.cause,
  })
}
