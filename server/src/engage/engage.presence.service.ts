import type { Happened } from '../platform/events.ts'
import { presenceSeen } from './engage.events.ts'

export type Reader = { id: string; name: string; initials: string; writing: boolean }
export type Readers = { of: (conversationId: string) => Reader[]; hear: (happened: Happened) => void }

/** Somebody who says nothing for this long has gone. */
const goneMilliseconds = 30_000

/** Who has which conversation open. Heard through the outbox, so that every web process knows the same. */
export function createReaders(): Readers {
  const seen = new Map<string, Map<string, Reader & { at: number }>>()
  return {
    of(conversationId) {
      const now = Date.now()
      const readers = [...(seen.get(conversationId)?.values() ?? [])].filter((reader) => now - reader.at < goneMilliseconds)
      if (readers.length === 0) seen.delete(conversationId)
      return readers.map(({ id, name, initials, writing }) => ({ id, name, initials, writing }))
    },
    hear({ name: event, payload }) {
      if (event !== presenceSeen) return
      const { conversationId, userId, name, initials, writing } = payload as {
        conversationId: string
        userId: string
        name: string
        initials: string
        writing: boolean
      }
      const readers = seen.get(conversationId) ?? new Map<string, Reader & { at: number }>()
      readers.set(userId, { id: userId, name, initials, writing, at: Date.now() })
      seen.set(conversationId, readers)
    },
  }
}
