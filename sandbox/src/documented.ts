import type { Fetch } from '@pupitre/networks'
import { fieldsOf, type Held } from './specification.ts'

/**
 * Holds requests and answers against a table of fields, written by hand from the pages of a network that publishes no machine-readable
 * description. Less than a description of the network's own, and said so: what both a connector and its simulated network got wrong in
 * the same way is not found; what one of them changes alone is.
 */

/**
 * `text`, `number`, `yes` (true or false), `any` or `null`; a list of one shape; a record of shapes, where `name?` may be absent;
 * `{ '*': shape }` for names that are data; `|` between plain shapes for either.
 */
export type Shape = string | readonly [Shape] | { readonly [name: string]: Shape }

export type Documented = { query?: readonly string[]; request?: Shape; answer?: Shape; headers?: readonly string[] }

type Table = {
  network: string
  ask: Fetch
  /** `METHOD /path/:part`; a query that chooses the operation stands after `?`: `POST /rest/images?action=initializeUpload`. */
  operations: Record<string, Documented>
  /** The shape of every refusal. */
  refusal: Shape
  /** Paths that belong to no operation. */
  besides?: RegExp
}

type Entry = { name: string; method: string; pattern: RegExp; fixed: URLSearchParams; told: Documented }

export function holdToTable({ network, ask, operations, refusal, besides }: Table): Held {
  const held: Held = { network, faults: [], operations: new Set(), fields: new Set(), fetch: ask }
  const entries = Object.entries(operations).map(entryOf)
  held.fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input)
    if (besides?.test(url.pathname)) return ask(input, init)
    const method = init?.method ?? 'GET'
    const entry = entries.find((one) => matches(one, method, url))
    if (!entry) {
      held.faults.push(`${method} ${url.pathname}${url.search}: not in the table`)
      return ask(input, init)
    }
    held.operations.add(entry.name)
    compareAsked(held, entry, url, init)
    const response = await ask(input, init)
    await compareAnswer(held, entry, response, refusal)
    return response
  }
  return held
}

function entryOf([name, told]: [string, Documented]): Entry {
  const [method = 'GET', address = '/'] = name.split(' ')
  const [path = '/', query = ''] = address.split('?')
  const pattern = new RegExp(`^${path.replace(/[.+()]/g, '\\$&').replace(/:[a-zA-Z]+/g, '[^/]+')}$`)
  return { name, method, pattern, fixed: new URLSearchParams(query), told }
}

function matches({ method, pattern, fixed }: Entry, asked: string, url: URL): boolean {
  return method === asked && pattern.test(url.pathname) && [...fixed].every(([key, value]) => url.searchParams.get(key) === value)
}

async function compareAnswer(held: Held, { name, told }: Entry, response: Response, refusal: Shape): Promise<void> {
  const raw = await response.clone().text()
  const isJson = (response.headers.get('content-type') ?? '').startsWith('application/json')
  if (raw.trim() !== '' && isJson)
    compare(held, `${name} ${response.status}`, response.ok ? (told.answer ?? 'null') : refusal, JSON.parse(raw))
  else if (response.ok && told.answer !== undefined) held.faults.push(`${name}: answered nothing`)
}

function compareAsked(held: Held, { name, fixed, told }: Entry, url: URL, init: RequestInit | undefined): void {
  const known = new Set([...fixed.keys(), ...(told.query ?? [])])
  for (const key of url.searchParams.keys()) if (!known.has(key)) held.faults.push(`${name}: query "${key}" is not in the table`)
  const headers = new Headers(init?.headers)
  for (const header of told.headers ?? []) if (!headers.has(header)) held.faults.push(`${name}: header "${header}" is missing`)
  if (init?.body) compareBody(held, name, told.request ?? 'null', { raw: Buffer.from(init.body as Uint8Array), headers })
  else if (told.request !== undefined) held.faults.push(`${name}: asked without a body`)
}

function compareBody(held: Held, name: string, shape: Shape, { raw, headers }: { raw: Buffer; headers: Headers }): void {
  const type = headers.get('content-type') ?? ''
  if (type.startsWith('application/json')) compare(held, `${name} request`, shape, JSON.parse(raw.toString('utf8')))
  else if (type.startsWith('application/x-www-form-urlencoded')) {
    compare(held, `${name} request`, shape, Object.fromEntries(new URLSearchParams(raw.toString('utf8'))))
  } else if (shape !== 'bytes') held.faults.push(`${name}: takes no bytes`)
}

function compare(held: Held, name: string, shape: Shape, value: unknown): void {
  for (const field of fieldsOf(value)) held.fields.add(`${name} ${field}`)
  held.faults.push(...faultsOf(name, shape, value).slice(0, 5))
}

const PLAIN: Record<string, (value: unknown) => boolean> = {
  text: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  yes: (value) => typeof value === 'boolean',
  null: (value) => value === null,
  any: () => true,
}

function faultsOf(path: string, shape: Shape, value: unknown): string[] {
  if (typeof shape === 'string') return shape.split('|').some((one) => PLAIN[one.trim()]?.(value)) ? [] : [`${path}: no ${shape}`]
  if (isList(shape)) {
    if (!Array.isArray(value)) return [`${path}: no list`]
    return value.flatMap((one) => faultsOf(`${path}[]`, shape[0], one))
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${path}: no record`]
  return recordFaults(path, shape, value as Record<string, unknown>)
}

const isList = (shape: Shape): shape is readonly [Shape] => Array.isArray(shape)

function recordFaults(path: string, shape: { readonly [name: string]: Shape }, value: Record<string, unknown>): string[] {
  const other = shape['*']
  const missing = Object.keys(shape).filter((name) => name !== '*' && !name.endsWith('?') && value[name] === undefined)
  return [
    ...missing.map((name) => `${path}.${name}: missing`),
    ...Object.entries(value).flatMap(([name, one]) => {
      const told = shape[name] ?? shape[`${name}?`] ?? other
      return told === undefined ? [`${path}.${name}: not in the table`] : faultsOf(`${path}.${name}`, told, one)
    }),
  ]
}
