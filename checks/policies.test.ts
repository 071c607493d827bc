import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { faultsOf, migrationsText } from './policies.ts'

const columns = '"id" uuid PRIMARY KEY NOT NULL,\n\t"brand_id" uuid NOT NULL'
const table = (name: string, inside = columns) => `\nCREATE TABLE "${name}" (\n\t${inside}\n);\n`
const on = (name: string) => `ALTER TABLE "${name}" ENABLE ROW LEVEL SECURITY;\n`
const seen = 'coalesce(brand_id = ANY ((SELECT app_brands())::uuid[]), true)'
const policy = (name: string, check = ` WITH CHECK (${seen})`) => `CREATE POLICY brand ON "${name}" USING (${seen})${check};\n`
const withMore = (sql: string) => faultsOf(migrationsText() + sql)

describe('[T-I03] a new table without a policy', () => {
  it('[T-I03] the migrations as they are have no fault, and the check as it is run says so', () => {
    expect(faultsOf(migrationsText())).toEqual([])
    const run = spawnSync(process.execPath, [resolve(import.meta.dirname, 'policies.ts')], { encoding: 'utf8' })
    expect([run.status, run.stderr]).toEqual([0, ''])
  })

  it('[T-I03] fails without a brand, with one that may be absent, and without a policy', () => {
    expect(withMore(table('leak', '"id" uuid PRIMARY KEY NOT NULL'))).toEqual(['leak: no brand_id'])
    expect(withMore(table('leak', '"id" uuid PRIMARY KEY NOT NULL,\n\t"brand_id" uuid'))).toEqual(['leak: no brand_id'])
    expect(withMore(table('leak'))).toEqual(['leak: no row-level policy in a migration'])
  })

  it('[T-I03] fails with half a barrier: a policy that is not switched on, a switch without a policy, one that lets everything be written', () => {
    const fault = ['leak: no row-level policy in a migration']
    expect(withMore(table('leak') + policy('leak'))).toEqual(fault)
    expect(withMore(table('leak') + on('leak'))).toEqual(fault)
    expect(withMore(table('leak') + on('leak') + policy('leak', ''))).toEqual(fault)
    expect(withMore(`${table('leak') + on('leak')}CREATE POLICY brand ON "leak" USING (true) WITH CHECK (true);\n`)).toEqual(fault)
    expect(withMore(`${table('leak')}INSERT INTO "other" VALUES ('leak');\n`), 'a word between quotes is no policy').toEqual(fault)
  })

  it('[T-I03] passes with the whole of it, one by one or in a loop; fails when a barrier is taken away', () => {
    expect(withMore(table('kept') + on('kept') + policy('kept'))).toEqual([])
    const loop = `DO $$ BEGIN FOREACH name IN ARRAY ARRAY['kept'] LOOP
      EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
      EXECUTE format('CREATE POLICY brand ON %I USING (${seen}) WITH CHECK (${seen})', name);
    END LOOP; END $$;`
    expect(withMore(table('kept') + loop)).toEqual([])
    expect(withMore('DROP POLICY brand ON "message";')).toEqual(['message: a barrier is taken away'])
    expect(withMore('ALTER POLICY brand ON "message" USING (true) WITH CHECK (true);')).toEqual(['message: a barrier is taken away'])
    expect(withMore(`ALTER POLICY brand ON "message" USING (${seen}) WITH CHECK (true);`)).toEqual(['message: a barrier is taken away'])
    expect(withMore('ALTER TABLE "message" DISABLE ROW LEVEL SECURITY;')).toEqual(['message: a barrier is taken away'])
  })

  it('[T-I03] migrations that cannot be read are a fault, not a silence', () => {
    expect(faultsOf('')).toEqual(['the migrations could not be read'])
  })
})
