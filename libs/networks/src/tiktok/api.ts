import type { Context, FailureKind, NetworkFailure, NextStep } from '../contract.ts'
import { afterAnswer, call, failure, jsonBody, retryAfter, type Answer, type HttpContext } from '../http.ts'
import { record, text, type Json } from '../json.ts'

export type Asking = HttpContext & Pick<Context, 'credentials'>

export const TIKTOK = 'https://open.tiktokapis.com'
/** Films go to another host of TikTok's. */
export const UPLOAD_HOST = 'open-upload.tiktokapis.com'

type Asked = {
  method: 'GET' | 'POST'
  path: string
  body?: Json
  /** Many questions are asked by POST and change nothing. */
  effect?: boolean
}

export type Told = { data: Json; raw: string; headers: Headers }

/** A request in the name of the account. Paths are those of https://developers.tiktok.com/doc/. Every answer has `error`, whose code is `ok`. */
export async function tiktok(ctx: Asking, { method, path, body, effect = false }: Asked): Promise<Told> {
  const answer = await call(ctx, {
    method,
    url: `${ctx.credentials.server}${path}`,
    headers: { authorization: `Bearer ${ctx.credentials.secret['accessToken'] ?? ''}` },
    ...(body && { body: { ...jsonBody(body), type: 'application/json; charset=UTF-8' } }),
    effect,
    accept: [400, 401, 403, 404, 429],
  })
  const code = text(record(record(answer.json)['error'])['code'], 100)
  if (answer.status >= 400 || (code !== 'ok' && code !== '')) throw refusalOf(answer, code, ctx.now())
  if (code === '') throw afterAnswer(effect, 'an answer without "ok"')
  return { data: record(record(answer.json)['data']), raw: answer.raw, headers: answer.headers }
}

const DAY = 86_400

/** https://developers.tiktok.com/doc/tiktok-api-v2-error-handling and the pages of each endpoint, read 22 November 2026. */
const CODES: readonly [RegExp, FailureKind, NextStep, number | null][] = [
  [/^(access_token_invalid|scope_not_authorized|scope_permission_missed)$/, 'unauthorized', 'reconnect', null],
  [/^rate_limit_exceeded$/, 'rate_limited', 'wait', 60],
  // About fifteen posts a day for one account, and five accounts a day for an app without audit.
  [/^(spam_risk_too_many_posts|spam_risk_too_many_pending_share|reached_active_user_cap)$/, 'rate_limited', 'wait', DAY],
  [/^(spam_risk_user_banned_from_posting|unaudited_client_can_only_post_to_private_accounts)$/, 'forbidden', 'ask_person', null],
  [/^url_ownership_unverified$/, 'media_refused', 'ask_person', null],
  [/^(app_version_check_failed|scope_permission_denied)$/, 'not_supported', 'ask_person', null],
]

const STATUSES: Record<number, readonly [FailureKind, NextStep]> = {
  401: ['unauthorized', 'reconnect'],
  403: ['forbidden', 'ask_person'],
  404: ['not_found', 'drop'],
  429: ['rate_limited', 'wait'],
}

function refusalOf({ status, json, headers }: Answer, code: string, now: Date): NetworkFailure {
  const said = [code, text(record(record(json)['error'])['message'], 400)].filter(Boolean).join(': ') || `HTTP ${status}`
  const known = CODES.find(([words]) => words.test(code))
  // A code that is not known is about the content, except where nothing but the status speaks.
  const [kind, nextStep] = known ? [known[1], known[2]] : ((code === '' || status === 429 ? STATUSES[status] : null) ?? CONTENT)
  const wait = kind === 'rate_limited' ? (retryAfter(headers, now) ?? known?.[3] ?? null) : null
  return failure(kind, nextStep, { sent: 'no', said, retryAfterSeconds: wait })
}

const CONTENT = ['rejected_content', 'fix_content'] as const
