import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Account, Context, Credentials, Hook, HookReading, HookRequest, Signal } from '../contract.ts'
import { failure, jsonBody } from '../http.ts'
import { list, record, text } from '../json.ts'
import { api } from './api.ts'
import { rolesOf } from './auth.ts'
import { signalOf } from './notifications.ts'

/**
 * LinkedIn asks every two hours whether we are still there, and pushes up to ten notifications at once
 * (https://learn.microsoft.com/en-us/linkedin/shared/api-guide/webhook-validation). A request carries no time of its own, so one that was
 * overheard can be sent again: a message is stored once by its id, and nothing else happens.
 */

const hex = (secret: string, ...parts: (string | Uint8Array)[]): string => {
  const hmac = createHmac('sha256', secret)
  for (const part of parts) hmac.update(part)
  return hmac.digest('hex')
}

/** Whether a request of LinkedIn is LinkedIn's. Pure, in constant time. */
export function verifyLinkedIn(clientSecret: string, signature: string, body: Uint8Array): boolean {
  const given = signature.trim().toLowerCase()
  if (clientSecret === '' || !/^[0-9a-f]{64}$/.test(given)) return false
  return timingSafeEqual(Buffer.from(hex(clientSecret, 'hmacsha256=', body), 'hex'), Buffer.from(given, 'hex'))
}

function receive(request: HookRequest, { secret }: Credentials, _account: Account, _now: Date): HookReading {
  const clientSecret = secret['clientSecret'] ?? ''
  const challengeCode = request.query.get('challengeCode')
  if (request.method === 'GET' && challengeCode !== null) return answerTo(challengeCode, clientSecret)
  if (!verifyLinkedIn(clientSecret, request.headers.get('x-li-signature') ?? '', request.body)) return { kind: 'refused', why: 'signature' }
  try {
    const told = record(JSON.parse(Buffer.from(request.body).toString('utf8')))
    if (!Array.isArray(told['notifications'])) return { kind: 'refused', why: 'malformed' }
    return newsIn(told['notifications'])
  } catch (error) {
    if (error instanceof SyntaxError) return { kind: 'refused', why: 'malformed' }
    throw error
  }
}

/** The code is a UUID: anything else is no question of LinkedIn, and is not signed for whoever asks. */
function answerTo(challengeCode: string, clientSecret: string): HookReading {
  if (clientSecret === '' || !/^[0-9a-f-]{36}$/i.test(challengeCode)) return { kind: 'refused', why: 'malformed' }
  const body = JSON.stringify({ challengeCode, challengeResponse: hex(clientSecret, challengeCode) })
  return { kind: 'answer', status: 200, contentType: 'application/json', body }
}

/** Authors have no names here, and answers no rank: what is a message is read anew at once, by `inbox`, with both. */
function newsIn(notifications: unknown): HookReading {
  const pages = new Map<string, { signals: Signal[]; look: boolean }>()
  for (const one of list(notifications).map(record)) {
    const page = text(one['organizationalEntity'], 100)
    if (!page.startsWith('urn:li:organization:')) continue
    const known = pages.get(page) ?? { signals: [], look: false }
    pages.set(page, known)
    const signal = signalOf(one, new Map())
    if (signal === null) continue
    if (signal.kind === 'message') known.look = true
    else known.signals.push(signal)
  }
  return { kind: 'news', news: [...pages].map(([account, news]) => ({ account, ...news })) }
}

/** Tells LinkedIn where to push; the address itself is registered and proved in the developer portal before. */
async function register(ctx: Context, address: string): Promise<void> {
  const application = ctx.credentials.secret['applicationId'] ?? ''
  if (!/^\d{1,20}$/.test(application))
    throw failure('not_supported', 'ask_person', { sent: 'no', said: 'the number of the application is not known' })
  const role = (await rolesOf(ctx)).find((one) => one.page === ctx.account.id)
  if (!role) throw failure('forbidden', 'ask_person', { sent: 'no', said: 'whoever connected does not administer the page' })
  const key = [
    `developerApplication:${encodeURIComponent(`urn:li:developerApplication:${application}`)}`,
    `user:${encodeURIComponent(role.person)}`,
    `entity:${encodeURIComponent(ctx.account.id)}`,
    'eventType:ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS',
  ]
  await api(ctx, { method: 'PUT', path: `/rest/eventSubscriptions/(${key.join(',')})`, body: jsonBody({ webhook: address }) })
}

export const hook: Hook = { receive, register }
