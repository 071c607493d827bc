import type { NoteView } from '@pupitre/server/plan/plan.schema'
import { memo } from 'react'
import { cx } from '../../ui/cx.ts'
import type { Format } from '../../ui/format.ts'
import { Glyph } from '../../ui/icon.tsx'
import { useT } from '../../ui/language.ts'
import style from '../plan.module.css'
import { planWords } from '../plan.words.ts'
import { LOOK, movable, type Staff } from './note.ts'
import { Sign } from './sign.tsx'
import { noteName, titleOf } from './speech.ts'

type Props = {
  note: NoteView
  staff: Staff | undefined
  format: Format
  /** `card` with its picture, `line` in a month, `chip` where a day is full. */
  kind: 'card' | 'line' | 'chip'
  isChosen: boolean
  isFocus: boolean
  brand: string | null
}

export function Thumb({ url, size }: { url: string | null; size: number }) {
  if (!url) return null
  return <img className={style.thumb} src={url} alt="" width={size} height={size} loading="lazy" decoding="async" />
}

/** One publication as a card. It hears nothing itself: the grid around it listens for all. */
export const Card = memo(function Card({ note, staff, format, kind, isChosen, isFocus, brand }: Props) {
  const t = useT(planWords)
  const look = LOOK[note.state]
  return (
    <div
      role="gridcell"
      data-note={note.id}
      tabIndex={isFocus ? 0 : -1}
      aria-selected={isChosen}
      aria-label={noteName(t, format, staff, note)}
      draggable={movable(note)}
      className={cx(style.card, style[kind], style[`look-${look}`])}
    >
      {kind === 'card' && note.thumbUrl && <Thumb url={note.thumbUrl} size={200} />}
      {kind === 'chip' && (note.thumbUrl ? <Thumb url={note.thumbUrl} size={24} /> : <Sign format={note.format} look={look} size={22} />)}
      {kind === 'line' && <Thumb url={note.thumbUrl} size={28} />}
      {kind !== 'chip' && (
        <span className={style.cardWords}>
          <span className={style.cardHead}>
            <Sign format={note.format} look={look} />
            <span className="num">{format.time(note.dueAt)}</span>
            {staff && <Glyph network={staff.network} size={12} />}
            {kind === 'card' && <span className="cut">{brand ?? staff?.name}</span>}
          </span>
          <span className={style.cardTitle}>{titleOf(t, note)}</span>
          {kind === 'card' && look !== 'scheduled' && look !== 'published' && (
            <span className={style.cardState}>{t.states[note.state]}</span>
          )}
        </span>
      )}
    </div>
  )
})
