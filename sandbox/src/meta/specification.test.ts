import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { parseFields } from './fields.ts'
import { holdToGraph } from './specification.ts'

const folder = mkdtempSync(join(tmpdir(), 'pupitre-graph-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const listed = (name: string, value: unknown) => writeFileSync(join(folder, `${name}.json`), JSON.stringify(value))
listed('enum_types', [{ name: 'thing_colour_enum_param', values: ['RED', 'BLUE'] }])
listed('Part', { fields: [{ name: 'size', type: 'unsigned int' }], apis: [] })
listed('Thing', {
  fields: [
    { name: 'name', type: 'string' },
    { name: 'made', type: 'datetime' },
    { name: 'part', type: 'Part' },
  ],
  apis: [
    { method: 'GET', return: 'Thing', params: [] },
    { method: 'GET', endpoint: 'parts', return: 'Part', params: [{ name: 'colour', type: 'thing_colour_enum_param', required: false }] },
    { method: 'POST', endpoint: 'parts', return: 'Part', params: [{ name: 'size', type: 'unsigned int', required: true }] },
  ],
})

const told = { 'POST Thing/parts': { source: 'by hand', answer: ['id'] } }

async function faults(path: string, answer: unknown, body?: unknown, status = 200): Promise<string> {
  const ask = async () => Response.json(answer, { status })
  const held = holdToGraph({ network: 'test', folder, ask, version: 'v1', kindOf: (id) => (id === '1' ? 'Thing' : null), told })
  const json = { method: 'POST', headers: { 'content-type': 'application/json' } }
  await held.fetch(`https://graph.example/v1${path}`, body === undefined ? {} : { ...json, body: JSON.stringify(body) })
  return held.faults.join('\n')
}

describe('what is held to Meta’s lists', () => {
  it.each<[string, string, unknown, RegExp | null]>([
    ['a thing', '/1?fields=id,name,part{size}', { id: '1', name: 'x', part: { size: 1 } }, null],
    ['a thing of no kind', '/2?fields=id', { id: '2' }, /not in the lists/],
    ['an unknown edge', '/1/nothing', { data: [] }, /not in the lists/],
    ['an unknown field asked', '/1?fields=colour', {}, /Thing has no field colour/],
    ['an unknown field asked inside', '/1?fields=part{colour}', {}, /Part has no field colour/],
    ['an unknown field answered', '/1?fields=name', { colour: 'red' }, /Thing has no field colour/],
    ['another type answered', '/1?fields=name', { name: true }, /is no string/],
    ['another moment answered', '/1?fields=made', { made: '2026-11-28T18:00:00.000Z' }, /is no datetime/],
    ['another type answered inside', '/1?fields=part{size}', { part: { size: 'large' } }, /is no unsigned int/],
    ['an edge', '/1/parts?colour=red', { data: [{ size: 1 }], paging: {} }, null],
    ['an edge without a list', '/1/parts', { size: 1 }, /no data/],
    ['an edge inside', '/1?fields=parts.colour(blue).limit(2){size}', { parts: { data: [{ size: 1 }] } }, null],
    ['a value that is none', '/1/parts?colour=green', { data: [] }, /is no thing_colour_enum_param/],
    ['a value that is none inside', '/1?fields=parts.colour(green){size}', {}, /is no thing_colour_enum_param/],
    ['an unknown parameter', '/1/parts?loud=1', { data: [] }, /loud is not a parameter/],
  ])('%s', async (_what, path, answer, fault) => {
    const found = await faults(path, answer)
    if (fault === null) expect(found).toBe('')
    else expect(found).toMatch(fault)
  })

  it.each<[string, unknown, unknown, number, RegExp | null]>([
    ['as told', { size: 1 }, { id: '5' }, 200, null],
    ['a parameter missing', {}, { id: '5' }, 200, /size is missing/],
    ['another type', { size: 'large' }, { id: '5' }, 200, /is no unsigned int/],
    ['more than is told', { size: 1, loud: true }, { id: '5' }, 200, /loud is not a parameter/],
    ['more answered than is told', { size: 1 }, { id: '5', more: 1 }, 200, /more is not in the table/],
    ['a refusal in the Graph’s words', { size: 1 }, { error: { message: 'x', code: 1 } }, 400, null],
    ['a refusal in others', { size: 1 }, { error: { reason: 'x' } }, 400, /reason is not of an error/],
  ])('something made: %s', async (_what, body, answer, status, fault) => {
    const found = await faults('/1/parts', answer, body, status)
    if (fault === null) expect(found).toBe('')
    else expect(found).toMatch(fault)
  })
})

describe('lists of fields', () => {
  it('are read with what is asked of them', () => {
    expect(parseFields('id,comments.filter(stream).limit(5){id,from{name}}')).toEqual([
      { name: 'id', args: {}, inner: [] },
      {
        name: 'comments',
        args: { filter: 'stream', limit: '5' },
        inner: [
          { name: 'id', args: {}, inner: [] },
          { name: 'from', args: {}, inner: [{ name: 'name', args: {}, inner: [] }] },
        ],
      },
    ])
  })
  it.each(['', 'id,', 'id{', 'id{name', 'id}', 'id.limit', 'a b'])('refuses %j', (text) =>
    expect(() => parseFields(text)).toThrow(SyntaxError),
  )
})
