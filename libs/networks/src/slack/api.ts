import type { Context, FailureKind, NetworkFailure, NextStep } from '../contract.ts'
import { afterAnswer, call, failure, jsonBody, type HttpContext } from '../http.ts'
import { list, record, text, type Json } from '../json.ts'

/** Methods of https://docs.slack.dev/reference/methods. Slack says yes and no with 200; `ok` tells which. */

export type Asking = HttpContext & Pick<Context, 'credentials'>

export async function ask(ctx: Asking, method: string, query: Record<string, string>): Promise<Json> {
  return (await request(ctx, method, { method: 'GET', search: new URLSearchParams(query).toString() })).answer
}

export async function act(ctx: Asking, method: string, fields: Json): Promise<Json> {
  return (await request(ctx, method, { method: 'POST', search: '', fields })).answer
}

/** Whose token it is, and what it may do: Slack says its scopes with every answer (`x-oauth-scopes`); null where it does not. */
export async function whose(ctx: Asking): Promise<{ answer: Json; scopes: string[] | null }> {
  const { answer, headers } = await request(ctx, 'auth.test', { method: 'GET', search: '' })
  const told = headers.get('x-oauth-scopes')
  return { answer, scopes: told === null ? null : told.split(',').flatMap((scope) => scope.trim() || []) }
}

async function request(
  ctx: Asking,
  name: string,
  how: { method: 'GET' | 'POST'; search: string; fields?: Json },
): Promise<{ answer: Json; headers: Headers }> {
  const { server, secret } = ctx.credentials
  const effect = how.method === 'POST'
  const { json, headers } = await call(ctx, {
    method: how.method,
    url: `${server}/api/${name}${how.search === '' ? '' : `?${how.search}`}`,
    headers: { authorization: `Bearer ${secret['token'] ?? ''}` },
    ...(how.fields && { body: jsonBody(how.fields) }),
  })
  const answer = record(json)
  if (answer['ok'] === true) return { answer, headers }
  if (answer['ok'] !== false) throw afterAnswer(effect, 'neither yes nor no in the answer')
  throw refused(answer, effect)
}

const GROUPS: readonly [readonly string[], FailureKind, NextStep][] = [
  [
    ['invalid_auth', 'not_authed', 'account_inactive', 'token_revoked', 'token_expired', 'not_allowed_token_type', 'missing_scope'],
    'unauthorized',
    'reconnect',
  ],
  [['channel_not_found', 'is_archived', 'team_access_not_granted'], 'account_gone', 'ask_person'],
  [['message_not_found', 'thread_not_found', 'file_not_found', 'bad_timestamp'], 'not_found', 'drop'],
  [
    [
      'not_in_channel',
      'no_permission',
      'permission_denied',
      'not_pinnable',
      'restricted_action',
      'restricted_action_read_only_channel',
      'restricted_action_thread_only_channel',
      'restricted_action_non_threadable_channel',
      'access_denied',
      'ekm_access_denied',
      'cant_update_message',
      'cant_delete_message',
      'edit_window_closed',
      'too_many_reactions',
      'compliance_exports_prevent_deletion',
    ],
    'forbidden',
    'ask_person',
  ],
  [['ratelimited', 'rate_limited', 'message_limit_exceeded'], 'rate_limited', 'wait'],
  [['file_type_blocked', 'file_upload_size_restricted', 'file_uploads_disabled', 'storage_limit_reached'], 'media_refused', 'fix_content'],
]

/** "Some aspect of the operation may have succeeded", says the documentation of these. */
const DOUBTFUL = ['fatal_error', 'internal_error', 'service_unavailable', 'request_timeout', 'team_added_to_org']

function refused(answer: Json, effect: boolean): NetworkFailure {
  const code = text(answer['error'], 100)
  const details = list(record(answer['response_metadata'])['messages']).map((one) => text(one, 200))
  const needed = text(answer['needed'], 200)
  const said = [code, needed === '' ? '' : `needs ${needed}`, ...details].filter(Boolean).join(': ')
  if (DOUBTFUL.includes(code)) return failure('unavailable', effect ? 'reconcile' : 'wait', { sent: effect ? 'unknown' : 'no', said })
  const [, kind, nextStep] = GROUPS.find(([codes]) => codes.includes(code)) ?? [[], 'rejected_content', 'fix_content']
  return failure(kind, nextStep, { sent: 'no', said })
}
