import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Account, HookRequest } from '../contract.ts'
import { refusedBy } from './errors.ts'
import { edgeOf } from './graph.ts'
import { hookWord, metaHook, momentOf, verifyMeta } from './hook.ts'
import { directOf, directRef } from './messages.ts'
import { cursorOf, newsPage, type Piece } from './news.ts'
import { usageOf } from './usage.ts'

const refused = (error: Record<string, unknown>, more: { status?: number; effect?: boolean; wait?: number; raw?: string } = {}) => {
  const { status = 400, effect = true, wait = null, raw = '' } = more
  return refusedBy({ status, error, effect, wait, codes: [], raw })
}

describe('refusals of the Graph', () => {
  it.each<[string, Record<string, unknown>, string, string, string]>([
    ['an ended session', { code: 190, error_subcode: 463 }, 'unauthorized', 'reconnect', 'no'],
    ['a changed password', { code: 190, error_subcode: 460 }, 'unauthorized', 'reconnect', 'no'],
    ['a token that is none', { code: 190 }, 'unauthorized', 'reconnect', 'no'],
    ['a permission that is missing', { code: 200 }, 'forbidden', 'reconnect', 'no'],
    ['a permission that was taken back', { code: 10 }, 'forbidden', 'reconnect', 'no'],
    ['a closed window', { code: 10, error_subcode: 2018278 }, 'forbidden', 'ask_person', 'no'],
    ['a private answer given twice', { code: 10900 }, 'forbidden', 'drop', 'no'],
    ['nothing of this number', { code: 100, error_subcode: 33 }, 'not_found', 'drop', 'no'],
    ['a wrong parameter', { code: 100 }, 'rejected_content', 'fix_content', 'no'],
    ['the same again', { code: 506 }, 'duplicate', 'reconcile', 'no'],
    ['too many calls of the app', { code: 4 }, 'rate_limited', 'wait', 'no'],
    ['too many calls of the Page', { code: 32 }, 'rate_limited', 'wait', 'no'],
    ['too many calls of the business', { code: 80001 }, 'rate_limited', 'wait', 'no'],
    ['held back as abuse', { code: 368 }, 'forbidden', 'ask_person', 'no'],
    ['an unwell Graph', { code: 1 }, 'unavailable', 'reconcile', 'unknown'],
    ['a Graph that is down', { code: 2 }, 'unavailable', 'reconcile', 'unknown'],
    ['something that passes', { code: 99999, is_transient: true }, 'unavailable', 'reconcile', 'unknown'],
    ['a quota, transient or not', { code: 4, is_transient: true }, 'rate_limited', 'wait', 'no'],
    ['a day’s quota of Instagram', { code: 9, error_subcode: 2207042 }, 'rate_limited', 'wait', 'no'],
    ['a picture of a wrong shape', { code: 36003, error_subcode: 2207009 }, 'media_refused', 'fix_content', 'no'],
    ['a caption that is too long', { code: 100, error_subcode: 2207010 }, 'rejected_content', 'fix_content', 'no'],
    ['a restricted account', { code: 25, error_subcode: 2207050 }, 'account_gone', 'ask_person', 'no'],
    ['a picture that is none', { code: 324, error_subcode: 1366046 }, 'media_refused', 'fix_content', 'no'],
    ['a code of next year', { code: 4242 }, 'rejected_content', 'fix_content', 'no'],
  ])('%s', (_what, error, kind, nextStep, sent) => expect(refused({ message: 'x', ...error })).toMatchObject({ kind, nextStep, sent }))

  it.each<[number, string, string]>([
    [401, 'unauthorized', 'no'],
    [403, 'forbidden', 'no'],
    [404, 'not_found', 'no'],
    [422, 'rejected_content', 'no'],
    [429, 'rate_limited', 'no'],
    [500, 'unavailable', 'unknown'],
    [503, 'unavailable', 'unknown'],
  ])('status %i without the Graph’s own words', (status, kind, sent) => expect(refused({}, { status })).toMatchObject({ kind, sent }))

  it('an unwell Graph has surely changed nothing where nothing was to be changed', () => {
    expect(refused({ code: 2, message: 'x' }, { effect: false })).toMatchObject({ kind: 'unavailable', nextStep: 'wait', sent: 'no' })
  })

  it('tells the words for a person, the numbers and the trace, and how long to wait', () => {
    const error = { code: 4, error_subcode: 7, message: 'technical', error_user_msg: 'Trop d’appels', fbtrace_id: 'Abc' }
    expect(refused(error, { wait: 300 })).toMatchObject({ said: '(4/7) Trop d’appels Abc', retryAfterSeconds: 300 })
  })
})

describe('what the Graph allows', () => {
  const business = (minutes: number) =>
    JSON.stringify({ '1': [{ type: 'pages', call_count: 28, estimated_time_to_regain_access: minutes }] })
  it.each<[Record<string, string>, ReturnType<typeof usageOf>]>([
    [{ 'x-app-usage': '{"call_count":28,"total_time":25,"total_cputime":31}' }, { percent: 31, waitSeconds: null }],
    [{ 'x-business-use-case-usage': business(0) }, { percent: 28, waitSeconds: null }],
    [
      { 'x-business-use-case-usage': business(5), 'x-page-usage': '{"call_count":90}' },
      { percent: 90, waitSeconds: 300 },
    ],
    [{ 'x-app-usage': 'nonsense' }, { percent: null, waitSeconds: null }],
    [{ 'x-app-usage': '[]' }, { percent: null, waitSeconds: null }],
    [{}, { percent: null, waitSeconds: null }],
  ])('%j', (headers, usage) => expect(usageOf(new Headers(headers))).toEqual(usage))
})

describe('pages of an edge', () => {
  it.each([
    [{ data: [], paging: { cursors: { after: 'x' } } }, null],
    [{ data: [{}], paging: { cursors: { after: 'x' }, next: 'https://…' } }, 'x'],
    [{ data: [{}] }, null],
  ])('%j', (answer, after) => expect(edgeOf(answer).after).toBe(after))
  it('an answer without a list is no empty page', () => expect(() => edgeOf({ surprise: true })).toThrow(/bad_answer/))
})

const SECRET = '0a1b2c3d4e5f'
const account: Account = { id: '61', handle: 'levain', name: 'Levain', avatarUrl: null, profileUrl: 'https://a.fr', followers: null }
const now = new Date('2026-11-28T18:00:00.000Z')
const kept = { server: 'https://graph.facebook.com', secret: { clientSecret: SECRET, accessToken: 'x' }, expiresAt: null, scopes: [] }

const said = (body: string, secret = SECRET, header?: string): HookRequest => {
  const signature = header ?? `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
  return {
    method: 'POST',
    headers: new Headers({ 'x-hub-signature-256': signature }),
    query: new URLSearchParams(),
    body: Buffer.from(body),
  }
}
const asks = (query: Record<string, string>): HookRequest => ({
  method: 'GET',
  headers: new Headers(),
  query: new URLSearchParams(query),
  body: new Uint8Array(),
})

describe('requests of Meta', () => {
  const receive = metaHook((entry) => ({ account: String(entry['id']), signals: [], look: true }))
  const hear = (request: HookRequest, credentials = kept) => receive(request, credentials, account, now)
  const proof = { 'hub.mode': 'subscribe', 'hub.verify_token': hookWord(SECRET), 'hub.challenge': '1158201444' }

  it('a signature over the very bytes', () => {
    const body = Buffer.from('{"object":"page","entry":[{"id":"61"}]} ')
    const hex = createHmac('sha256', SECRET).update(body).digest('hex')
    expect(verifyMeta(SECRET, `sha256=${hex}`, body)).toBe(true)
    expect(verifyMeta(SECRET, `sha256=${hex}`, Buffer.from(body.toString().trim()))).toBe(false)
    expect(verifyMeta(SECRET, `sha256=${hex.toUpperCase()}`, body)).toBe(false)
    expect(verifyMeta(SECRET, `sha1=${hex.slice(0, 40)}`, body)).toBe(false)
    expect(verifyMeta(SECRET, null, body)).toBe(false)
    expect(verifyMeta('', `sha256=${createHmac('sha256', '').update(body).digest('hex')}`, body)).toBe(false)
  })

  it('answers the question whether the address is ours, and no other', () => {
    expect(hear(asks(proof))).toEqual({ kind: 'answer', status: 200, contentType: 'text/plain', body: '1158201444' })
    expect(hear(asks({ ...proof, 'hub.verify_token': 'another' }))).toEqual({ kind: 'refused', why: 'signature' })
    expect(hear(asks({ ...proof, 'hub.mode': 'unsubscribe' }))).toEqual({ kind: 'refused', why: 'malformed' })
    expect(hear(asks({ ...proof, 'hub.challenge': '<script>' }))).toEqual({ kind: 'refused', why: 'malformed' })
    expect(hear(asks(proof), { ...kept, secret: { clientSecret: '', accessToken: 'x' } })).toEqual({ kind: 'refused', why: 'signature' })
  })

  it('believes nothing that is signed by another, or not at all', () => {
    const body = '{"object":"page","entry":[{"id":"61"}]}'
    expect(hear(said(body))).toEqual({ kind: 'news', news: [{ account: '61', signals: [], look: true }] })
    expect(hear(said(body, 'another secret'))).toEqual({ kind: 'refused', why: 'signature' })
    expect(hear(said(body, SECRET, ''))).toEqual({ kind: 'refused', why: 'signature' })
  })

  it('reads nothing from what is no JSON', () => expect(hear(said('[1'))).toEqual({ kind: 'news', news: [] }))

  it.each<[unknown, string]>([
    [1_795_888_800, '2026-11-28T18:00:00.000Z'],
    [1_795_888_800_000, '2026-11-28T18:00:00.000Z'],
    ['1795888800', '2026-11-28T18:00:00.000Z'],
    ['soon', now.toISOString()],
    [-1, now.toISOString()],
    [8e18, now.toISOString()],
  ])('the moment %s', (value, at) => expect(momentOf(value, now)).toBe(at))
})

describe('references of conversations', () => {
  it.each([
    [directRef('7412', 'm_AbC=').id, { person: '7412', message: 'm_AbC=' }],
    ['61_71', null],
    ['dm/../x', null],
    ['dm/74/a b', null],
  ])('%s', (id, found) => expect(directOf({ id, version: null, url: null })).toEqual(found))
})

describe('what came in since a cursor', () => {
  const piece = (id: string, seconds: number): Piece => {
    const at = new Date(now.getTime() + seconds * 1000).toISOString()
    return { id, at, signal: { kind: 'deleted', id, at } }
  }
  const idsOf = ({ items }: ReturnType<typeof newsPage>) =>
    items.map((signal) => (signal.kind === 'message' ? signal.message.id : signal.id))
  const read = (raw: string | null, pieces: Piece[], until: string | null = null) => newsPage(cursorOf(raw, now), [{ pieces, until }])

  it('is handed out oldest first, once, also what comes late', () => {
    const first = read(null, [piece('b', 2), piece('a', 1)])
    expect(idsOf(first)).toEqual(['a', 'b'])
    const second = read(first.cursor, [piece('b', 2), piece('a', 1), piece('late', -5), piece('c', 20)])
    expect(idsOf(second)).toEqual(['late', 'c'])
    expect(idsOf(read(second.cursor, [piece('b', 2), piece('late', -5), piece('c', 20)]))).toEqual([])
  })

  it('ends where a list was not read to its end', () => {
    const pieces = [piece('a', 1), piece('b', 60), piece('z', 900)]
    const first = read(null, pieces, piece('', 60).at)
    expect([idsOf(first), first.more]).toEqual([['a', 'b'], true])
    expect(idsOf(read(first.cursor, pieces))).toEqual(['z'])
  })

  it('begins anew with a cursor that is none', () => {
    expect(cursorOf('nonsense', now)).toEqual(cursorOf(null, now))
    expect(cursorOf('{}', now)).toEqual(cursorOf(null, now))
  })
})
