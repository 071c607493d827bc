import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Fetch } from '@pupitre/networks'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'

/**
 * Holds requests and answers against a network's own description of its interface (kept beside the repository, not in it), so
 * that neither a connector nor its simulated network drifts from the real one: an unknown path, parameter, field or type is a
 * fault. Used by tests.
 */
export type Held = {
  network: string
  fetch: Fetch
  faults: string[]
  /** Method and path pattern of every operation that was used. */
  operations: Set<string>
  /** Every field of a request or an answer that was compared, by operation. */
  fields: Set<string>
}

/** The description of a network, null where it is not beside the repository. */
export function specificationOf(file: string): string | null {
  const folder = process.env['PUPITRE_SPECS'] ?? resolve(import.meta.dirname, '../../../shared/networks/specs')
  const path = join(folder, file)
  return existsSync(path) ? path : null
}

export function readSpecification<T>(path: string): T {
  return JSON.parse(readFileSync(path, 'utf8')) as T
}

/** Writes the counts where `npm run test:contract` gathers them. */
export function reportHeld(network: string, held: Pick<Held, 'operations' | 'fields' | 'faults'> | null): void {
  const folder = process.env['PUPITRE_CONTRACT_REPORT']
  if (!folder) return
  mkdirSync(folder, { recursive: true })
  const counts = held && { operations: held.operations.size, fields: held.fields.size, faults: held.faults.length }
  writeFileSync(join(folder, `${network}.json`), JSON.stringify({ network, ...(counts ?? { skipped: true }) }))
}

/** The fields of a value with their paths; the places of a list are one. */
export function fieldsOf(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return [...new Set(value.flatMap((one) => fieldsOf(one, `${path}[]`)))]
  if (typeof value !== 'object' || value === null) return path === '' ? [] : [path]
  return Object.entries(value).flatMap(([name, inner]) => {
    const at = path === '' ? name : `${path}.${name}`
    return [...new Set([at, ...fieldsOf(inner, at)])]
  })
}

/* ── OpenAPI 3.1 ────────────────────────────────────────────────────────── */

export type Schema = Record<string, unknown>
type Told = { $ref?: string; content?: Record<string, { schema: Schema }> }
type Operation = {
  parameters?: Parameter[]
  requestBody?: { content: Record<string, { schema: Schema }> }
  responses: Record<string, Told>
}
type Parameter = { name?: string; in?: string; $ref?: string }
type Components = { schemas: Record<string, Schema>; responses?: Record<string, Told>; parameters?: Record<string, Parameter> }
type Document = { paths: Record<string, Record<string, Operation>>; components: Components }

type OpenApi = {
  network: string
  file: string
  ask: Fetch
  /** What stands before the paths of the document: `/api/v10`. Requests elsewhere are faults, unless `besides` lets them pass. */
  prefix: string
  besides?: RegExp
  /** Corrects the document where it contradicts the network's own documentation; each correction says so. */
  amend?: (schemas: Record<string, Schema>) => void
}

/** Fields that a schema does not know are faults, also where the document would let them pass. */
export function holdToOpenApi({ network, file, ask, prefix, besides, amend }: OpenApi): Held {
  const document = readSpecification<Document>(file)
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true })
  const { schemas } = document.components
  amend?.(schemas)
  ajv.addSchema({ $id: network, components: { schemas: closed(schemas, schemas) } })
  const forms = new Ajv2020({ strict: false, validateFormats: false, allErrors: true, coerceTypes: true })
  forms.addSchema({ $id: network, components: { schemas: closed(schemas, schemas) } })
  const compiled = new Map<string, ValidateFunction>()
  const held: Held = { network, faults: [], operations: new Set(), fields: new Set(), fetch: ask }
  const compare: Compare = (name, schema, value, isForm = false) => {
    const validate = compiled.get(name) ?? (isForm ? forms : ajv).compile(rooted(network, closed(schema, schemas) as Schema))
    compiled.set(name, validate)
    for (const field of fieldsOf(value)) held.fields.add(`${name} ${field}`)
    if (!validate(value)) held.faults.push(`${name}: ${ajv.errorsText(validate.errors).slice(0, 600)}`)
  }
  held.fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input)
    if (besides?.test(url.pathname)) return ask(input, init)
    const method = (init?.method ?? 'GET').toLowerCase()
    const found = url.pathname.startsWith(prefix) ? operationOf(document, method, url.pathname.slice(prefix.length)) : null
    if (!found) {
      held.faults.push(`${method} ${url.pathname}: not in the specification`)
      return ask(input, init)
    }
    held.operations.add(found.name)
    await compareRequest(found, { url, init, faults: held.faults, compare, known: document.components.parameters ?? {} })
    const response = await ask(input, init)
    await compareAnswer(document, found, response, compare)
    return response
  }
  return held
}

/** References point into the whole document; `oneOf` between bodies that overlap is read as "any of". */
function rooted(network: string, schema: Schema): Schema {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/components', `"${network}#/components`)) as Schema
}

function closed(node: unknown, schemas: Record<string, Schema>): unknown {
  if (Array.isArray(node)) return node.map((one) => closed(one, schemas))
  if (typeof node !== 'object' || node === null) return node
  const merged = mergeObjects(node as Schema, schemas)
  const entries = Object.entries(merged).map(([key, value]) => {
    if (key === 'enum' || key === 'const' || key === 'required' || key === 'description') return [key, value]
    return [key === 'oneOf' ? 'anyOf' : key, closed(value, schemas)]
  })
  const next = Object.fromEntries(entries) as Schema
  if (next['nullable'] === true && next['type'] === undefined) {
    const { nullable: _nullable, ...rest } = next
    return { anyOf: [{ type: 'null' }, rest] }
  }
  const isObject = typeof next['properties'] === 'object' && Array.isArray(next['properties']) === false && next['type'] !== undefined
  return isObject && next['additionalProperties'] === undefined ? { ...next, additionalProperties: false } : next
}

/** `allOf` of objects becomes one object: closed parts would refuse each other's fields. */
function mergeObjects(node: Schema, schemas: Record<string, Schema>): Schema {
  if (!Array.isArray(node['allOf'])) return node
  const parts = (node['allOf'] as Schema[]).map((part) =>
    mergeObjects(typeof part['$ref'] === 'string' ? (schemas[part['$ref'].split('/').at(-1) ?? ''] ?? {}) : part, schemas),
  )
  if (!parts.every((part) => typeof part['properties'] === 'object')) return node
  const { allOf: _allOf, ...rest } = node
  const whole = [...parts, rest]
  const properties = Object.assign({}, ...whole.map((part) => part['properties'])) as Schema
  return { ...rest, type: 'object', properties, required: whole.flatMap((part) => (part['required'] as string[] | undefined) ?? []) }
}

type Found = { name: string; operation: Operation }

/** Exact paths go before those with a part to fill in. */
function operationOf(document: Document, method: string, path: string): Found | null {
  const candidates = Object.keys(document.paths).sort((a, b) => a.split('{').length - b.split('{').length)
  for (const pattern of candidates) {
    const operation = document.paths[pattern]?.[method]
    if (operation && new RegExp(`^${pattern.replace(/\{\w+\}/g, '[^/]+')}$`).test(path)) {
      return { name: `${method} ${pattern}`, operation }
    }
  }
  return null
}

/** Values of a form are texts: they are read as what the schema asks for. */
type Compare = (name: string, schema: Schema, value: unknown, isForm?: boolean) => void
type Asked = { url: URL; init: RequestInit | undefined; faults: string[]; compare: Compare; known: Record<string, Parameter> }

async function compareRequest({ name, operation }: Found, { url, init, faults, compare, known }: Asked): Promise<void> {
  const query = queryOf(operation, known)
  for (const key of url.searchParams.keys()) if (!query.has(key)) faults.push(`${name}: query "${key}" is not in the specification`)
  if (!init?.body) return
  const body = await bodyOf(init)
  const content = operation.requestBody?.content ?? {}
  const told = body.isForm ? content[body.type] : content['application/json']
  if (!told) faults.push(`${name}: takes no body of this type`)
  else compare(`${name} request`, told.schema, body.value, body.isForm)
  for (const file of body.files) if (!/^files\[\d\]$/.test(file)) faults.push(`${name}: file "${file}" is not in the specification`)
}

function queryOf({ parameters = [] }: Operation, known: Record<string, Parameter>): Set<string | undefined> {
  const told = parameters.map((one) => known[one.$ref?.split('/').at(-1) ?? ''] ?? one)
  return new Set(told.filter((one) => one.in === 'query').map((one) => one.name))
}

type Sent = { type: string; value: unknown; files: string[]; isForm: boolean }

/** JSON, the `payload_json` that stands beside files, or the fields of a form, of which a file is its bytes. */
async function bodyOf(init: RequestInit): Promise<Sent> {
  const whole = new Headers(init.headers).get('content-type') ?? ''
  const type = typeOf(new Headers({ 'content-type': whole }))
  const body = new Response(init.body, { headers: { 'content-type': whole } })
  if (type === 'application/json') return { type, value: await body.json(), files: [], isForm: false }
  const form = await body.formData()
  const payload = form.get('payload_json')
  if (typeof payload === 'string') {
    return { type, value: JSON.parse(payload), files: [...form.keys()].filter((key) => key !== 'payload_json'), isForm: false }
  }
  const fields = Object.fromEntries([...form].map(([key, value]) => [key, typeof value === 'string' ? value : 'bytes']))
  return { type, value: fields, files: [], isForm: true }
}

const typeOf = (headers: Headers) => headers.get('content-type')?.split(';')[0] ?? ''

async function compareAnswer(document: Document, { name, operation }: Found, response: Response, compare: Compare): Promise<void> {
  const kind = `${String(response.status)[0]}XX`
  const listed = operation.responses[String(response.status)] ?? operation.responses[kind] ?? operation.responses['default']
  const told = listed?.$ref ? document.components.responses?.[listed.$ref.split('/').at(-1) ?? ''] : listed
  const schema = told?.content?.[typeOf(response.headers)]?.schema
  if (schema) compare(`${name} ${response.status}`, schema, await response.clone().json())
}
