import type { Context, InboundMessage, MetricReading, OwnPost, Page, RemoteRef, Signal } from '../contract.ts'
import { NetworkFailure } from '../contract.ts'
import { count, list, record } from '../json.ts'
import { ask } from './api.ts'
import { numberOf, signalOf, type Reader } from './map.ts'

/** Reading: Telegram shows a bot nothing of the past; what happens comes as updates (https://core.telegram.org/bots/api#getting-updates). */

/** Updates asked for at once. */
export const PAGE = 100

export function readerOf(ctx: Pick<Context, 'account' | 'credentials' | 'now'>): Reader {
  const { botId, group } = ctx.credentials.secret
  return { channel: Number(ctx.account.id), group: group ? Number(group) : null, botId: Number(botId), now: ctx.now() }
}

/**
 * Updates since the cursor, oldest first. Asking with an offset tells Telegram that everything before it was received: the cursor
 * is only moved by what the desk has stored, so an answer that was lost comes again. Kept for 24 hours at Telegram.
 */
export async function inbox(ctx: Context, cursor: string | null): Promise<Page<Signal>> {
  const allowed = JSON.stringify(['message', 'edited_message'])
  const query: Record<string, string> = { limit: String(PAGE), timeout: '0', allowed_updates: allowed }
  if (cursor !== null && /^\d{1,16}$/.test(cursor)) query['offset'] = cursor
  const answer = await ask(ctx, 'getUpdates', query).catch((error: unknown) => {
    if (isPushed(ctx, error)) return []
    throw error
  })
  const updates = list(answer).map(record)
  const reader = readerOf(ctx)
  const ids = updates.map((update) => numberOf(update['update_id']))
  const next = ids.length === 0 ? cursor : String(Math.max(...ids) + 1)
  return { items: updates.flatMap((update) => signalOf(update, reader) ?? []), cursor: next, more: updates.length >= PAGE }
}

/** Whose webhook stands is told there, and refused here (409): only where a house set it itself is that no trouble. */
const isPushed = (ctx: Context, error: unknown): boolean =>
  Boolean(ctx.credentials.secret['signingSecret']) && error instanceof NetworkFailure && /webhook/i.test(error.said)

/** A bot cannot read what a channel published. */
export async function history(_ctx: Context, _cursor: string | null): Promise<Page<OwnPost>> {
  return { items: [], cursor: null, more: false }
}

/** Comments come by `inbox`, once; there is no asking for those of one post. */
export async function replies(_ctx: Context, _post: RemoteRef): Promise<InboundMessage[]> {
  return []
}

/** Views and reactions are shown in the app and told to no bot that asks. */
export async function postMetrics(_ctx: Context, posts: readonly RemoteRef[]): Promise<Map<string, MetricReading[]>> {
  return new Map(posts.map((post) => [post.id, [{ code: 'impressions', name: null, value: null }]]))
}

export async function accountMetrics(ctx: Context): Promise<MetricReading[]> {
  const members = await ask(ctx, 'getChatMemberCount', { chat_id: ctx.account.id })
  return [{ code: 'followers', name: 'getChatMemberCount', value: count(members) }]
}
