/** Every table has a brand and a policy, or stands on the list of those without, with its reason. Read from the SQL of the migrations. */
import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { withoutBrand } from '../server/src/cli.policies.ts'

/** What is wrong with the tables that this SQL makes. */
export function faultsOf(sql: string): string[] {
  const tables = [...sql.matchAll(/CREATE TABLE "([a-z_]+)" \(([\s\S]*?)\n\);/g)].map((match) => ({
    name: match[1] ?? '',
    columns: match[2] ?? '',
  }))
  const protectedTables = new Set([...sql.matchAll(/'([a-z_]+)'/g)].map((match) => match[1]))
  const faults = tables.flatMap(({ name, columns }) => {
    if (name in withoutBrand) return []
    if (!columns.includes('"brand_id" uuid')) return [`${name}: no brand_id`]
    return protectedTables.has(name) ? [] : [`${name}: no row-level policy in a migration`]
  })
  return tables.length < 20 ? [...faults, 'the migrations could not be read'] : faults
}

const root = resolve(import.meta.dirname, '..')

export const migrationsText = (): string =>
  globSync('server/src/migrations/*.sql', { cwd: root })
    .map((file) => readFileSync(resolve(root, file), 'utf8'))
    .join('\n')

if (process.argv[1] === import.meta.filename) {
  const faults = faultsOf(migrationsText())
  if (faults.length > 0) {
    process.stderr.write(`${faults.join('\n')}\n`)
    process.exit(1)
  }
}
