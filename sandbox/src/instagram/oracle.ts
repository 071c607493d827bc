import type { OracleEntry } from '../oracle.ts'
import type { Instagram } from './instagram.ts'

/** Media, comments and messages that stand now. */
export function instagramEntries({ store }: Instagram): OracleEntry[] {
  const { media, comments, messages, users } = store.memory
  const at = (ms: number) => new Date(ms).toISOString()
  const nameOf = (id: string) => users.get(id)?.username ?? ''
  const base = { network: 'instagram' as const, keys: [] }
  return [
    ...[...media.values()].map((one) => ({
      ...base,
      act: 'post',
      account: nameOf(one.userId),
      id: one.id,
      text: one.caption,
      target: null,
      at: at(one.at),
    })),
    ...[...comments.values()].map((one) => ({
      ...base,
      act: 'reply',
      account: nameOf(one.userId),
      id: one.id,
      text: one.text,
      target: one.parentId ?? one.mediaId,
      at: at(one.at),
    })),
    ...[...messages.values()].map((one) => ({
      ...base,
      act: 'message',
      account: nameOf(one.fromId),
      id: one.id,
      text: one.text,
      target: one.threadId,
      at: at(one.at),
    })),
  ]
}
