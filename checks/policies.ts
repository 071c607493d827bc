/** Every table has a brand and a policy, or stands on the list of those without, with its reason. Read from the SQL of the migrations. */
import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { withoutBrand } from '../server/src/cli.policies.ts'

/** What lets a row through, as a migration writes it; the first way until it was made cheaper for all tables at once. */
const barriers = ['app_sees(brand_id)', 'coalesce(brand_id = ANY ((SELECT app_brands())::uuid[]), true)']
const quoted = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
/** Reading and writing look at the brand in the same way. */
const barrier = `(?:${barriers.map((one) => `USING \\(${quoted(one)}\\) WITH CHECK \\(${quoted(one)}\\)`).join('|')})`

const namesIn = (sql: string, shape: RegExp): string[] => [...sql.matchAll(shape)].map((match) => match[1] ?? '')

/** Tables of a loop over names, when the loop switches the barrier on and looks at the brand of what is read and of what is written. */
function ofLoops(sql: string): string[] {
  return [...sql.matchAll(/FOREACH name IN ARRAY ARRAY\[([^\]]+)\] LOOP([\s\S]*?)END LOOP/g)].flatMap(([, names = '', body = '']) => {
    const isBarrier = /ALTER TABLE %I ENABLE ROW LEVEL SECURITY/.test(body) && new RegExp(`CREATE POLICY \\w+ ON %I ${barrier}`).test(body)
    return isBarrier ? namesIn(names, /'([a-z_]+)'/g) : []
  })
}

/** Tables protected one by one: both the switch and the policy. */
function ofStatements(sql: string): string[] {
  const on = new Set(namesIn(sql, /ALTER TABLE "([a-z_]+)" ENABLE ROW LEVEL SECURITY/g))
  const shape = new RegExp(`CREATE POLICY "?\\w+"? ON "([a-z_]+)" ${barrier}`, 'g')
  return namesIn(sql, shape).filter((name) => on.has(name))
}

/** What is wrong with the tables that this SQL makes. */
export function faultsOf(sql: string): string[] {
  const tables = [...sql.matchAll(/CREATE TABLE "([a-z_]+)" \(([\s\S]*?)\n\);/g)].map((match) => ({
    name: match[1] ?? '',
    columns: match[2] ?? '',
  }))
  const isProtected = new Set([...ofLoops(sql), ...ofStatements(sql)])
  const faults = tables.flatMap(({ name, columns }) => {
    if (name in withoutBrand) return []
    if (!/"brand_id" uuid (PRIMARY KEY )?NOT NULL/.test(columns)) return [`${name}: no brand_id`]
    return isProtected.has(name) ? [] : [`${name}: no row-level policy in a migration`]
  })
  const undone = [
    ...namesIn(sql, /ALTER TABLE "([a-z_]+)" DISABLE ROW LEVEL SECURITY/g),
    ...namesIn(sql, /DROP POLICY "?\w+"? ON "([a-z_]+)"/g),
    ...namesIn(sql, new RegExp(`ALTER POLICY "?\\w+"? ON ("[a-z_]+"|%I) (?!${barrier})`, 'g')).map((name) => name.replaceAll('"', '')),
  ].map((name) => `${name}: a barrier is taken away`)
  return [...faults, ...undone, ...(tables.length < 20 ? ['the migrations could not be read'] : [])]
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
