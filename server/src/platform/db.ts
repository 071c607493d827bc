import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import { Pool, types, type PoolConfig } from 'pg'
import type { BrandId } from './access.ts'
import type { Log } from './log.ts'

export type Sql = NodePgDatabase
/** A transaction, or the database itself: what a store function takes. */
export type Tx = Pick<Sql, 'select' | 'selectDistinct' | 'selectDistinctOn' | 'insert' | 'update' | 'delete' | 'execute'>

export type Connection = { ownerUrl: PoolConfig; role: string | null }

export type Db = {
  /** Rows of these brands only: the second barrier behind every `where`. */
  inBrands: <T>(brands: readonly BrandId[], work: (tx: Tx) => Promise<T>) => Promise<T>
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

/** Ids as one literal. They come from our own tables; nothing else may stand between quotes. */
function listed(brands: readonly string[]): string {
  const list = brands.join(',')
  if (!/^[0-9a-f,-]*$/.test(list)) throw new Error('not the ids of brands')
  return list
}

/** A transaction whose first statement leaves with its beginning: one way to the database and back less for each request. */
async function inTransaction<T>(pool: Pool, first: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query(`BEGIN; ${first}`)
    const result = await work(drizzle({ client }))
    await client.query('COMMIT')
    return result
  } catch (cause) {
    await client.query('ROLLBACK').catch((lost: Error) => {
      broken = lost
    })
    throw cause
  } finally {
    client.release(broken)
  }
}

/** Opens the three pools. `role` is what the application becomes after connecting; it has no right to pass row-level security. */
export function openDb(connection: Connection, log: Log, size = 10): Db {
  let closing = false
  const become = connection.role ? `SET ROLE ${connection.role}; ` : ''
  const open = (max: number, first: string) => {
    const pool = new Pool({
      ...connection.ownerUrl,
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
  const appPool = open(size, `${become}SET statement_timeout = '30s'`)
  const systemPool = open(size, `${become}SET app.brands = '*'`)
  const ownerPool = open(4, '')
  const app = drizzle({ client: appPool })
  return {
    inBrands: (brands, work) => inTransaction(appPool, `SET LOCAL app.brands = '${listed(brands)}'`, work),
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
