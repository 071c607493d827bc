import type { ConversationRow, ConversationView } from '@pupitre/server/engage/engage.schema'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useSession } from '../../session.ts'
import { conversationQuery, rowQuery } from '../engage.client.ts'
import type { Perform } from './use-acts.ts'
import type { Inbox } from './use-inbox.ts'

/** Read is what stayed open this long; passing by with `j` leaves it unread. */
const READ_AFTER = 1200

/** The list knows sooner than the thread what was done in the house. */
function freshest(view: ConversationView | undefined, listed: ConversationRow | undefined): ConversationView | null {
  if (!view) return null
  return listed && listed.version >= view.conversation.version ? { ...view, conversation: listed } : view
}

/** The open conversation, with the brand it belongs to: an answer leaves in that one's name only. */
export function useOpen(inbox: Inbox, openId: string | null) {
  const { brandId } = useSession()
  const id = openId ?? ''
  const listed = [...inbox.rows, ...inbox.news].find((row) => row.id === openId)
  const asked = useQuery({ ...rowQuery(brandId, id), enabled: openId !== null && !listed && !inbox.list.isPending })
  const row = listed ?? asked.data ?? null
  const thread = useQuery({
    ...conversationQuery(row?.brandId ?? '', id),
    enabled: row !== null,
    // Somebody else reads it: they may have gone without a word.
    refetchInterval: (query) => (query.state.data?.readers.length ? 15_000 : false),
  })
  return {
    row,
    view: freshest(thread.data, listed),
    error: thread.error ?? asked.error,
    isOffline: thread.fetchStatus === 'paused' || asked.fetchStatus === 'paused',
    isLost: asked.isSuccess && asked.data === null,
    retry: () => void thread.refetch(),
  }
}

/** Marks as read what stays open. */
export function useRead(view: ConversationView | null, perform: Perform): void {
  const { can } = useSession()
  const latest = useRef(perform)
  useEffect(() => {
    latest.current = perform
  })
  const row = view?.conversation
  const isUnread = (row?.unread ?? 0) > 0 && can('engage')
  const id = row?.id
  useEffect(() => {
    if (!isUnread || !row) return undefined
    const timer = setTimeout(() => void latest.current({ rows: [row], change: { read: true } }), READ_AFTER)
    return () => clearTimeout(timer)
    // The row changes with each message; the wait does not begin again.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [id, isUnread])
}
