import type { ConversationRow, ConversationView } from '@pupitre/server/engage/engage.schema'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useT } from '../../ui/language.ts'
import { useSaying } from '../../ui/states.tsx'
import { toast } from '../../ui/toast.tsx'
import { addNote, conversationKey, INBOX, likeMessage, sendReply, stopDelivery } from '../engage.client.ts'
import { engageWords } from '../engage.words.ts'
import { type Draft, keepDraft, type Mode } from './draft.ts'
import { lastHeard } from './ways.ts'

type Stopped = { brandId: string; deliveryId: string; said: string; after: () => void }

/** Stops what has not left yet, and says so; too late is said too. */
export function useStop() {
  const saying = useSaying()
  const queries = useQueryClient()
  return async ({ brandId, deliveryId, said, after }: Stopped): Promise<void> => {
    try {
      await stopDelivery({ brandId, id: deliveryId })
      after()
      toast(said)
    } catch (error) {
      const { what, after: then } = saying(error)
      toast(what, { tone: 'refused', sub: then })
    } finally {
      void queries.invalidateQueries({ queryKey: [INBOX] })
    }
  }
}

type Sent = { draft: Draft; mode: Mode; markDone: boolean }

/** Sends an answer, or keeps a note. Until the server has it, the words stay in their box. */
export function useSend(view: ConversationView, onDone: (row: ConversationRow) => void) {
  const t = useT(engageWords)
  const queries = useQueryClient()
  const stop = useStop()
  const [error, setError] = useState<unknown>(null)
  const [isPending, setPending] = useState(false)
  const row = view.conversation
  const name = row.person.name || row.person.handle
  const answer = async ({ draft, mode, markDone }: Sent): Promise<void> => {
    const visibility = mode === 'direct' ? 'direct' : 'public'
    const { deliveryId, undoUntil } = await sendReply(row, { text: draft.text.trim(), visibility, markDone }, draft.key)
    keepDraft(row.id, { text: '', mode: draft.mode })
    const giveBack = () => keepDraft(row.id, { text: draft.text, mode })
    toast(t.sentTo(name), {
      leaving: true,
      until: undoUntil,
      undo: () => void stop({ brandId: row.brandId, deliveryId, said: t.stopped, after: giveBack }),
    })
    if (markDone) onDone({ ...row, state: 'done', unread: 0, waitingSince: null, snoozeUntil: null })
  }
  const send = async (what: Sent): Promise<void> => {
    setError(null)
    setPending(true)
    try {
      if (what.mode === 'note') {
        await addNote(row, what.draft.text.trim())
        keepDraft(row.id, { text: '', mode: what.draft.mode })
        toast(t.noteKept)
      } else await answer(what)
      void queries.invalidateQueries({ queryKey: conversationKey(row.id) })
      void queries.invalidateQueries({ queryKey: [INBOX, 'pulse'] })
    } catch (cause) {
      setError(cause)
    } finally {
      setPending(false)
    }
  }
  return { send, error, isPending, forgetError: () => setError(null) }
}

/** `f`: a like for the last thing the person said. Leaves the house: counted down, and can be stopped. */
export function useLike() {
  const t = useT(engageWords)
  const saying = useSaying()
  const stop = useStop()
  return async (view: ConversationView, after: { undone: () => void }): Promise<boolean> => {
    const { brandId, person } = view.conversation
    const message = lastHeard(view.messages)
    if (!message) {
      toast(t.nothingToLike, { tone: 'refused' })
      return false
    }
    if (message.likedAt) return true
    try {
      const { deliveryId, undoUntil } = await likeMessage({ brandId, id: message.id })
      toast(t.likedTo(person.name || person.handle), {
        leaving: true,
        until: undoUntil,
        undo: () => void stop({ brandId, deliveryId, said: t.stoppedLike, after: after.undone }),
      })
      return true
    } catch (error) {
      const { what, after: then } = saying(error)
      toast(what, { tone: 'refused', sub: then })
      return false
    }
  }
}
