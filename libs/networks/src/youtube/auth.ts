import type { Account, ConnectContext, Connected, Context, Credentials, PendingConnection } from '../contract.ts'
import { failure } from '../http.ts'
import { list, record } from '../json.ts'
import { finishGoogle, startGoogle, withRefreshToken, type Product } from '../google/oauth.ts'
import type { Asking } from '../google/api.ts'
import { YOUTUBE, youtube } from './api.ts'
import { channelOf } from './map.ts'

/** Connecting. One channel per agreement: of a brand account, the channel is chosen on Google's page. */

/** Uploads and changes (`youtube.upload`, `youtube.force-ssl`, which comments need), reading, figures. */
export const SCOPES = [
  'https://www.googleapis.com/auth/youtube.upload',
  'https://www.googleapis.com/auth/youtube.force-ssl',
  'https://www.googleapis.com/auth/yt-analytics.readonly',
]

const PRODUCT: Product = { server: YOUTUBE, scopes: SCOPES }

export function start(ctx: ConnectContext, fields: Record<string, string>) {
  return startGoogle(ctx, fields, PRODUCT)
}

export async function finish(ctx: ConnectContext, pending: PendingConnection, query: URLSearchParams): Promise<Connected> {
  return connected(ctx, await finishGoogle(ctx, pending, query))
}

export async function withSecret(ctx: ConnectContext, fields: Record<string, string>): Promise<Connected> {
  return connected(ctx, await withRefreshToken(ctx, fields, PRODUCT))
}

async function connected(ctx: ConnectContext, credentials: Credentials): Promise<Connected> {
  return { account: await ownChannel({ ...ctx, credentials }), credentials }
}

async function ownChannel(ctx: Asking): Promise<Account> {
  const { json } = await youtube(ctx, { method: 'GET', path: '/youtube/v3/channels?part=snippet,statistics&mine=true' })
  const [channel] = list(record(json)['items'])
  if (channel) return channelOf(record(channel))
  throw failure('account_gone', 'ask_person', { sent: 'no', said: 'this Google account has no YouTube channel' })
}

export function whoAmI(ctx: Context): Promise<Account> {
  return ownChannel(ctx)
}
