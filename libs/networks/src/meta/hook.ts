import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { Account, Context, Credentials, Hook, HookReading, Signal } from '../contract.ts'
import { failure } from '../http.ts'
import { list, parsed, record, text, type Json } from '../json.ts'

/** Requests of Meta (https://developers.facebook.com/docs/graph-api/webhooks/getting-started): one way of asking and signing for all its networks. */

/**
 * Whether a request is Meta's: `X-Hub-Signature-256` is the HMAC-SHA256 of the body, byte by byte, with the app's secret. It carries no
 * time, and Meta sends again what it heard no 200 of, for 36 hours: what is told twice is kept once. Pure, in constant time.
 */
export function verifyMeta(appSecret: string, header: string | null, body: Uint8Array): boolean {
  const given = /^sha256=([0-9a-f]{64})$/.exec(header ?? '')?.[1]
  if (appSecret === '' || given === undefined) return false
  return timingSafeEqual(createHmac('sha256', appSecret).update(body).digest(), Buffer.from(given, 'hex'))
}

/** The word that Meta says when it asks whether an address is ours: made of the app's secret, so that nothing more has to be kept. */
export function hookWord(appSecret: string): string {
  return createHmac('sha256', appSecret).update('hub.verify_token').digest('hex').slice(0, 40)
}

/** The same, for a person who enters it on the app's page; null without the app's secret. */
export function wordOf({ secret }: Pick<Credentials, 'secret'>): string | null {
  const appSecret = secret['clientSecret'] ?? ''
  return appSecret === '' ? null : hookWord(appSecret)
}

/** What an app is told by its own name; without number and secret nobody can tell it anything. */
export function appNamed({ credentials }: Pick<Context, 'credentials'>): { clientId: string; clientSecret: string; token: string } {
  const { clientId = '', clientSecret = '' } = credentials.secret
  if (clientId !== '' && clientSecret !== '') return { clientId, clientSecret, token: `${clientId}|${clientSecret}` }
  throw failure('not_supported', 'reconnect', { sent: 'no', said: 'Meta is told an address with number and secret of the app only' })
}

function isWord(appSecret: string, given: string): boolean {
  const digest = (word: string) => createHash('sha256').update(word).digest()
  return appSecret !== '' && timingSafeEqual(digest(hookWord(appSecret)), digest(given))
}

export type News = { account: string | null; signals: Signal[]; look: boolean }
/** Reads one entry of a request that has proved to be Meta's; null: nothing in it is for anybody. */
export type ReadEntry = (entry: Json, about: { account: Account; now: Date; object: string }) => News | News[] | null

/** `appSecret` of what is kept; `entriesOf`: where the entries of a request stand. */
export function metaHook(read: ReadEntry, entriesOf: (said: Json) => Json[] = (said) => list(said['entry']).map(record)): Hook['receive'] {
  return ({ method, headers, query, body }, { secret }, account, now): HookReading => {
    const appSecret = secret['clientSecret'] ?? ''
    if (method === 'GET') return proof(appSecret, query)
    if (!verifyMeta(appSecret, headers.get('x-hub-signature-256'), body)) return { kind: 'refused', why: 'signature' }
    const said = parsed(body)
    const object = text(said['object'], 60)
    const news = entriesOf(said).flatMap((entry) => read(entry, { account, now, object }) ?? [])
    return { kind: 'news', news }
  }
}

function proof(appSecret: string, query: URLSearchParams): HookReading {
  const challenge = query.get('hub.challenge') ?? ''
  if (query.get('hub.mode') !== 'subscribe' || !/^[\w.-]{1,200}$/.test(challenge)) return { kind: 'refused', why: 'malformed' }
  if (!isWord(appSecret, query.get('hub.verify_token') ?? '')) return { kind: 'refused', why: 'signature' }
  return { kind: 'answer', status: 200, contentType: 'text/plain', body: challenge }
}

/** A moment of a request, in seconds or in milliseconds since 1970. */
export function momentOf(value: unknown, otherwise: Date): string {
  const number = typeof value === 'string' && /^\d{9,14}$/.test(value) ? Number(value) : value
  if (typeof number !== 'number' || !Number.isFinite(number) || number <= 0) return otherwise.toISOString()
  const at = new Date(number > 100_000_000_000 ? number : number * 1000)
  return Number.isNaN(at.getTime()) ? otherwise.toISOString() : at.toISOString()
}

/** https://developers.facebook.com/docs/messenger-platform/reference/webhook-events/message-edits/ */
export function messageSignals(one: Json, now: Date): Signal[] {
  const at = momentOf(one['timestamp'], now)
  const [message, edit] = [record(one['message']), record(one['message_edit'])]
  const editOf = text(edit['mid'], 300)
  if (editOf !== '') return [{ kind: 'edited', id: `dm/${editOf}`, text: text(edit['text'], 20_000), at }]
  return message['is_deleted'] === true ? [{ kind: 'deleted', id: `dm/${text(message['mid'], 300)}`, at }] : []
}

/** Whether somebody wrote to the account: what it wrote itself comes back as an echo. */
export function isWritten(one: Json): boolean {
  const message = record(one['message'])
  return message['mid'] !== undefined && message['is_echo'] !== true && message['is_deleted'] !== true
}
