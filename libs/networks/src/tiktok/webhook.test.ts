import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Credentials } from '../contract.ts'
import { hook } from './webhook.ts'

describe('requests of tiktok', () => {
  const secret = 'sandbox-secret-of-an-app'
  const body = Buffer.from(
    JSON.stringify({ client_key: 'k', event: 'post.publish.complete', create_time: 1, user_openid: '_000abc', content: '{}' }),
  )
  const now = new Date('2026-11-28T18:00:00.000Z')
  const signed = (raw: Buffer, by = secret, at = now.getTime() / 1000) => {
    const s = createHmac('sha256', by).update(`${at}.`).update(raw).digest('hex')
    return { method: 'POST', headers: new Headers({ 'tiktok-signature': `t=${at},s=${s}` }), query: new URLSearchParams(), body: raw }
  }
  const account = { id: '_000abc', handle: 'a', name: 'a', avatarUrl: null, profileUrl: '', followers: null }
  const credentials: Credentials = { server: '', secret: { clientSecret: secret }, expiresAt: null, scopes: [] }
  const judge = (request: ReturnType<typeof signed>) => hook.receive(request, credentials, account, now)

  it('have the account looked at, the same when they come twice', () => {
    const news = { kind: 'news', news: [{ account: '_000abc', signals: [], look: true }] }
    expect([judge(signed(body)), judge(signed(body))]).toEqual([news, news])
  })

  it.each([
    ['another secret', signed(body, 'another'), 'signature'],
    ['another body', { ...signed(body), body: Buffer.from('{}') }, 'signature'],
    ['no signature', { ...signed(body), headers: new Headers() }, 'signature'],
    ['an old one', signed(body, secret, now.getTime() / 1000 - 301), 'too_old'],
    ['no message', signed(Buffer.from('[]')), 'malformed'],
    ['no JSON', signed(Buffer.from('hello')), 'malformed'],
  ])('are refused: %s', (_what, request, why) => expect(judge(request)).toEqual({ kind: 'refused', why }))
})
