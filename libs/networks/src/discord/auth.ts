import type { Account, ConnectContext, Connected, Context, Credentials } from '../contract.ts'
import { failure } from '../http.ts'
import { record, text, type Json } from '../json.ts'
import { originOf } from '../origin.ts'
import { api } from './api.ts'
import { accountOf, snowflake } from './map.ts'

/** Connecting: a bot of one's own and one channel it may write in (https://docs.discord.com/developers/quick-start/getting-started). */

const DISCORD = 'https://discord.com'
/** Text and announcement channels, and threads of both. */
const WRITABLE: readonly unknown[] = [0, 5, 10, 11, 12]

/** The channel's address (« Copier le lien ») or its id. */
export function channelIdOf(input: string): string {
  const found = /^(?:https:\/\/(?:\w+\.)?discord\.com\/channels\/\d{1,20}\/)?(\d{5,20})(?:\/\d*)?\/?$/.exec(input.trim())?.[1]
  if (found) return found
  throw failure('not_found', 'fix_content', { sent: 'no', said: `not the address of a channel: ${input.slice(0, 100)}` })
}

export async function withSecret(ctx: ConnectContext, fields: Record<string, string>): Promise<Connected> {
  const token = (fields['token'] ?? '').trim().replace(/^Bot\s+/i, '')
  if (!/^[\w.-]{20,200}$/.test(token)) throw failure('unauthorized', 'reconnect', { sent: 'no', said: 'not the token of a bot' })
  const channelId = channelIdOf(fields['handle'] ?? '')
  const credentials: Credentials = { server: originOf(fields['server'], DISCORD), secret: { token }, expiresAt: null, scopes: ['bot'] }
  const bot = record((await api({ ...ctx, credentials }, { method: 'GET', path: '/users/@me' })).json)
  if (bot['bot'] !== true) throw failure('unauthorized', 'reconnect', { sent: 'no', said: 'this token is not a bot’s' })
  const { channel, guild } = await read({ ...ctx, credentials }, channelId)
  const publicKey = (fields['publicKey'] ?? '').trim()
  const secret = { token, botId: snowflake(bot['id']), guildId: snowflake(guild['id']), ...(publicKey && { publicKey }) }
  return { account: accountOf(channel, guild), credentials: { ...credentials, secret } }
}

type Asking = Pick<Context, 'fetch' | 'now' | 'signal' | 'credentials'>

async function read(ctx: Asking, channelId: string): Promise<{ channel: Json; guild: Json }> {
  const channel = record((await api(ctx, { method: 'GET', path: `/channels/${channelId}` })).json)
  if (!WRITABLE.includes(channel['type'])) {
    throw failure('not_supported', 'fix_content', {
      sent: 'no',
      said: `a channel of kind ${text(String(channel['type']), 10)} takes no posts`,
    })
  }
  const guild = await api(ctx, { method: 'GET', path: `/guilds/${snowflake(channel['guild_id'])}?with_counts=true` })
  return { channel, guild: record(guild.json) }
}

export async function whoAmI(ctx: Context): Promise<Account> {
  const { channel, guild } = await read(ctx, channelIdOf(ctx.account.id))
  return accountOf(channel, guild)
}

/** A bot's token lasts until somebody makes another one. */
export async function refresh(ctx: Context): Promise<Credentials> {
  return ctx.credentials
}
