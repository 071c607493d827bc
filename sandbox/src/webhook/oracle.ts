import type { OracleEntry } from '../oracle.ts'
import type { Webhook } from './webhook.ts'

/** Posts that stand now. */
export function webhookEntries({ store }: Webhook): OracleEntry[] {
  return [...store.memory.posts.values()].map((post) => ({
    network: 'webhook' as const,
    act: 'post',
    account: post.receiver,
    id: post.id,
    text: post.text,
    target: post.parent,
    keys: [post.key],
    at: new Date(post.at).toISOString(),
  }))
}
