import { type KeyboardEvent, type PointerEvent, useRef } from 'react'
import { IconButton } from '../../ui/button.tsx'
import { useT } from '../../ui/language.ts'
import style from '../plan.module.css'
import { planWords } from '../plan.words.ts'
import { LEVELS, levelOf, type Scale, sliderOf, spanAt, spanOf } from './scale.ts'

/** From an hour to a year; the marks are the words one thinks in. */
export function Zoom({ scale, onSpan }: { scale: Scale; onSpan: (span: number) => void }) {
  const t = useT(planWords)
  const track = useRef<HTMLDivElement>(null)
  // To the right one sees closer: the plus stands there.
  const place = 1 - sliderOf(spanOf(scale))
  const spanFor = (at: number) => spanAt(1 - Math.min(1, Math.max(0, at)))
  const level = levelOf(scale)
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    const box = track.current?.getBoundingClientRect()
    if (box && event.buttons === 1) onSpan(spanFor((event.clientX - box.left) / box.width))
  }
  const down = (event: PointerEvent<HTMLDivElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId)
    drag(event)
  }
  const key = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowLeft: place - 0.05, ArrowDown: place - 0.05, ArrowRight: place + 0.05, ArrowUp: place + 0.05, Home: 0, End: 1, PageUp: place + 0.25, PageDown: place - 0.25 } // prettier-ignore
    const next = steps[event.key]
    if (next === undefined) return
    event.preventDefault()
    onSpan(spanFor(next))
  }
  return (
    <div className={style.zoom}>
      <IconButton icon="minus" label={t.zoomOut} onPress={() => onSpan(spanFor(place - 0.0625))} />
      <div
        ref={track}
        className={style.track}
        role="slider"
        tabIndex={0}
        aria-label={t.zoom}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(place * 100)}
        aria-valuetext={t.levels[level]}
        onPointerDown={down}
        onPointerMove={drag}
        onKeyDown={key}
      >
        {LEVELS.map((each, i) => (
          <i key={each} style={{ left: `${i * 25}%` }} />
        ))}
        <b style={{ left: `${place * 100}%` }} />
        <span style={{ left: `${Math.min(88, Math.max(12, place * 100))}%` }}>{t.levels[level]}</span>
      </div>
      <IconButton icon="plus" label={t.zoomIn} onPress={() => onSpan(spanFor(place + 0.0625))} />
    </div>
  )
}
