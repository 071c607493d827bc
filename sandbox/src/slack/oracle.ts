import type { OracleEntry } from '../oracle.ts'
import type { Slack } from './slack.ts'

/** Messages that stand now. */
export function slackEntries({ store }: Slack): OracleEntry[] {
  return [...store.memory.messages.values()].map((message) => {
    const key = message.metadata?.event_payload['key']
    return {
      network: 'slack' as const,
      act: 'post',
      account: store.memory.channels.get(message.channelId)?.name ?? '',
      id: `${message.channelId}/${message.ts}`,
      text: message.sent,
      target: message.thread === null ? null : `${message.channelId}/${message.thread}`,
      keys: typeof key === 'string' ? [key] : [],
      at: new Date(Number(message.ts) * 1000).toISOString(),
    }
  })
}
