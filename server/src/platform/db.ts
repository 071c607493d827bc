import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import { type Client, Pool, types, type PoolClient, type PoolConfig } from 'pg'
import type { BrandId } from './access.ts'
import type { Log } from './log.ts'
import { PlanningClient } from './statements.ts'

export type Sql = NodePgDatabase
/** A transaction, or the database itself: what a store function takes. */
export type Tx = Pick<Sql, 'select' | 'selectDistinct' | 'selectDistinctOn' | 'insert' | 'update' | 'delete' | 'execute'>

export type Connection = { ownerUrl: PoolConfig; role: string | null }

export type Db = {
  /** Rows of these brands only: the second barrier behind every `where`. */
  inBrands: <T>(brands: readonly BrandId[], work: (tx: Tx) => Promise<T>) => Promise<T>
  /** The same for what only reads, and cannot write: its answer does not wait for the end of the transaction. */
  readBrands: <T>(brands: readonly BrandId[], work: (tx: Tx) => Promise<T>) => Promise<T>
  /** For the desk's own work, which serves every brand. Only jobs and the command line use it. */
  system: Sql
  systemPool: Pool
  /** Rows that decide access themselves: people, memberships, brands. */
  access: Sql
  /** Owner of the schema: migrations, jobs, backup. */
  ownerPool: Pool
  close: () => Promise<void>
}

types.setTypeParser(types.builtins.INT8, (text) => Number(text))

/** What row-level security goes by. The ids come from our own tables; nothing else may stand between the quotes. */
function seeing(brands: readonly string[]): string {
  const list = brands.join(',')
  if (!/^[0-9a-f,-]*$/.test(list)) throw new Error('not the ids of brands')
  return `SET LOCAL app.brands = '${list}'`
}

/** A transaction whose first statement leaves with its beginning: one way to the database and back less for each request. */
async function inTransaction<T>(pool: Pool, first: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  try {
    await client.query(first)
    const result = await work(drizzle({ client }))
    await client.query('COMMIT')
    client.release()
    return result
  } catch (cause) {
    await giveBack(client)
    throw cause
  }
}

/** Nothing was written: how the transaction ends changes nothing for whoever waits for the answer. */
async function inReading<T>(pool: Pool, first: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  try {
    await client.query(first)
    return await work(drizzle({ client }))
  } finally {
    void giveBack(client)
  }
}

/** Ends the transaction without its effects; a connection that cannot even do that is thrown away. */
async function giveBack(client: PoolClient): Promise<void> {
  await client.query('ROLLBACK').then(
    () => client.release(),
    (lost: Error) => client.release(lost),
  )
}

/** Opens the three pools. `role` is what the application becomes after connecting; it has no right to pass row-level security. */
export function openDb(connection: Connection, log: Log, size = 10): Db {
  let closing = false
  const become = connection.role ? `SET ROLE ${connection.role}; ` : ''
  const open = (max: number, first: string, more: PoolConfig & { Client?: typeof Client } = {}) => {
    const pool = new Pool({
      ...connection.ownerUrl,
      ...more,
      max,
      idleTimeoutMillis: 10_000,
      application_name: 'pupitre',
      // The pool waits for the promise, though its types say void.
      onConnect: (client) => (first ? client.query(first) : undefined) as unknown as void,
    })
    // A connection that breaks while a transaction holds it, between two statements, would otherwise end the whole desk.
    pool.on('connect', (client) => client.on('error', (cause) => closing || log.error('db.connection_lost', cause)))
    pool.on('error', () => undefined)
    return pool
  }
  const appPool = open(size, `${become}SET statement_timeout = '30s'`, { Client: PlanningClient })
  const systemPool = open(size, `${become}SET app.brands = '*'`)
  const ownerPool = open(4, '')
  const app = drizzle({ client: appPool })
  return {
    inBrands: (brands, work) => inTransaction(appPool, `BEGIN; ${seeing(brands)}`, work),
    readBrands: (brands, work) => inReading(appPool, `BEGIN READ ONLY; ${seeing(brands)}`, work),
    system: drizzle({ client: systemPool }),
    systemPool,
    access: app,
    ownerPool,
    close: async () => {
      // The server may be stopped before it has read our goodbye.
      closing = true
      await Promise.all([appPool.end(), systemPool.end(), ownerPool.end()])
    },
  }
}
