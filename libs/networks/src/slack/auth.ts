import type { Account, ConnectContext, Connected, Context, Credentials } from '../contract.ts'
import { failure } from '../http.ts'
import { record, text, webUrl, type Json } from '../json.ts'
import { originOf } from '../origin.ts'
import { ask, whose } from './api.ts'
import { accountOf, type House } from './map.ts'

/** Connecting: an app of one's own in one's own workspace, and one channel it was invited to (https://docs.slack.dev/authentication/tokens). */

const SLACK = 'https://slack.com'

/** What the app is given, and no more. */
export const SCOPES = [
  'chat:write',
  'channels:read',
  'groups:read',
  'channels:history',
  'groups:history',
  'files:read',
  'files:write',
  'reactions:read',
  'reactions:write',
  'pins:read',
  'pins:write',
  'users:read',
]

/** What an app that was set up earlier may not have. */
export const NEEDS = { pin: ['pins:write', 'pins:read'] }

/** The channel's address (« Copier le lien ») or its id. */
export function channelIdOf(input: string): string {
  const found = /^(?:https:\/\/[\w-]+(?:\.enterprise)?\.slack\.com\/archives\/)?([CG][A-Z0-9]{6,20})(?:\/.*)?$/.exec(input.trim())?.[1]
  if (found) return found
  throw failure('not_found', 'fix_content', { sent: 'no', said: `not the address of a channel: ${input.slice(0, 100)}` })
}

export async function withSecret(ctx: ConnectContext, fields: Record<string, string>): Promise<Connected> {
  const token = (fields['token'] ?? '').trim()
  if (!/^xoxb-[\w-]{10,300}$/.test(token))
    throw failure('unauthorized', 'reconnect', { sent: 'no', said: 'not the token of a bot (xoxb-…)' })
  const channelId = channelIdOf(fields['handle'] ?? '')
  const credentials: Credentials = { server: originOf(fields['server'], SLACK), secret: { token }, expiresAt: null, scopes: [...SCOPES] }
  const asking = { ...ctx, credentials }
  const { answer: team, scopes } = await whose(asking)
  const channel = await channelOf(asking, channelId)
  if (channel['is_member'] !== true) {
    throw failure('forbidden', 'ask_person', { sent: 'no', said: 'the app was not invited to this channel (/invite @app)' })
  }
  const secret = {
    token,
    botUserId: text(team['user_id'], 30),
    botId: text(team['bot_id'], 30),
    teamUrl: webUrl(team['url']) ?? '',
    ...(fields['signingSecret'] && { signingSecret: fields['signingSecret'].trim() }),
  }
  return { account: accountOf(channel, team), credentials: { ...credentials, secret, scopes: scopes ?? credentials.scopes } }
}

type Asking = Pick<Context, 'fetch' | 'now' | 'signal' | 'credentials'>

async function channelOf(ctx: Asking, channelId: string): Promise<Json> {
  const answer = await ask(ctx, 'conversations.info', { channel: channelId, include_num_members: 'true' })
  const channel = record(answer['channel'])
  if (channel['is_archived'] === true) throw failure('account_gone', 'ask_person', { sent: 'no', said: 'this channel is archived' })
  return channel
}

export async function whoAmI(ctx: Context): Promise<Account> {
  const team = await ask(ctx, 'auth.test', {})
  return accountOf(await channelOf(ctx, ctx.account.id), team)
}

/** The token of an app in one's own workspace does not end, as long as token rotation is not switched on. */
export async function refresh(ctx: Context): Promise<Credentials> {
  return ctx.credentials
}

export function houseOf(ctx: Pick<Context, 'account' | 'credentials'>): House {
  const { teamUrl = '', botUserId = '', botId = '' } = ctx.credentials.secret
  return { channel: ctx.account.id, teamUrl: URL.canParse(teamUrl) ? teamUrl : '', botUserId, botId }
}
