import type { Reconciled, SendContext, Step } from '../contract.ts'
import { findById, sentFolder, withMailbox } from './imap.ts'
import { messageIdFor } from './send.ts'

/**
 * Looks for the Message-ID in the folder of sent mail, then where mail arrives: each mail goes to ourselves as well, so that one which was taken is in
 * one of them once it was delivered.
 */
export async function reconcile(ctx: SendContext, step: Step): Promise<Reconciled> {
  if (step.act.kind !== 'post') return { kind: 'cannot_know', why: 'not_supported' }
  const messageId = messageIdFor(ctx, step)
  const isThere = await withMailbox(ctx, async (client) => {
    const sent = await sentFolder(client)
    for (const folder of [sent, 'INBOX']) if (folder !== null && (await findById(client, folder, messageId)).length > 0) return true
    return false
  })
  if (!isThere) return { kind: 'not_there' }
  return {
    kind: 'there',
    receipt: { ref: { id: messageId, version: null, url: null }, at: ctx.now().toISOString(), data: { readBack: true } },
  }
}
