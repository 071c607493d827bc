import type { ConversationRow } from '@pupitre/server/engage/engage.schema'
import { useState } from 'react'
import { useFormat } from '../../ui/format.ts'
import { useT } from '../../ui/language.ts'
import { engageWords } from '../engage.words.ts'
import { type Assignee, type Perform, useActs } from './use-acts.ts'
import { useCorrections } from './correct.tsx'
import { lastUnderstood } from './understood.ts'
import type { useChosen } from './use-chosen.ts'
import type { Inbox } from './use-inbox.ts'
import { type useOpen, useRead } from './use-open.ts'
import { isWide, type usePlace } from './use-place.ts'
import { useLike } from './use-send.ts'

export type Chooser = 'snooze' | 'assign' | 'labels' | 'correct' | null

type Given = {
  inbox: Inbox
  place: ReturnType<typeof usePlace>
  chosen: ReturnType<typeof useChosen>
  active: number
  open: ReturnType<typeof useOpen>
}

/** All the chosen ones; else the open one; else the one the keys stand on. */
function targetsOf({ inbox, chosen, active, open }: Given) {
  const current = open.view?.conversation ?? open.row ?? inbox.rows[active]
  const alone = current ? [current] : []
  const targets = chosen.chosen.length > 0 ? chosen.chosen : alone
  const [first] = targets
  return { targets, first: first ? first.person.name || first.person.handle : '', count: targets.length }
}

/** What leaves the view gives way to the next one; on a phone, to the list. */
function makeNext({ inbox, place: { place, go }, chosen }: Given) {
  return (gone: readonly ConversationRow[]) => {
    const ids = new Set(gone.map((row) => row.id))
    chosen.clear()
    if (!place.open || !ids.has(place.open) || place.view === 'all' || place.search) return
    const at = Math.max(
      0,
      inbox.rows.findIndex((row) => row.id === place.open),
    )
    const stays = (row: ConversationRow) => !ids.has(row.id)
    const next = inbox.rows.slice(at + 1).find(stays) ?? inbox.rows.slice(0, at).findLast(stays)
    go({ open: isWide() && next ? next.id : null })
  }
}

/** Everything one does here: to the open conversation, or to all the chosen ones. */
export function useDesk(given: Given) {
  const { inbox, place, chosen, open } = given
  const t = useT(engageWords)
  const format = useFormat()
  const perform = useActs(inbox.place)
  const like = useLike()
  const [chooser, setChooser] = useState<Chooser>(null)
  const corrections = useCorrections(open.view?.conversation.brandId ?? '', () => setChooser(null))
  useRead(open.view, perform)
  const { targets, first, count } = targetsOf(given)
  const toNext = makeNext(given)
  const finish = (change: Parameters<Perform>[0]['change'], said: string) => {
    setChooser(null)
    toNext(targets)
    void perform({ rows: targets, change, said })
  }
  const settle = (act: Omit<Parameters<Perform>[0], 'rows'>) => {
    setChooser(null)
    chosen.clear()
    void perform({ rows: targets, ...act })
  }
  return {
    targets,
    chooser,
    understood: lastUnderstood(open.view?.messages ?? []),
    ask: (what: Chooser) => setChooser(targets.length > 0 ? what : null),
    isDone: count > 0 && targets.every((row) => row.state === 'done'),
    done: () => finish({ state: 'done' }, t.doneToast(count, first)),
    reopen: () => finish({ state: 'open' }, t.reopenedToast(count, first)),
    snooze: (at: string) => finish({ snoozeUntil: at }, t.snoozedToast(count, first, format.relative(at))),
    assign: (assignee: Assignee) =>
      settle({
        change: { assigneeId: assignee?.id ?? null },
        assignee,
        said: assignee ? t.assignedToast(count, first, assignee.name) : t.releasedToast(count, first),
      }),
    labels: (labels: string[]) => settle({ change: { labels }, said: t.labelledToast(count, first) }),
    ...corrections,
    /** An answer left with « Envoyer et traiter »: the server has put it away already. */
    sent: (row: ConversationRow) => {
      toNext([row])
      inbox.place([row])
    },
    unread: () => {
      if (!open.view) return
      place.go({ open: null })
      void perform({ rows: [open.view.conversation], change: { read: false }, said: t.unreadToast(first) })
    },
    likeDone: async () => {
      if (!open.view) return
      const row = open.view.conversation
      const reopen = () => void perform({ rows: [{ ...row, state: 'done' }], change: { state: 'open' } })
      if (!(await like(open.view, { undone: reopen }))) return
      toNext([row])
      void perform({ rows: [row], change: { state: 'done' } })
    },
  }
}
