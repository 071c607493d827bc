import * as oauth from 'oauth4webapi'
import type { ConnectContext, Context, Credentials, PendingConnection } from '../contract.ts'
import { failure, transportFailure, type HttpContext } from '../http.ts'
import { list, record, text } from '../json.ts'
import { dpopHandle, newDpopKey, transport } from './dpop.ts'

/** OAuth of the AT Protocol: pushed request, PKCE, DPoP on everything (https://atproto.com/specs/oauth). */

export const SCOPE = 'atproto transition:generic'

/**
 * With https the client is its metadata document. Without, the protocol's own name for a program on this machine: an account
 * then has to be connected again after some days, which the README says.
 */
export function clientIdOf(ctx: Pick<ConnectContext, 'clientId' | 'redirectUri'>): string {
  if (ctx.clientId !== null) return ctx.clientId
  return `http://localhost?${new URLSearchParams({ redirect_uri: ctx.redirectUri, scope: SCOPE }).toString()}`
}

/** The document served at `clientId`. */
export function clientMetadata(ctx: Pick<ConnectContext, 'clientId' | 'redirectUri' | 'clientName'>): Record<string, unknown> {
  return {
    client_id: clientIdOf(ctx),
    client_name: ctx.clientName,
    application_type: 'web',
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    redirect_uris: [ctx.redirectUri],
    scope: SCOPE,
    token_endpoint_auth_method: 'none',
    dpop_bound_access_tokens: true,
  }
}

/** The server that says who may enter, found through the account's own server. */
async function authorizationServer(ctx: HttpContext, issuer: string): Promise<oauth.AuthorizationServer> {
  const url = new URL(issuer)
  const options = { algorithm: 'oauth2', ...transport(ctx.fetch, url, ctx.signal) } as const
  return oauth.processDiscoveryResponse(url, await oauth.discoveryRequest(url, options))
}

export async function issuerOf(ctx: HttpContext, pds: string): Promise<string> {
  const url = new URL(pds)
  const response = await oauth.resourceDiscoveryRequest(url, transport(ctx.fetch, url, ctx.signal))
  const resource = record(await oauth.processResourceDiscoveryResponse(url, response))
  return text(list(resource['authorization_servers'])[0], 500)
}

export type StartOAuth = { pds: string; did: string; handle: string }

export async function startOAuth(
  ctx: ConnectContext,
  { pds, did, handle }: StartOAuth,
): Promise<{ url: string; pending: PendingConnection }> {
  return told(ctx, async () => {
    const issuer = await issuerOf(ctx, pds)
    const as = await authorizationServer(ctx, issuer)
    const clientId = clientIdOf(ctx)
    const [verifier, state, dpopKey] = [oauth.generateRandomCodeVerifier(), oauth.generateRandomState(), await newDpopKey()]
    const parameters = {
      response_type: 'code',
      redirect_uri: ctx.redirectUri,
      scope: SCOPE,
      state,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      ...(handle && { login_hint: handle }),
    }
    const client = { client_id: clientId }
    const options = { DPoP: await dpopHandle(dpopKey), ...transport(ctx.fetch, new URL(issuer), ctx.signal) }
    const { request_uri } = await withNonce(async () =>
      oauth.processPushedAuthorizationResponse(
        as,
        client,
        await oauth.pushedAuthorizationRequest(as, client, oauth.None(), parameters, options),
      ),
    )
    const url = new URL(as.authorization_endpoint ?? '')
    url.searchParams.set('client_id', clientId)
    url.searchParams.set('request_uri', request_uri)
    return {
      url: url.href,
      pending: { server: pds, state, data: { verifier, dpopKey, issuer, clientId, did, redirectUri: ctx.redirectUri } },
    }
  })
}

/** The DID the tokens speak for, and the tokens. Whether that DID lives where these tokens come from is the caller's to check. */
export async function finishOAuth(
  ctx: ConnectContext,
  pending: PendingConnection,
  query: URLSearchParams,
): Promise<{ did: string; credentials: Credentials }> {
  return told(ctx, async () => {
    const { verifier = '', dpopKey = '', issuer = '', clientId = '', redirectUri = '' } = pending.data
    const as = await authorizationServer(ctx, issuer)
    const client = { client_id: clientId }
    const parameters = oauth.validateAuthResponse(as, client, query, pending.state)
    const options = { DPoP: await dpopHandle(dpopKey), ...transport(ctx.fetch, new URL(issuer), ctx.signal) }
    const tokens = await withNonce(async () =>
      oauth.processAuthorizationCodeResponse(
        as,
        client,
        await oauth.authorizationCodeGrantRequest(as, client, oauth.None(), parameters, redirectUri, verifier, options),
      ),
    )
    const did = text(tokens['sub'], 2_048)
    return {
      did,
      credentials: tokenCredentials(ctx, tokens, {
        server: pending.server,
        secret: { dpopKey, issuer, clientId, did },
        expiresAt: null,
        scopes: [],
      }),
    }
  })
}

export async function renewOAuth(ctx: HttpContext & Pick<Context, 'credentials'>): Promise<Credentials> {
  return told(ctx, async () => {
    const { dpopKey = '', issuer = '', clientId = '', refreshToken = '' } = ctx.credentials.secret
    const as = await authorizationServer(ctx, issuer)
    const client = { client_id: clientId }
    const options = { DPoP: await dpopHandle(dpopKey), ...transport(ctx.fetch, new URL(issuer), ctx.signal) }
    const tokens = await withNonce(async () =>
      oauth.processRefreshTokenResponse(as, client, await oauth.refreshTokenGrantRequest(as, client, oauth.None(), refreshToken, options)),
    )
    return tokenCredentials(ctx, tokens, ctx.credentials)
  })
}

function tokenCredentials(ctx: Pick<Context, 'now'>, tokens: oauth.TokenEndpointResponse, before: Credentials): Credentials {
  const refreshToken = tokens.refresh_token ?? before.secret['refreshToken'] ?? ''
  return {
    ...before,
    secret: { ...before.secret, accessToken: tokens.access_token, refreshToken },
    expiresAt: tokens.expires_in === undefined ? null : new Date(ctx.now().getTime() + tokens.expires_in * 1000).toISOString(),
    scopes: (tokens.scope ?? '').split(' ').filter(Boolean),
  }
}

/** The first request has no nonce and is refused for it; the second has the one it was given. */
async function withNonce<T>(request: () => Promise<T>): Promise<T> {
  try {
    return await request()
  } catch (error) {
    if (oauth.isDPoPNonceError(error)) return request()
    throw error
  }
}

/** The library's errors in the words of the contract. None of these requests changes anything a person would see. */
async function told<T>(ctx: HttpContext, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof oauth.ResponseBodyError) {
      const said = `${error.error} ${error.error_description ?? ''}`
      const kind = error.status === 429 ? 'rate_limited' : 'unauthorized'
      throw failure(kind, kind === 'rate_limited' ? 'wait' : 'reconnect', { sent: 'no', said, cause: error })
    }
    if (error instanceof oauth.AuthorizationResponseError) {
      throw failure('forbidden', 'reconnect', { sent: 'no', said: `${error.error} ${error.error_description ?? ''}`, cause: error })
    }
    if (error instanceof oauth.OperationProcessingError || error instanceof oauth.UnsupportedOperationError) {
      throw failure('bad_answer', 'reconnect', { sent: 'no', said: error.message, cause: error })
    }
    throw transportFailure(error, false, ctx.signal.aborted)
  }
}
