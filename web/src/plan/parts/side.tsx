import type { CalendarView } from '@pupitre/server/plan/plan.schema'
import type { Format } from '../../ui/format.ts'
import type { Question } from './asked.tsx'
import { NotePanel } from './note-panel.tsx'
import type { Note } from './note.ts'
import { judge } from './rules.ts'
import type { useActs } from './use-acts.ts'

type Props = {
  note: Note
  chord: readonly Note[]
  notes: readonly Note[]
  view: CalendarView
  format: Format
  canSchedule: boolean
  acts: ReturnType<typeof useActs>
  onChoose: (note: Note | null) => void
  onAsk: (question: Question) => void
}

/** The chosen publication beside the calendar. */
export function Side({ note, chord, notes, view, format, canSchedule, acts, onChoose, onAsk }: Props) {
  const channel = notes.filter((n) => n.channelId === note.channelId)
  // That its hour has passed is said by its state; only what can still be mended is held against it.
  const around = { zone: view.zone, quiet: view.quietHours, seasonal: view.seasonal, now: 0 }
  return (
    <NotePanel
      note={note}
      chord={chord.some((n) => n.id === note.id) ? chord : []}
      notes={notes}
      view={view}
      conflicts={note.state === 'published' ? [] : judge(note, note.at, channel, around)}
      format={format}
      canSchedule={canSchedule}
      acts={{
        close: () => onChoose(null),
        choose: onChoose,
        open: acts.open,
        move: (n) => onAsk({ kind: 'move', note: n }),
        publish: (n) => onAsk({ kind: 'publish', note: n }),
        cancel: (n) => onAsk({ kind: 'cancel', note: n }),
      }}
    />
  )
}
