import type { ConversationRow } from '@pupitre/server/engage/engage.schema'
import { useQueryClient } from '@tanstack/react-query'
import { useSaying } from '../../ui/states.tsx'
import { toast } from '../../ui/toast.tsx'
import { type Change, changeMany, conversationKey, INBOX } from '../engage.client.ts'

export type Assignee = ConversationRow['assignee']
/** What a change makes of a row before the server has said so. */
export type Seen = Partial<Pick<ConversationRow, 'state' | 'snoozeUntil' | 'assignee' | 'labels' | 'unread'>>

export function seenOf(change: Change, assignee?: Assignee): Seen {
  return {
    ...(change.snoozeUntil ? { state: 'snoozed' as const, snoozeUntil: change.snoozeUntil } : {}),
    ...(change.state ? { state: change.state, snoozeUntil: null } : {}),
    ...(change.state === 'done' || change.read === true ? { unread: 0 } : {}),
    ...(change.read === false ? { unread: 1 } : {}),
    ...(change.assigneeId === undefined ? {} : { assignee: assignee ?? null }),
    ...(change.labels ? { labels: change.labels } : {}),
  }
}

/** The change that puts a row back as it was. */
export function backTo(row: ConversationRow, change: Change): Change {
  const moved = change.state !== undefined || Boolean(change.snoozeUntil)
  return {
    ...(moved && row.state === 'snoozed' ? { snoozeUntil: row.snoozeUntil } : {}),
    ...(moved && row.state !== 'snoozed' ? { state: row.state } : {}),
    ...(moved || change.read !== undefined ? { read: row.unread === 0 } : {}),
    ...(change.assigneeId === undefined ? {} : { assigneeId: row.assignee?.id ?? null }),
    ...(change.labels ? { labels: row.labels } : {}),
  }
}

type Act = { rows: readonly ConversationRow[]; change: Change; assignee?: Assignee; said?: string }

/** Acts in the house: seen at once, undone within ten seconds, back with a clear word when the server refuses. */
export function useActs(place: (rows: readonly ConversationRow[]) => void) {
  const queries = useQueryClient()
  const saying = useSaying()
  const refresh = (rows: readonly ConversationRow[]) => {
    for (const { id } of rows) void queries.invalidateQueries({ queryKey: conversationKey(id) })
    void queries.invalidateQueries({ queryKey: [INBOX, 'pulse'] })
  }
  const putBack = (rows: readonly ConversationRow[], error: unknown) => {
    place(rows)
    const { what, after } = saying(error)
    toast(what, { tone: 'refused', sub: after })
  }
  const undo = async ({ rows, change }: Act): Promise<void> => {
    place(rows)
    try {
      const ways = Map.groupBy(rows, (row) => JSON.stringify(backTo(row, change)))
      for (const [way, same] of ways) await changeMany(same, JSON.parse(way) as Change)
      refresh(rows)
    } catch (error) {
      putBack(
        rows.map((row) => ({ ...row, ...seenOf(change) })),
        error,
      )
    }
  }
  return async (act: Act): Promise<void> => {
    const { rows, change, assignee, said } = act
    if (rows.length === 0) return
    const seen = seenOf(change, assignee)
    place(rows.map((row) => ({ ...row, ...seen })))
    if (said) toast(said, { undo: () => void undo(act) })
    try {
      await changeMany(rows, change)
      refresh(rows)
    } catch (error) {
      putBack(rows, error)
    }
  }
}

export type Perform = ReturnType<typeof useActs>
