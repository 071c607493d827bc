import type { Context, FailureKind, NextStep } from '../contract.ts'
import { NetworkFailure } from '../contract.ts'
import {
  call,
  failure,
  jsonBody,
  multipartBody,
  retryAfter,
  type Answer,
  type Body,
  type Content,
  type HttpContext,
  type Part,
} from '../http.ts'
import { count, record, text, type Json } from '../json.ts'

/** Methods of https://core.telegram.org/bots/api (10.1). The token stands in the address, and is kept out of all that is told. */

type Asking = HttpContext & Pick<Context, 'credentials'>

/** Reads something. */
export function ask(ctx: Asking, method: string, query: Record<string, string> = {}): Promise<unknown> {
  const search = new URLSearchParams(query).toString()
  return request(ctx, { method: 'GET', path: search === '' ? method : `${method}?${search}` })
}

/** Does something, once. */
export function act(ctx: Asking, method: string, fields: Json): Promise<unknown> {
  return request(ctx, { method: 'POST', path: method, body: jsonBody(fields) })
}

export type File = { field: string; name: string; type: string; content: Content }

/** Does something with files; the other fields are written as JSON beside them. */
export function actWithFiles(ctx: Asking, method: string, form: { key: string; fields: Json; files: readonly File[] }): Promise<unknown> {
  const parts: Part[] = Object.entries(form.fields).map(([name, value]) => ({
    name,
    value: typeof value === 'string' ? value : JSON.stringify(value),
  }))
  parts.push(...form.files.map(({ field, name, type, content }) => ({ name: field, fileName: name, type, ...content })))
  return request(ctx, { method: 'POST', path: method, body: multipartBody(parts, `pupitre-${form.key}`) })
}

async function request(ctx: Asking, { method, path, body }: { method: 'GET' | 'POST'; path: string; body?: Body }): Promise<unknown> {
  const token = ctx.credentials.secret['token'] ?? ''
  const quiet = (words: string) => (token === '' ? words : words.replaceAll(token, '…'))
  const told: HttpContext = { ...ctx, onRequest: (fingerprint) => ctx.onRequest?.(quiet(fingerprint)) }
  try {
    const url = `${ctx.credentials.server}/bot${token}/${path}`
    const answer = await call(told, { method, url, ...(body && { body }), accept: [400, 401, 403, 404, 409, 413, 429] })
    if (answer.status >= 400 || record(answer.json)['ok'] !== true) throw refused(answer, method === 'POST', ctx.now())
    return record(answer.json)['result']
  } catch (error) {
    throw error instanceof NetworkFailure && error.said.includes(token) ? withoutToken(error, quiet) : error
  }
}

/** Without its cause, which may hold the address. */
function withoutToken({ kind, nextStep, sent, retryAfterSeconds, said }: NetworkFailure, quiet: (words: string) => string): NetworkFailure {
  return failure(kind, nextStep, { sent, retryAfterSeconds, said: quiet(said) })
}

/** Telegram says nearly everything with 400; its words tell them apart. */
const BY_WORDS: readonly [RegExp, FailureKind, NextStep][] = [
  [/chat not found|group chat was upgraded|chat was deleted|user is deactivated/i, 'account_gone', 'ask_person'],
  [/user not found|participant_id_invalid|user_id_invalid|invalid user_id/i, 'not_found', 'drop'],
  [/message (to \w+|to be replied|thread) not found|message_id_invalid|message identifier is not specified/i, 'not_found', 'drop'],
  [
    /message can't be (deleted|edited|pinned)|can't remove chat owner|is an administrator of the chat|not enough rights|need administrator|have no rights|CHAT_WRITE_FORBIDDEN/i,
    'forbidden',
    'ask_person',
  ],
  [
    /photo_|image_process|video_|wrong file|file is too big|file of size|wrong type|webpage_media|media_invalid|too large/i,
    'media_refused',
    'fix_content',
  ],
]

const BY_STATUS: Record<number, readonly [FailureKind, NextStep]> = {
  // A token that is none has no address of its own.
  401: ['unauthorized', 'reconnect'],
  404: ['unauthorized', 'reconnect'],
  403: ['forbidden', 'ask_person'],
  // Somebody else listens for this bot: another desk, or a webhook that still stands.
  409: ['forbidden', 'ask_person'],
  413: ['media_refused', 'fix_content'],
}

function refused(answer: Answer, effect: boolean, now: Date): NetworkFailure {
  const body = record(answer.json)
  const said = text(body['description'], 400) || `HTTP ${answer.status}`
  if (answer.status === 429) {
    const seconds = count(record(body['parameters'])['retry_after']) ?? retryAfter(answer.headers, now)
    return failure('rate_limited', 'wait', { sent: 'no', said, retryAfterSeconds: seconds })
  }
  if (answer.status < 400) {
    return failure('bad_answer', effect ? 'reconcile' : 'wait', {
      sent: effect ? 'unknown' : 'no',
      said: 'neither yes nor no in the answer',
    })
  }
  const byWords = BY_WORDS.find(([words]) => answer.status === 400 && words.test(said))
  const [kind, nextStep] = byWords ? [byWords[1], byWords[2]] : (BY_STATUS[answer.status] ?? ['rejected_content', 'fix_content'])
  return failure(kind, nextStep, { sent: 'no', said })
}
