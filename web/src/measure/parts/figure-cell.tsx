import { useFormat } from '../../ui/format.ts'
import { useT } from '../../ui/language.ts'
import type { Figure } from '../measure.client.ts'
import { measureWords } from '../measure.words.ts'

/** A figure as it was read. One the network does not give is said so, with the reason for whoever asks. */
export function FigureCell({ figure }: { figure: Figure }) {
  const t = useT(measureWords)
  const format = useFormat()
  const told = figure.why ? t.why[figure.why] : figure.readAt ? t.readAt(format.relative(figure.readAt)) : ''
  return (
    <span className={figure.value === null ? 'dim num' : 'num'} title={told}>
      {format.number(figure.value)}
      {figure.why && <span className="vh"> {told}</span>}
    </span>
  )
}
