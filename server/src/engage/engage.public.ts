import type { InboundMessage } from '@pupitre/networks'
import type { ChannelRow } from '../channels/channels.public.ts'
import type { Tx } from '../platform/db.ts'
import { ingest } from './engage.ingest.service.ts'
import { closeOld } from './engage.store.ts'

/** Beyond a week nobody waits any more: what is fetched from the past is filed, not put on the desk. */
const oldDays = 7

/** Messages of the past, fetched when an account is connected. */
export async function ingestPast(tx: Tx, channel: ChannelRow, messages: readonly InboundMessage[]): Promise<void> {
  for (const message of messages) await ingest(tx, channel, { kind: 'message', message }, async () => null)
  await closeOld(tx, channel.id, oldDays)
}

export type { Understand } from './engage.ingest.service.ts'
export { markConversations } from './engage.store.ts'
