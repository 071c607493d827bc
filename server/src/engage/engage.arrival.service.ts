import type { Db } from '../platform/db.ts'
import { announce } from '../platform/events.ts'
import { findDelivery } from '../publish/publish.public.ts'
import { conversationChanged } from './engage.events.ts'
import { findMessage, messagesByDelivery, setMessage, setPerson, waitAgain, type MessageRow } from './engage.store.ts'

type Row = NonNullable<Awaited<ReturnType<typeof findDelivery>>>

/** What an arrival changes of the message it concerns. */
function changeOf(row: Row): Partial<MessageRow> {
  const at = row.publishedAt ?? new Date()
  if (row.kind === 'reply')
    return {
      networkId: row.networkId,
      ref: row.networkId ? { id: row.networkId, version: row.networkVersion, url: row.link } : null,
      sentAt: at,
    }
  if (row.kind === 'like') return { likedAt: at }
  if (row.kind !== 'hide') return {}
  const hidden = row.sealed?.acts.some((act) => act.kind === 'hide' && act.hidden) ?? false
  return { hiddenAt: hidden ? at : null }
}

const isBlocked = (row: Row): boolean => row.sealed?.acts.some((act) => act.kind === 'block' && act.blocked) ?? false

/** Our answer stands on the network, or our like or hide took effect: the message says so. */
export async function noteArrival(db: Db, deliveryId: string): Promise<void> {
  await db.system.transaction(async (tx) => {
    const row = await findDelivery(tx, deliveryId)
    const message = row?.messageId ? await findMessage(tx, row.messageId) : null
    if (!row || !message) return
    const change = changeOf(row)
    if (Object.keys(change).length > 0) await setMessage(tx, message.id, change)
    if (row.kind === 'block' && message.personId)
      await setPerson(tx, message.personId, { blockedAt: isBlocked(row) ? row.publishedAt : null })
    await announce(tx, row.brandId, conversationChanged, { conversationId: message.conversationId })
  })
}

/** Our answer was taken back or failed: whoever waited still waits. */
export async function noteReturn(db: Db, deliveryId: string): Promise<void> {
  await db.system.transaction(async (tx) => {
    for (const message of await messagesByDelivery(tx, deliveryId)) {
      await waitAgain(tx, message.conversationId)
      await announce(tx, message.brandId, conversationChanged, { conversationId: message.conversationId })
    }
  })
}
