import type { ConversationRow, Corrected } from '@pupitre/server/engage/engage.schema'
import { AssignChooser, LabelsChooser, SnoozeChooser } from './choosers.tsx'
import { CorrectChooser } from './correct.tsx'
import type { useDesk } from './use-desk.ts'

/** Labels are known by use: those of the conversations at hand. */
const LOOKED_AT = 500

/** The question one of `s`, `a`, `l` and `c` asks. */
export function Chooser({ desk, rows }: { desk: ReturnType<typeof useDesk>; rows: readonly ConversationRow[] }) {
  const close = () => desk.ask(null)
  if (desk.chooser === 'snooze') return <SnoozeChooser onClose={close} onPick={desk.snooze} />
  if (desk.chooser === 'assign') return <AssignChooser rows={desk.targets} onClose={close} onPick={desk.assign} />
  if (desk.chooser === 'correct') {
    const { understood } = desk
    const { understanding } = understood ?? {}
    if (!understood || !understanding) return null
    const pick = (decided: Corrected) => desk.correct(understood.id, decided)
    return <CorrectChooser message={{ ...understood, understanding }} onClose={close} onPick={pick} />
  }
  const known = [...new Set(rows.slice(0, LOOKED_AT).flatMap((row) => row.labels))]
  return <LabelsChooser rows={desk.targets} known={known} onClose={close} onPick={desk.labels} />
}
