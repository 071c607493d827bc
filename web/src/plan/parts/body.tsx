import type { CalendarView } from '@pupitre/server/plan/plan.schema'
import type { ReactNode } from 'react'
import { LinkButton } from '../../ui/button.tsx'
import { useT } from '../../ui/language.ts'
import { EmptyState, ErrorState, Notice, Skeleton } from '../../ui/states.tsx'
import style from '../plan.module.css'
import { planWords } from '../plan.words.ts'
import { Agenda } from './agenda.tsx'
import { Board } from './board.tsx'
import { type CardsProps, Month, Week } from './days.tsx'
import type { View } from './period.ts'

type Props = {
  view: View
  shown: CalendarView | null
  hasChannels: boolean
  error: unknown
  onRetry: () => void
  mayConnect: boolean
  cards: Omit<CardsProps, 'view'>
  score: () => ReactNode
}

const CARDS = { week: Week, month: Month, list: Agenda, board: Board } as const

/** The calendar itself, or what stands in its place. */
export function Body({ view, shown, hasChannels, error, onRetry, mayConnect, cards, score }: Props) {
  const t = useT(planWords)
  if (!shown) return error ? <ErrorState error={error} onRetry={onRetry} /> : <Skeleton lines={6} />
  if (!hasChannels) {
    const connect = mayConnect && (
      <LinkButton kind="primary" to="/settings/channels">
        {t.emptyAction}
      </LinkButton>
    )
    return (
      <div className={style.none}>
        <EmptyState title={t.emptyTitle} rest actions={connect}>
          {t.emptyText}
        </EmptyState>
      </div>
    )
  }
  const Cards = view === 'score' ? null : CARDS[view]
  return (
    <>
      {shown.truncated && <Notice title={t.truncated} />}
      {Cards ? <Cards {...cards} view={shown} /> : score()}
    </>
  )
}
