import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { holdToTable, type Documented } from './documented.ts'
import { holdToDiscovery } from './google/specification.ts'

const answering =
  (body: unknown, status = 200) =>
  async () =>
    new Response(body === null ? '' : JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })
const asking = (method: string, body?: unknown, headers: Record<string, string> = {}): RequestInit => ({
  method,
  headers: { 'content-type': 'application/json', ...headers },
  ...(body !== undefined && { body: Buffer.from(JSON.stringify(body)) }),
})

const table: Record<string, Documented> = {
  'POST /things/:id?action=name': {
    query: ['loud'],
    headers: ['x-version'],
    request: { name: 'text', 'size?': 'number', 'tags?': ['text'], 'free?': { '*': 'yes' } },
    answer: { id: 'text|number', parts: [{ n: 'number' }] },
  },
}
const good = { name: 'x', size: 1, tags: ['a'], free: { any: true } }
const told = { id: 1, parts: [{ n: 1 }] }
const versioned = { 'x-version': '1' }

describe('what is held to a table of documented fields', () => {
  it.each<[string, string, RequestInit, unknown, RegExp | null]>([
    ['everything as told', '/things/1?action=name&loud=1', asking('POST', good, versioned), told, null],
    ['an unknown path', '/nothing', asking('POST', good, versioned), told, /not in the table/],
    ['another method', '/things/1?action=name', asking('PUT', good, versioned), told, /not in the table/],
    ['another action', '/things/1?action=other', asking('POST', good, versioned), told, /not in the table/],
    ['an unknown query', '/things/1?action=name&quiet=1', asking('POST', good, versioned), told, /query "quiet"/],
    ['a header missing', '/things/1?action=name', asking('POST', good), told, /header "x-version" is missing/],
    ['no body', '/things/1?action=name', asking('POST', undefined, versioned), told, /without a body/],
    ['a field missing', '/things/1?action=name', asking('POST', {}, versioned), told, /\.name: missing/],
    ['an unknown field', '/things/1?action=name', asking('POST', { ...good, more: 1 }, versioned), told, /\.more: not in the table/],
    ['another type', '/things/1?action=name', asking('POST', { name: 1 }, versioned), told, /\.name: no text/],
    ['another type in a list', '/things/1?action=name', asking('POST', { name: 'x', tags: [1] }, versioned), told, /tags\[\]: no text/],
    [
      'another type by any name',
      '/things/1?action=name',
      asking('POST', { name: 'x', free: { a: 1 } }, versioned),
      told,
      /free\.a: no yes/,
    ],
    ['no list', '/things/1?action=name', asking('POST', good, versioned), { id: 'a', parts: {} }, /parts: no list/],
    [
      'an unknown field answered',
      '/things/1?action=name',
      asking('POST', good, versioned),
      { ...told, more: 1 },
      /\.more: not in the table/,
    ],
    ['nothing answered', '/things/1?action=name', asking('POST', good, versioned), null, /answered nothing/],
  ])('%s', async (_what, path, init, answered, fault) => {
    const held = holdToTable({ network: 'test', operations: table, refusal: { message: 'text' }, ask: answering(answered) })
    await held.fetch(`http://127.0.0.1${path}`, init)
    if (fault === null) expect(held.faults).toEqual([])
    else expect(held.faults.join('\n')).toMatch(fault)
  })

  it('a refusal by its own shape', async () => {
    const ask = answering({ message: 'no', more: 1 }, 400)
    const held = holdToTable({ network: 'test', operations: table, refusal: { message: 'text' }, ask })
    await held.fetch('http://127.0.0.1/things/1?action=name', asking('POST', good, versioned))
    expect(held.faults).toEqual(['POST /things/:id?action=name 400.more: not in the table'])
  })
})

const folder = mkdtempSync(join(tmpdir(), 'pupitre-discovery-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const file = join(folder, 'discovery.json')
const thing = { $ref: 'Thing' }
writeFileSync(
  file,
  JSON.stringify({
    parameters: { alt: {} },
    schemas: { Thing: { type: 'object', properties: { name: { type: 'string', enum: ['a', 'b'] }, size: { type: 'integer' } } } },
    resources: {
      things: {
        methods: {
          put: {
            id: 'things.put',
            httpMethod: 'PUT',
            path: 'v1/{+name}',
            flatPath: 'v1/things/{id}',
            parameters: { loud: {} },
            request: thing,
            response: thing,
          },
          say: { id: 'things.say', httpMethod: 'PUT', path: 'v1/{+name}:say', flatPath: 'v1/things/{id}:say' },
        },
      },
    },
  }),
)

describe('what is held to a discovery document', () => {
  it.each<[string, string, RequestInit, unknown, RegExp | null]>([
    ['everything as told', '/v1/things/1?loud=1&alt=json', asking('PUT', { name: 'a', size: 1 }), { name: 'b' }, null],
    ['a word behind a number', '/v1/things/1:say', asking('PUT'), null, null],
    ['an unknown path', '/v1/nothing', asking('PUT', {}), {}, /not in the documents/],
    ['another method', '/v1/things/1', asking('POST', {}), {}, /not in the documents/],
    ['an unknown query', '/v1/things/1?quiet=1', asking('PUT', {}), {}, /query "quiet"/],
    ['an unknown field', '/v1/things/1', asking('PUT', { more: 1 }), {}, /\.more: not in the document/],
    ['another type', '/v1/things/1', asking('PUT', { size: '1' }), {}, /\.size: no integer/],
    ['another value', '/v1/things/1', asking('PUT', { name: 'c' }), {}, /"c" is none of its values/],
    ['an unknown field answered', '/v1/things/1', asking('PUT', {}), { more: 1 }, /\.more: not in the document/],
    [
      'bytes where none are taken',
      '/v1/things/1',
      { method: 'PUT', headers: { 'content-type': 'image/png' }, body: Buffer.alloc(3) },
      {},
      /takes no bytes/,
    ],
    ['a body that is not taken', '/v1/things/1:say', asking('PUT', {}), null, /takes no body/],
    ['an answer that is not told', '/v1/things/1:say', asking('PUT'), { name: 'a' }, /answers nothing/],
  ])('%s', async (_what, path, init, answered, fault) => {
    const held = holdToDiscovery({ network: 'test', files: [file], besides: /^\/besides$/, ask: answering(answered) })
    await held.fetch(`http://127.0.0.1${path}`, init)
    if (fault === null) expect(held.faults).toEqual([])
    else expect(held.faults.join('\n')).toMatch(fault)
  })
})
