import type { Fetch } from '@pupitre/networks'
import { fieldsOf, readSpecification, type Held } from '../specification.ts'

/**
 * Holds requests and answers against Google's own discovery documents (kept beside the repository, not in it): an unknown method, query
 * parameter, field or type is a fault.
 */

type Schema = {
  $ref?: string
  type?: string
  format?: string
  enum?: string[]
  items?: Schema
  properties?: Record<string, Schema>
  additionalProperties?: Schema
}
type Method = {
  id: string
  httpMethod: string
  path: string
  flatPath?: string
  parameters?: Record<string, unknown>
  request?: Schema
  response?: Schema
  mediaUpload?: { protocols: Record<string, { path: string }> }
}
type Resource = { methods?: Record<string, Method>; resources?: Record<string, Resource> }
type Document = Resource & { schemas: Record<string, Schema>; parameters: Record<string, unknown> }

type Entry = { method: Method; pattern: RegExp; document: Document }

type Discovery = { network: string; files: readonly string[]; ask: Fetch; besides: RegExp }

export function holdToDiscovery({ network, files, ask, besides }: Discovery): Held {
  const held: Held = { network, faults: [], operations: new Set(), fields: new Set(), fetch: ask }
  const entries = files.flatMap((file) => {
    const document = readSpecification<Document>(file)
    return methodsOf(document).flatMap((method) => pathsOf(method).map((path) => ({ method, pattern: patternOf(path), document })))
  })
  held.fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input)
    if (besides.test(url.pathname)) return ask(input, init)
    const entry = entries.find(({ method, pattern }) => method.httpMethod === (init?.method ?? 'GET') && pattern.test(url.pathname))
    if (!entry) {
      held.faults.push(`${init?.method ?? 'GET'} ${url.pathname}: not in the documents`)
      return ask(input, init)
    }
    held.operations.add(entry.method.id)
    compareRequest(held, entry, url, init)
    const response = await ask(input, init)
    await compareAnswer(held, entry, response)
    return response
  }
  return held
}

function methodsOf(resource: Resource): Method[] {
  return [...Object.values(resource.methods ?? {}), ...Object.values(resource.resources ?? {}).flatMap(methodsOf)]
}

function pathsOf({ path, flatPath, mediaUpload }: Method): string[] {
  return [`/${flatPath ?? path}`, ...Object.values(mediaUpload?.protocols ?? {}).map((protocol) => protocol.path)]
}

const patternOf = (path: string) => new RegExp(`^${path.replace(/[.+]/g, '\\$&').replace(/\{\w+\}/g, '[^/:]+')}$`)

function compareRequest(held: Held, { method, document }: Entry, url: URL, init: RequestInit | undefined): void {
  const known = { ...document.parameters, ...method.parameters }
  for (const key of url.searchParams.keys()) if (!(key in known)) held.faults.push(`${method.id}: query "${key}" is not in the document`)
  if (!init?.body) return
  if (!(new Headers(init.headers).get('content-type') ?? '').startsWith('application/json')) {
    if (!method.mediaUpload) held.faults.push(`${method.id}: takes no bytes`)
    return
  }
  const body: unknown = JSON.parse(Buffer.from(init.body as Uint8Array).toString('utf8'))
  if (method.request) compare(held, document, { name: `${method.id} request`, schema: method.request }, body)
  else held.faults.push(`${method.id}: takes no body`)
}

async function compareAnswer(held: Held, { method, document }: Entry, response: Response): Promise<void> {
  const raw = await response.clone().text()
  if (!response.ok || raw.trim() === '') return
  const body: unknown = JSON.parse(raw)
  if (method.response) compare(held, document, { name: `${method.id} ${response.status}`, schema: method.response }, body)
  else held.faults.push(`${method.id}: answers nothing`)
}

function compare(held: Held, document: Document, { name, schema }: { name: string; schema: Schema }, value: unknown): void {
  for (const field of fieldsOf(value)) held.fields.add(`${name} ${field}`)
  held.faults.push(...faultsOf(document, name, schema, value).slice(0, 5))
}

const PLAIN: Record<string, (value: unknown) => boolean> = {
  string: (value) => typeof value === 'string',
  integer: (value) => Number.isSafeInteger(value),
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  any: () => true,
}

function faultsOf(document: Document, path: string, told: Schema, value: unknown): string[] {
  const schema = told.$ref ? (document.schemas[told.$ref] ?? {}) : told
  if (schema.type === 'array') {
    if (!Array.isArray(value)) return [`${path}: no list`]
    return value.flatMap((one) => faultsOf(document, `${path}[]`, schema.items ?? { type: 'any' }, one))
  }
  if (schema.type === 'object') return objectFaults(document, path, schema, value)
  if (!PLAIN[schema.type ?? 'any']?.(value)) return [`${path}: no ${schema.type}`]
  if (schema.enum && typeof value === 'string' && !schema.enum.includes(value)) return [`${path}: "${value}" is none of its values`]
  return []
}

function objectFaults(document: Document, path: string, schema: Schema, value: unknown): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${path}: no object`]
  return Object.entries(value).flatMap(([name, one]) => {
    const inner = schema.properties?.[name] ?? schema.additionalProperties
    return inner ? faultsOf(document, `${path}.${name}`, inner, one) : [`${path}.${name}: not in the document`]
  })
}
