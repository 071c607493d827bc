import type { OracleEntry } from '../oracle.ts'
import type { X } from './x.ts'

/** Posts and reposts that stand now. */
export function xEntries({ store }: X): OracleEntry[] {
  return [...store.memory.posts.values()].map((post) => ({
    network: 'x' as const,
    act: post.repostOf ? 'repost' : 'post',
    account: store.memory.users.get(post.authorId)?.username ?? '',
    id: post.id,
    text: post.text,
    target: post.repostOf ?? post.replyTo,
    keys: [],
    at: post.at,
  }))
}
