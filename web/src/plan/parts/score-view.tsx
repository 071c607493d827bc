import type { CalendarView } from '@pupitre/server/plan/plan.schema'
import { type RefObject, useMemo, useRef } from 'react'
import type { Format } from '../../ui/format.ts'
import style from '../plan.module.css'
import { Legend } from './legend.tsx'
import { densityFor, loadFor, type Span } from './period.ts'
import { Score, type ScoreEvents } from './score.tsx'
import { sceneOf } from './scene.ts'
import { centreOn, type Scale } from './scale.ts'
import type { Stage } from './stage.ts'
import { useDensity } from './use-calendar.ts'
import { Year, type YearHandle } from './year.tsx'
import { daysIn } from './zone.ts'

type Props = {
  brandId: string
  view: CalendarView
  scale: Scale
  format: Format
  chosen: string | null
  brands: ReadonlyMap<string, string> | null
  stage: RefObject<Stage | null>
  events: ScoreEvents
  onAddCampaign: (() => void) | null
}

/** Days of the notes that are laid out, with room for the conflicts at both ends. */
function useScene(view: CalendarView, span: Span, days: Parameters<typeof sceneOf>[1]) {
  return useMemo(() => sceneOf(view, days, daysIn(view.zone, span.from, span.to)), [view, days, span.from, span.to])
}

export function ScoreView({ brandId, view, scale, format, chosen, brands, stage, events, onAddCampaign }: Props) {
  const year = useRef<YearHandle | null>(null)
  const around = densityFor(view.zone, scale)
  const days = useDensity(brandId, around.span)
  const scene = useScene(view, loadFor(scale), days)
  const formats = useMemo(() => new Set(view.notes.map((note) => note.format)), [view.notes])
  return (
    <div className={style.scoreView}>
      <Score
        scene={scene}
        start={scale}
        chosen={chosen}
        format={format}
        brands={brands}
        handle={stage}
        onAddCampaign={onAddCampaign}
        events={{
          ...events,
          moved: (at) => {
            year.current?.follow(at)
            events.moved(at)
          },
        }}
      />
      <Legend formats={formats} />
      <Year
        year={around.year}
        zone={view.zone}
        days={days}
        scale={scale}
        format={format}
        handle={year}
        onGo={(instant) => stage.current?.look(centreOn(stage.current.scale, instant))}
      />
    </div>
  )
}
