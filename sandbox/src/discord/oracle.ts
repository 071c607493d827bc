import type { OracleEntry } from '../oracle.ts'
import type { Discord } from './discord.ts'

/** Messages that stand now. */
export function discordEntries({ store }: Discord): OracleEntry[] {
  return [...store.memory.messages.values()].map((message) => ({
    network: 'discord' as const,
    act: 'post',
    account: store.memory.channels.get(message.channelId)?.name ?? '',
    id: message.id,
    text: message.poll?.question ?? message.content,
    target: message.replyTo?.messageId ?? null,
    keys: message.keys,
    at: message.at,
  }))
}
