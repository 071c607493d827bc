import { json, type Call, type Reply } from '../http.ts'
import { parseFields, type Field } from './fields.ts'

/** What the simulated networks of Meta have in common: how the Graph shows things, and how it refuses. */

/** A refusal in the Graph's shape (https://developers.facebook.com/docs/graph-api/guides/error-handling). */
export class GraphRefusal extends Error {
  readonly code: number
  readonly subcode: number | null
  readonly status: number
  readonly headers: Record<string, string>
  constructor(code: number, message: string, more: { subcode?: number; status?: number; headers?: Record<string, string> } = {}) {
    super(message)
    this.code = code
    this.subcode = more.subcode ?? null
    this.status = more.status ?? 400
    this.headers = more.headers ?? {}
  }
}

export const noSuchThing = (id: string) =>
  new GraphRefusal(
    100,
    `Unsupported request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation.`,
    { subcode: 33 },
  )

export const invalid = (message: string, subcode?: number) => new GraphRefusal(100, message, subcode === undefined ? {} : { subcode })
export const badToken = () =>
  new GraphRefusal(190, 'Error validating access token: the session has been invalidated.', { subcode: 460, status: 401 })
export const missing = (permission: string) =>
  new GraphRefusal(200, `(#200) Requires ${permission} permission to manage the object`, { status: 403 })

/** How busy the caller is, on every answer. */
const USAGE = { 'x-app-usage': '{"call_count":3,"total_cputime":1,"total_time":2}' }

export async function answer(call: Call, work: (call: Call) => Reply | Promise<Reply>): Promise<Reply> {
  try {
    const reply = await work(call)
    return { ...reply, headers: { ...USAGE, ...reply.headers } }
  } catch (error) {
    if (error instanceof SyntaxError) return refusalReply(invalid(`Syntax error: ${error.message}`))
    if (error instanceof GraphRefusal) return refusalReply(error)
    throw error
  }
}

function refusalReply({ message, code, subcode, status, headers }: GraphRefusal): Reply {
  const error = { message, type: 'OAuthException', code, ...(subcode !== null && { error_subcode: subcode }), fbtrace_id: 'AsAnDbOx' }
  return json({ error }, status, { ...USAGE, ...headers })
}

/** The token of a request: in a header, as connectors are to send it. */
export function tokenOf(call: Call): string {
  return /^(?:Bearer|OAuth) (.+)$/.exec(call.headers.authorization ?? '')?.[1] ?? ''
}

/** A thing with all that it may show; a function is asked with what was asked for. `id` is always shown. */
export type Thing = { id?: string; type: string } & Record<string, unknown>

export function fieldsOf(call: Call, otherwise: string): Field[] {
  return parseFields(call.query.get('fields') ?? otherwise)
}

/** What was asked for of a thing. Fields without a value are left out, as the Graph does; unknown ones are refused. */
export function show(thing: Thing, fields: readonly Field[]): Record<string, unknown> {
  const shown: Record<string, unknown> = thing.id === undefined ? {} : { id: thing.id }
  for (const field of fields) {
    if (!(field.name in thing)) throw invalid(`(#100) Tried accessing nonexisting field (${field.name}) on node type (${thing.type})`)
    const held = thing[field.name]
    const value: unknown = typeof held === 'function' ? (held as (asked: Field) => unknown)(field) : held
    const inner = shownInside(value, field)
    if (inner !== undefined && inner !== null) shown[field.name] = inner
  }
  return shown
}

const isThing = (value: unknown): value is Thing => typeof value === 'object' && value !== null && 'type' in value && 'id' in value

function shownInside(value: unknown, field: Field): unknown {
  if (isThing(value)) return show(value, field.inner)
  if (field.inner.length === 0 || typeof value !== 'object' || value === null || Array.isArray(value)) return value
  if ('data' in value) return value
  const wanted = new Set(field.inner.map(({ name }) => name))
  return Object.fromEntries(Object.entries(value).filter(([name]) => wanted.has(name)))
}

export type Asked = { limit: number; after: string | null; fields: readonly Field[] }

export function asked(call: Call, otherwise: string): Asked {
  const limit = Math.min(100, Math.max(1, Number(call.query.get('limit') ?? 25)))
  return { limit, after: call.query.get('after'), fields: fieldsOf(call, otherwise) }
}

/** The same of an edge inside a field list. */
export function askedIn(field: Field): Asked {
  const limit = field.args['limit'] === undefined ? 25 : Number(field.args['limit'])
  return { limit, after: null, fields: field.inner }
}

/** A page of an edge. Its cursor names the thing that it ends with, so that nothing moves when others come. */
export function edge(all: readonly Thing[], { limit, after, fields }: Asked, summary: Record<string, unknown> | null = null) {
  const start = after === null ? 0 : all.findIndex(({ id }) => cursorFor(id) === after) + 1
  const page = all.slice(start, start + limit)
  const [first, last] = [page[0], page.at(-1)]
  const cursors = first && last ? { before: cursorFor(first.id), after: cursorFor(last.id) } : null
  const more = start + limit < all.length && limit > 0
  return {
    data: page.map((thing) => show(thing, fields)),
    ...(cursors && { paging: { cursors, ...(more && { next: `https://graph.facebook.com/next?after=${cursors.after}` }) } }),
    ...(summary && { summary }),
  }
}

const cursorFor = (id: string | undefined) => Buffer.from(id ?? '').toString('base64url')

/** Moments as the Graph writes them: whole seconds, UTC. */
export const moment = (ms: number) => new Date(ms).toISOString().replace(/\.\d{3}Z$/, '+0000')

const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
export const inside = (value: unknown, name: string): unknown => record(value)[name]
export const textIn = (value: unknown, name: string): string => {
  const found = inside(value, name)
  return typeof found === 'string' ? found : typeof found === 'number' ? String(found) : ''
}

export const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

/** A flag, as JSON or as a form has it. */
export const flag = (value: unknown): boolean => value === true || value === 'true'
