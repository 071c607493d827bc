import type { ErrorComponentProps } from '@tanstack/react-router'
import { LinkButton } from '../ui/button.tsx'
import { useT } from '../ui/language.ts'
import { EmptyState, ErrorState, Skeleton } from '../ui/states.tsx'
import { frameWords } from './frame.words.ts'
import style from './outside.module.css'

export function Lost() {
  const t = useT(frameWords)
  return (
    <div className={style.page}>
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
    </div>
  )
}

/** Outside of the frame there is no main part yet. */
export function LostOutside() {
  return (
    <main>
      <Lost />
    </main>
  )
}

export function Crash({ error, reset }: ErrorComponentProps) {
  return (
    <div className={style.page}>
      <ErrorState error={error} onRetry={reset} />
    </div>
  )
}

export function Waiting() {
  return (
    <div className={style.wait}>
      <Skeleton lines={5} />
    </div>
  )
}
