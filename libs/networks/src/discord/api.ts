import type { Context, FailureKind, NextStep, NetworkFailure } from '../contract.ts'
import { call, failure, retryAfter, type Answer, type HttpContext, type Request } from '../http.ts'
import { list, record, text, type Json } from '../json.ts'

/** A request in the name of the bot. Paths are those of https://docs.discord.com/developers/reference, version 10. */
export async function api(
  ctx: HttpContext & Pick<Context, 'credentials'>,
  request: Omit<Request, 'url'> & { path: string },
): Promise<Answer> {
  const { path, ...rest } = request
  const { server, secret } = ctx.credentials
  const headers = { authorization: `Bot ${secret['token'] ?? ''}`, 'user-agent': 'DiscordBot (pupitre, 0.1.0)' }
  const answer = await call(ctx, { ...rest, url: `${server}/api/v10${path}`, headers, accept: [400, 401, 403, 404, 429] })
  if (answer.status >= 400) throw refused(answer, ctx.now())
  return answer
}

/** What Discord tells of its limits with every answer: one bucket per route and channel, and a global one besides. */
export type RateLimit = {
  bucket: string | null
  remaining: number | null
  resetAfterSeconds: number | null
  scope: 'user' | 'global' | 'shared' | null
}

/** https://docs.discord.com/developers/topics/rate-limits#header-format */
export function rateLimitOf(headers: Headers): RateLimit {
  const number = (name: string) => {
    const raw = headers.get(name)
    return raw !== null && /^\d+(\.\d+)?$/.test(raw) ? Number(raw) : null
  }
  const scope = headers.get('x-ratelimit-scope')
  return {
    bucket: headers.get('x-ratelimit-bucket'),
    remaining: number('x-ratelimit-remaining'),
    resetAfterSeconds: number('x-ratelimit-reset-after'),
    scope: (['user', 'global', 'shared'] as const).find((one) => one === scope) ?? (headers.get('x-ratelimit-global') ? 'global' : null),
  }
}

/** The longest of what the body, the bucket and the header ask for: waiting too short counts as another offence. */
function waitOf(answer: Answer, now: Date): number | null {
  const body = record(answer.json)['retry_after']
  const asked = [typeof body === 'number' ? body : null, rateLimitOf(answer.headers).resetAfterSeconds, retryAfter(answer.headers, now)]
  const known = asked.filter((one) => one !== null)
  return known.length === 0 ? null : Math.min(86_400, Math.max(1, Math.ceil(Math.max(...known))))
}

/** https://docs.discord.com/developers/topics/opcodes-and-status-codes#json */
const BY_CODE: Record<number, readonly [FailureKind, NextStep]> = {
  10_003: ['account_gone', 'ask_person'],
  10_004: ['account_gone', 'ask_person'],
  10_008: ['not_found', 'drop'],
  10_013: ['not_found', 'drop'],
  10_014: ['not_found', 'drop'],
  10_026: ['not_found', 'drop'],
  20_016: ['rate_limited', 'wait'],
  20_028: ['rate_limited', 'wait'],
  30_003: ['rejected_content', 'ask_person'],
  40_001: ['unauthorized', 'reconnect'],
  40_005: ['media_refused', 'fix_content'],
  50_001: ['forbidden', 'ask_person'],
  50_006: ['rejected_content', 'fix_content'],
  50_013: ['forbidden', 'ask_person'],
  50_035: ['rejected_content', 'fix_content'],
  160_002: ['forbidden', 'ask_person'],
  200_000: ['rejected_content', 'fix_content'],
  240_000: ['rejected_content', 'fix_content'],
}

const BY_STATUS: Record<number, readonly [FailureKind, NextStep]> = {
  401: ['unauthorized', 'reconnect'],
  403: ['forbidden', 'ask_person'],
  404: ['not_found', 'drop'],
  429: ['rate_limited', 'wait'],
}

/** Everything refused below 500 was surely not done. */
function refused(answer: Answer, now: Date): NetworkFailure {
  const body = record(answer.json)
  const code = typeof body['code'] === 'number' ? body['code'] : 0
  const [kind, nextStep] = BY_STATUS[answer.status === 429 || answer.status === 401 ? answer.status : 0] ??
    BY_CODE[code] ??
    BY_STATUS[answer.status] ?? ['rejected_content', 'fix_content']
  const scope = kind === 'rate_limited' ? rateLimitOf(answer.headers) : null
  const said = [
    `HTTP ${answer.status}${code === 0 ? '' : `, code ${code}`}`,
    text(body['message'], 200),
    firstDetail(record(body['errors'])),
    scope?.scope ? `limit of ${scope.scope}` : '',
  ]
  const details = { sent: 'no', said: said.filter(Boolean).join(': ') } as const
  return failure(kind, nextStep, kind === 'rate_limited' ? { ...details, retryAfterSeconds: waitOf(answer, now) } : details)
}

/** The first `_errors` of a form error, with the field it stands at. */
function firstDetail(errors: Json, path = '', depth = 0): string {
  const own = record(list(errors['_errors'])[0])
  if (own['message']) return `${path}: ${text(own['message'], 200)}`
  if (depth > 6) return ''
  for (const [name, inner] of Object.entries(errors)) {
    const found = firstDetail(record(inner), path === '' ? name : `${path}.${name}`, depth + 1)
    if (found !== '') return found
  }
  return ''
}
