import { useEffect, useState } from 'react'

export type Mode = 'public' | 'direct' | 'note'
/** `key` makes a second sending of the same answer harmless; it changes with the text. */
export type Draft = { text: string; mode: Mode | null; key: string }

const PREFIX = 'pupitre.reply.'
const isMode = (value: unknown): value is Mode => value === 'public' || value === 'direct' || value === 'note'

export function readDraft(conversationId: string): Draft {
  const empty = { text: '', mode: null, key: crypto.randomUUID() }
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(PREFIX + conversationId) ?? 'null')
    if (typeof kept !== 'object' || kept === null || !('text' in kept) || typeof kept.text !== 'string') return empty
    return { ...empty, text: kept.text, mode: 'mode' in kept && isMode(kept.mode) ? kept.mode : null }
  } catch {
    return empty
  }
}

const hearers = new Set<(conversationId: string, draft: Draft) => void>()

/** An answer begun is kept on this machine until it has left. */
export function keepDraft(conversationId: string, { text, mode }: Omit<Draft, 'key'>): void {
  if (text.trim() === '') localStorage.removeItem(PREFIX + conversationId)
  else localStorage.setItem(PREFIX + conversationId, JSON.stringify({ text, mode }))
  const draft = { text, mode, key: crypto.randomUUID() }
  for (const hear of hearers) hear(conversationId, draft)
}

export const hasDraft = (conversationId: string): boolean => localStorage.getItem(PREFIX + conversationId) !== null

/** The draft of a conversation, wherever it is written from: an answer that was stopped comes back into its box. */
export function useDraft(conversationId: string): Draft {
  const [draft, setDraft] = useState(() => readDraft(conversationId))
  useEffect(() => {
    const hear = (id: string, next: Draft) => id === conversationId && setDraft(next)
    hearers.add(hear)
    return () => {
      hearers.delete(hear)
    }
  }, [conversationId])
  return draft
}
