import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { HookRequest } from '../contract.ts'
import { hook } from './webhook.ts'

describe('requests of linkedin', () => {
  const secret = 'WPL_AP1.sandbox-secret-of-an-app'
  const signed = (body: unknown, by = secret) => {
    const raw = Buffer.from(JSON.stringify(body))
    const signature = createHmac('sha256', by).update('hmacsha256=').update(raw).digest('hex')
    return { method: 'POST', headers: new Headers({ 'x-li-signature': signature }), query: new URLSearchParams(), body: raw }
  }
  const page = 'urn:li:organization:42'
  const told = (action: string, id = 1) => ({
    notificationId: id,
    organizationalEntity: page,
    action,
    sourcePost: 'urn:li:share:7',
    generatedActivity: 'urn:li:comment:(urn:li:activity:7,8)',
    lastModifiedAt: 1_795_000_000_000,
    decoratedGeneratedActivity: { comment: { owner: 'urn:li:person:a', text: 'Bravo', entity: 'urn:li:comment:(urn:li:activity:7,8)' } },
  })
  const account = { id: page, handle: 'levain', name: 'Levain', avatarUrl: null, profileUrl: '', followers: null }
  const credentials = { server: '', secret: { clientSecret: secret }, expiresAt: null, scopes: [] }
  const judge = (request: HookRequest) => hook.receive(request, credentials, account, new Date())

  it('answers the question by which LinkedIn makes sure of us, and no other', () => {
    const challengeCode = '890e4665-4dfe-4ab1-b689-ed553bceeed0'
    const asking = (code: string) => ({
      method: 'GET',
      headers: new Headers(),
      query: new URLSearchParams({ challengeCode: code }),
      body: Buffer.alloc(0),
    })
    const challengeResponse = createHmac('sha256', secret).update(challengeCode).digest('hex')
    expect(judge(asking(challengeCode))).toEqual({
      kind: 'answer',
      status: 200,
      contentType: 'application/json',
      body: JSON.stringify({ challengeCode, challengeResponse }),
    })
    expect(judge(asking('hmacsha256={"type":"x"}'))).toEqual({ kind: 'refused', why: 'malformed' })
  })

  it('has the page looked at for a comment, tells deletions at once, the same for a request that comes twice', () => {
    const request = signed({
      type: 'ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS',
      notifications: [told('COMMENT_DELETE', 2), told('COMMENT'), told('LIKE', 3)],
    })
    const gone = { kind: 'deleted', id: 'urn:li:comment:(urn:li:activity:7,8)', at: new Date(1_795_000_000_000).toISOString() }
    expect(judge(request)).toEqual({ kind: 'news', news: [{ account: page, signals: [gone], look: true }] })
    expect(judge(request)).toEqual(judge(request))
  })

  it('refuses what another secret signed, what was changed on the way, and what is no message', () => {
    expect(judge(signed({ notifications: [] }, 'another secret'))).toEqual({ kind: 'refused', why: 'signature' })
    expect(judge({ ...signed({ notifications: [] }), body: Buffer.from('{"notifications":[1]}') })).toEqual({
      kind: 'refused',
      why: 'signature',
    })
    expect(judge(signed({ surprise: true }))).toEqual({ kind: 'refused', why: 'malformed' })
  })
})
