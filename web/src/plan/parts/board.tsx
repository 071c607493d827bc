import { useMemo, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { useT } from '../../ui/language.ts'
import style from '../plan.module.css'
import { planWords } from '../plan.words.ts'
import { Card } from './card.tsx'
import { type CardsProps, notesById } from './days.tsx'
import { type Look, LOOK } from './note.ts'
import { useCards } from './use-cards.ts'

const COLUMNS = ['draft', 'awaiting', 'scheduled', 'leaving', 'trouble', 'published'] as const
type Column = (typeof COLUMNS)[number]
const FIRST = 60

const COLUMN: Record<Look, Column | null> = {
  draft: 'draft',
  awaiting: 'awaiting',
  scheduled: 'scheduled',
  leaving: 'leaving',
  failed: 'trouble',
  unknown: 'trouble',
  held: 'trouble',
  published: 'published',
  gone: null,
}

/** By state. A card changes its column by being approved or sent, never by being dragged: the state is what happened. */
export function Board({ view, format, chosen, brands, acts }: CardsProps) {
  const t = useT(planWords)
  const [shown, setShown] = useState<Partial<Record<Column, number>>>({})
  const byId = useMemo(() => notesById(view), [view])
  const staves = useMemo(() => new Map(view.staves.map((s) => [s.id, s])), [view.staves])
  const all = COLUMNS.map((column) =>
    view.notes.filter((n) => COLUMN[LOOK[n.state]] === column).sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1)),
  )
  // What is published reads from the latest, what is to come from the next.
  all.at(-1)?.reverse()
  const columns = all.map((notes, c) => notes.slice(0, shown[COLUMNS[c] as Column] ?? FIRST))
  const cards = useCards({ columns: columns.map((c) => c.map((n) => n.id)), byId, zone: view.zone, wrap: 0, vertical: 'quarter', acts })
  return (
    <div role="group" aria-label={t.views.board} className={style.board} {...cards.listeners}>
      {COLUMNS.map((column, c) => {
        const notes = columns[c] ?? []
        const total = all[c]?.length ?? 0
        if (total === 0 && (column === 'leaving' || column === 'trouble')) return null
        return (
          <section key={column} className={style.column} aria-label={t.board[column]}>
            <h3>
              {t.board[column]} <span className="num dim">{format.number(total)}</span>
            </h3>
            {total === 0 && <p className="dim">{t.emptyColumn}</p>}
            {notes.map((note) => (
              <Card
                key={note.id}
                note={note}
                staff={staves.get(note.channelId)}
                format={format}
                kind="dated"
                isChosen={note.id === chosen}
                isFocus={note.id === cards.focus}
                brand={brands?.get(note.brandId) ?? null}
              />
            ))}
            {total > notes.length && (
              <Button compact onPress={() => setShown({ ...shown, [column]: notes.length + FIRST * 2 })}>
                {t.showMore(total - notes.length)}
              </Button>
            )}
          </section>
        )
      })}
    </div>
  )
}
