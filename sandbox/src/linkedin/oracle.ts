import type { OracleEntry } from '../oracle.ts'
import type { LinkedIn } from './linkedin.ts'

/** Posts and comments that stand now. */
export function linkedInEntries({ store }: LinkedIn): OracleEntry[] {
  const { posts, comments } = store.memory
  const at = (ms: number) => new Date(ms).toISOString()
  return [
    ...[...posts.values()].map((post) => ({
      network: 'linkedin' as const,
      act: 'post',
      account: post.author,
      id: post.id,
      text: post.words,
      target: post.parent,
      keys: [],
      at: at(post.at),
    })),
    ...[...comments.values()].map((comment) => ({
      network: 'linkedin' as const,
      act: 'reply',
      account: comment.actor,
      id: comment.urn,
      text: comment.text,
      target: comment.parentComment ?? comment.object,
      keys: [],
      at: at(comment.at),
    })),
  ]
}
