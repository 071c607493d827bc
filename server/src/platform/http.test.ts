import { DrizzleQueryError } from 'drizzle-orm'
import { describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import type { Access, Actor, BrandId, Gate } from './access.ts'
import { createHttp, type Http, type RouteDefinition } from './http.ts'
import { createLog } from './log.ts'

const brandId = '0197a0de-0000-7000-8000-000000000001'
const actor: Actor = { userId: 'ana', name: 'Ana', language: 'fr', via: 'session', sessionId: 's' }
/** Knows one person, who may read one brand. */
const gate: Gate = {
  actorOf: async (headers) => (headers.get('cookie') ? actor : null),
  brandsWith: async (_actor, right) => (right === 'read' ? [brandId as BrandId] : []),
  sees: async (_actor, id) => id === brandId,
  organizationsWith: async () => [],
}
const open = () => createHttp({ gate, log: createLog('silent'), origins: [], version: '0' })

type Any = RouteDefinition<Access, z.ZodType, z.ZodType, z.ZodType, z.ZodType>
const door = (rest: Partial<Any>): Any =>
  ({ method: 'GET', url: '/api/v1/leak', summary: 'A new door', handler: async () => ({ ok: true }), ...rest }) as Any
const define = (http: Http, rest: Partial<Any>) => () => http.route(door(rest))

describe('[T-I03] a new route without a declared access', () => {
  it('[T-I03] does not start: no access, or one that does not exist', async () => {
    const http = await open()
    expect(define(http, {})).toThrow('does not say who may open it')
    expect(define(http, { access: {} as Access })).toThrow('does not say who may open it')
    expect(define(http, { access: { kind: 'anybody' } as unknown as Access })).toThrow('does not say who may open it')
    expect(http.routes).toEqual([])
  })

  it('[T-I03] does not start beside the one way of making doors', async () => {
    for (const make of [
      (http: Http) => http.server.get('/api/v1/leak', async () => 'open'),
      (http: Http) => http.server.route({ method: ['GET', 'POST'], url: '/api/leak', handler: async () => 'open' }),
      (http: Http) => http.server.register(async (inner) => void inner.get('/leak', async () => 'open'), { prefix: '/api/v1' }),
    ]) {
      const http = await open()
      await expect((async () => (make(http), http.server.ready()))()).rejects.toThrow('without saying who may open it')
    }
  })

  it('[T-I03] what is declared is locked as it says', async () => {
    const http = await open()
    const params = z.object({ brandId: z.string() })
    define(http, { url: '/api/v1/me', access: { kind: 'person' } })()
    define(http, { url: '/api/v1/brands/:brandId/read', access: { kind: 'brand', right: 'read' }, params })()
    define(http, { url: '/api/v1/brands/:brandId/data', access: { kind: 'brand', right: 'data' }, params })()
    const status = async (url: string, cookie?: string) => (await http.server.inject({ url, headers: cookie ? { cookie } : {} })).statusCode
    expect(await status('/api/v1/me')).toBe(401)
    expect(await status('/api/v1/me', 'a=b')).toBe(200)
    expect(await status(`/api/v1/brands/${brandId}/read`)).toBe(401)
    expect(await status(`/api/v1/brands/${brandId}/read`, 'a=b')).toBe(200)
    expect(await status(`/api/v1/brands/${brandId}/data`, 'a=b')).toBe(403)
    expect(await status('/api/v1/brands/another/read', 'a=b')).toBe(404)
  })
})

describe('characters that no database can hold', () => {
  it('are taken out of what is asked, wherever they stand, and the rest is kept', async () => {
    const http = await open()
    const body = z.object({ items: z.array(z.object({ text: z.string() })), name: z.string() })
    const seen: unknown[] = []
    const handler: Any['handler'] = async ({ body: asked, query }) => ({ ok: seen.push(asked, query) > 0 })
    define(http, {
      method: 'POST',
      url: '/api/v1/said',
      access: { kind: 'public', why: 'a test' },
      body,
      query: z.object({ q: z.string() }),
      handler,
    })()
    const sent = '{"items":[{"text":"avant\\u0000apr\u00e8s"}],"name":"\\ud800 caf\u00e9 \ud83e\udd56"}'
    const headers = { 'x-pupitre': '1', 'content-type': 'application/json' }
    const answer = await http.server.inject({ method: 'POST', url: '/api/v1/said?q=a%00b', headers, payload: sent })
    expect(answer.statusCode).toBe(200)
    expect(seen).toEqual([{ items: [{ text: 'avantapr\u00e8s' }], name: '\ufffd caf\u00e9 \ud83e\udd56' }, { q: 'ab' }])
  })
})

describe('the log of errors', () => {
  it('tells what the database said, and none of the values of the statement', () => {
    const lines: string[] = []
    const write = vi.spyOn(process.stderr, 'write').mockImplementation((line) => lines.push(String(line)) > 0)
    const failed = new DrizzleQueryError('insert into channel values ($1)', ['v1.sealed'], new Error('invalid byte sequence'))
    createLog('warn').error('http.broken', failed, { reference: 'a1' })
    write.mockRestore()
    expect(lines.join('')).toContain('invalid byte sequence')
    expect(lines.join('')).not.toContain('v1.sealed')
  })
})
