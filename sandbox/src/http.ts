import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Clock } from './clock.ts'
import type { Fault, FaultBoard } from './faults.ts'

export type Upload = { name: string; type: string; bytes: Buffer }

export type Call = {
  method: string
  path: string
  /** Parts of the path that the route's pattern names. */
  params: Record<string, string>
  query: URLSearchParams
  headers: IncomingMessage['headers']
  /** JSON, or form fields. */
  body: Record<string, unknown>
  files: Record<string, Upload>
  /** The body byte by byte as it came. */
  raw: Buffer
  origin: string
}

export type Reply = { status: number; headers?: Record<string, string>; body: unknown; stream?: (response: ServerResponse) => void }

export type Route = { method: string; pattern: RegExp; handle: (call: Call) => Reply | Promise<Reply> }

/** A text field of a request's body, by JSON or form. */
export function field(call: Call, name: string, otherwise = ''): string {
  const value = call.body[name]
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : otherwise
}

/** `GET /api/v1/statuses/:id` as a route. */
export function route(line: string, handle: Route['handle']): Route {
  const [method = 'GET', path = '/'] = line.split(' ')
  const pattern = new RegExp(`^${path.replace(/[.+]/g, '\\$&').replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`)
  return { method, pattern, handle }
}

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Reply {
  return { status, body, headers: { 'content-type': 'application/json; charset=utf-8', ...headers } }
}

export function html(body: string, status = 200): Reply {
  return {
    status,
    body,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; form-action *",
    },
  }
}

export const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)

/** A refusal in the shape of Mastodon's Error entity. */
export class Refusal extends Error {
  readonly status: number
  readonly headers: Record<string, string>
  constructor(status: number, message: string, headers: Record<string, string> = {}) {
    super(message)
    this.status = status
    this.headers = headers
  }
}

type Kernel = { routes: readonly Route[]; faults: FaultBoard; clock: Clock; host: string; port: number; onCall?: (call: Call) => void }

export async function listen(kernel: Kernel): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => {
    serve(kernel, request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ error: String(error) }))
    })
  })
  server.keepAliveTimeout = 30_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(kernel.port, kernel.host, resolve)
  })
  const { address, port } = server.address() as AddressInfo
  return { server, url: `http://${address}:${port}` }
}

async function serve(kernel: Kernel, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const origin = `http://${request.headers.host ?? 'localhost'}`
  const url = new URL(request.url ?? '/', origin)
  const method = request.method ?? 'GET'
  const control = url.pathname.startsWith('/_control')
  if (control && !fromThisMachine(request)) return write(response, json({ error: 'only for programs on this machine' }, 403))
  const fault = control ? null : kernel.faults.take(method, url.pathname)
  if (fault?.kind === 'reset_before') {
    request.socket.destroy()
    return
  }
  const call = await readCall(request, url, method, origin)
  response.setHeader('date', kernel.clock.now().toUTCString())
  if (fault) await serveWith(fault, kernel, call, { request, response })
  else write(response, await answer(kernel, call))
}

/** A page in somebody's browser is no program of this machine: browsers send an Origin with what could change something. */
function fromThisMachine(request: IncomingMessage): boolean {
  return /^(::1|(::ffff:)?127\.)/.test(request.socket.remoteAddress ?? '') && request.headers.origin === undefined
}

type Exchange = { request: IncomingMessage; response: ServerResponse }

async function serveWith(fault: Fault, kernel: Kernel, call: Call, { request, response }: Exchange): Promise<void> {
  const early = before(fault, kernel.clock, call.origin)
  if (early) return write(response, early)
  const ms = fault.ms ?? 1000
  if (fault.kind === 'slow_before') {
    await sleep(ms)
    return write(response, await answer(kernel, call))
  }
  if (fault.kind === 'late_effect') {
    request.socket.destroy()
    await sleep(ms)
    await answer(kernel, call)
    return
  }
  await after(fault, await answer(kernel, call), request, response)
}

async function answer(kernel: Kernel, call: Call): Promise<Reply> {
  for (const { method, pattern, handle } of kernel.routes) {
    const match = method === call.method ? pattern.exec(call.path) : null
    if (!match) continue
    kernel.onCall?.(call)
    const params = Object.fromEntries(Object.entries(match.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]))
    try {
      return await handle({ ...call, params })
    } catch (error) {
      if (error instanceof Refusal) return json({ error: error.message }, error.status, error.headers)
      throw error
    }
  }
  return json({ error: 'Record not found' }, 404)
}

const ERROR_PAGE = '<!DOCTYPE html><html><head><title>Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>'

function before(fault: Fault, clock: Clock, origin: string): Reply | null {
  const seconds = fault.retryAfterSeconds ?? 30
  switch (fault.kind) {
    case 'rate_limited':
      return json({ error: 'Too many requests' }, 429, {
        'retry-after': String(seconds),
        'x-ratelimit-limit': '300',
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': new Date(clock.ms() + seconds * 1000).toISOString(),
      })
    case 'error_before':
      return json({ error: 'Remote data could not be fetched' }, fault.status ?? 503)
    case 'token_expired':
      return json({ error: 'The access token was revoked' }, 401)
    case 'duplicate_refused':
      return json({ error: 'Validation failed: duplicate content' }, fault.status ?? 422)
    case 'html_error':
      return { ...html(ERROR_PAGE, fault.status ?? 502) }
    case 'redirect':
      return { status: fault.status ?? 307, headers: { location: `${origin}/elsewhere` }, body: '' }
    default:
      return null
  }
}

async function after(fault: Fault, reply: Reply, request: IncomingMessage, response: ServerResponse): Promise<void> {
  switch (fault.kind) {
    case 'lost_answer':
      request.socket.destroy()
      return
    case 'error_after':
      return write(response, json({ error: 'Something went wrong' }, fault.status ?? 500))
    case 'html_after':
      return write(response, html(ERROR_PAGE, 200))
    case 'wrong_json':
      return write(response, json({ surprise: true }))
    case 'truncated': {
      const whole = Buffer.from(JSON.stringify(reply.body))
      response.writeHead(reply.status, { 'content-type': 'application/json', 'content-length': whole.length })
      response.write(whole.subarray(0, Math.floor(whole.length / 2)), () => request.socket.destroy())
      return
    }
    default:
      await sleep(fault.ms ?? 1000)
      write(response, reply)
  }
}

function write(response: ServerResponse, reply: Reply): void {
  if (reply.stream) return reply.stream(response)
  response.writeHead(reply.status, reply.headers)
  if (Buffer.isBuffer(reply.body) || typeof reply.body === 'string') response.end(reply.body)
  else response.end(JSON.stringify(reply.body))
}

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

const MAX_BODY = 120 * 1024 * 1024

async function readCall(request: IncomingMessage, url: URL, method: string, origin: string): Promise<Call> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= MAX_BODY) chunks.push(chunk)
  }
  const type = request.headers['content-type'] ?? ''
  const raw = Buffer.concat(chunks)
  const { body, files } = await parseBody(raw, type)
  return { method, path: url.pathname, params: {}, query: url.searchParams, headers: request.headers, body, files, raw, origin }
}

async function parseBody(bytes: Buffer, type: string): Promise<Pick<Call, 'body' | 'files'>> {
  if (bytes.length === 0) return { body: {}, files: {} }
  if (type.startsWith('application/json')) {
    const value: unknown = JSON.parse(bytes.toString('utf8'))
    return { body: typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}, files: {} }
  }
  if (type.startsWith('application/x-www-form-urlencoded'))
    return { body: Object.fromEntries(new URLSearchParams(bytes.toString('utf8'))), files: {} }
  if (!type.startsWith('multipart/form-data')) return { body: {}, files: {} }
  const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData()
  const body: Record<string, unknown> = {}
  const files: Record<string, Upload> = {}
  for (const [name, value] of form.entries()) {
    if (typeof value === 'string') body[name] = value
    else files[name] = { name: value.name, type: value.type, bytes: Buffer.from(await value.arrayBuffer()) }
  }
  return { body, files }
}
