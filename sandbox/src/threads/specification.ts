import type { Fetch } from '@pupitre/networks'
import { parseFields, type Field } from '../meta/fields.ts'
import { fieldsOf, readSpecification, specificationOf, type Held } from '../specification.ts'

/**
 * Holds requests and answers against the collection of requests that Meta publishes for Threads (kept beside the repository, not in it): the
 * parameters of every request of an address, the fields that its variables name, and the fields of its example answers. What came after it
 * is written here by hand, each with its source.
 */

type Item = { name: string; item?: Item[]; request?: { method: string; url: { raw: string } }; response?: { body?: string | null }[] }
type Collection = { item: Item[]; variable: { key: string; value: string }[] }
type Known = { name: string; method: string; pattern: RegExp; params: Set<string>; answers: Set<string> }

const docs = 'https://developers.facebook.com/docs/threads'
/** By `METHOD path`: parameters that no request of the collection uses. */
const LATER: Record<string, { source: string; params: readonly string[] }> = {
  'POST /me/threads': { source: `${docs}/posts, ${docs}/create-posts/polls`, params: ['link_attachment', 'poll_attachment'] },
  'GET /me/threads': { source: `${docs}/retrieve-and-discover-posts`, params: ['after'] },
  'GET /me/replies': { source: `${docs}/retrieve-and-manage-replies`, params: ['after'] },
  'GET /:id/conversation': { source: `${docs}/retrieve-and-manage-replies`, params: ['limit', 'after'] },
  'GET /access_token': { source: `${docs}/get-started/long-lived-tokens`, params: ['access_token'] },
  'GET /refresh_access_token': { source: `${docs}/get-started/long-lived-tokens`, params: ['access_token'] },
}
/** Of every answer that is a list, and of tokens. */
const ALWAYS = ['data', 'paging', 'id', 'access_token', 'token_type', 'expires_in', 'user_id']

export function holdToThreads(ask: Fetch): Held | null {
  const file = specificationOf('threads/threads-api.postman_collection.json')
  if (!file) return null
  const collection = readSpecification<Collection>(file)
  const variables = new Map(collection.variable.map(({ key, value }) => [key, value]))
  const known = requestsOf(collection.item)
  const fields = new Set([...variables].filter(([key]) => key.startsWith('fields_')).flatMap(([, value]) => namesIn(parseFields(value))))
  const held: Held = { network: 'threads', fetch: ask, faults: [], operations: new Set(), fields: new Set() }
  held.fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input)
    const path = url.pathname.replace(/^\/(?:v1\.0|threads)/, '')
    if (path === '/oauth/authorize') return ask(input, init)
    const method = init?.method ?? 'GET'
    const found = known.find((one) => one.method === method && one.pattern.test(path))
    if (!found) {
      held.faults.push(`${method} ${path}: not in the collection`)
      return ask(input, init)
    }
    held.operations.add(found.name)
    compareRequest(held, found, await valuesOf(url, init), fields)
    const response = await ask(input, init)
    await compareAnswer(held, found, response, fields)
    return response
  }
  return held
}

function namesIn(fields: readonly Field[]): string[] {
  return fields.flatMap(({ name, inner }) => [name, ...namesIn(inner)])
}

/** The exact address before one with a part to fill in. */
function requestsOf(items: readonly Item[]): Known[] {
  const known = new Map<string, Known>()
  const visit = ({ item, request, response }: Item): void => {
    for (const one of item ?? []) visit(one)
    if (!request) return
    const [raw = '', search = ''] = request.url.raw.replace('{{api_host}}', '').split('?')
    const path = raw.replace(/\/$/, '').replace(/\{\{\w+\}\}/g, ':id')
    const name = `${request.method} ${path}`
    const pattern = new RegExp(`^${path.replace(/:id/g, '\\d+')}$`)
    const one = known.get(name) ?? {
      name,
      method: request.method,
      pattern,
      params: new Set(LATER[name]?.params),
      answers: new Set<string>(),
    }
    for (const [key] of new URLSearchParams(search)) one.params.add(key)
    for (const { body } of response ?? []) for (const key of keysIn(body)) one.answers.add(key)
    known.set(name, one)
  }
  for (const item of items) visit(item)
  return [...known.values()].sort((a, b) => a.name.split(':id').length - b.name.split(':id').length)
}

/** Every name in an example, also where it is no whole JSON. */
function keysIn(body: string | null | undefined): string[] {
  return [...(body ?? '').matchAll(/"(\w+)"\s*:/g)].map(([, key = '']) => key)
}

async function valuesOf(url: URL, init: RequestInit | undefined): Promise<Record<string, string>> {
  const body = init?.body ? new URLSearchParams(await new Response(init.body).text()) : []
  return { ...Object.fromEntries(url.searchParams), ...Object.fromEntries(body) }
}

function compareRequest(held: Held, { name, params }: Known, values: Record<string, string>, fields: Set<string>): void {
  for (const key of Object.keys(values)) {
    held.fields.add(`${name} request ${key}`)
    if (!params.has(key)) held.faults.push(`${name}: ${key} is not a parameter`)
  }
  for (const field of namesIn(values['fields'] ? parseFields(values['fields']) : []))
    if (!fields.has(field)) held.faults.push(`${name}: ${field} is not a field`)
}

async function compareAnswer(held: Held, { name, answers }: Known, response: Response, fields: Set<string>): Promise<void> {
  if (!(response.headers.get('content-type') ?? '').startsWith('application/json')) return
  const body: unknown = await response.clone().json()
  for (const field of fieldsOf(body)) held.fields.add(`${name} ${response.ok ? 'answer' : 'refusal'} ${field}`)
  if (!response.ok) return
  const names = fieldsOf(body).map((path) => path.replace(/\[\]/g, '').split('.').at(-1) ?? '')
  for (const one of new Set(names)) {
    const isKnown = ALWAYS.includes(one) || answers.has(one) || fields.has(one) || ['cursors', 'before', 'after', 'next'].includes(one)
    if (!isKnown) held.faults.push(`${name} answer: ${one} is neither a field nor in an example`)
  }
}
