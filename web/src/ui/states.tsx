import type { ReactNode } from 'react'
import { ApiError } from '../client.ts'
import { Button } from './button.tsx'
import { cx } from './cx.ts'
import { Icon, type IconName } from './icon.tsx'
import { useT } from './language.ts'
import style from './states.module.css'
import { uiWords } from './ui.words.ts'

/** An empty page says what will appear here and offers the first step. `rest` draws the musician's rest: all is done. */
export function EmptyState({
  title,
  children,
  actions,
  rest,
}: {
  title: string
  children?: ReactNode
  actions?: ReactNode
  rest?: boolean
}) {
  return (
    <section className={style.empty}>
      {rest && (
        <svg width="96" height="45" viewBox="0 0 96 45" aria-hidden="true">
          <path d="M0 .5h96M0 11.5h96M0 22.5h96M0 33.5h96M0 44.5h96" stroke="var(--rule)" />
          <path d="M34 11.5h28V17H34z" fill="var(--ink-2)" />
        </svg>
      )}
      <h2>{title}</h2>
      {children && <p>{children}</p>}
      {actions && <div className={style.row}>{actions}</div>}
    </section>
  )
}

type NoticeProps = { tone?: 'red' | 'amber' | 'green'; icon?: IconName; title: ReactNode; children?: ReactNode; action?: ReactNode }

export function Notice({ tone, icon, title, children, action }: NoticeProps) {
  const sign = icon ?? ({ red: 'stop', amber: 'clock', green: 'check' } as const)[tone ?? 'amber']
  return (
    <div className={cx(style.notice, tone && style[tone])} role={tone === 'red' ? 'alert' : undefined}>
      <Icon name={sign} />
      <div>
        <b>{title}</b>
        {children && <p>{children}</p>}
      </div>
      {action && <div className={style.act}>{action}</div>}
    </div>
  )
}

type Said = { what: string; after: string }

/** The words of any thrown thing; ours carry their own. For toasts and ErrorState alike. */
export function useSaying(): (error: unknown) => Said {
  const t = useT(uiWords)
  return (error) => {
    if (!(error instanceof ApiError)) return { what: t.unexpected, after: t.unexpectedTodo }
    if (error.code === 'network.unreachable') return { what: t.unreachable, after: t.unreachableTodo }
    const after = [error.kept, error.todo].filter(Boolean).join(' ')
    return { what: error.what || error.message || t.unexpected, after: after || (error.what ? '' : t.unexpectedTodo) }
  }
}

/** What happened, what was kept, what to do. */
export function ErrorState({ error, onRetry, action }: { error: unknown; onRetry?: () => void; action?: ReactNode }) {
  const t = useT(uiWords)
  const { what, after } = useSaying()(error)
  const retry = onRetry && (
    <Button compact onPress={onRetry}>
      {t.retry}
    </Button>
  )
  return (
    <Notice tone="red" title={what} action={action ?? retry}>
      {after}
    </Notice>
  )
}

/** The shape of what is coming; `lines` rows of a list. */
export function Skeleton({ lines = 3, round }: { lines?: number; round?: boolean }) {
  const t = useT(uiWords)
  return (
    <div className={style.skeleton} role="status" aria-busy="true">
      <span className="vh">{t.loading}</span>
      {Array.from({ length: lines }, (_, line) => (
        <div key={line} className={style.line}>
          {round && <span className={cx(style.bone, style.round)} />}
          <span>
            <span className={style.bone} style={{ width: `${38 - (line % 3) * 5}%` }} />
            <span className={style.bone} style={{ width: `${86 - (line % 4) * 9}%` }} />
          </span>
        </div>
      ))}
    </div>
  )
}
