import type { TodayView } from '@pupitre/server/today/today.schema'
import { Link } from '@tanstack/react-router'
import { useRef } from 'react'
import { LOOK, type Look } from '../../plan/parts/note.ts'
import { SHAPES } from '../../plan/parts/shapes.ts'
import { PAGES } from '../../rooms.ts'
import { useFormat } from '../../ui/format.ts'
import { useT } from '../../ui/language.ts'
import { useNow } from '../../ui/now.ts'
import { useWidth } from '../../ui/use-width.ts'
import style from '../today.module.css'
import { todayWords } from '../today.words.ts'

type DayNote = TodayView['notes'][number]
type Placed = DayNote & { x: number; y: number; look: Look }

const MIDDLE = 34.5
/** Shapes overlap below this distance and make a chord: the later one stands higher. */
const APART = 26

function place(notes: readonly DayNote[], x: (at: string) => number): Placed[] {
  const rises: number[] = []
  const sorted = [...notes].filter((note) => LOOK[note.state] !== 'gone').sort((one, other) => one.at.localeCompare(other.at))
  const xs = sorted.map((note) => x(note.at))
  return sorted.map((note, index) => {
    const isNear = index > 0 && (xs[index] ?? 0) - (xs[index - 1] ?? 0) < APART
    rises[index] = isNear ? ((rises[index - 1] ?? 0) + 1) % 3 : 0
    return { ...note, x: xs[index] ?? 0, y: MIDDLE - [0, 11, -11][rises[index] ?? 0]!, look: LOOK[note.state] }
  })
}

const MARKS: Partial<Record<Look, string>> = { published: 'M-4.5 .3l3.2 3.4 6-6.9', failed: 'M0 -6v7M0 4v1.6', held: 'M-3 -5v10M3 -5v10' }

function NoteShape({ note }: { note: Placed }) {
  const shape = SHAPES[note.format]
  const isFull = note.look === 'scheduled' || note.look === 'leaving'
  const stroke = note.look === 'failed' ? 'var(--red)' : note.look === 'published' ? 'var(--edge)' : 'var(--ink)'
  const mark = MARKS[note.look]
  return (
    <>
      <g
        fill={isFull ? 'var(--ink)' : 'var(--paper)'}
        stroke={stroke}
        strokeWidth="1.5"
        strokeLinejoin="round"
        strokeDasharray={note.look === 'unknown' ? '3 2.5' : undefined}
      >
        {shape.back && <path d={shape.back} fill="none" />}
        <path d={shape.front} />
      </g>
      {note.look === 'awaiting' && <path d={shape.front} fill="var(--ink)" style={{ clipPath: 'inset(0 50% 0 0)' }} />}
      {mark && (
        <path
          d={mark}
          transform={`translate(${shape.dx} ${shape.dy})`}
          fill="none"
          stroke={note.look === 'failed' ? 'var(--red)' : 'var(--ink-2)'}
          strokeWidth="1.6"
        />
      )}
      {note.look === 'unknown' && (
        <text y="4.5" textAnchor="middle" style={{ fill: 'var(--ink)', fontWeight: 620, fontSize: 13 }}>
          ?
        </text>
      )}
    </>
  )
}

/** A title is written where the next note leaves it room. */
function roomAfter(notes: readonly Placed[], index: number, end: number): number {
  return (notes[index + 1]?.x ?? end) - (notes[index]?.x ?? 0) - 44
}

/** One day as one staff: what left, what is to come, and the baton where we are. */
export function DayStaff({ view }: { view: TodayView }) {
  const t = useT(todayWords)
  const format = useFormat()
  const now = useNow(30_000)
  const box = useRef<HTMLDivElement>(null)
  const width = useWidth(box)
  const baton = format.hour(now)
  const hours = [baton, ...view.notes.map((note) => format.hour(note.at))]
  const first = Math.max(0, Math.min(7, Math.floor(Math.min(...hours) - 0.4)))
  const last = Math.min(24, Math.max(22, Math.ceil(Math.max(...hours) + 0.4)))
  const xOf = (hour: number) => ((hour - first) / (last - first)) * width
  const isNarrow = width < 500
  const notes = width > 0 ? place(view.notes, (at) => xOf(format.hour(at))) : []
  const step = isNarrow ? 4 : 2
  const labels = Array.from({ length: 13 }, (_, index) => index * step).filter((hour) => hour > first && hour < last)
  const before = notes.filter((note) => note.look === 'published').length
  const batonX = xOf(baton)
  return (
    <div className={style.day} ref={box}>
      <svg viewBox={`0 0 ${width} 92`} role="group" aria-label={t.staff(before, notes.filter((note) => Date.parse(note.at) > now).length)}>
        {[0, 1, 2, 3, 4].map((line) => (
          <path key={line} d={`M0 ${12.5 + line * 11}H${width}`} stroke="var(--rule)" />
        ))}
        <path d={`M.5 12V57M${width - 0.5} 12V57M${width - 4} 12V57`} stroke="var(--ink-2)" />
        {labels.map((hour) => (
          <text key={hour} x={xOf(hour)} y="78" textAnchor="middle" aria-hidden="true">
            {hour}:00
          </text>
        ))}
        <path d={`M${batonX} 2V66`} stroke="var(--accent)" strokeWidth="1.5" />
        <text
          className={`${style.now} ${style.halo}`}
          x={batonX > width - 48 ? batonX - 5 : batonX + 5}
          y="8"
          textAnchor={batonX > width - 48 ? 'end' : 'start'}
        >
          {format.time(now)}
        </text>
        {notes.map((note, index) => (
          <NoteLink key={note.id} note={note} room={isNarrow ? 0 : roomAfter(notes, index, width - 8)} />
        ))}
      </svg>
    </div>
  )
}

function NoteLink({ note, room }: { note: Placed; room: number }) {
  const t = useT(todayWords)
  const format = useFormat()
  const said = `${format.time(note.at)}, ${note.title}, ${t.states[note.state]}`
  const showsTitle = room > 60 && note.look !== 'published'
  const letters = Math.floor(room / 6.2)
  const drawn = (
    <g transform={`translate(${note.x} ${note.y})`}>
      <title>{said}</title>
      <circle className={style.focus} r="17" fill="none" strokeWidth="2" />
      <NoteShape note={note} />
      {showsTitle && (
        <text className={style.halo} x="19" y="4">
          {note.title.length > letters ? `${note.title.slice(0, letters - 1)}…` : note.title}
        </text>
      )}
    </g>
  )
  if (!note.contentId || !PAGES.studio)
    return (
      <g role="img" aria-label={said}>
        {drawn}
      </g>
    )
  return (
    <Link to="/studio/$contentId" params={{ contentId: note.contentId }} aria-label={said}>
      {drawn}
    </Link>
  )
}
