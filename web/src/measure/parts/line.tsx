import { useFormat } from '../../ui/format.ts'
import { useT } from '../../ui/language.ts'
import { Table } from '../../ui/table.tsx'
import type { Series } from '../measure.client.ts'
import { measureWords } from '../measure.words.ts'
import style from './measure.module.css'

type Known = { at: number; value: number }

const knownOf = (series: Series): Known[] => series.points.flatMap(({ at, value }) => (value === null ? [] : { at: Date.parse(at), value }))

/** Readings as a line, from the least to the most that was read; nothing is drawn between what was not. */
export function Line({ series, label, small }: { series: Series; label: string; small?: boolean }) {
  const format = useFormat()
  const known = knownOf(series)
  const [first] = known
  const last = known.at(-1)
  if (!first || !last || known.length < 2) return null
  const [width, height] = small ? [84, 22] : [860, 150]
  const least = Math.min(...known.map((one) => one.value))
  const most = Math.max(...known.map((one) => one.value))
  const x = (at: number) => ((at - first.at) / Math.max(1, last.at - first.at)) * (width - 4) + 2
  const y = (value: number) => height - 3 - ((value - least) / Math.max(1, most - least)) * (height - 6)
  const path = known.map((one, i) => `${i === 0 ? 'M' : 'L'}${x(one.at).toFixed(1)} ${y(one.value).toFixed(1)}`).join('')
  return (
    <figure className={small ? style.spark : style.line}>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label} preserveAspectRatio="none">
        <path d={path} />
      </svg>
      {!small && (
        <figcaption>
          <span>{`${format.dateShort(first.at)} · ${format.number(first.value)}`}</span>
          <span>{`${format.dateShort(last.at)} · ${format.number(last.value)}`}</span>
        </figcaption>
      )}
    </figure>
  )
}

/** The table behind a line, for whoever reads figures rather than drawings. */
export function SeriesTable({ series }: { series: Series[] }) {
  const t = useT(measureWords)
  const format = useFormat()
  const instants = [...new Set(series.flatMap((one) => one.points.map((point) => point.at)))].sort().reverse()
  const nameOf = (code: string) => t.codes[code as keyof typeof t.codes] ?? code
  return (
    <details className={style.behind}>
      <summary>{t.series}</summary>
      <Table caption={t.series} columns={[t.at, ...series.map((one) => nameOf(one.code))]}>
        {instants.map((at) => (
          <tr key={at}>
            <th scope="row" className="num">
              {format.full(at)}
            </th>
            {series.map((one) => (
              <td key={one.code} className="num">
                {format.number(one.points.find((point) => point.at === at)?.value ?? null)}
              </td>
            ))}
          </tr>
        ))}
      </Table>
    </details>
  )
}
