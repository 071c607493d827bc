import { getLanguage } from './ui/language.ts'

/** What the server says when it refuses; shown as it is by ErrorState and toasts. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly what: string | null
  readonly kept: string | null
  readonly todo: string | null
  readonly data: unknown

  constructor(status: number, body: Partial<Record<'code' | 'message' | 'what' | 'kept' | 'todo', string | null>> & { data?: unknown }) {
    super(body.message ?? body.what ?? '')
    this.status = status
    this.code = body.code ?? `http.${status}`
    this.what = body.what ?? null
    this.kept = body.kept ?? null
    this.todo = body.todo ?? null
    this.data = body.data ?? null
  }
}

type Query = Record<string, string | number | boolean | null | undefined>
type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
type Send = { body?: unknown; query?: Query; signal?: AbortSignal; key?: string }

function address(path: string, query: Query = {}): string {
  const url = new URL(path, location.origin)
  for (const [name, value] of Object.entries(query)) if (value !== undefined && value !== null) url.searchParams.set(name, String(value))
  return url.pathname + url.search
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

/** Ours answers `{ error: { code, … } }`, better-auth `{ code, message }`: both become one ApiError. */
function refusal(status: number, body: unknown): ApiError {
  const error = isRecord(body) && isRecord(body.error) ? body.error : body
  return new ApiError(status, isRecord(error) ? error : {})
}

function headersFor(method: Method, body: unknown): Record<string, string> {
  const headers: Record<string, string> = { accept: 'application/json', 'accept-language': getLanguage() }
  // No form and no image of another site can set a header: with it the server knows the request comes from the desk.
  if (method !== 'GET') headers['x-pupitre'] = '1'
  if (body !== undefined && !(body instanceof FormData)) headers['content-type'] = 'application/json'
  return headers
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init)
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new ApiError(0, { code: 'network.unreachable' })
  }
}

async function request<T>(method: Method, path: string, { body, query, signal, key }: Send = {}): Promise<T> {
  const response = await reach(address(path, query), {
    method,
    signal,
    credentials: 'same-origin',
    headers: { ...headersFor(method, body), ...(key === undefined ? {} : { 'idempotency-key': key }) },
    body: body === undefined || body instanceof FormData ? body : JSON.stringify(body),
  })
  const answer: unknown = response.headers.get('content-type')?.includes('json') ? await response.json() : null
  if (!response.ok) throw refusal(response.status, answer)
  return answer as T
}

/** The desk's only way to its server: `api.post('/api/v1/…', body)`. */
export const api = {
  get: <T>(path: string, query?: Query, signal?: AbortSignal) => request<T>('GET', path, { query, signal }),
  /** With a `key`, the same request sent again after a lost answer is done once. */
  post: <T = void>(path: string, body?: unknown, key?: string) => request<T>('POST', path, { body, key }),
  patch: <T = void>(path: string, body?: unknown) => request<T>('PATCH', path, { body }),
  put: <T = void>(path: string, body?: unknown) => request<T>('PUT', path, { body }),
  delete: <T = void>(path: string) => request<T>('DELETE', path),
}
