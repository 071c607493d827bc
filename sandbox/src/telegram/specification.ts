import type { Fetch } from '@pupitre/networks'
import { fieldsOf, readSpecification, type Held } from '../specification.ts'

/**
 * Holds calls and answers against the description of the Bot API as a list of methods and types (kept beside the repository). An
 * unknown method, parameter, field or type is a fault.
 */

type Field = { name: string; types: string[]; required: boolean }
type Method = { name: string; fields?: Field[]; returns: string[] }
type Type = { name: string; fields?: Field[]; subtypes?: string[] }
type Document = { methods: Record<string, Method>; types: Record<string, Type> }

type Holder = { document: Document; held: Held }

export function holdToBotApi(file: string, ask: Fetch): Held {
  const held: Held = { network: 'telegram', faults: [], operations: new Set(), fields: new Set(), fetch: ask }
  const holder: Holder = { document: readSpecification<Document>(file), held }
  held.fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input)
    const name = /^\/bot[^/]+\/(\w+)$/.exec(url.pathname)?.[1] ?? ''
    const method = holder.document.methods[name]
    if (!method) {
      held.faults.push(`${name}: not a method`)
      return ask(input, init)
    }
    held.operations.add(name)
    await compareCall(holder, method, url, init)
    const response = await ask(input, init)
    await compareAnswer(holder, method, response)
    return response
  }
  return held
}

async function compareCall(holder: Holder, method: Method, url: URL, init: RequestInit | undefined): Promise<void> {
  const { values, files } = await fieldsIn(url, init)
  const known = new Map((method.fields ?? []).map((field) => [field.name, field]))
  const given = new Set([...Object.keys(values), ...files])
  for (const field of known.values())
    if (field.required && !given.has(field.name)) holder.held.faults.push(`${method.name}: ${field.name} is missing`)
  for (const [name, value] of Object.entries(values)) {
    const field = known.get(name)
    if (!field) holder.held.faults.push(`${method.name}: ${name} is not a parameter`)
    else compare(holder, `${method.name} ${name}`, field.types, value)
  }
  const attached = JSON.stringify(values)
  for (const file of files) {
    if (!known.get(file)?.types.includes('InputFile') && !attached.includes(`attach://${file}`)) {
      holder.held.faults.push(`${method.name}: file ${file} is not a parameter`)
    }
  }
  for (const field of fieldsOf(values)) holder.held.fields.add(`${method.name} request ${field}`)
}

async function fieldsIn(url: URL, init: RequestInit | undefined): Promise<{ values: Record<string, unknown>; files: string[] }> {
  const values: Record<string, unknown> = Object.fromEntries([...url.searchParams].map(([name, value]) => [name, loosely(value)]))
  if (!init?.body) return { values, files: [] }
  const type = new Headers(init.headers).get('content-type') ?? ''
  const body = new Response(init.body, { headers: { 'content-type': type } })
  if (type.startsWith('application/json')) return { values: (await body.json()) as Record<string, unknown>, files: [] }
  const files: string[] = []
  for (const [name, value] of (await body.formData()).entries()) {
    if (typeof value === 'string') values[name] = loosely(value)
    else files.push(name)
  }
  return { values, files }
}

/** In an address and in a form everything is text, and what is no text is JSON. */
function loosely(value: string): unknown {
  try {
    return JSON.parse(value) as unknown
  } catch (error) {
    if (error instanceof SyntaxError) return value
    throw error
  }
}

async function compareAnswer(holder: Holder, method: Method, response: Response): Promise<void> {
  const answer = (await response.clone().json()) as Record<string, unknown>
  const refused = ['ok', 'error_code', 'description', 'parameters']
  const unknown = Object.keys(answer).filter((key) => !(answer['ok'] === true ? ['ok', 'result'] : refused).includes(key))
  if (unknown.length > 0) holder.held.faults.push(`${method.name}: ${unknown.join(', ')} in the answer`)
  if (answer['ok'] === true) compare(holder, `${method.name} result`, method.returns, answer['result'])
  else if (answer['parameters'] !== undefined) compare(holder, `${method.name} parameters`, ['ResponseParameters'], answer['parameters'])
  for (const field of fieldsOf(answer)) holder.held.fields.add(`${method.name} ${response.status} ${field}`)
}

function compare({ document, held }: Holder, path: string, types: readonly string[], value: unknown): void {
  const faults = types.map((type) => faultsOf(document, path, type, value))
  if (faults.some((found) => found.length === 0)) return
  const least = faults.reduce((a, b) => (a.length <= b.length ? a : b))
  held.faults.push(...least.slice(0, 5))
}

const PLAIN: Record<string, (value: unknown) => boolean> = {
  Integer: (value) => Number.isSafeInteger(value),
  Float: (value) => typeof value === 'number',
  String: (value) => typeof value === 'string',
  Boolean: (value) => typeof value === 'boolean',
  True: (value) => value === true,
}

function faultsOf(document: Document, path: string, type: string, value: unknown): string[] {
  const inner = /^Array of (.+)$/.exec(type)?.[1]
  if (inner) {
    if (!Array.isArray(value)) return [`${path}: no list`]
    return value.flatMap((one) => faultsOf(document, `${path}[]`, inner, one))
  }
  const plain = PLAIN[type]
  if (plain) return plain(value) ? [] : [`${path}: no ${type}`]
  const known = document.types[type]
  if (!known || typeof value !== 'object' || value === null) return [`${path}: no ${type}`]
  if (known.subtypes) {
    const all = known.subtypes.map((subtype) => faultsOf(document, path, subtype, value))
    return all.reduce((a, b) => (a.length <= b.length ? a : b), [`${path}: none of ${known.subtypes.join(', ')}`, '', ''])
  }
  return objectFaults(document, path, known, value as Record<string, unknown>)
}

function objectFaults(document: Document, path: string, type: Type, value: Record<string, unknown>): string[] {
  const fields = new Map((type.fields ?? []).map((field) => [field.name, field]))
  const missing = [...fields.values()].filter((field) => field.required && value[field.name] === undefined)
  return [
    ...missing.map((field) => `${path}.${field.name}: missing in ${type.name}`),
    ...Object.entries(value).flatMap(([name, one]) => {
      const field = fields.get(name)
      if (!field) return [`${path}.${name}: not in ${type.name}`]
      const found = field.types.map((each) => faultsOf(document, `${path}.${name}`, each, one))
      return found.some((each) => each.length === 0) ? [] : (found[0] ?? [])
    }),
  ]
}
