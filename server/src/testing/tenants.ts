import { v7 as uuid } from 'uuid'
import { makeBrand, makeOrganization, makePerson } from '../team/team.public.ts'
import type { Role } from '../team/team.schema.ts'
import { membership } from '../team/team.tables.ts'
import type { World } from './world.ts'

/** Stands in every text of the other client's rows: whoever finds it found a leak. */
export const secretMark = 'zz-secret-of-another-client'

export type Tenant = {
  organizationId: string
  brandId: string
  userId: string
  email: string
  password: string
  ids: Record<string, string>
}

const password = 'un mot de passe assez long'

/** Another client on the same desk: an organization, a brand and an owner of their own, and a row in every table that has a brand. */
export async function makeTenant(world: World, name: string): Promise<Tenant> {
  const { access } = world.desk.db
  const email = `${name}@client.test`
  const userId = await makePerson(access, { name: `${name} ${secretMark}`, email, password, language: 'fr' })
  const organizationId = await makeOrganization(access, { name: `${name} ${secretMark}`, preset: 'team', ownerId: userId })
  const brandId = await makeBrand(access, {
    organizationId,
    name: `${name} ${secretMark}`,
    zone: 'Europe/Paris',
    language: 'fr',
    preset: 'team',
  })
  const ids = await fillTables(world, brandId)
  const invited = uuid()
  await world.desk.db.ownerPool.query(
    `INSERT INTO invitation (id, organization_id, email, role, brand_ids, token_hash, invited_by, expires_at)
     VALUES ($1, $2, $3, 'manager', '{}', $4, $5, now() + interval '1 day')`,
    [invited, organizationId, `guest-${secretMark}@client.test`, uuid(), userId],
  )
  const device = uuid()
  await world.desk.db.ownerPool.query(`INSERT INTO push_device (id, user_id, sealed, digest, name) VALUES ($1, $2, $3, $4, $3)`, [
    device,
    userId,
    secretMark,
    uuid(),
  ])
  const member = await world.desk.db.ownerPool.query<{ id: string }>('SELECT id FROM membership WHERE user_id = $1', [userId])
  return {
    organizationId,
    brandId,
    userId,
    email,
    password,
    ids: { ...ids, invitation: invited, push_device: device, membership: member.rows[0]?.id ?? '' },
  }
}

/** Somebody with one role in one brand (or in all of the organization), from and until when one likes. */
export async function makeMember(
  world: World,
  init: { role: Role; brandId?: string | null; organizationId?: string; endsAt?: Date; name?: string },
): Promise<{ userId: string; email: string; cookie: string; membershipId: string }> {
  const { access } = world.desk.db
  const name = init.name ?? init.role
  const email = `${name}-${uuid().slice(-6)}@levain.test`
  const userId = await makePerson(access, { name, email, password, language: 'fr' })
  const membershipId = uuid()
  await access.insert(membership).values({
    id: membershipId,
    userId,
    organizationId: init.organizationId ?? world.owner.organizationId,
    brandId: init.brandId === undefined ? world.owner.brandId : init.brandId,
    role: init.role,
    endsAt: init.endsAt ?? null,
  })
  return { userId, email, membershipId, cookie: await world.signIn(email, password) }
}

type Column = { table: string; name: string; type: string; array: boolean; required: boolean; refers: string | null }

const literals: Record<string, string> = {
  uuid: 'gen_random_uuid()',
  text: `'${secretMark}'`,
  jsonb: `'{"text": "${secretMark}"}'`,
  int4: '1',
  int8: '1',
  float8: '1',
  bool: 'false',
  timestamptz: 'now()',
  date: 'current_date',
  numeric: '1',
}

async function brandColumns(world: World): Promise<Map<string, Column[]>> {
  const found = await world.desk.db.ownerPool.query<Column>(`
    SELECT c.relname AS table, a.attname AS name, coalesce(e.typname, t.typname) AS type, t.typelem <> 0 AND t.typlen = -1 AS array,
      a.attnotnull AND NOT a.atthasdef AS required,
      (SELECT r.relname FROM pg_constraint k JOIN pg_class r ON r.oid = k.confrelid
       WHERE k.conrelid = c.oid AND k.contype = 'f' AND k.conkey = ARRAY[a.attnum] LIMIT 1) AS refers
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_type e ON e.oid = t.typelem AND t.typlen = -1
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
      AND EXISTS (SELECT FROM pg_attribute b WHERE b.attrelid = c.oid AND b.attname = 'brand_id' AND b.attnotnull)
    ORDER BY c.relname, a.attnum`)
  const tables = new Map<string, Column[]>()
  for (const column of found.rows) tables.set(column.table, [...(tables.get(column.table) ?? []), column])
  return tables
}

/** A row made of the columns themselves, so that a table added tomorrow has one too. Ids by table. */
async function fillTables(world: World, brandId: string): Promise<Record<string, string>> {
  const tables = await brandColumns(world)
  const ids: Record<string, string> = {}
  const waiting = [...tables.keys()]
  while (waiting.length > 0) {
    const table = waiting.shift() ?? ''
    const columns = tables.get(table) ?? []
    const needs = columns.map((column) => column.refers).filter((name) => name !== null && name !== 'brand' && name !== table)
    if (needs.some((name) => name && tables.has(name) && !ids[name])) {
      waiting.push(table)
      continue
    }
    const id = uuid()
    const values = columns
      .filter((column) => column.required || column.name === 'id')
      .map((column) => [column.name, valueOf(column, { id, brandId, ids })])
    const names = values.map(([name]) => `"${name}"`).join(', ')
    await world.desk.db.ownerPool.query(
      `INSERT INTO "${table}" (${names}) VALUES (${values.map(([, value]) => value).join(', ')}) ON CONFLICT DO NOTHING`,
    )
    ids[table] = id
  }
  return ids
}

function valueOf(column: Column, known: { id: string; brandId: string; ids: Record<string, string> }): string {
  if (column.name === 'brand_id') return `'${known.brandId}'`
  if (column.name === 'id' && column.type === 'uuid') return `'${known.id}'`
  if (column.name === 'id' && column.type === 'int8') return 'DEFAULT'
  if (column.name === 'id') return `'${known.id}'`
  if (column.array) return "'{}'"
  const target = column.refers ?? (column.name.endsWith('_id') ? column.name.slice(0, -3) : '')
  const id = known.ids[target]
  if (id && column.type === 'uuid') return `'${id}'`
  return literals[column.type] ?? `'${secretMark}'`
}

/** Every row of a brand, as text: equal before and after means that nothing of it changed. */
export async function rowsOf(world: World, brandId: string): Promise<string> {
  const tables = [...(await brandColumns(world)).keys()]
  const parts = []
  for (const table of tables) {
    const found = await world.desk.db.ownerPool.query<{ row: string }>(
      `SELECT t::text AS row FROM "${table}" t WHERE brand_id = $1 ORDER BY 1`,
      [brandId],
    )
    parts.push(`${table}\n${found.rows.map(({ row }) => row).join('\n')}`)
  }
  return parts.join('\n')
}

export const brandTables = async (world: World): Promise<string[]> => [...(await brandColumns(world)).keys()]
