import type { OracleEntry } from '../oracle.ts'
import type { WhatsApp } from './whatsapp.ts'

/** Messages of both sides that stand now. */
export function whatsappEntries({ store }: WhatsApp): OracleEntry[] {
  return [...store.memory.messages.values()].map((one) => ({
    network: 'whatsapp' as const,
    act: 'message',
    account: one.isOurs ? (store.memory.numbers.get(one.numberId)?.name ?? '') : (store.memory.people.get(one.personId)?.name ?? ''),
    id: one.id,
    text: one.text,
    target: one.answers,
    keys: [],
    at: new Date(one.at).toISOString(),
  }))
}
