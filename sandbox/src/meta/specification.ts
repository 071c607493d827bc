import { join } from 'node:path'
import type { Fetch } from '@pupitre/networks'
import { fieldsOf, readSpecification, type Held } from '../specification.ts'
import {
  compareEdge,
  compareFields,
  comparePlain,
  compareRefusal,
  compareThing,
  GENERAL,
  type Api,
  type Holding,
  type Kind,
  type Param,
} from './compare.ts'
import { parseFields } from './fields.ts'

/**
 * Holds requests and answers against the lists from which Meta makes its own software kits (kept beside the repository, not in it): per
 * kind of thing its fields, its edges, and what each call takes and gives. They say little of what a call that changes something answers,
 * and nothing of some calls: that is written here by hand, in the table of the network, and nowhere else.
 */

/** A call that the lists leave out, or say less of than the documentation: what it takes, and what its answer may hold. */
export type Told = { params?: readonly string[]; answer?: readonly string[]; returns?: string; source: string }

export type Described = {
  network: string
  /** Folder of the lists. */
  folder: string
  ask: Fetch
  /** What stands before every path. */
  version: string
  /** Of what kind the thing of this number is; null: of none. */
  kindOf: (id: string) => string | null
  /** By `METHOD Kind/edge` or `METHOD Kind`, or `METHOD /path` for what belongs to no kind. */
  told: Record<string, Told>
  /** Fields of kinds that the lists leave out. */
  kinds?: Record<string, Record<string, string>>
  /** Kinds that the lists call by another name than that of their own list. */
  aliases?: Record<string, string>
  besides?: RegExp
}

type Listing = Holding & { described: Described }

export function holdToGraph(described: Described): Held {
  const { network, ask, folder, version, besides } = described
  const held: Held = { network, fetch: ask, faults: [], operations: new Set(), fields: new Set() }
  const kinds = new Map<string, Kind | null>()
  const read = (name: string): Kind | null => {
    const kind = described.aliases?.[name] ?? name
    const known = kinds.get(kind)
    if (known !== undefined) return known
    const found = described.kinds?.[kind] ? byHand(described.kinds[kind]) : readKind(folder, kind)
    kinds.set(kind, found)
    return found
  }
  const all = readSpecification<{ name: string; values: string[] }[]>(join(folder, 'enum_types.json'))
  const holding: Listing = { described, held, read, enums: new Map(all.map(({ name, values }) => [name, values])) }
  held.fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input)
    if (besides?.test(url.pathname)) return ask(input, init)
    const method = init?.method ?? 'GET'
    const path = url.pathname.startsWith(`/${version}`) ? url.pathname.slice(version.length + 1) : null
    const call = path === null ? null : callOf(holding, method, decodeURIComponent(path))
    if (!call) {
      held.faults.push(`${method} ${url.pathname}: not in the lists`)
      return ask(input, init)
    }
    held.operations.add(call.name)
    await compareRequest(holding, call, url, init)
    const response = await ask(input, init)
    await compareAnswer(holding, call, url, response)
    return response
  }
  return held
}

const byHand = (fields: Record<string, string>): Kind => ({
  apis: [],
  fields: Object.entries(fields).map(([name, type]) => ({ name, type })),
})

function readKind(folder: string, kind: string): Kind | null {
  try {
    return readSpecification<Kind>(join(folder, `${kind}.json`))
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return null
    throw error
  }
}

/** `isEdge`: a list is answered. `kind`: of what the things are that are answered; null where nobody says. */
type Calling = { name: string; params: Param[]; isEdge: boolean; kind: string | null; told: Told | null }

function callOf(listing: Listing, method: string, path: string): Calling | null {
  const plain = listing.described.told[`${method} ${path}`]
  if (plain) return { name: `${method} ${path}`, params: [], isEdge: false, kind: plain.returns ?? null, told: plain }
  if (path === '/') return byNumbers(method)
  const [, id = '', edge = null] = /^\/([^/]+)(?:\/(\w+))?$/.exec(path) ?? []
  const owner = listing.described.kindOf(id)
  return owner === null ? null : callOn(listing, method, owner, edge)
}

function callOn({ described, read }: Listing, method: string, owner: string, edge: string | null): Calling | null {
  const name = `${method} ${owner}${edge === null ? '' : `/${edge}`}`
  const told = described.told[name] ?? null
  const api = read(owner)?.apis.find((one) => one.method === method && (one.endpoint ?? null) === edge)
  if (!api && !told) return null
  return {
    name,
    params: api?.params ?? [],
    isEdge: method === 'GET' && edge !== null,
    kind: kindOf({ method, owner, edge }, told, api),
    told,
  }
}

/** Reading a thing gives that thing; what else is given is told. */
function kindOf(called: { method: string; owner: string; edge: string | null }, told: Told | null, api: Api | undefined): string | null {
  return called.edge === null && called.method === 'GET' ? called.owner : (told?.returns ?? api?.return ?? null)
}

/** Several things at once, by their numbers. */
const byNumbers = (method: string): Calling | null =>
  method === 'GET' ? { name: 'GET ?ids', params: [], isEdge: false, kind: 'Photo', told: null } : null

async function compareRequest(listing: Listing, call: Calling, url: URL, init: RequestInit | undefined): Promise<void> {
  const { held } = listing
  const isReading = (init?.method ?? 'GET') === 'GET'
  const values: Record<string, unknown> = { ...Object.fromEntries(url.searchParams), ...(await bodyOf(init)) }
  for (const field of fieldsOf(values)) held.fields.add(`${call.name} request ${field}`)
  for (const { name, required } of call.params)
    if (required && values[name] === undefined) held.faults.push(`${call.name}: ${name} is missing`)
  for (const [name, value] of Object.entries(values))
    if (!isReading || !GENERAL.includes(name)) compareParameter(listing, call, name, value)
  const fields = url.searchParams.get('fields')
  if (fields !== null && call.kind !== null) compareFields(listing, call.name, call.kind, parseFields(fields))
}

function compareParameter(listing: Listing, call: Calling, name: string, value: unknown): void {
  const param = call.params.find((one) => one.name === name)
  if (param) comparePlain(listing, `${call.name} request ${name}`, { type: param.type, value, isQuestion: true })
  else if (!call.told?.params?.includes(name)) listing.held.faults.push(`${call.name}: ${name} is not a parameter`)
}

async function bodyOf(init: RequestInit | undefined): Promise<Record<string, unknown>> {
  if (!init?.body) return {}
  const type = new Headers(init.headers).get('content-type') ?? ''
  const body = new Response(init.body, { headers: { 'content-type': type } })
  if (type.startsWith('application/json')) return (await body.json()) as Record<string, unknown>
  const form = await body.formData()
  // The bytes of a picture: the lists know the parameter by its other name.
  return Object.fromEntries([...form].map(([name, value]) => [name, typeof value === 'string' ? value : 'bytes']))
}

async function compareAnswer(listing: Listing, call: Calling, url: URL, response: Response): Promise<void> {
  const { held } = listing
  if (!(response.headers.get('content-type') ?? '').startsWith('application/json')) return
  const body = (await response.clone().json()) as Record<string, unknown>
  for (const field of fieldsOf(body)) held.fields.add(`${call.name} ${response.ok ? 'answer' : 'refusal'} ${field}`)
  const where = `${call.name} answer`
  if (!response.ok) compareRefusal(held, call.name, body)
  else if (url.searchParams.has('ids')) for (const one of Object.values(body)) compareThing(listing, where, call.kind, one)
  else if (call.isEdge) compareEdge(listing, where, call.kind, body)
  else if (call.told?.answer) compareTold(held, where, call.told.answer, body)
  else compareThing(listing, where, call.kind, body)
}

function compareTold(held: Held, where: string, names: readonly string[], body: Record<string, unknown>): void {
  if (names.includes('*')) return
  for (const name of Object.keys(body)) if (!names.includes(name)) held.faults.push(`${where}: ${name} is not in the table`)
}
