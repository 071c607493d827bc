import type { OracleEntry } from '../oracle.ts'
import type { Telegram } from './telegram.ts'

/** What the channels published; copies in their groups are the same posts. */
export function telegramEntries({ store }: Telegram): OracleEntry[] {
  const published = [...store.memory.messages.values()].filter((message) => message.carried === null)
  return published.map((message) => ({
    network: 'telegram' as const,
    act: 'post',
    account: store.memory.chats.get(message.chatId)?.title ?? '',
    id: `${message.chatId}/${message.id}`,
    text: message.poll?.question ?? message.text,
    target: message.replyTo === null ? null : `${message.chatId}/${message.replyTo}`,
    keys: [],
    at: new Date(message.at).toISOString(),
  }))
}
