import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Fetch } from './contract.ts'
import { call, retryAfter, transportFailure, type Request } from './http.ts'
import { serverEvents } from './sse.ts'

const ctx = (fetch: Fetch = globalThis.fetch) => ({
  fetch,
  now: () => new Date('2026-11-25T10:00:00Z'),
  signal: AbortSignal.timeout(5_000),
})
const answering =
  (status: number, body: string, headers: Record<string, string> = {}): Fetch =>
  async () =>
    new Response(status === 204 ? null : body, { status, headers })
const get = (more: Partial<Request> = {}): Request => ({ method: 'GET', url: 'https://a.fr/x', ...more })
const post = (more: Partial<Request> = {}): Request => ({ method: 'POST', url: 'https://a.fr/x?token=secret', ...more })

describe('how long to wait', () => {
  const now = new Date('2026-11-25T10:00:00Z')
  it.each([
    [{ 'retry-after': '17' }, 17],
    [{ 'retry-after': 'Wed, 25 Nov 2026 10:01:00 GMT' }, 60],
    [{ 'retry-after': 'bientôt' }, null],
    [{ 'retry-after': '9999999' }, 86_400],
    [{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '2026-11-25T10:05:00.000Z' }, 300],
    [{ 'ratelimit-remaining': '0', 'ratelimit-reset': String(now.getTime() / 1000 + 120) }, 120],
    [{ 'ratelimit-remaining': '12', 'ratelimit-reset': '1' }, null],
    [{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '2020-01-01T00:00:00Z' }, 1],
    [{}, null],
  ])('%j', (headers, seconds) => expect(retryAfter(new Headers(headers as Record<string, string>), now)).toBe(seconds))
})

describe('what a failure says about the effect', () => {
  it.each<[number, string, string]>([
    [400, 'rejected_content', 'no'],
    [401, 'unauthorized', 'no'],
    [403, 'forbidden', 'no'],
    [404, 'not_found', 'no'],
    [408, 'unavailable', 'unknown'],
    [409, 'duplicate', 'no'],
    [413, 'media_refused', 'no'],
    [418, 'rejected_content', 'no'],
    [422, 'rejected_content', 'no'],
    [429, 'rate_limited', 'no'],
    [301, 'bad_answer', 'no'],
    [302, 'bad_answer', 'unknown'],
    [303, 'bad_answer', 'unknown'],
    [307, 'bad_answer', 'no'],
    [500, 'unavailable', 'unknown'],
    [502, 'unavailable', 'unknown'],
    [503, 'unavailable', 'unknown'],
  ])('a POST answered %i is %s, sent %s; a GET never did anything', async (status, kind, sent) => {
    await expect(call(ctx(answering(status, '{"error":"E","message":"dit"}')), post())).rejects.toMatchObject({
      kind,
      sent,
      said: status >= 300 && status < 400 ? expect.stringContaining('redirected') : 'E: dit',
    })
    await expect(call(ctx(answering(status, '')), get())).rejects.toMatchObject({ kind, sent: 'no' })
  })

  it.each([
    ['ECONNREFUSED', 'unreachable', 'no'],
    ['ENOTFOUND', 'unreachable', 'no'],
    ['UND_ERR_CONNECT_TIMEOUT', 'unreachable', 'no'],
    ['CERT_HAS_EXPIRED', 'unreachable', 'no'],
    ['ECONNRESET', 'timeout', 'unknown'],
    ['UND_ERR_SOCKET', 'timeout', 'unknown'],
    ['UND_ERR_HEADERS_TIMEOUT', 'timeout', 'unknown'],
    ['EPIPE', 'timeout', 'unknown'],
  ])('%s is %s, sent %s', (code, kind, sent) => {
    const error = Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error('x'), { code }) })
    expect(transportFailure(error, true, false)).toMatchObject({ kind, sent })
    expect(transportFailure(error, false, false)).toMatchObject({ kind, sent: 'no' })
  })

  it('counts an address with several numbers as refused only when all were', () => {
    const refused = Object.assign(new Error('a'), { code: 'ECONNREFUSED' })
    const reset = Object.assign(new Error('b'), { code: 'ECONNRESET' })
    const both = (errors: Error[]) => Object.assign(new TypeError('fetch failed'), { cause: new AggregateError(errors) })
    expect(transportFailure(both([refused, refused]), true, false).sent).toBe('no')
    expect(transportFailure(both([refused, reset]), true, false).sent).toBe('unknown')
  })

  it('keeps the words of the network short, and the query out of the fingerprint', async () => {
    const told: string[] = []
    const failing = call(
      { ...ctx(answering(422, JSON.stringify({ error: 'x'.repeat(5_000) }))), onRequest: (one) => told.push(one) },
      post(),
    )
    await expect(failing).rejects.toSatisfy((error: { said: string }) => error.said.length <= 500)
    expect(told).toEqual([expect.stringMatching(/^POST https:\/\/a\.fr\/x sha256:[0-9a-f]{64}$/)])
  })
})

describe('against a real socket', () => {
  let server: Server
  let url = ''
  beforeAll(async () => {
    server = createServer((request, response) => {
      if (request.url === '/large') return void response.writeHead(200).end(Buffer.alloc(2_000_000, 'x'))
      if (request.url === '/redirect') return void response.writeHead(302, { location: '/landed' }).end()
      if (request.url === '/events') {
        response.writeHead(200, { 'content-type': 'text/event-stream' })
        for (const part of [':hi\n\nevent: a\r', '\ndata: 1\r\n\r\nda', 'ta: é\ndata: 2\n\n']) response.write(part)
        return void response.end()
      }
      response.end('{"landed":true}')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => void server.close())

  it('stops reading an answer that is too long', async () => {
    await expect(call(ctx(), get({ url: `${url}/large`, maxBytes: 100_000 }))).rejects.toMatchObject({ kind: 'bad_answer', sent: 'no' })
  })

  it('follows a redirection only without credentials and without effect', async () => {
    expect((await call(ctx(), get({ url: `${url}/redirect` }))).json).toEqual({ landed: true })
    await expect(call(ctx(), get({ url: `${url}/redirect`, headers: { authorization: 'Bearer x' } }))).rejects.toMatchObject({
      kind: 'bad_answer',
    })
    await expect(call(ctx(), post({ url: `${url}/redirect` }))).rejects.toMatchObject({ kind: 'bad_answer', sent: 'unknown' })
  })

  it('reads events cut anywhere', async () => {
    const { body } = await fetch(`${url}/events`)
    const found = []
    for await (const event of serverEvents(body as ReadableStream<Uint8Array>, 1_000)) found.push(event)
    expect(found).toEqual([
      { event: 'a', data: '1' },
      { event: '', data: 'é\n2' },
    ])
  })
})
