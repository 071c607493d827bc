import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useRef, useState } from 'react'
import { useSession } from '../session.ts'
import { useActions } from '../ui/actions.ts'
import { makeFormat } from '../ui/format.ts'
import { useLanguage, useT } from '../ui/language.ts'
import { EmptyState, ErrorState, Notice, Skeleton } from '../ui/states.tsx'
import { LinkButton } from '../ui/button.tsx'
import { planActions } from './plan.actions.ts'
import { planWords } from './plan.words.ts'
import style from './plan.module.css'
import { Agenda } from './parts/agenda.tsx'
import { Asked, type Question } from './parts/asked.tsx'
import { Board } from './parts/board.tsx'
import { Month, notesById, Week } from './parts/days.tsx'
import { Head } from './parts/head.tsx'
import type { Note } from './parts/note.ts'
import { NotePanel } from './parts/note-panel.tsx'
import { firstView, keepView, loadFor, nextMonth, periodText, type Span, spanFor, type View } from './parts/period.ts'
import { judge } from './parts/rules.ts'
import { ScoreView } from './parts/score-view.tsx'
import type { ScoreEvents } from './parts/score.tsx'
import { endOf, panBy, type Scale, scaleOver, SPAN, spanOf } from './parts/scale.ts'
import type { Stage } from './parts/stage.ts'
import { type Filters, NO_FILTERS, useCalendar, useFreshness } from './parts/use-calendar.ts'
import { useActs } from './parts/use-acts.ts'
import { addDays, dateOf, dayStart, HOUR, mondayOf } from './parts/zone.ts'

/** Where one looks: the score by its scale, the other views by a date. They follow each other. */
function usePlace(zone: string) {
  const [view, setView] = useState<View>(firstView)
  const [scale, setScale] = useState<Scale>(() => scaleOver(dayStart(zone, mondayOf(dateOf(zone, Date.now()))), SPAN.week, 1000))
  const [date, setDate] = useState(() => dateOf(zone, Date.now()))
  const show = (next: View) => {
    keepView(next)
    if (next === 'score' && view !== 'score') setScale(scaleOver(dayStart(zone, mondayOf(date)), spanOf(scale), scale.width))
    if (next !== 'score' && view === 'score') {
      const [from, to] = [scale.from, endOf(scale)]
      const now = Date.now()
      setDate(dateOf(zone, now >= from && now <= to ? now : (from + to) / 2))
    }
    setView(next)
  }
  const turnDate = (by: 1 | -1) => setDate(view === 'week' ? addDays(date, 7 * by) : nextMonth(date, by))
  return { view, show, scale, setScale, date, setDate, turnDate }
}

export default function PlanPage() {
  const { brand, brandId, me, can } = useSession()
  const t = useT(planWords)
  const language = useLanguage()
  const zone = brand?.zone ?? me.brands[0]?.zone ?? 'Europe/Paris'
  const format = useMemo(() => makeFormat(language, zone), [language, zone])
  const place = usePlace(zone)
  const { view, scale } = place
  const [filters, setFilters] = useState<Filters>(NO_FILTERS)
  const [question, setQuestion] = useState<Question | null>(null)
  const [chord, setChord] = useState<readonly Note[]>([])
  const { panel } = useSearch({ from: '/desk' })
  const navigate = useNavigate()
  const stage = useRef<Stage | null>(null)
  const acts = useActs(zone, format)
  useFreshness()
  const shownSpan: Span = view === 'score' ? { from: scale.from, to: endOf(scale) } : spanFor(view, place.date, zone)
  const load = view === 'score' ? loadFor(scale) : shownSpan
  const calendar = useCalendar(brandId, load, filters)
  const byId = useMemo(() => (calendar.view ? notesById(calendar.view) : new Map<string, Note>()), [calendar.view])
  const notes = useMemo(() => [...byId.values()], [byId])
  const note = panel === undefined ? undefined : byId.get(panel)
  const brands = useMemo(
    () => (brandId === 'all' && calendar.whole ? new Map(calendar.whole.brands.map((b) => [b.id, b.name])) : null),
    [brandId, calendar.whole],
  )
  const choose = (next: Note | null, together: readonly Note[] = []) => {
    setChord(together)
    void navigate({ to: '.', search: (before: Record<string, unknown>) => ({ ...before, panel: next?.id }), replace: true })
  }
  const today = () => {
    place.setDate(dateOf(zone, Date.now()))
    const held = stage.current?.scale
    if (!held) return
    const span = spanOf(held)
    stage.current?.look({
      ...held,
      from: span > 2 * SPAN.day && span < 10 * SPAN.day ? dayStart(zone, mondayOf(dateOf(zone, Date.now()))) : Date.now() - span / 3,
    })
  }
  const turn = (by: 1 | -1) => {
    if (view !== 'score') return place.turnDate(by)
    const held = stage.current?.scale
    if (held) stage.current?.look(panBy(held, -by * held.width))
  }
  const mayWrite = can('write')
  const create = mayWrite ? () => acts.create(null, null) : null
  const settle = brandId !== 'all' && mayWrite
  const print = () => {
    place.show('month')
    // The month is laid out and its pictures asked for before the paper is.
    setTimeout(() => window.print(), 600)
  }
  const actions = planActions(t, view, {
    create,
    move: note && can('schedule') ? () => setQuestion({ kind: 'move', note }) : null,
    today,
    turn,
    show: place.show,
    pillars: settle ? () => setQuestion({ kind: 'pillars' }) : null,
    campaign: settle ? () => setQuestion({ kind: 'campaign', campaign: null }) : null,
    feed: () => setQuestion({ kind: 'feed' }),
    print,
  })
  useActions(actions)
  const edit = (id: string) => {
    const campaign = calendar.whole?.campaigns.find((c) => c.id === id)
    if (campaign && mayWrite) setQuestion({ kind: 'campaign', campaign })
  }
  const events: ScoreEvents = {
    moved: () => undefined,
    settled: place.setScale,
    chosen: (next, together) => choose(next, together),
    opened: acts.open,
    pointed: () => undefined,
    said: () => acts.fixed(),
    create: (at, staff) => mayWrite && acts.create(at, calendar.view?.staves[staff] ?? null),
    campaign: (id) => edit(id),
    dropped: (ghosts) => {
      const [main] = ghosts
      const staff = main && calendar.view?.staves[main.staff]
      if (main?.copy && staff) setQuestion({ kind: 'copy', note: main.note, staff, at: main.at })
      else if (acts.move(ghosts.map((g) => ({ note: g.note, at: g.at })))) stage.current?.setGhosts([])
    },
  }
  const cardActs = {
    choose: (n: Note) => choose(n),
    open: acts.open,
    move: (n: Note, at: number) => acts.move([{ note: n, at }]),
    fixed: acts.fixed,
  }
  const shown = calendar.view
  const cards = shown && {
    view: shown,
    span: shownSpan,
    format,
    chosen: panel ?? null,
    brands,
    acts: cardActs,
    onCreate: mayWrite ? (date: string) => acts.create(dayStart(zone, date) + 9 * HOUR, null) : null,
  }
  return (
    <div className={style.page}>
      <div className={style.main}>
        <Head
          view={view}
          period={periodText(view, shownSpan, format)}
          scale={scale}
          actions={actions}
          whole={calendar.whole}
          filters={filters}
          onFilters={setFilters}
          onView={place.show}
          onToday={today}
          onTurn={turn}
          onSpan={(span) => stage.current?.zoomSpan(span)}
          onCreate={create}
          onCampaign={mayWrite ? edit : null}
        />
        {shown?.truncated && <Notice title={t.truncated} />}
        {calendar.error && !shown && <ErrorState error={calendar.error} onRetry={() => void calendar.retry()} />}
        {!shown && !calendar.error && <Skeleton lines={6} />}
        {calendar.whole?.staves.length === 0 && (
          <EmptyState
            title={t.emptyTitle}
            rest
            actions={
              can('channels') && (
                <LinkButton kind="primary" to="/settings/channels">
                  {t.emptyAction}
                </LinkButton>
              )
            }
          >
            {t.emptyText}
          </EmptyState>
        )}
        {shown && shown.staves.length > 0 && view === 'score' && (
          <ScoreView
            brandId={brandId}
            view={shown}
            scale={scale}
            format={format}
            chosen={panel ?? null}
            brands={brands}
            stage={stage}
            events={events}
            onAddCampaign={settle ? () => setQuestion({ kind: 'campaign', campaign: null }) : null}
          />
        )}
        {cards && cards.view.staves.length > 0 && view === 'week' && <Week {...cards} />}
        {cards && cards.view.staves.length > 0 && view === 'month' && <Month {...cards} />}
        {cards && cards.view.staves.length > 0 && view === 'list' && <Agenda {...cards} />}
        {cards && cards.view.staves.length > 0 && view === 'board' && <Board {...cards} />}
      </div>
      {note && shown && (
        <NotePanel
          note={note}
          chord={chord.some((n) => n.id === note.id) ? chord : []}
          notes={notes}
          view={shown}
          conflicts={
            note.state === 'published'
              ? []
              : judge(
                  note,
                  note.at,
                  notes.filter((n) => n.channelId === note.channelId),
                  { zone, quiet: shown.quietHours, seasonal: shown.seasonal, now: 0 },
                )
          }
          format={format}
          canSchedule={can('schedule')}
          acts={{
            close: () => choose(null),
            choose: (next) => {
              choose(next, chord)
              stage.current?.reveal(next)
            },
            open: acts.open,
            move: (n) => setQuestion({ kind: 'move', note: n }),
            publish: (n) => setQuestion({ kind: 'publish', note: n }),
            cancel: (n) => setQuestion({ kind: 'cancel', note: n }),
          }}
        />
      )}
      <Asked
        question={question}
        view={shown}
        brandId={brandId}
        format={format}
        acts={acts}
        day={dateOf(zone, (shownSpan.from + shownSpan.to) / 2)}
        onClose={() => setQuestion(null)}
      />
    </div>
  )
}
