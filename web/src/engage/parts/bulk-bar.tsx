import { Button, IconButton } from '../../ui/button.tsx'
import { useT } from '../../ui/language.ts'
import { engageWords } from '../engage.words.ts'
import style from '../engage.module.css'

type Props = {
  count: number
  isDone: boolean
  onDone: () => void
  onSnooze: () => void
  onAssign: () => void
  onLabels: () => void
  onClear: () => void
}

/** What is done to all the chosen ones at once. */
export function BulkBar({ count, isDone, onDone, onSnooze, onAssign, onLabels, onClear }: Props) {
  const t = useT(engageWords)
  return (
    <div className={style.bulk} role="toolbar" aria-label={t.chosenLabel}>
      <IconButton icon="x" label={t.unchoose} onPress={onClear} />
      <b aria-live="polite">{t.chosen(count)}</b>
      <span className={style.space} />
      <IconButton icon="moon" label={t.snooze} keys="s" onPress={onSnooze} />
      <IconButton icon="user" label={t.assign} keys="a" onPress={onAssign} />
      <IconButton icon="tag" label={t.labels} keys="l" onPress={onLabels} />
      <Button compact keys="e" onPress={onDone}>
        {isDone ? t.reopen : t.done}
      </Button>
    </div>
  )
}
