/** Every table has a brand and a policy, or stands here with its reason. Read from the tables themselves and the SQL of the migrations. */
import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'

const exempt: Record<string, string> = {
  user: 'a person belongs to no brand',
  session: 'of a person',
  account: 'of a person',
  verification: 'of a person',
  two_factor: 'of a person',
  organization: 'decides access itself',
  brand: 'decides access itself',
  membership: 'decides access itself',
  invitation: 'decides access itself',
  api_key: 'decides access itself',
  restore_epoch: 'one row for the installation',
  event_cursor: 'positions of the desk’s own listeners',
}

const root = resolve(import.meta.dirname, '..')
const sql = globSync('server/src/migrations/*.sql', { cwd: root })
  .map((file) => readFileSync(resolve(root, file), 'utf8'))
  .join('\n')
const tables = [...sql.matchAll(/CREATE TABLE "([a-z_]+)" \(([\s\S]*?)\n\);/g)].map((match) => ({
  name: match[1] ?? '',
  columns: match[2] ?? '',
}))
const protectedTables = new Set([...sql.matchAll(/'([a-z_]+)'/g)].map((match) => match[1]))
const faults = tables.flatMap(({ name, columns }) => {
  if (name in exempt) return []
  if (!columns.includes('"brand_id" uuid')) return [`${name}: no brand_id`]
  return protectedTables.has(name) ? [] : [`${name}: no row-level policy in a migration`]
})
if (tables.length < 20) faults.push('the migrations could not be read')
if (faults.length > 0) {
  process.stderr.write(`${faults.join('\n')}\n`)
  process.exit(1)
}
