import type { DeliveryState, PostFormat } from '@pupitre/server/publish/publish.schema'
import { LOOK } from '../../plan/parts/note.ts'
import { Sign } from '../../plan/parts/sign.tsx'
import { cx } from '../../ui/cx.ts'
import { useT } from '../../ui/language.ts'
import { publishWords } from '../publish.words.ts'
import style from './publish.module.css'

const TONE: Partial<Record<DeliveryState, string>> = { failed: style.red, unknown: style.amber, held: style.amber, expired: style.amber }

/** A state as everywhere: the note of the score and its word. */
export function State({ state, format = 'text' }: { state: DeliveryState; format?: PostFormat }) {
  const t = useT(publishWords)
  return (
    <span className={cx(style.state, TONE[state])}>
      <Sign format={format} look={LOOK[state]} />
      {t.states[state]}
    </span>
  )
}
