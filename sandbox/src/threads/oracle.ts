import type { OracleEntry } from '../oracle.ts'
import type { Threads } from './threads.ts'

/** Posts and answers that stand now. */
export function threadsEntries({ store }: Threads): OracleEntry[] {
  return [...store.memory.posts.values()].map((post) => ({
    network: 'threads' as const,
    act: post.repostOf === null ? 'post' : 'repost',
    account: store.memory.users.get(post.userId)?.username ?? '',
    id: post.id,
    text: post.text,
    target: post.repostOf ?? post.replyTo,
    keys: [],
    at: new Date(post.at).toISOString(),
  }))
}
