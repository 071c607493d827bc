import type { RefObject } from 'react'
import { useT } from '../../ui/language.ts'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import style from '../engage.module.css'
import { engageWords } from '../engage.words.ts'
import { Context } from './context.tsx'
import { type Doings, Thread } from './thread.tsx'
import type { useDesk } from './use-desk.ts'
import type { useOpen } from './use-open.ts'

type Props = {
  open: ReturnType<typeof useOpen>
  isOpen: boolean
  box: RefObject<HTMLTextAreaElement | null>
  desk: ReturnType<typeof useDesk>
  doings: Omit<Doings, 'unread' | 'open' | 'undoCorrection'>
  show: (conversationId: string) => void
}

/** The open conversation and what is around it; or what to do to open one. */
export function Pane({ open, isOpen, box, desk, doings, show }: Props) {
  const t = useT(engageWords)
  if (!isOpen || open.isLost)
    return (
      <div className={style.blank}>
        <h2>{t.noneTitle}</h2>
        <p>{t.noneText}</p>
      </div>
    )
  const { view, error, retry, isOffline } = open
  if (!view) {
    const waiting = isOffline ? <EmptyState title={t.offlineTitle}>{t.offlineText}</EmptyState> : <Skeleton lines={4} round />
    return <div className={style.blank}>{error ? <ErrorState error={error} onRetry={retry} /> : waiting}</div>
  }
  return (
    <>
      <Thread
        key={view.conversation.id}
        view={view}
        doings={{ ...doings, unread: desk.unread, undoCorrection: desk.undoCorrection, open: show }}
        box={box}
        onDone={desk.sent}
      />
      <aside className={style.context} aria-label={t.contextLabel}>
        <Context view={view} doings={{ ...doings, undoCorrection: desk.undoCorrection, open: show }} />
      </aside>
    </>
  )
}
