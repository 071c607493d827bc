import type { ReactNode } from 'react'
import style from './table.module.css'

/** A plain table of the house: `columns` are its heads, the last one kept for acts when it is null. */
export function Table({ caption, columns, children }: { caption: string; columns: readonly (string | null)[]; children: ReactNode }) {
  return (
    <div className={style.wrap}>
      <table className={style.table}>
        <caption className="vh">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) =>
              column === null ? (
                <td key="acts" />
              ) : (
                <th key={column} scope="col">
                  {column}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  )
}
