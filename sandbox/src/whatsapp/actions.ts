import { codePoints } from '@pupitre/networks'
import { GraphRefusal, invalid } from '../meta/graph.ts'
import type { Message, WhatsAppStore } from './store.ts'

/** What can happen on WhatsApp, whoever makes it happen: the business by HTTP, or people. */

export type WhatsAppActions = ReturnType<typeof createWhatsAppActions>

const DAY = 86_400_000

export type Saying = Pick<Message, 'numberId' | 'personId'> & Partial<Message>

export function createWhatsAppActions(store: WhatsAppStore) {
  return {
    /** A person writes. What WhatsApp tells of it is made by `toldOf`. */
    write: (said: Saying) => add(store, { ...said, isOurs: false }),
    send: (said: Saying) => send(store, said),
    react: (messageId: string, by: string, emoji: string) => {
      if (!store.memory.messages.has(messageId)) throw new GraphRefusal(131009, '(#131009) Parameter value is not valid')
      if (emoji === '') store.memory.reactions.delete(`${messageId} ${by}`)
      else store.memory.reactions.set(`${messageId} ${by}`, emoji)
    },
    /** Whether the person wrote within a day. */
    isOpen: (numberId: string, personId: string) => isOpen(store, numberId, personId),
  }
}

function add(store: WhatsAppStore, said: Saying & Pick<Message, 'isOurs'>): Message {
  const made: Message = { id: store.newId('wamid.'), at: store.clock.ms(), type: 'text', text: '', fileId: null, answers: null, ...said }
  store.memory.messages.set(made.id, made)
  return made
}

function isOpen(store: WhatsAppStore, numberId: string, personId: string): boolean {
  const last = [...store.memory.messages.values()].findLast((one) => one.numberId === numberId && one.personId === personId && !one.isOurs)
  return last !== undefined && store.clock.ms() - last.at <= DAY
}

function send(store: WhatsAppStore, said: Saying): Message {
  const { files, people } = store.memory
  if (!people.has(said.personId)) throw new GraphRefusal(131026, '(#131026) Message undeliverable')
  if (!isOpen(store, said.numberId, said.personId)) throw new GraphRefusal(131047, '(#131047) Re-engagement message')
  if (said.fileId && files.get(said.fileId)?.numberId !== said.numberId) throw new GraphRefusal(131053, '(#131053) Media upload error')
  if (codePoints(said.text ?? '') > (said.fileId ? 1_024 : 4_096))
    throw invalid("(#100) Param text['body'] must be at most 4096 characters long.")
  if (!said.fileId && (said.text ?? '').trim() === '') throw invalid("(#100) The parameter text['body'] is required.")
  return add(store, { ...said, isOurs: true })
}
