import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useRef, useState } from 'react'
import { type Session, useSession } from '../session.ts'
import { useActions } from '../ui/actions.ts'
import { makeFormat } from '../ui/format.ts'
import { useLanguage, useT } from '../ui/language.ts'
import { planActions } from './plan.actions.ts'
import { planWords } from './plan.words.ts'
import style from './plan.module.css'
import { Asked, type Question } from './parts/asked.tsx'
import { Body } from './parts/body.tsx'
import { notesById } from './parts/days.tsx'
import { Head } from './parts/head.tsx'
import type { Note } from './parts/note.ts'
import { loadFor } from './parts/period.ts'
import { ScoreView } from './parts/score-view.tsx'
import type { ScoreEvents } from './parts/score.tsx'
import { Side } from './parts/side.tsx'
import type { Stage } from './parts/stage.ts'
import { type Filters, NO_FILTERS, useCalendar, useFreshness } from './parts/use-calendar.ts'
import { useActs } from './parts/use-acts.ts'
import { usePlace } from './parts/use-place.ts'
import { dateOf, dayStart, HOUR } from './parts/zone.ts'

/** The zone of the brand at the desk; over all brands, that of the first. */
function useZone({ brand, me }: Session) {
  const language = useLanguage()
  const zone = brand?.zone ?? me.brands[0]?.zone ?? 'Europe/Paris'
  const format = useMemo(() => makeFormat(language, zone), [language, zone])
  return { zone, format }
}

/** The chosen publication stands in the address, so that it can be linked. */
function useChosen() {
  const { panel } = useSearch({ from: '/desk' })
  const navigate = useNavigate()
  const [chord, setChord] = useState<readonly Note[]>([])
  const choose = (note: Note | null, together: readonly Note[] = chord) => {
    setChord(together)
    void navigate({ to: '.', search: (before: Record<string, unknown>) => ({ ...before, panel: note?.id }), replace: true })
  }
  return { chosen: panel ?? null, chord, choose }
}

function usePlan() {
  const session = useSession()
  const { zone, format } = useZone(session)
  const stage = useRef<Stage | null>(null)
  const place = usePlace(zone, stage)
  const [filters, setFilters] = useState<Filters>(NO_FILTERS)
  const [question, ask] = useState<Question | null>(null)
  const load = place.view === 'score' ? loadFor(place.scale) : place.shown
  const calendar = useCalendar(session.brandId, load, filters)
  const byId = useMemo(() => (calendar.view ? notesById(calendar.view) : new Map<string, Note>()), [calendar.view])
  const notes = useMemo(() => [...byId.values()], [byId])
  const chosen = useChosen()
  useFreshness()
  return { session, zone, format, stage, place, filters, setFilters, question, ask, calendar, byId, notes, ...chosen }
}

type Plan = ReturnType<typeof usePlan>

/** What may be done from here, as one list for the menu, the keys and the palette. */
function usePlanActions(plan: Plan, acts: ReturnType<typeof useActs>, note: Note | undefined) {
  const t = useT(planWords)
  const { session, place, ask } = plan
  const mayWrite = session.can('write')
  const settles = mayWrite && session.brandId !== 'all'
  const print = () => {
    place.show('month')
    // The month is laid out and its pictures asked for before the paper is.
    setTimeout(() => window.print(), 600)
  }
  const create = mayWrite ? () => acts.create(null, null) : null
  const campaign = settles ? () => ask({ kind: 'campaign', campaign: null }) : null
  const edit = (id: string) => {
    const found = plan.calendar.whole?.campaigns.find((c) => c.id === id)
    if (found && mayWrite) ask({ kind: 'campaign', campaign: found })
  }
  const actions = planActions(t, place.view, {
    create,
    campaign,
    move: note && session.can('schedule') ? () => ask({ kind: 'move', note }) : null,
    today: place.today,
    turn: place.turn,
    show: place.show,
    pillars: settles ? () => ask({ kind: 'pillars' }) : null,
    feed: () => ask({ kind: 'feed' }),
    print,
  })
  useActions(actions)
  return { actions, create, campaign, edit, mayWrite }
}

export default function PlanPage() {
  const plan = usePlan()
  const { session, zone, format, stage, place, calendar, chosen, choose, ask } = plan
  const acts = useActs(zone, format)
  const note = chosen === null ? undefined : plan.byId.get(chosen)
  const doings = usePlanActions(plan, acts, note)
  const shown = calendar.view
  const brands = useMemo(
    () => (session.brandId === 'all' && calendar.whole ? new Map(calendar.whole.brands.map((b) => [b.id, b.name])) : null),
    [session.brandId, calendar.whole],
  )
  const events: ScoreEvents = {
    moved: () => undefined,
    settled: place.setScale,
    chosen: choose,
    opened: acts.open,
    pointed: () => undefined,
    said: acts.fixed,
    campaign: doings.edit,
    create: (at, staff) => {
      if (doings.mayWrite) acts.create(at, shown?.staves[staff] ?? null)
    },
    dropped: (ghosts) => {
      const [main] = ghosts
      const staff = main && shown?.staves[main.staff]
      if (main?.copy && staff) ask({ kind: 'copy', note: main.note, staff, at: main.at })
      else acts.move(ghosts.map((g) => ({ note: g.note, at: g.at })))
    },
  }
  const cards = {
    span: place.shown,
    format,
    chosen,
    brands,
    acts: { choose, open: acts.open, move: (n: Note, at: number) => acts.move([{ note: n, at }]), fixed: acts.fixed },
    onCreate: doings.mayWrite ? (date: string) => acts.create(dayStart(zone, date) + 9 * HOUR, null) : null,
  }
  return (
    <div className={style.page}>
      <div className={style.main}>
        <Head
          place={place}
          format={format}
          actions={doings.actions}
          whole={calendar.whole}
          filters={plan.filters}
          onFilters={plan.setFilters}
          onSpan={(span) => stage.current?.zoomSpan(span)}
          onCreate={doings.create}
          onCampaign={doings.mayWrite ? doings.edit : null}
        />
        <Body
          view={place.view}
          shown={shown}
          hasChannels={(calendar.whole?.staves.length ?? 0) > 0}
          error={calendar.error}
          onRetry={() => void calendar.retry()}
          mayConnect={session.can('channels')}
          cards={cards}
          score={() =>
            shown && (
              <ScoreView
                brandId={session.brandId}
                view={shown}
                scale={place.scale}
                format={format}
                chosen={chosen}
                brands={brands}
                stage={stage}
                events={events}
                onAddCampaign={doings.campaign}
              />
            )
          }
        />
      </div>
      {note && shown && (
        <Side
          note={note}
          chord={plan.chord}
          notes={plan.notes}
          view={shown}
          format={format}
          canSchedule={session.can('schedule')}
          acts={acts}
          onAsk={ask}
          onChoose={(next) => {
            choose(next)
            if (next) stage.current?.reveal(next)
          }}
        />
      )}
      <Asked
        question={plan.question}
        view={shown}
        brandId={session.brandId}
        format={format}
        acts={acts}
        day={dateOf(zone, (place.shown.from + place.shown.to) / 2)}
        onClose={() => ask(null)}
      />
    </div>
  )
}
