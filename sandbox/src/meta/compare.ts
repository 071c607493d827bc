import type { Held } from '../specification.ts'
import type { Field } from './fields.ts'

/** What was asked and answered, against lists of fields and parameters. */

export type Param = { name: string; type: string; required: boolean }
export type Api = { method: string; endpoint?: string; return: string; params: Param[] }
export type Kind = { apis: Api[]; fields: { name: string; type: string }[] }

/** Taken by every reading call (https://developers.facebook.com/docs/graph-api/guides/field-expansion, …/results). */
export const GENERAL = ['fields', 'limit', 'after', 'before', 'summary', 'ids']

export type Holding = { held: Held; read: (kind: string) => Kind | null; enums: Map<string, string[]> }

/** Fields of a kind are its own and its edges; what is said of an edge are the parameters of reading it. */
export function compareFields(holding: Holding, where: string, kindName: string, fields: readonly Field[]): void {
  const kind = holding.read(kindName)
  for (const field of kind ? fields : []) {
    const { own, api } = partOf(kind, field.name)
    if (!own && !api && field.name !== 'id') holding.held.faults.push(`${where}: ${kindName} has no field ${field.name}`)
    compareArguments(holding, where, field, api?.params ?? [])
    const inner = api?.return ?? own?.type
    if (inner !== undefined) compareFields(holding, where, itemOf(inner), field.inner)
  }
}

/** A field of a kind, or one of its edges. */
function partOf(kind: Kind | null, name: string): { own?: Kind['fields'][number]; api?: Api } {
  const own = kind?.fields.find((one) => one.name === name)
  const api = kind?.apis.find((one) => one.method === 'GET' && one.endpoint === name)
  return { ...(own && { own }), ...(api && { api }) }
}

function compareArguments(holding: Holding, where: string, field: Field, params: readonly Param[]): void {
  for (const [name, value] of Object.entries(field.args)) {
    const param = params.find((one) => one.name === name)
    if (param) comparePlain(holding, `${where} ${field.name}.${name}`, { type: param.type, value, isQuestion: true })
    else if (!GENERAL.includes(name)) holding.held.faults.push(`${where}: ${field.name}.${name} is not a parameter`)
  }
}

export const itemOf = (type: string) => /^list<(.+)>$/.exec(type)?.[1] ?? type

const REFUSAL = [
  'message',
  'type',
  'code',
  'error_subcode',
  'error_user_title',
  'error_user_msg',
  'is_transient',
  'fbtrace_id',
  'error_data',
]

export function compareRefusal(held: Held, name: string, body: Record<string, unknown>): void {
  const error = body['error']
  if (typeof error !== 'object' || error === null) return
  for (const key of Object.keys(error)) if (!REFUSAL.includes(key)) held.faults.push(`${name} refusal: ${key} is not of an error`)
}

export function compareEdge(holding: Holding, where: string, kind: string | null, body: Record<string, unknown>): void {
  const { held } = holding
  for (const name of Object.keys(body))
    if (!['data', 'paging', 'summary'].includes(name)) held.faults.push(`${where}: ${name} is not of an edge`)
  if (!Array.isArray(body['data'])) held.faults.push(`${where}: no data`)
  else for (const one of body['data']) compareThing(holding, where, kind, one)
}

/** Things of kinds that no list describes are compared only where their fields are told by hand. */
export function compareThing(holding: Holding, where: string, kindName: string | null, value: unknown): void {
  const { held, read } = holding
  const kind = kindName === null ? null : read(itemOf(kindName))
  if (!kind) return
  if (typeof value !== 'object' || value === null) return void held.faults.push(`${where}: no ${kindName}`)
  for (const [name, inner] of Object.entries(value)) {
    const { own, api } = partOf(kind, name)
    if (own) comparePlain(holding, `${where} ${name}`, { type: own.type, value: inner, isQuestion: false })
    else if (api) compareInner(holding, `${where} ${name}`, api.return, (inner ?? {}) as Record<string, unknown>)
    else if (name !== 'id') held.faults.push(`${where}: ${kindName} has no field ${name}`)
  }
}

/** An edge, but for the picture of somebody, of which there is one. */
function compareInner(holding: Holding, where: string, kind: string, inner: Record<string, unknown>): void {
  if (kind !== 'ProfilePictureSource') return compareEdge(holding, where, kind, inner)
  compareThing(holding, where, kind, inner['data'])
}

const isText = (value: unknown) => typeof value === 'string'
const isWhole = (value: unknown) => Number.isInteger(value) || (isText(value) && /^\d+$/.test(value as string))
const isMoment = (value: unknown) => (isText(value) && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000$/.test(value as string)) || isWhole(value)

const PLAIN: Record<string, (value: unknown) => boolean> = {
  Object: () => true,
  map: () => true,
  // Numbers of things are texts in answers, and either in questions.
  string: (value) => isText(value) || isWhole(value),
  bool: (value) => typeof value === 'boolean' || value === 'true' || value === 'false',
  int: isWhole,
  'unsigned int': isWhole,
  float: (value) => typeof value === 'number' || (isText(value) && !Number.isNaN(Number(value))),
  datetime: isMoment,
  file: (value) => value === 'bytes',
}

type Compared = { type: string; value: unknown; isQuestion: boolean }

export function comparePlain(holding: Holding, where: string, { type, value, isQuestion }: Compared): void {
  const { held, enums } = holding
  const items = /^list(?:<(.+)>)?$/.exec(type)
  const values = enums.get(type)
  const isRight = PLAIN[type]
  if (items) compareList(holding, where, { type: items[1] ?? 'Object', value, isQuestion })
  else if (values) {
    // Meta's own examples write these small.
    const isOne = values.some((one) => one.toLowerCase() === String(value).toLowerCase())
    if (!isOne) held.faults.push(`${where}: "${String(value)}" is no ${type}`)
  } else if (isRight) {
    if (!isRight(value)) held.faults.push(`${where}: ${JSON.stringify(value).slice(0, 60)} is no ${type}`)
  } else if (!isQuestion) compareThing(holding, where, type, value)
}

/** In a question a list may be written with commas. */
function compareList(holding: Holding, where: string, { type, value, isQuestion }: Compared): void {
  const each = isQuestion && typeof value === 'string' ? value.split(',') : value
  if (!Array.isArray(each)) return void holding.held.faults.push(`${where}: no list`)
  for (const one of each) comparePlain(holding, where, { type, value: one, isQuestion })
}
