import type { TodayRow, TodayView } from '@pupitre/server/today/today.schema'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { PAGES } from '../rooms.ts'
import { useSession } from '../session.ts'
import { useActions } from '../ui/actions.ts'
import { LinkButton } from '../ui/button.tsx'
import { useFormat } from '../ui/format.ts'
import { useT } from '../ui/language.ts'
import { useNow } from '../ui/now.ts'
import { EmptyState, ErrorState, Skeleton } from '../ui/states.tsx'
import { uiWords } from '../ui/ui.words.ts'
import { DayStaff } from './parts/day-staff.tsx'
import { Margin } from './parts/margin.tsx'
import { keysOf, Row, targetOf } from './parts/row.tsx'
import { todayQuery } from './today.client.ts'
import style from './today.module.css'
import { todayWords } from './today.words.ts'

type Walk = { rows: readonly TodayRow[]; active: number; setActive: (index: number) => void; list: React.RefObject<HTMLElement | null> }

/** j and k walk from row to row; the key written on the row's button does what the button does. */
function useWalk({ rows, active, setActive, list }: Walk): void {
  const t = useT(todayWords)
  const ui = useT(uiWords)
  const navigate = useNavigate()
  const row = rows[active]
  const go = (index: number) => {
    const next = rows[Math.min(rows.length - 1, Math.max(0, index))]
    if (!next) return
    setActive(rows.indexOf(next))
    list.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(next.id)}"]`)?.focus()
  }
  useActions([
    { id: 'today.next', label: ui.nextRow, keys: 'j', when: rows.length > 0, perform: () => go(active + 1) },
    { id: 'today.previous', label: ui.previousRow, keys: 'k', when: rows.length > 0, perform: () => go(active - 1) },
    {
      id: 'today.act',
      label: row ? t.rows[row.kind](row.sentence).button : ui.openRow,
      keys: row ? keysOf(row) : undefined,
      when: row !== undefined,
      perform: () => {
        if (row) void navigate(targetOf(row) as { to: '/inbox' })
      },
    },
  ])
}

function Rows({ view }: { view: TodayView }) {
  const t = useT(todayWords)
  const { brandId } = useSession()
  const [active, setActive] = useState(0)
  const list = useRef<HTMLDivElement>(null)
  const groups = [
    { key: 'now', title: t.now, rows: view.rows.filter((row) => row.urgency !== 'day') },
    { key: 'day', title: t.day, rows: view.rows.filter((row) => row.urgency === 'day') },
  ].filter((group) => group.rows.length > 0)
  const ordered = groups.flatMap((group) => group.rows)
  useWalk({ rows: ordered, active: Math.min(active, ordered.length - 1), setActive, list })
  return (
    <div ref={list}>
      {groups.map((group) => (
        <section key={group.key} aria-labelledby={`today-${group.key}`}>
          <div className={style.section}>
            <h2 id={`today-${group.key}`}>{group.title}</h2>
          </div>
          <ul>
            {group.rows.map((row) => {
              const index = ordered.indexOf(row)
              return (
                <Row key={row.id} row={row} isActive={index === active} showBrand={brandId === 'all'} onActive={() => setActive(index)} />
              )
            })}
          </ul>
        </section>
      ))}
      {view.more > 0 && <p className={style.more}>{t.more(view.more)}</p>}
    </div>
  )
}

function Nothing({ view }: { view: TodayView }) {
  const t = useT(todayWords)
  const { can } = useSession()
  const isFirst = view.notes.length === 0 && view.settled.every((line) => line.count === 0) && view.next.length === 0
  if (!isFirst)
    return (
      <EmptyState
        rest
        title={t.noneTitle}
        actions={
          PAGES.calendar && (
            <LinkButton compact to="/calendar">
              {t.seeCalendar}
            </LinkButton>
          )
        }
      >
        {t.noneText}
      </EmptyState>
    )
  return (
    <EmptyState
      rest
      title={t.firstTitle}
      actions={
        PAGES.channels &&
        can('channels') && (
          <LinkButton kind="primary" to="/settings/channels">
            {t.connect}
          </LinkButton>
        )
      }
    >
      {t.firstText}
    </EmptyState>
  )
}

export default function TodayPage() {
  const t = useT(todayWords)
  const format = useFormat()
  const now = useNow(60_000)
  const { brandId } = useSession()
  const { data: view, error, refetch } = useQuery(todayQuery(brandId))
  return (
    <div className={style.today}>
      <header className={style.head}>
        <h1>{t.title(format.day(now))}</h1>
        {view && <p>{t.lead(view.rows.length + view.more, view.late)}</p>}
      </header>
      <div>
        {error && !view && <ErrorState error={error} onRetry={() => void refetch()} />}
        {!view && !error && <Skeleton lines={6} />}
        {view && (
          <>
            <DayStaff view={view} />
            {view.rows.length > 0 ? <Rows view={view} /> : <Nothing view={view} />}
          </>
        )}
      </div>
      {view && <Margin view={view} />}
    </div>
  )
}
