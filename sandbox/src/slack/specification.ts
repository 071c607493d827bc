import type { Fetch } from '@pupitre/networks'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { fieldsOf, readSpecification, type Held, type Schema } from '../specification.ts'

/**
 * Holds calls and answers against Slack's own Swagger document, which was archived in September 2021 (kept beside the repository, not
 * in it). What came later is written here by hand from docs.slack.dev, and nowhere else.
 */

type Parameter = { name: string; in: string; type: string; required?: boolean }
type Operation = { parameters?: Parameter[]; responses: Record<string, { schema: Schema }> }
type Document = { paths: Record<string, Record<string, Operation>>; definitions: Record<string, Schema> }

const string = { type: 'string' }
const parameter = (name: string, where: string, type = 'string'): Parameter => ({ name, in: where, type })
const answering = (properties: Schema): Operation['responses'] => ({
  200: { schema: { type: 'object', additionalProperties: false, properties: { ok: { enum: [true] }, ...properties }, required: ['ok'] } },
  default: {
    schema: {
      type: 'object',
      additionalProperties: false,
      properties: { ok: { enum: [false] }, error: string },
      required: ['ok', 'error'],
    },
  },
})

/** https://docs.slack.dev/reference/methods/files.getUploadURLExternal, files.completeUploadExternal (2022). */
const LATER: Document['paths'] = {
  '/files.getUploadURLExternal': {
    get: {
      parameters: [
        parameter('filename', 'query'),
        parameter('length', 'query', 'integer'),
        parameter('alt_txt', 'query'),
        parameter('snippet_type', 'query'),
      ],
      responses: answering({ upload_url: string, file_id: string }),
    },
  },
  '/files.completeUploadExternal': {
    post: {
      parameters: ['files', 'channel_id', 'channels', 'initial_comment', 'blocks', 'thread_ts'].map((name) =>
        parameter(name, 'formData', name === 'files' ? 'json' : 'string'),
      ),
      responses: answering({ files: { type: 'array', items: { type: 'object', properties: { id: string, title: string } } } }),
    },
  },
}

const metadata = {
  type: 'object',
  additionalProperties: false,
  properties: { event_type: string, event_payload: { type: 'object' } },
  required: ['event_type', 'event_payload'],
}

/** Message metadata and its parameters (2022), descriptions of files (2021), pages of the history, attachments with titles, edits. */
function amend(document: Document): void {
  Object.assign(document.paths, LATER)
  amendParameters(document)
  const properties = (name: string) => document.definitions[name]?.['properties'] as Record<string, Schema>
  const message = properties('objs_message')
  const attachments = message['attachments'] as { items: { properties: Schema } }
  Object.assign(attachments.items.properties, { title: string, title_link: string, text: string })
  Object.assign(message, { metadata, edited: { type: 'object', properties: { user: string, ts: string } } })
  const share = { type: 'object', additionalProperties: { type: 'array', items: { type: 'object', properties: { ts: string } } } }
  const shares = { type: 'object', additionalProperties: false, properties: { public: share, private: share } }
  Object.assign(properties('objs_file'), { alt_txt: string, shares })
}

const page = {
  response_metadata: { type: 'object', additionalProperties: false, properties: { next_cursor: string }, required: ['next_cursor'] },
  // An empty channel has an empty history, and the messages of a thread are messages.
  messages: { type: 'array', items: { $ref: '#/definitions/objs_message' } },
}

/** What is said of a scope that is missing: https://docs.slack.dev/authentication/installing-with-oauth. */
const refusal = { error: string, needed: string, provided: string }

/** In a body of JSON, lists are lists. */
const LISTS = ['attachments', 'blocks']

function amendParameters({ paths }: Document): void {
  for (const method of ['/chat.postMessage', '/chat.update']) {
    const parameters = paths[method]?.['post']?.parameters ?? []
    for (const one of parameters.filter(({ name }) => LISTS.includes(name))) one.type = 'json'
    parameters.push(parameter('metadata', 'formData', 'json'))
  }
  for (const method of ['/conversations.history', '/conversations.replies']) {
    const reading = paths[method]?.['get']
    if (!reading) throw new Error(`the document has no ${method}`)
    reading.parameters?.push(parameter('include_all_metadata', 'query', 'boolean'))
    const { schema } = reading.responses['200'] as { schema: { properties: Schema } }
    Object.assign(schema.properties, page)
  }
}

export function holdToSlack(file: string, ask: Fetch): Held {
  const document = readSpecification<Document>(file)
  amend(document)
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true })
  ajv.addSchema({ $id: 'slack', definitions: readable(document.definitions) })
  const compiled = new Map<string, ValidateFunction>()
  const held: Held = { network: 'slack', faults: [], operations: new Set(), fields: new Set(), fetch: ask }
  const compare = (name: string, schema: Schema, value: unknown) => {
    const rooted = JSON.parse(JSON.stringify(readable(schema)).replaceAll('"#/definitions', '"slack#/definitions')) as Schema
    const validate = compiled.get(name) ?? ajv.compile(rooted)
    compiled.set(name, validate)
    for (const field of fieldsOf(value)) held.fields.add(`${name} ${field}`)
    if (!validate(value)) held.faults.push(`${name}: ${ajv.errorsText(validate.errors).slice(0, 600)}`)
  }
  held.fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input)
    // The address for a file belongs to no method.
    if (url.pathname.startsWith('/slack-upload/')) return ask(input, init)
    const method = (init?.method ?? 'GET').toLowerCase()
    const path = url.pathname.replace(/^\/api/, '')
    const operation = document.paths[path]?.[method]
    if (!operation) {
      held.faults.push(`${method} ${url.pathname}: not in the specification`)
      return ask(input, init)
    }
    held.operations.add(`${method} ${path}`)
    compareCall(held, { name: `${method} ${path}`, operation, values: valuesOf(url, init) })
    const response = await ask(input, init)
    const answer = (await response.clone().json()) as { ok?: boolean }
    const { 200: yes, default: no } = operation.responses
    if (answer.ok === true && yes) compare(`${method} ${path} yes`, yes.schema, answer)
    // Its lists of errors are those of 2021; what is told of one is its shape.
    else if (no)
      compare(`${method} ${path} no`, { ...no.schema, properties: { ...(no.schema['properties'] as Schema), ...refusal } }, answer)
    return response
  }
  return held
}

/** `items` with a list is Slack's way of saying "any of": the thing itself, or what stands in a list. */
function readable(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(readable)
  if (typeof node !== 'object' || node === null) return node
  const entries = Object.entries(node as Schema)
  const items = (node as Schema)['items']
  if (Array.isArray(items) && (node as Schema)['type'] !== 'array') return { anyOf: readable(items) }
  const plain = Object.fromEntries(entries.map(([key, value]) => [key, readable(value)]))
  return Array.isArray(items) ? { ...plain, items: { anyOf: readable(items) } } : plain
}

type Asked = { name: string; operation: Operation; values: Record<string, unknown> }

function valuesOf(url: URL, init: RequestInit | undefined): Record<string, unknown> {
  if (!init?.body) return Object.fromEntries(url.searchParams)
  return JSON.parse(Buffer.from(init.body as Uint8Array).toString('utf8')) as Record<string, unknown>
}

const TYPES: Record<string, (value: unknown) => boolean> = {
  string: (value) => typeof value === 'string',
  // Time stamps are called numbers there, and are text with six places everywhere.
  number: (value) => typeof value === 'number' || (typeof value === 'string' && /^\d+(\.\d+)?$/.test(value)),
  integer: (value) => Number.isInteger(typeof value === 'string' && value !== '' ? Number(value) : value),
  boolean: (value) => typeof value === 'boolean' || value === 'true' || value === 'false',
  json: (value) => typeof value === 'object' && value !== null,
}

/** The token travels in a header. */
function compareCall(held: Held, { name, operation, values }: Asked): void {
  const known = new Map((operation.parameters ?? []).filter((one) => one.name !== 'token').map((one) => [one.name, one]))
  for (const one of known.values()) if (one.required && values[one.name] === undefined) held.faults.push(`${name}: ${one.name} is missing`)
  for (const [key, value] of Object.entries(values)) {
    const one = known.get(key)
    if (!one) held.faults.push(`${name}: ${key} is not a parameter`)
    else if (!TYPES[one.type]?.(value)) held.faults.push(`${name}: ${key} is no ${one.type}`)
  }
  for (const field of fieldsOf(values)) held.fields.add(`${name} request ${field}`)
}
