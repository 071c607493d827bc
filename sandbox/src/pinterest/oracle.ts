import type { OracleEntry } from '../oracle.ts'
import type { Pinterest } from './pinterest.ts'

/** Pins that stand now. */
export function pinterestEntries({ store }: Pinterest): OracleEntry[] {
  return [...store.memory.pins.values()].map((pin) => ({
    network: 'pinterest' as const,
    act: 'post',
    account: store.memory.boards.get(pin.boardId)?.name ?? '',
    id: pin.id,
    text: [pin.title, pin.description].filter(Boolean).join('\n\n'),
    target: null,
    keys: [],
    at: pin.at,
  }))
}
