import type { OracleEntry } from '../oracle.ts'
import type { TikTok } from './tiktok.ts'

/** Posts that stand now; their key is what they were announced with. */
export function tiktokEntries({ store }: TikTok): OracleEntry[] {
  return [...store.memory.posts.values()].map((post) => ({
    network: 'tiktok' as const,
    act: 'post',
    account: store.memory.creators.get(post.author)?.username ?? '',
    id: post.id,
    text: [post.title, post.description].filter(Boolean).join('\n\n'),
    target: null,
    keys: [post.publishId],
    at: new Date(post.at).toISOString(),
  }))
}
