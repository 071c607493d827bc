/** One line of JSON per fact, on standard error. Values are never secrets: callers pass ids and codes. */
export type Log = {
  info: (event: string, data?: Record<string, unknown>) => void
  warn: (event: string, data?: Record<string, unknown>) => void
  error: (event: string, cause: unknown, data?: Record<string, unknown>) => void
}

/** What the database said: the statement's own message would carry its values, people's words and sealed accesses among them. */
const withoutValues = (cause: unknown): unknown =>
  cause instanceof Error && 'params' in cause && 'query' in cause ? (cause.cause ?? new Error('A statement failed')) : cause

function describe(thrown: unknown): Record<string, unknown> {
  const cause = withoutValues(thrown)
  if (!(cause instanceof Error)) return { cause: String(cause) }
  const code = 'code' in cause ? String(cause.code) : undefined
  return {
    cause: cause.message.slice(0, 500),
    code,
    at: cause.stack
      ?.split('\n')
      .slice(1, 6)
      .map((line) => line.trim()),
  }
}

export function createLog(level: 'silent' | 'warn' | 'info'): Log {
  const write = (severity: string, event: string, data: Record<string, unknown>) =>
    process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), severity, event, ...data })}\n`)
  return {
    info: (event, data = {}) => level === 'info' && write('info', event, data),
    warn: (event, data = {}) => level !== 'silent' && write('warn', event, data),
    error: (event, cause, data = {}) => level !== 'silent' && write('error', event, { ...data, ...describe(cause) }),
  }
}
