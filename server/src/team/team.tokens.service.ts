import type { drizzleAdapter } from 'better-auth/adapters/drizzle'
import { sha256 } from '../platform/crypto.ts'

export type SessionStore = ReturnType<ReturnType<typeof drizzleAdapter>>
type Where = { field: string; value: unknown }
type Asked = { model: string; where?: Where[] | undefined }

const hashOf = (value: unknown): unknown => (Array.isArray(value) ? value.map(hashOf) : typeof value === 'string' ? sha256(value) : value)

/** What is looked for in the table: the hash of the token that was asked for. */
function hashed<A extends Asked>(asked: A): A {
  if (asked.model !== 'session' || !asked.where) return asked
  return { ...asked, where: asked.where.map((one) => (one.field === 'token' ? { ...one, value: hashOf(one.value) } : one)) }
}

/** Whoever asked by the token gets the row with the token they hold: a cookie is made of it. */
function asAsked<T>(row: T, { model, where }: Asked): T {
  const token = model === 'session' && where?.find((one) => one.field === 'token')?.value
  return row && typeof token === 'string' ? { ...row, token } : row
}

type Inner = Omit<SessionStore, 'transaction'>

function wrap(inner: Inner): Inner {
  return {
    ...inner,
    async create(init) {
      const { token } = init.data as { token?: string }
      if (init.model !== 'session' || !token) return inner.create(init)
      const row = await inner.create<Record<string, unknown>>({ ...init, data: { ...init.data, token: sha256(token) } })
      return { ...row, token } as never
    },
    findOne: async (asked) => asAsked(await inner.findOne(hashed(asked)), asked),
    findMany: (asked) => inner.findMany(hashed(asked)),
    count: (asked) => inner.count(hashed(asked)),
    update: async (asked) => asAsked(await inner.update(hashed(asked)), asked),
    updateMany: (asked) => inner.updateMany(hashed(asked)),
    delete: (asked) => inner.delete(hashed(asked)),
    deleteMany: (asked) => inner.deleteMany(hashed(asked)),
    consumeOne: async (asked) => asAsked(await inner.consumeOne(hashed(asked)), asked),
    incrementOne: async (asked) => asAsked(await inner.incrementOne(hashed(asked)), asked),
  } as Inner
}

/** Sessions are stored by the hash of their token: whoever reads the database, or a copy of it, finds nothing to sign in with. */
export function withHashedTokens<O>(open: (options: O) => SessionStore): (options: O) => SessionStore {
  return (options) => {
    const inner = open(options)
    return { ...wrap(inner), transaction: (work) => inner.transaction((trx) => work(wrap(trx))) }
  }
}
