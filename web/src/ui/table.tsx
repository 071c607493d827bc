import type { ReactNode } from 'react'
import style from './table.module.css'

/** A head; of a column of figures, which stand to the right; or null, for acts. */
type Column = string | { figure: string } | null

/**
 * A plain table of the house. On a phone each row is a small sheet: a cell says what it holds by its `data-label`, and the
 * acts, which have none, stand in the corner.
 */
export function Table({ caption, columns, children }: { caption: string; columns: readonly Column[]; children: ReactNode }) {
  return (
    <div className={style.wrap}>
      <table className={style.table}>
        <caption className="vh">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => {
              if (column === null) return <td key="acts" />
              const isFigure = typeof column !== 'string'
              const head = isFigure ? column.figure : column
              return (
                <th key={head} scope="col" className={isFigure ? 'figure' : undefined}>
                  {head}
                </th>
              )
            })}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  )
}
