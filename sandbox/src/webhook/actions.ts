import { signatureOf } from './routes.ts'
import type { WebhookStore } from './store.ts'

/** What the program tells the desk by itself: its readers write. */
export type WebhookActions = ReturnType<typeof createWebhookActions>

export function createWebhookActions(store: WebhookStore) {
  const tell = (receiver: string, type: string, data: Record<string, unknown>): string => {
    const id = `m${++store.memory.last}`
    const body = JSON.stringify({ type, timestamp: store.clock.now().toISOString(), data: { id, ...data } })
    const seconds = String(Math.floor(store.clock.ms() / 1000))
    const signature = signatureOf(store.secretOf(receiver), `call_${id}`, seconds, body)
    store.memory.calls.push({ headers: { 'webhook-id': `call_${id}`, 'webhook-timestamp': seconds, 'webhook-signature': signature }, body })
    return id
  }
  return {
    tell,
    write: (
      receiver: string,
      by: string,
      message: { kind: 'reply' | 'mention'; text: string; parent: string | null; root: string | null },
    ) =>
      tell(receiver, 'message.created', {
        ...message,
        at: store.clock.now().toISOString(),
        author: { id: `u-${by}`, name: by, handle: by },
      }),
    /** Requests that were not yet carried to the desk. */
    takeCalls: () => store.memory.calls.splice(0),
  }
}
