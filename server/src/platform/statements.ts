import { createHash } from 'node:crypto'
import { Client } from 'pg'

/** A statement is worth a plan of its own from its tenth use on; there are at most so many, and none longer than this. */
const worthwhile = 10
const most = 300
const longest = 8_000

const uses = new Map<string, number>()
const names = new Map<string, string>()

/** The name under which each connection keeps a plan of this statement; undefined while it is not used often. */
function nameOf(text: string): string | undefined {
  const known = names.get(text)
  if (known !== undefined || names.size >= most || text.length > longest) return known
  const count = (uses.get(text) ?? 0) + 1
  if (count < worthwhile) {
    // Statements made of lists come in any number of lengths: they are forgotten together.
    if (uses.size > 5_000) uses.clear()
    uses.set(text, count)
    return undefined
  }
  uses.delete(text)
  const name = `s${createHash('sha256').update(text).digest('hex').slice(0, 24)}`
  names.set(text, name)
  return name
}

/** What drizzle gives to the driver: a statement, and apart from it the values it is asked with. */
type Asked = { text?: string; name?: string | undefined }

/**
 * A connection that keeps the plans of what is asked often. Planning takes as long as answering for most of what a page asks.
 * PostgreSQL goes on planning anew where the values matter (https://www.postgresql.org/docs/18/sql-prepare.html).
 */
export class PlanningClient extends Client {
  override query(...asked: unknown[]): never {
    const [statement, values] = asked as [Asked | undefined, unknown]
    const text = statement?.text
    const name = Array.isArray(values) && text !== undefined && statement?.name === undefined ? nameOf(text) : undefined
    const given = name === undefined ? asked : [{ ...statement, name }, ...asked.slice(1)]
    return (super.query as (...all: unknown[]) => never).apply(this, given)
  }
}
