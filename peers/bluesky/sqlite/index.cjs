'use strict'
// The PDS asks for better-sqlite3, a native module that takes minutes to build. Node carries SQLite itself since
// version 22; this class gives it the shape that Kysely's SQLite dialect and the PDS use, and nothing more.
const { DatabaseSync } = require('node:sqlite')

// Extended result codes the PDS looks at (https://www.sqlite.org/rescode.html).
const CODES = {
  5: 'SQLITE_BUSY',
  6: 'SQLITE_LOCKED',
  19: 'SQLITE_CONSTRAINT',
  261: 'SQLITE_BUSY_RECOVERY',
  517: 'SQLITE_BUSY_SNAPSHOT',
  773: 'SQLITE_BUSY_TIMEOUT',
  787: 'SQLITE_CONSTRAINT_FOREIGNKEY',
  1299: 'SQLITE_CONSTRAINT_NOTNULL',
  1555: 'SQLITE_CONSTRAINT_PRIMARYKEY',
  2067: 'SQLITE_CONSTRAINT_UNIQUE',
}

class SqliteError extends Error {
  constructor(message, code) {
    super(message)
    this.name = 'SqliteError'
    this.code = code
  }
}

function guarded(work) {
  try {
    return work()
  } catch (error) {
    if (error && error.code === 'ERR_SQLITE_ERROR') throw new SqliteError(error.message, CODES[error.errcode] ?? 'SQLITE_ERROR')
    throw error
  }
}

const bind = (value) => (typeof value === 'boolean' ? Number(value) : value === undefined ? null : value)
const args = (params) => params.flat(1).map(bind)

function row(raw) {
  if (!raw) return undefined
  const out = {}
  for (const [name, value] of Object.entries(raw)) out[name] = value instanceof Uint8Array ? Buffer.from(value) : value
  return out
}

class Statement {
  #statement
  constructor(statement) {
    this.#statement = statement
    this.reader = statement.columns().length > 0
  }
  all(...params) {
    return guarded(() => this.#statement.all(...args(params)).map(row))
  }
  get(...params) {
    return guarded(() => row(this.#statement.get(...args(params))))
  }
  run(...params) {
    return guarded(() => this.#statement.run(...args(params)))
  }
  *iterate(...params) {
    for (const raw of this.#statement.iterate(...args(params))) yield row(raw)
  }
}

class Database {
  #db
  constructor(location, options = {}) {
    this.name = location || ':memory:'
    this.open = true
    this.#db = guarded(() => new DatabaseSync(this.name, { readOnly: options.readonly === true }))
    if (options.timeout !== 0) this.#db.exec(`PRAGMA busy_timeout = ${Number(options.timeout ?? 5000)}`)
  }
  prepare(sql) {
    return guarded(() => new Statement(this.#db.prepare(sql)))
  }
  exec(sql) {
    guarded(() => this.#db.exec(sql))
    return this
  }
  pragma(text, options = {}) {
    const rows = this.prepare(`PRAGMA ${text}`).all()
    return options.simple ? Object.values(rows[0] ?? {})[0] : rows
  }
  close() {
    if (this.open) this.#db.close()
    this.open = false
    return this
  }
}

module.exports = Database
module.exports.default = Database
module.exports.SqliteError = SqliteError
