import type { OracleEntry } from '../oracle.ts'
import type { Mastodon } from './mastodon.ts'

/** Posts and reblogs that stand now, likes beside them. */
export function mastodonEntries({ store }: Mastodon): OracleEntry[] {
  return [...store.memory.statuses.values()].map((status) => ({
    network: 'mastodon' as const,
    act: status.reblogOf ? 'repost' : 'post',
    account: store.memory.accounts.get(status.accountId)?.username ?? '',
    id: status.id,
    text: status.text,
    target: status.reblogOf ?? status.replyTo,
    keys: status.keys,
    at: status.createdAt,
  }))
}
