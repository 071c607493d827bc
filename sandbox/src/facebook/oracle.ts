import type { OracleEntry } from '../oracle.ts'
import type { Facebook } from './facebook.ts'

/** Posts, comments and messages that stand now. */
export function facebookEntries({ store }: Facebook): OracleEntry[] {
  const { posts, comments, messages } = store.memory
  const at = (ms: number) => new Date(ms).toISOString()
  const base = { network: 'facebook' as const, keys: [] }
  return [
    ...[...posts.values()].map((one) => ({
      ...base,
      act: 'post',
      account: store.nameOf(one.authorId),
      id: one.id,
      text: one.message,
      target: null,
      at: at(one.at),
    })),
    ...[...comments.values()].map((one) => ({
      ...base,
      act: 'reply',
      account: store.nameOf(one.authorId),
      id: one.id,
      text: one.message,
      target: one.parentId ?? one.postId,
      at: at(one.at),
    })),
    ...[...messages.values()].map((one) => ({
      ...base,
      act: 'message',
      account: store.nameOf(one.fromId),
      id: one.id,
      text: one.text,
      target: one.threadId,
      at: at(one.at),
    })),
  ]
}
