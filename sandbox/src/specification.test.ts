import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { fieldsOf, holdToOpenApi } from './specification.ts'
import { holdToBotApi } from './telegram/specification.ts'

const folder = mkdtempSync(join(tmpdir(), 'pupitre-specification-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const written = (name: string, document: unknown): string => {
  const file = join(folder, name)
  writeFileSync(file, JSON.stringify(document))
  return file
}
const answering = (body: unknown) => async () => new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json' } })
const post = (body: unknown): RequestInit => ({
  method: 'POST',
  body: JSON.stringify(body),
  headers: { 'content-type': 'application/json' },
})

const named = { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] }
const whole = { allOf: [{ $ref: '#/components/schemas/Named' }, { type: 'object', properties: { size: { type: 'integer' } } }] }
const openApi = written('openapi.json', {
  paths: {
    '/things/{id}': {
      post: {
        parameters: [{ name: 'loud', in: 'query' }],
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Named' } } } },
        responses: { 200: { content: { 'application/json': { schema: whole } } } },
      },
    },
  },
  components: { schemas: { Named: named } },
})

describe('what is held to an OpenAPI document', () => {
  it.each<[string, string, unknown, unknown, RegExp | null]>([
    ['everything as told', '/api/things/1?loud=1', { name: 'x' }, { name: 'x', size: 1 }, null],
    ['an unknown path', '/api/nothing', { name: 'x' }, {}, /not in the specification/],
    ['a path outside', '/things/1', { name: 'x' }, {}, /not in the specification/],
    ['an unknown parameter', '/api/things/1?quiet=1', { name: 'x' }, { name: 'x' }, /query "quiet"/],
    ['an unknown field asked', '/api/things/1', { name: 'x', more: 1 }, { name: 'x' }, /additional properties/],
    ['a field missing', '/api/things/1', {}, { name: 'x' }, /required property 'name'/],
    ['another type', '/api/things/1', { name: 1 }, { name: 'x' }, /must be string/],
    ['an unknown field answered', '/api/things/1', { name: 'x' }, { name: 'x', more: 1 }, /additional properties/],
    ['another type answered', '/api/things/1', { name: 'x' }, { name: 'x', size: 'x' }, /must be integer/],
  ])('%s', async (_what, path, asked, answered, fault) => {
    const held = holdToOpenApi({ network: 'test', file: openApi, prefix: '/api', ask: answering(answered) })
    await held.fetch(`http://127.0.0.1${path}`, post(asked))
    if (fault === null) expect(held.faults).toEqual([])
    else expect(held.faults.join('\n')).toMatch(fault)
  })
})

const botApi = written('api.json', {
  methods: { say: { name: 'say', fields: [{ name: 'text', types: ['String'], required: true }], returns: ['Said'] } },
  types: { Said: { name: 'Said', fields: [{ name: 'id', types: ['Integer'], required: true }] } },
})

describe('what is held to a list of methods and types', () => {
  it.each<[string, string, unknown, unknown, RegExp | null]>([
    ['everything as told', 'say', { text: 'x' }, { id: 1 }, null],
    ['an unknown method', 'shout', { text: 'x' }, { id: 1 }, /not a method/],
    ['an unknown parameter', 'say', { text: 'x', loud: true }, { id: 1 }, /loud is not a parameter/],
    ['a parameter missing', 'say', {}, { id: 1 }, /text is missing/],
    ['another type', 'say', { text: 1 }, { id: 1 }, /no String/],
    ['an unknown field answered', 'say', { text: 'x' }, { id: 1, more: 1 }, /more: not in Said/],
    ['a field missing', 'say', { text: 'x' }, {}, /id: missing in Said/],
    ['another type answered', 'say', { text: 'x' }, { id: '1' }, /no Integer/],
  ])('%s', async (_what, method, asked, answered, fault) => {
    const held = holdToBotApi(botApi, answering({ ok: true, result: answered }))
    await held.fetch(`http://127.0.0.1/bot1:x/${method}`, post(asked))
    if (fault === null) expect(held.faults).toEqual([])
    else expect(held.faults.join('\n')).toMatch(fault)
  })
})

describe('fields', () => {
  it('are counted by their paths, the places of a list as one', () => {
    expect(fieldsOf({ a: 1, b: [{ c: 1 }, { c: 2, d: 3 }] })).toEqual(['a', 'b', 'b[].c', 'b[].d'])
  })
})
