import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createWeb } from '../app.ts'
import { withoutBrand } from '../cli.policies.ts'
import type { BrandId } from '../platform/access.ts'
import { workIn } from '../testing/client.ts'
import { brandTables, makeTenant, rowsOf, secretMark, type Tenant } from '../testing/tenants.ts'
import { openWorld, type World } from '../testing/world.ts'

let world: World
let other: Tenant
let tables: string[]

beforeAll(async () => {
  world = await openWorld()
  other = await makeTenant(world, 'autre')
  tables = await brandTables(world)
})
afterAll(() => world.close())

/** Straight through the pool of the application, under the brands that a transaction names. */
const under = (brands: readonly string[], text: string): Promise<Record<string, unknown>[]> =>
  world.desk.db.inBrands(brands as BrandId[], async (tx) => (await tx.execute(text)).rows)

const outcome = (work: Promise<unknown[]>): Promise<string> =>
  work.then(
    (rows) => `${rows.length} rows`,
    (cause: Error) => String((cause.cause ?? cause) as Error),
  )

describe('[T-I02] the second barrier, with nothing of the application before it', () => {
  it('[T-I02] the other client has a row in every table that carries a brand', async () => {
    expect(tables.length).toBeGreaterThan(20)
    for (const table of tables) {
      expect((await under([other.brandId], `SELECT 1 AS one FROM "${table}"`)).length, table).toBeGreaterThan(0)
    }
  })

  it('[T-I02] 0 rows of another client, whatever is asked, in every table', async () => {
    for (const table of tables) {
      for (const where of ['', `WHERE brand_id = '${other.brandId}'`, `WHERE brand_id <> '${world.owner.brandId}' OR true`]) {
        const rows = await under([world.owner.brandId], `SELECT brand_id FROM "${table}" ${where}`)
        expect(
          rows.filter((row) => row['brand_id'] !== world.owner.brandId),
          `${table} ${where}`,
        ).toEqual([])
      }
    }
    const all = tables.map((table) => `SELECT t::text AS line FROM "${table}" t`).join(' UNION ALL ')
    expect(JSON.stringify(await under([world.owner.brandId], all))).not.toContain(secretMark)
  })

  it('[T-I02] under no brand, or none that exists, every table is empty', async () => {
    for (const table of tables) {
      const ask = `SELECT 1 AS one FROM "${table}"`
      expect(await under([], ask), table).toEqual([])
      expect(await under([crypto.randomUUID()], ask), table).toEqual([])
      expect((await world.desk.db.access.execute(ask)).rows, `${table}, no brand named at all`).toEqual([])
    }
  })

  it('[T-I02] nothing of another client is written, moved or removed', async () => {
    const before = await rowsOf(world, other.brandId)
    for (const table of tables) {
      const mine = [world.owner.brandId]
      const refused = /0 rows|row-level security|permission denied/
      expect(
        await outcome(under(mine, `UPDATE "${table}" SET brand_id = brand_id WHERE brand_id = '${other.brandId}' RETURNING 1`)),
        table,
      ).toMatch(refused)
      expect(
        await outcome(under(mine, `UPDATE "${table}" SET brand_id = '${world.owner.brandId}' RETURNING brand_id`)),
        table,
      ).not.toContain(other.brandId)
      expect(await outcome(under(mine, `DELETE FROM "${table}" WHERE brand_id = '${other.brandId}' RETURNING 1`)), table).toMatch(refused)
      const given = `INSERT INTO "${table}" SELECT (jsonb_populate_record(null::"${table}", '${JSON.stringify({ brand_id: other.brandId })}')).* RETURNING 1`
      expect(await outcome(under(mine, given)), table).toMatch(/row-level security|null value|permission denied|non-DEFAULT value/)
    }
    await under([world.owner.brandId], `UPDATE content SET brand_id = '${other.brandId}'`)
    expect(await rowsOf(world, other.brandId)).toBe(before)
  })

  it('[T-I02] the role of the application cannot pass the barrier, and what runs as the owner applies it', async () => {
    const owner = world.desk.db.ownerPool
    const role = await owner.query("SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = 'pupitre_app'")
    expect(role.rows).toEqual([{ rolsuper: false, rolbypassrls: false, rolcreaterole: false }])
    const owned = await owner.query("SELECT relname FROM pg_class WHERE relowner = 'pupitre_app'::regrole AND relkind IN ('r', 'v', 'm')")
    expect(owned.rows).toEqual([])
    const functions = await owner.query<{ name: string; code: string; takes: string }>(`
      SELECT proname AS name, prosrc AS code, pg_get_function_identity_arguments(oid) AS takes FROM pg_proc
      WHERE prosecdef AND pronamespace = 'public'::regnamespace AND prorettype <> 'trigger'::regtype`)
    await owner.query(`UPDATE message SET text = 'levain' WHERE brand_id = '${other.brandId}'`)
    await owner.query(`UPDATE person SET name = 'levain' WHERE brand_id = '${other.brandId}'`)
    for (const { name, code, takes } of functions.rows) {
      expect(code, name).toMatch(/seen_condition\(/)
      expect(takes, `${name}: say here how it is asked`).toBe('words text, most integer')
      const search = `SELECT * FROM ${name}('levain', 50)`
      expect(await under([other.brandId], search), name).toHaveLength(1)
      expect(await under([world.owner.brandId, crypto.randomUUID()], search), name).toEqual([])
      expect(await under([world.owner.brandId], search), name).toEqual([])
      expect(await under([], search), name).toEqual([])
    }
  })

  it('[T-I03] in the database itself, every table has the barrier on, or stands on the list of those without', async () => {
    const found = await world.desk.db.ownerPool.query<{ name: string; on: boolean; policies: string[] }>(`
      SELECT c.relname AS name, c.relrowsecurity AS on,
        ARRAY(SELECT pg_get_expr(p.polqual, p.polrelid) || ' / ' || pg_get_expr(p.polwithcheck, p.polrelid) FROM pg_policy p WHERE p.polrelid = c.oid) AS policies
      FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')`)
    const seen = 'COALESCE((brand_id = ANY (( SELECT app_brands() AS app_brands)::uuid[])), true)'
    for (const { name, on, policies } of found.rows) {
      if (name in withoutBrand) continue
      expect([name, on, policies]).toEqual([name, true, [`${seen} / ${seen}`]])
    }
    expect(Object.keys(withoutBrand).filter((name) => tables.includes(name))).toEqual([])
    const views = await world.desk.db.ownerPool.query(
      "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('v', 'm')",
    )
    expect(views.rows, 'a view runs as its owner, behind the barrier').toEqual([])
  })
})

describe('[T-I02] a desk whose gate opens every brand to everybody', () => {
  const tableOf: Record<string, string> = { linkId: 'review_link', feedId: 'calendar_feed' }
  const idOf = (param: string): string => other.ids[tableOf[param] ?? param.replace(/Id$/, '')] ?? crypto.randomUUID()
  const span = '?from=2020-01-01T00:00:00Z&to=2035-01-01T00:00:00Z&q=zz&month=2026-11'

  async function worked(): Promise<Record<string, string>> {
    const done = await workIn(world, { cookie: await world.signIn(other.email, other.password), brandId: other.brandId }, secretMark)
    return { channel: done.channelId, content: done.contentId, delivery: done.deliveryId, conversation: done.conversationId }
  }

  /** Asks every route for the other client's brand and its objects; tells how many, and which answered with something of them. */
  async function walk(): Promise<{ asked: number; leaks: string[] }> {
    const { desk, owner } = world
    const own = [owner.brandId as BrandId]
    const both = [...own, other.brandId as BrandId]
    const web = await createWeb({
      ...desk,
      gate: { ...desk.gate, brandsWith: async () => both, sees: async () => true },
      db: {
        ...desk.db,
        inBrands: (_brands, work) => desk.db.inBrands(own, work),
        readBrands: (_brands, work) => desk.db.readBrands(own, work),
      },
    })
    const url = await web.server.listen({ port: 0, host: '127.0.0.1' })
    let asked = 0
    const leaks: string[] = []
    for (const { method, url: path, access } of web.routes) {
      if (method !== 'GET' || (access.kind !== 'brand' && access.kind !== 'brands')) continue
      for (const brandId of access.kind === 'brands' ? [other.brandId, 'all'] : [other.brandId]) {
        const filled = path.replaceAll(/:([A-Za-z]+)/g, (_, name: string) => (name === 'brandId' ? brandId : idOf(name)))
        const answer = await fetch(`${url}${filled}${span}`, { headers: { cookie: owner.cookie } })
        asked += 1
        if ((await answer.text()).includes(secretMark)) leaks.push(path)
      }
    }
    await web.server.close()
    await web.broadcast.stop()
    return { asked, leaks }
  }

  it('[T-I02] every route answers without a word of it, and without the barrier many would tell', async () => {
    const owner = world.desk.db.ownerPool
    // Rows made of columns were enough for the tables themselves; a route reads work that was really done.
    for (const table of Object.keys(other.ids).reverse())
      if (tables.includes(table) && table !== 'brand_freeze')
        await owner.query(`DELETE FROM "${table}" WHERE brand_id = '${other.brandId}'`)
    Object.assign(other.ids, await worked())
    // People, brands and organizations stand before the barrier: their names are not what is looked for here.
    for (const table of ['brand', 'organization', '"user"'])
      await owner.query(`UPDATE ${table} SET name = 'sans nom' WHERE name LIKE '%${secretMark}%'`)
    const { asked, leaks } = await walk()
    expect(leaks).toEqual([])
    expect(asked).toBeGreaterThan(20)
    for (const table of tables) await owner.query(`ALTER TABLE "${table}" DISABLE ROW LEVEL SECURITY`)
    expect(new Set((await walk()).leaks).size, 'the walk would see it').toBeGreaterThan(4)
    for (const table of tables) await owner.query(`ALTER TABLE "${table}" ENABLE ROW LEVEL SECURITY`)
  })
})
