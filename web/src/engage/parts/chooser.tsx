import type { ConversationRow } from '@pupitre/server/engage/engage.schema'
import { AssignChooser, LabelsChooser, SnoozeChooser } from './choosers.tsx'
import type { useDesk } from './use-desk.ts'

/** Labels are known by use: those of the conversations at hand. */
const LOOKED_AT = 500

/** The question one of `s`, `a` and `l` asks. */
export function Chooser({ desk, rows }: { desk: ReturnType<typeof useDesk>; rows: readonly ConversationRow[] }) {
  const close = () => desk.ask(null)
  if (desk.chooser === 'snooze') return <SnoozeChooser onClose={close} onPick={desk.snooze} />
  if (desk.chooser === 'assign') return <AssignChooser rows={desk.targets} onClose={close} onPick={desk.assign} />
  const known = [...new Set(rows.slice(0, LOOKED_AT).flatMap((row) => row.labels))]
  return <LabelsChooser rows={desk.targets} known={known} onClose={close} onPick={desk.labels} />
}
