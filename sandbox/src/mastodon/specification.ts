import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Fetch } from '@pupitre/networks'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { fieldsOf as fieldsIn } from '../specification.ts'

/**
 * Holds requests and answers against the OpenAPI description of Mastodon 4.7 (kept beside the repository, not in it), so that
 * neither the connector nor this server drifts from the real interface. Used by tests.
 */

type Operation = {
  parameters?: { name: string; in: string }[]
  requestBody?: { content: Record<string, { schema: Schema }> }
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>
}
type Schema = Record<string, unknown>
type Document = { paths: Record<string, Record<string, Operation>>; components: unknown }

export function specificationFile(): string | null {
  const folder = process.env['PUPITRE_SPECS'] ?? resolve(import.meta.dirname, '../../../../shared/networks/specs')
  const file = join(folder, 'mastodon/schema.json')
  return existsSync(file) ? file : null
}

export type Specification = { fetch: Fetch; faults: string[]; checked: Set<string>; fields: Set<string> }

export function specification(file: string, ask: Fetch): Specification {
  const document = JSON.parse(readFileSync(file, 'utf8')) as Document
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true })
  ajv.addSchema({ $id: 'mastodon', components: document.components })
  const compiled = new Map<string, ValidateFunction>()
  const faults: string[] = []
  const checked = new Set<string>()
  const fields = new Set<string>()
  const hold = (name: string, schema: Schema, value: unknown) => {
    const validate = compiled.get(name) ?? ajv.compile(rooted(schema))
    compiled.set(name, validate)
    checked.add(name)
    for (const field of fieldsIn(value)) fields.add(`${name} ${field}`)
    if (!validate(value)) faults.push(`${name}: ${ajv.errorsText(validate.errors).slice(0, 600)}`)
  }
  return { faults, checked, fields, fetch: (input, init) => heldFetch({ document, hold, faults, ask }, input, init) }
}

/** References point into the whole document; `oneOf` between bodies that overlap is read as "any of". */
function rooted(schema: Schema): Schema {
  const text = JSON.stringify(schema).replaceAll('"#/components', '"mastodon#/components').replaceAll('"oneOf"', '"anyOf"')
  return JSON.parse(text) as Schema
}

type Holder = { document: Document; hold: (name: string, schema: Schema, value: unknown) => void; faults: string[]; ask: Fetch }

async function heldFetch({ document, hold, faults, ask }: Holder, ...[input, init]: Parameters<Fetch>): Promise<Response> {
  const url = new URL(input instanceof Request ? input.url : input)
  const method = (init?.method ?? 'GET').toLowerCase()
  const found = operationOf(document, method, url.pathname)
  if (!found) {
    faults.push(`${method} ${url.pathname}: not in the specification`)
    return ask(input, init)
  }
  await holdRequest(found, url, init, { hold, faults })
  const response = await ask(input, init)
  const schema = found.operation.responses[String(response.status)]?.content?.['application/json']?.schema
  if (schema) hold(`${found.name} ${response.status}`, schema, await response.clone().json())
  return response
}

type FoundOperation = { name: string; operation: Operation }

/** Exact paths go before those with a part to fill in. */
function operationOf(document: Document, method: string, path: string): FoundOperation | null {
  const candidates = Object.keys(document.paths).sort((a, b) => Number(a.includes('{')) - Number(b.includes('{')))
  for (const pattern of candidates) {
    const operation = document.paths[pattern]?.[method]
    if (operation && new RegExp(`^${pattern.replace(/\{\w+\}/g, '[^/]+')}$`).test(path)) return { name: `${method} ${pattern}`, operation }
  }
  return null
}

async function holdRequest(
  { name, operation }: FoundOperation,
  url: URL,
  init: RequestInit | undefined,
  { hold, faults }: Pick<Holder, 'hold' | 'faults'>,
): Promise<void> {
  const known = new Set(operation.parameters?.filter((one) => one.in === 'query').map((one) => one.name))
  for (const key of url.searchParams.keys()) {
    if (!known.has(key.replace('[]', '')) && !known.has(key)) faults.push(`${name}: query "${key}" is not in the specification`)
  }
  const content = Object.values(operation.requestBody?.content ?? {})[0]
  if (content && init?.body) hold(`${name} request`, content.schema, await fieldsOf(init))
}

/** Form fields become the JSON they stand for; a list with one entry is written as one field. */
async function fieldsOf(init: RequestInit): Promise<unknown> {
  const type = new Headers(init.headers).get('content-type') ?? ''
  const body = new Response(init.body, { headers: { 'content-type': type } })
  if (type.startsWith('application/json')) return body.json()
  const form = await body.formData()
  const entries = [...form.entries()].map(([key, value]) => [key, typeof value === 'string' ? value : 'bytes'])
  const fields = Object.fromEntries(entries) as Record<string, unknown>
  if (typeof fields['redirect_uris'] === 'string') fields['redirect_uris'] = [fields['redirect_uris']]
  return fields
}
