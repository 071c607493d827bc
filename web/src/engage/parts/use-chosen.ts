import type { ConversationRow } from '@pupitre/server/engage/engage.schema'
import { useState } from 'react'

/** Several conversations chosen at once: one by one, or from the last one touched to this one. */
export function useChosen(rows: readonly ConversationRow[]) {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set())
  const [anchor, setAnchor] = useState<string | null>(null)
  const choose = (index: number, isRange: boolean) => {
    const row = rows[index]
    if (!row) return
    const from = isRange ? rows.findIndex((one) => one.id === anchor) : -1
    if (from >= 0) {
      const between = rows.slice(Math.min(from, index), Math.max(from, index) + 1).map((one) => one.id)
      setIds(new Set([...ids, ...between]))
    } else {
      const next = new Set(ids)
      if (!next.delete(row.id)) next.add(row.id)
      setIds(next)
    }
    setAnchor(row.id)
  }
  const chosen = rows.filter((row) => ids.has(row.id))
  return { ids, chosen, choose, clear: () => setIds(new Set()) }
}
