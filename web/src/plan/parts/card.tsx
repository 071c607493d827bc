import type { NoteView } from '@pupitre/server/plan/plan.schema'
import { memo } from 'react'
import { cx } from '../../ui/cx.ts'
import type { Format } from '../../ui/format.ts'
import { Glyph } from '../../ui/icon.tsx'
import { useT } from '../../ui/language.ts'
import style from '../plan.module.css'
import type { words as fr } from '../plan.fr.ts'
import { planWords } from '../plan.words.ts'
import { LOOK, movable, type Staff } from './note.ts'
import { Sign } from './sign.tsx'
import { noteName, titleOf } from './speech.ts'

type Props = {
  note: NoteView
  staff: Staff | undefined
  format: Format
  /** `card` with its picture, `dated` where the place does not say the day, `line` in a month, `chip` where a day is full. */
  kind: 'card' | 'dated' | 'line' | 'chip'
  isChosen: boolean
  isFocus: boolean
  brand: string | null
}

export function Thumb({ url, size }: { url: string | null; size: number }) {
  if (!url) return null
  return <img className={style.thumb} src={url} alt="" width={size} height={size} loading="lazy" decoding="async" />
}

function Picture({ note, kind }: Pick<Props, 'note' | 'kind'>) {
  if (kind === 'chip' && !note.thumbUrl) return <Sign format={note.format} look={LOOK[note.state]} size={22} />
  return <Thumb url={note.thumbUrl} size={{ card: 200, dated: 200, line: 28, chip: 24 }[kind]} />
}

function Said({ note, staff, format, kind, brand, t }: Omit<Props, 'isChosen' | 'isFocus'> & { t: typeof fr }) {
  const look = LOOK[note.state]
  const isWide = kind !== 'line'
  return (
    <span className={style.cardWords}>
      <span className={style.cardHead}>
        <Sign format={note.format} look={look} />
        <span className="num">
          {kind === 'dated' ? `${format.dateShort(note.dueAt)}, ${format.time(note.dueAt)}` : format.time(note.dueAt)}
        </span>
        {staff && <Glyph network={staff.network} size={12} />}
        {isWide && <span className="cut">{brand ?? staff?.name}</span>}
      </span>
      <span className={style.cardTitle}>{titleOf(t, note)}</span>
      <span className="vh">
        {[isWide ? null : staff?.name, format.day(note.dueAt), t.formats[note.format], t.states[note.state]].filter(Boolean).join(', ')}
      </span>
      {kind === 'card' && look !== 'scheduled' && look !== 'published' && <span className={style.cardState}>{t.states[note.state]}</span>}
    </span>
  )
}

/** One publication as a card. It hears nothing itself: the grid around it listens for all. */
export const Card = memo(function Card(props: Props) {
  const { note, staff, format, kind, isChosen, isFocus } = props
  const t = useT(planWords)
  return (
    <div
      role="button"
      data-note={note.id}
      tabIndex={isFocus ? 0 : -1}
      aria-current={isChosen || undefined}
      aria-label={kind === 'chip' ? noteName(t, format, staff, note) : undefined}
      draggable={movable(note)}
      className={cx(style.card, style[kind], style[`look-${LOOK[note.state]}`])}
    >
      <Picture note={note} kind={kind} />
      {kind !== 'chip' && <Said {...props} t={t} />}
    </div>
  )
})
