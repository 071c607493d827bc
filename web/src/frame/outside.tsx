import type { ErrorComponentProps } from '@tanstack/react-router'
import { LinkButton } from '../ui/button.tsx'
import { useT } from '../ui/language.ts'
import { EmptyState, ErrorState, Skeleton } from '../ui/states.tsx'
import { frameWords } from './frame.words.ts'
import style from './outside.module.css'

export function Lost() {
  const t = useT(frameWords)
  return (
    <main className={style.page}>
      <EmptyState
        title={t.lostTitle}
        actions={
          <LinkButton to="/today" compact>
            {t.lostBack}
          </LinkButton>
        }
      >
        {t.lostText}
      </EmptyState>
    </main>
  )
}

export function Crash({ error, reset }: ErrorComponentProps) {
  return (
    <main className={style.page}>
      <ErrorState error={error} onRetry={reset} />
    </main>
  )
}

export function Waiting() {
  return (
    <div className={style.wait}>
      <Skeleton lines={5} />
    </div>
  )
}
