import { createHash } from 'node:crypto'
import { NetworkFailure, type Context, type FailureKind, type NextStep } from './contract.ts'
import { record, text } from './json.ts'

/**
 * The one place where connectors speak HTTP. It never repeats a request, never follows a redirection with
 * credentials or with an effect, reads at most `maxBytes` of an answer, and says of every failure whether
 * the request may have had an effect.
 */

/** Bytes held whole, or a file given piece by piece, the same however often it is gone through. */
export type Content = { bytes: Uint8Array } | { length: number; pieces: () => AsyncIterable<Uint8Array> }
export type WholeBody = { bytes: Uint8Array; type: string }
export type Body = Content & { type: string }

export type Request = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  url: string
  headers?: Record<string, string>
  body?: Body
  /** Whether repeating it could change something. Default: everything but GET. */
  effect?: boolean
  /** Statuses besides 2xx that the caller reads itself. */
  accept?: readonly number[]
  maxBytes?: number
}

export type Answer = { status: number; headers: Headers; json: unknown; raw: string }

export type HttpContext = Pick<Context, 'fetch' | 'now' | 'signal'> & { onRequest?: (fingerprint: string) => void }

const MAX_BYTES = 4 * 1024 * 1024

export function jsonBody(value: unknown): WholeBody {
  return { bytes: new TextEncoder().encode(JSON.stringify(value)), type: 'application/json' }
}

export function formBody(fields: Record<string, string>): WholeBody {
  return { bytes: new TextEncoder().encode(new URLSearchParams(fields).toString()), type: 'application/x-www-form-urlencoded' }
}

export type Part = { name: string; value: string } | ({ name: string; fileName: string; type: string } & Content)

/** Built by hand so that the same step gives the same bytes, and its fingerprint means something. */
export function multipartBody(parts: readonly Part[], boundary: string): Body {
  const encode = (words: string): Content => ({ bytes: new TextEncoder().encode(words) })
  const contents = parts.flatMap((part) => {
    const file = 'value' in part ? '' : `; filename="${part.fileName}"\r\nContent-Type: ${part.type}`
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${part.name}"${file}\r\n\r\n`
    return [encode(head), 'value' in part ? encode(part.value) : part, encode('\r\n')]
  })
  return { ...joined([...contents, encode(`--${boundary}--\r\n`)]), type: `multipart/form-data; boundary=${boundary}` }
}

const lengthOf = (content: Content): number => ('bytes' in content ? content.bytes.byteLength : content.length)

/** One after the other: held whole as long as each of them is. */
function joined(contents: readonly Content[]): Content {
  const whole = contents.flatMap((one) => ('bytes' in one ? [one.bytes] : []))
  if (whole.length === contents.length) return { bytes: Buffer.concat(whole) }
  async function* pieces() {
    for (const one of contents) {
      if ('bytes' in one) yield one.bytes
      else yield* one.pieces()
    }
  }
  return { length: contents.reduce((sum, one) => sum + lengthOf(one), 0), pieces }
}

/** `POST https://host/path sha256:…`: what is written down before a request leaves. The query may hold secrets and stays out. */
export async function fingerprint({ method, url, body }: Request): Promise<string> {
  const { origin, pathname } = new URL(url)
  const hash = createHash('sha256')
  if (body && 'bytes' in body) hash.update(body.bytes)
  else if (body) for await (const piece of body.pieces()) hash.update(piece)
  return `${method} ${origin}${pathname} sha256:${hash.digest('hex')}`
}

/** Makes one request. Answers outside 2xx (and `accept`) become a NetworkFailure. */
export async function call(ctx: HttpContext, request: Request): Promise<Answer> {
  const effect = hasEffect(request)
  if (ctx.signal.aborted) throw failure('timeout', 'wait', { sent: 'no', said: 'deadline passed before the request' })
  if (effect && ctx.onRequest) ctx.onRequest(await fingerprint(request))
  const response = await exchange(ctx, request, effect)
  const accepted = response.ok || (request.accept?.includes(response.status) ?? false)
  if (!accepted) throw statusFailure(ctx, response, effect, await bodyOf(response, 64 * 1024).catch(() => ''))
  let raw: string
  try {
    raw = await bodyOf(response, request.maxBytes ?? MAX_BYTES)
  } catch (cause) {
    throw afterAnswer(effect, 'the answer broke off or was too long', cause)
  }
  return { status: response.status, headers: response.headers, json: parse(raw, response, effect), raw }
}

function hasEffect(request: Request): boolean {
  return request.effect ?? request.method !== 'GET'
}

async function exchange(ctx: HttpContext, request: Request, effect: boolean): Promise<Response> {
  const secret = Object.keys(request.headers ?? {}).some((name) => /^(authorization|dpop|cookie)$/i.test(name))
  const headers: Record<string, string> = { accept: 'application/json', ...request.headers }
  if (request.body) headers['content-type'] = request.body.type
  if (request.body && !('bytes' in request.body)) headers['content-length'] = String(request.body.length)
  try {
    return await ctx.fetch(request.url, {
      method: request.method,
      headers,
      ...(request.body && sent(request.body)),
      signal: ctx.signal,
      redirect: effect || secret ? 'manual' : 'follow',
    })
  } catch (cause) {
    throw transportFailure(cause, effect, ctx.signal.aborted)
  }
}

function streamOf(pieces: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const given = pieces[Symbol.asyncIterator]()
  const pull = async (controller: ReadableStreamDefaultController<Uint8Array>) => {
    const { done, value } = await given.next()
    if (done) controller.close()
    else controller.enqueue(value)
  }
  // Nothing is read ahead: one piece at a time is enough to hold.
  return new ReadableStream({ pull, cancel: async () => void (await given.return?.()) }, { highWaterMark: 0 })
}

/** Not copied: a piece of a film is large enough to be held once. */
function sent(body: Body): RequestInit {
  if ('bytes' in body) return { body: body.bytes as Uint8Array<ArrayBuffer> }
  // What is read while it leaves: half duplex is the only kind there is (https://fetch.spec.whatwg.org/#dom-requestinit-duplex).
  return { body: streamOf(body.pieces()), duplex: 'half' } as RequestInit
}

/** Errors that can only happen before the first byte of a request has left. */
const BEFORE_SENT =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EAI_FAIL|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|ENETDOWN|UND_ERR_CONNECT_TIMEOUT|ERR_INVALID_URL|EGRESS_.*|CERT_.*|ERR_TLS_.*|ERR_SSL_.*|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_.*)$/

function codesOf(error: unknown, depth = 0): string[] {
  if (depth > 4 || typeof error !== 'object' || error === null) return []
  const { code, cause, errors } = error as { code?: unknown; cause?: unknown; errors?: unknown }
  const inner = Array.isArray(errors) ? errors : []
  const refused = error instanceof Error && /^(bad port|unknown scheme)$/.test(error.message) ? ['ERR_INVALID_URL'] : []
  return [...(typeof code === 'string' ? [code] : []), ...refused, ...[cause, ...inner].flatMap((one) => codesOf(one, depth + 1))]
}

/** What a fetch that threw says about the request: never sent, or nobody knows. */
export function transportFailure(cause: unknown, effect: boolean, aborted: boolean): NetworkFailure {
  if (cause instanceof NetworkFailure) return cause
  const codes = codesOf(cause)
  const said = [cause instanceof Error ? cause.message : '', ...codes].join(' ').trim()
  if (!aborted && codes.length > 0 && codes.every((code) => BEFORE_SENT.test(code))) {
    return failure('unreachable', 'wait', { sent: 'no', said, cause })
  }
  return failure('timeout', effect ? 'reconcile' : 'wait', { sent: effect ? 'unknown' : 'no', said, cause })
}

async function bodyOf(response: Response, max: number): Promise<string> {
  if (!response.body) return ''
  const reader = response.body.getReader()
  const chunks: Uint8Array[] = []
  let size = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    size += value.byteLength
    if (size > max) {
      await reader.cancel()
      throw new RangeError(`answer longer than ${max} bytes`)
    }
    chunks.push(value)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parse(raw: string, response: Response, effect: boolean): unknown {
  if (raw.trim() === '') return null
  try {
    return JSON.parse(raw)
  } catch (cause) {
    // A refusal that the caller reads itself stays a refusal, also when a proxy wrote it as a page.
    if (!response.ok) return null
    const type = response.headers.get('content-type') ?? 'no content type'
    throw afterAnswer(effect, `not JSON (${type}): ${raw.slice(0, 120)}`, cause)
  }
}

/** The network said yes, but what it said cannot be read: an effect is likely and must be looked for. */
export function afterAnswer(effect: boolean, said: string, cause?: unknown): NetworkFailure {
  return failure('bad_answer', effect ? 'reconcile' : 'wait', { sent: effect ? 'unknown' : 'no', said, cause })
}

type Details = { sent: 'no' | 'unknown'; said?: string; retryAfterSeconds?: number | null; cause?: unknown }

export function failure(kind: FailureKind, nextStep: NextStep, details: Details): NetworkFailure {
  return new NetworkFailure({ kind, nextStep, ...details })
}

const BY_STATUS: Record<number, readonly [FailureKind, NextStep]> = {
  400: ['rejected_content', 'fix_content'],
  401: ['unauthorized', 'reconnect'],
  403: ['forbidden', 'ask_person'],
  404: ['not_found', 'drop'],
  409: ['duplicate', 'reconcile'],
  410: ['not_found', 'drop'],
  413: ['media_refused', 'fix_content'],
  415: ['media_refused', 'fix_content'],
  422: ['rejected_content', 'fix_content'],
  429: ['rate_limited', 'wait'],
}

function statusFailure(ctx: HttpContext, response: Response, effect: boolean, raw: string): NetworkFailure {
  const { status } = response
  const said = saidIn(raw) || `HTTP ${status}`
  const known = BY_STATUS[status]
  if (known) return failure(known[0], known[1], { sent: 'no', said, retryAfterSeconds: retryAfter(response.headers, ctx.now()) })
  if (status >= 300 && status < 400) return redirected(status, effect, response.headers.get('location') ?? '')
  const kind = status >= 500 || status === 408 ? 'unavailable' : 'rejected_content'
  if (kind === 'rejected_content') return failure(kind, 'fix_content', { sent: 'no', said })
  const details = { sent: effect ? 'unknown' : 'no', said, retryAfterSeconds: retryAfter(response.headers, ctx.now()) } as const
  return failure(kind, effect ? 'reconcile' : 'wait', details)
}

/** 301, 307 and 308 say "not here", so nothing happened; after a 302 or 303 the act may stand (RFC 9110, 15.4). */
function redirected(status: number, effect: boolean, location: string): NetworkFailure {
  const acted = effect && (status === 302 || status === 303)
  const said = `redirected (${status}) to ${location.slice(0, 200)}`
  return failure('bad_answer', acted ? 'reconcile' : 'ask_person', { sent: acted ? 'unknown' : 'no', said })
}

/** The network's own words in an error body: `error_description`, `message` or `error`. */
export function saidIn(raw: string): string {
  try {
    const body = record(JSON.parse(raw))
    return [text(body['error'], 200), text(body['error_description'], 300) || text(body['message'], 300)].filter(Boolean).join(': ')
  } catch (error) {
    return error instanceof SyntaxError ? '' : String(error)
  }
}

/** Seconds to wait, from Retry-After (seconds or date) or the reset headers (ISO date at Mastodon, epoch seconds at Bluesky). */
export function retryAfter(headers: Headers, now: Date): number | null {
  const until = (ms: number) => (Number.isNaN(ms) ? null : Math.min(86_400, Math.max(1, Math.ceil((ms - now.getTime()) / 1000))))
  const plain = headers.get('retry-after')
  if (plain !== null) return /^\d+$/.test(plain.trim()) ? Math.min(86_400, Number(plain)) : until(Date.parse(plain))
  if (headers.get('x-ratelimit-remaining') === '0' || headers.get('ratelimit-remaining') === '0') {
    const reset = headers.get('x-ratelimit-reset') ?? headers.get('ratelimit-reset') ?? ''
    return until(/^\d+$/.test(reset) ? Number(reset) * 1000 : Date.parse(reset))
  }
  return null
}

/** How far the other side's clock is ahead of ours, in milliseconds, by its Date header; 0 where it tells none. */
export function aheadOf(ctx: Pick<Context, 'now'>, headers: Headers): number {
  const theirs = Date.parse(headers.get('date') ?? '')
  return Number.isNaN(theirs) ? 0 : theirs - ctx.now().getTime()
}

/** Waits, but never past the caller's deadline. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      reject(failure('timeout', 'wait', { sent: 'no', said: 'deadline passed while waiting' }))
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop)
      resolve()
    }, ms)
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
}
