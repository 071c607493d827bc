import type { Account, ConnectContext, Connected, Context, Credentials } from '../contract.ts'
import { failure } from '../http.ts'
import { record, text, type Json } from '../json.ts'
import { originOf } from '../origin.ts'
import { ask } from './api.ts'
import { accountOf, numberOf } from './map.ts'

/** Connecting: a bot of one's own (@BotFather) that administers one channel (https://core.telegram.org/bots/features#creating-a-new-bot). */

const TELEGRAM = 'https://api.telegram.org'

/** `@name`, `https://t.me/name` or the number of a channel without a name. */
export function chatOf(input: string): string {
  const given = input.trim()
  const number = /^-\d{5,16}$/.exec(given)?.[0] ?? /^https:\/\/t\.me\/c\/(\d{5,13})(?:\/\d*)?$/.exec(given)?.[1]
  if (number) return number.startsWith('-') ? number : `-100${number}`
  const name = /^(?:@|(?:https:\/\/)?t\.me\/)?([a-z]\w{3,31})\/?$/i.exec(given)?.[1]
  if (name) return `@${name}`
  throw failure('not_found', 'fix_content', { sent: 'no', said: `not the name of a channel: ${given.slice(0, 100)}` })
}

export async function withSecret(ctx: ConnectContext, fields: Record<string, string>): Promise<Connected> {
  const token = (fields['token'] ?? '').trim()
  if (!/^\d{3,15}:[\w-]{20,80}$/.test(token)) throw failure('unauthorized', 'reconnect', { sent: 'no', said: 'not the token of a bot' })
  const chatId = chatOf(fields['handle'] ?? '')
  const credentials: Credentials = { server: originOf(fields['server'], TELEGRAM), secret: { token }, expiresAt: null, scopes: [] }
  const asking = { ...ctx, credentials }
  const botId = numberOf(record(await ask(asking, 'getMe'))['id'])
  const { chat, members } = await read(asking, chatId)
  await mustWrite(asking, chat, botId)
  const group = typeof chat['linked_chat_id'] === 'number' ? String(chat['linked_chat_id']) : ''
  const signingSecret = (fields['signingSecret'] ?? '').trim()
  const secret = { token, botId: String(botId), group, ...(signingSecret && { signingSecret }) }
  return { account: accountOf(chat, members), credentials: { ...credentials, secret } }
}

type Asking = Pick<Context, 'fetch' | 'now' | 'signal' | 'credentials'>

async function read(ctx: Asking, chatId: string): Promise<{ chat: Json; members: unknown }> {
  const chat = record(await ask(ctx, 'getChat', { chat_id: chatId }))
  if (chat['type'] !== 'channel') {
    throw failure('not_supported', 'fix_content', { sent: 'no', said: `a chat of kind ${text(chat['type'], 20)} is no channel` })
  }
  return { chat, members: await ask(ctx, 'getChatMemberCount', { chat_id: chatId }) }
}

async function mustWrite(ctx: Asking, chat: Json, botId: number): Promise<void> {
  const query = { chat_id: String(numberOf(chat['id'])), user_id: String(botId) }
  const member = record(await ask(ctx, 'getChatMember', query))
  if (member['status'] === 'administrator' && member['can_post_messages'] === true) return
  throw failure('forbidden', 'ask_person', { sent: 'no', said: 'the bot is no administrator who may post in this channel' })
}

export async function whoAmI(ctx: Context): Promise<Account> {
  const { chat, members } = await read(ctx, ctx.account.id)
  return accountOf(chat, members)
}

/** A bot's token lasts until somebody makes another one. */
export async function refresh(ctx: Context): Promise<Credentials> {
  return ctx.credentials
}
