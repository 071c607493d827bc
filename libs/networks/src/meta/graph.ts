import type { Context } from '../contract.ts'
import { afterAnswer, call, failure, jsonBody, retryAfter, type Answer, type Body, type HttpContext, type Request } from '../http.ts'
import { list, record, text, type Json } from '../json.ts'
import { refusedBy, type Codes } from './errors.ts'
import { usageOf } from './usage.ts'

/** Requests of Meta's Graph (https://developers.facebook.com/docs/graph-api/): the token in a header, never in an address. */

export type Asking = HttpContext & Pick<Context, 'credentials'>

export type Asked = {
  method: 'GET' | 'POST' | 'DELETE'
  path: string
  query?: Record<string, string | number>
  json?: Json
  body?: Body
  /** Another token than the account's: an app's own. */
  token?: string
  /** Another server than the account's. */
  server?: string
  effect?: boolean
  /** Is told the headers of the answer. */
  heard?: (headers: Headers) => void
}

export type Graph = (ctx: Asking, asked: Asked) => Promise<Json>

/** Statuses with which the Graph says what is wrong in its own words. */
const OWN_WORDS = [400, 401, 403, 404, 409, 422, 429, 500, 503]

/** `version`: what stands before every path. `codes`: what error codes mean on this network besides those of all. */
export function graphOf(version: string, codes: Codes = []): Graph {
  return async (ctx, asked) => {
    const { method, path, query = {}, json, body = json && jsonBody(json), token, effect = method !== 'GET' } = asked
    const search = new URLSearchParams(Object.entries(query).map(([name, value]): [string, string] => [name, String(value)])).toString()
    const base = asked.server ?? ctx.credentials.server
    const request: Request = {
      method,
      url: `${base}/${version}${path}${search === '' ? '' : `?${search}`}`,
      headers: { authorization: `Bearer ${token ?? ctx.credentials.secret['accessToken'] ?? ''}` },
      accept: OWN_WORDS,
      effect,
      ...(body && { body }),
    }
    const answer = await call(ctx, request)
    asked.heard?.(answer.headers)
    return said(ctx, answer, effect, codes)
  }
}

/** What was answered, or the refusal that it says. */
export function said(ctx: Pick<Context, 'now'>, answer: Answer, effect: boolean, codes: Codes): Json {
  const body = record(answer.json)
  const error = record(body['error'])
  const isRefusal = answer.status >= 400 || typeof error['code'] === 'number'
  if (!isRefusal) return body
  const wait = retryAfter(answer.headers, ctx.now()) ?? usageOf(answer.headers).waitSeconds
  throw refusedBy({ status: answer.status, error, effect, wait, codes, raw: answer.raw })
}

/** A part of a path that came from outside, made safe for a path. */
export const part = (value: string): string => encodeURIComponent(value)

/** A number that the Graph gives things, or two joined by an underscore. After an act, an answer without one says that it may stand. */
export function idOf(value: unknown, effect = true): string {
  const found = typeof value === 'number' ? String(value) : text(value, 120)
  if (/^\d{1,40}(_\d{1,40})?$/.test(found)) return found
  throw afterAnswer(effect, `no usable id in the answer: ${found.slice(0, 40)}`)
}

/** A thing's number, read where nothing was changed. */
export const idIn = (thing: Json): string => idOf(thing['id'], false)

export type Edge = { items: Json[]; after: string | null }

/** One page of an edge. Anything else than a list says nothing: an empty one would say that there is nothing. */
export function edgeOf(answer: Json): Edge {
  if (!Array.isArray(answer['data'])) throw afterAnswer(false, 'no list in the answer')
  const paging = record(answer['paging'])
  const after = text(record(paging['cursors'])['after'], 1_000)
  return { items: list(answer['data']).map(record), after: paging['next'] !== undefined && after !== '' ? after : null }
}

/** What was asked to happen is answered with `success`; anything else is no yes. */
export function succeeded(answer: Json): void {
  if (answer['success'] !== true) throw afterAnswer(true, 'no success in the answer')
}

/** For acts that a network knows nothing of. */
export function hasNone(network: string, kind: string): never {
  throw failure('not_supported', 'drop', { sent: 'no', said: `${network} has no act "${kind}" for software` })
}
