import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { useSession } from '../session.ts'
import { cx } from '../ui/cx.ts'
import { ZoneContext } from '../ui/format.ts'
import { useT } from '../ui/language.ts'
import { useInboxActions } from './engage.actions.ts'
import { pulseQuery } from './engage.client.ts'
import style from './engage.module.css'
import { engageWords } from './engage.words.ts'
import { BulkBar } from './parts/bulk-bar.tsx'
import { ListPane } from './parts/list-pane.tsx'
import { Pane } from './parts/pane.tsx'
import { useChosen } from './parts/use-chosen.ts'
import { useDesk } from './parts/use-desk.ts'
import { useEarly } from './parts/use-early.ts'
import { type Inbox, useInbox } from './parts/use-inbox.ts'
import { useOpen } from './parts/use-open.ts'
import { isWide, usePlace } from './parts/use-place.ts'

const Chooser = lazy(() => import('./parts/chooser.tsx').then((file) => ({ default: file.Chooser })))

/** Where the keys are: `j` and `k` open as they go where the thread stands beside the list. */
function useWalk(inbox: Inbox, { place, go }: ReturnType<typeof usePlace>, root: React.RefObject<HTMLElement | null>) {
  const [focused, setFocused] = useState(0)
  const openAt = inbox.rows.findIndex((row) => row.id === place.open)
  const active = openAt >= 0 ? openAt : Math.min(focused, Math.max(0, inbox.rows.length - 1))
  const show = (index: number) => {
    const row = inbox.rows[index]
    if (!row) return
    setFocused(index)
    go({ open: row.id }, { push: place.open === null })
  }
  return {
    active,
    setActive: setFocused,
    walk: (index: number) => (isWide() ? show(index) : setFocused(index)),
    /** What is open already is entered. */
    open: (index: number) => {
      if (place.open === inbox.rows[index]?.id) root.current?.querySelector<HTMLElement>('[data-flow]')?.focus()
      else show(index)
    },
    /** First back to the list, then out of the conversation. */
    leave: () => {
      const link = root.current?.querySelector<HTMLElement>('[role=list] a[tabindex="0"]')
      const wasInThread = root.current?.querySelector('section')?.contains(document.activeElement) ?? false
      if (!isWide() || !wasInThread) go({ open: null })
      link?.focus()
    },
  }
}

/** The server drew the list without us, for slow lines: it gives way when ours has its rows. */
function useFirstView(isPending: boolean): void {
  useEffect(() => {
    if (!isPending) document.getElementById('first-view')?.remove()
  }, [isPending])
}

export default function EngagePage() {
  const t = useT(engageWords)
  const { me, brandId, can } = useSession()
  const at = usePlace()
  const { place, go } = at
  const root = useRef<HTMLDivElement>(null)
  const box = useRef<HTMLTextAreaElement>(null)
  const { early, reply } = useEarly(box)
  const inbox = useInbox({ brandId, view: place.view, channelId: place.channelId, search: place.search, sort: place.sort })
  const { data: pulse } = useQuery(pulseQuery(brandId))
  const walk = useWalk(inbox, at, root)
  const chosen = useChosen(inbox.rows)
  const open = useOpen(inbox, place.open)
  const desk = useDesk({ inbox, place: at, chosen, active: walk.active, open })
  const doings = {
    reply,
    done: desk.done,
    reopen: desk.reopen,
    snooze: () => desk.ask('snooze'),
    assign: () => desk.ask('assign'),
    labels: () => desk.ask('labels'),
    correct: () => desk.ask('correct'),
    likeDone: () => void desk.likeDone(),
    choose: (range: boolean) => chosen.choose(walk.active, range),
    leave: () => (chosen.ids.size > 0 ? chosen.clear() : walk.leave()),
  }
  const now = {
    hasTarget: desk.targets.length > 0,
    hasOpen: place.open !== null,
    isUnderstood: desk.understood !== undefined,
    isDone: desk.isDone,
    isChoosing: chosen.ids.size > 0,
    canEngage: can('engage'),
  }
  useInboxActions(now, doings)
  const { isToReply } = at
  useEffect(() => {
    if (isToReply) reply()
    // Only when one comes with that wish: `reply` is made anew each time.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [isToReply])
  useFirstView(inbox.list.isPending)
  const zone = me.brands.find((brand) => brand.id === open.row?.brandId)?.zone ?? me.brands[0]?.zone ?? 'Europe/Paris'
  return (
    <div ref={root} className={cx(style.inbox, place.open && style.reading)}>
      <textarea ref={early} className="vh" tabIndex={-1} aria-label={t.reply} />
      {place.open && <h1 className={cx('vh', style.phoneTitle)}>{t.title}</h1>}
      <ListPane inbox={inbox} pulse={pulse} place={place} go={go} walk={walk} chosen={chosen}>
        {chosen.ids.size > 0 && (
          <BulkBar
            count={chosen.ids.size}
            isDone={desk.isDone}
            onDone={desk.isDone ? desk.reopen : desk.done}
            onSnooze={doings.snooze}
            onAssign={doings.assign}
            onLabels={doings.labels}
            onClear={chosen.clear}
          />
        )}
      </ListPane>
      <ZoneContext value={zone}>
        <Pane open={open} isOpen={place.open !== null} box={box} desk={desk} doings={doings} show={(id) => go({ open: id })} />
        <Suspense>{desk.chooser && <Chooser desk={desk} rows={inbox.rows} />}</Suspense>
      </ZoneContext>
    </div>
  )
}
