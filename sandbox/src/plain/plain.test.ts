import { NetworkFailure, type SendContext, type Step, type Variant } from '@pupitre/networks'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createTestConnector, PLAIN_KINDS, startSandbox, type FaultKind, type PlainKind, type Sandbox } from '../index.ts'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox()
})
afterAll(() => sandbox.close())
beforeEach(() => sandbox.reset())

async function context(kind: PlainKind) {
  const connector = createTestConnector(kind, sandbox.url)
  const base = { fetch, now: () => new Date(), signal: AbortSignal.timeout(5_000) }
  const connect = { ...base, redirectUri: '', clientId: null, clientName: 'test' }
  const connected = await connector.connect.withSecret?.(connect, { handle: 'levain' })
  if (!connected) throw new Error('no account')
  const ctx: SendContext = {
    ...base,
    ...connected,
    onCredentials: async () => undefined,
    readMedia: async () => new Uint8Array(),
    onRequest: () => undefined,
    limits: connector.documentedLimits,
  }
  const variant: Variant = {
    items: [{ text: 'Du pain', media: [] }],
    card: null,
    poll: null,
    language: 'fr',
    contentWarning: null,
    visibility: 'public',
    whoMayReply: 'everyone',
    quoteOf: null,
  }
  const acts = connector.plan(variant, null)
  const act = connector.complete(acts, 0, [])
  const step: Step = { key: crypto.randomUUID(), recordKey: connector.newRecordKey(new Date(), act), act }
  return { connector, ctx, step }
}

async function failureOf(work: Promise<unknown>): Promise<NetworkFailure> {
  const error: unknown = await work.then(
    () => new Error('nothing failed'),
    (reason: unknown) => reason,
  )
  if (!(error instanceof NetworkFailure)) throw error
  return error
}

describe('the four ways of posting once', () => {
  it.each(PLAIN_KINDS)('%s: an answer lost after the act leaves exactly what the kind promises', async (kind) => {
    const { connector, ctx, step } = await context(kind)
    sandbox.faults.add({ kind: 'lost_answer', method: 'POST' })
    const since = new Date(Date.now() - 1000)
    const failure = await failureOf(connector.send(ctx, step))
    expect(failure).toMatchObject({ kind: 'timeout', sent: 'unknown', nextStep: 'reconcile' })
    const found = await connector.reconcile(ctx, step, since)
    expect(found.kind).toBe(kind === 'blind' ? 'cannot_know' : 'there')
    if (kind === 'key' || kind === 'recordKey') {
      const again = await connector.send(ctx, step)
      expect(found.kind === 'there' && found.receipt.ref?.id).toBe(again.ref?.id)
    }
    expect(sandbox.oracle()).toHaveLength(1)
    expect(sandbox.oracle()[0]?.keys[0]).toBe(step.key)
  })

  it('shows nothing before the read lag has passed, and a late effect after the request was given up', async () => {
    const { connector, ctx, step } = await context('readable')
    sandbox.plain.settings.readLagMs = 60_000
    sandbox.faults.add({ kind: 'late_effect', method: 'POST', ms: 50 })
    const since = new Date(Date.now() - 1000)
    expect((await failureOf(connector.send(ctx, step))).sent).toBe('unknown')
    expect(sandbox.oracle()).toHaveLength(0)
    await expect.poll(() => sandbox.oracle().length).toBe(1)
    expect((await connector.reconcile(ctx, step, since)).kind).toBe('not_there')
    sandbox.clock.advance(61_000)
    expect((await connector.reconcile(ctx, step, since)).kind).toBe('there')
    sandbox.plain.settings.readLagMs = 0
  })

  const table: [FaultKind, string, 'no' | 'unknown', number][] = [
    ['rate_limited', 'rate_limited', 'no', 0],
    ['error_before', 'unavailable', 'unknown', 0],
    ['token_expired', 'unauthorized', 'no', 0],
    ['duplicate_refused', 'rejected_content', 'no', 0],
    ['html_error', 'unavailable', 'unknown', 0],
    ['redirect', 'bad_answer', 'no', 0],
    ['reset_before', 'timeout', 'unknown', 0],
    ['error_after', 'unavailable', 'unknown', 1],
    ['truncated', 'bad_answer', 'unknown', 1],
    ['html_after', 'bad_answer', 'unknown', 1],
    ['wrong_json', 'bad_answer', 'unknown', 1],
  ]
  it.each(table)('%s is told as %s, sent %s, %i made', async (fault, kind, sent, made) => {
    const { connector, ctx, step } = await context('readable')
    sandbox.faults.add({ kind: fault, method: 'POST', path: '/plain' })
    expect(await failureOf(connector.send(ctx, step))).toMatchObject({ kind, sent })
    expect(sandbox.oracle()).toHaveLength(made)
  })

  it('gives up at the deadline of a slow answer, and refuses to start after it', async () => {
    const { connector, ctx, step } = await context('readable')
    sandbox.faults.add({ kind: 'slow', method: 'POST', ms: 2_000 })
    const hurried = { ...ctx, signal: AbortSignal.timeout(100) }
    expect(await failureOf(connector.send(hurried, step))).toMatchObject({ kind: 'timeout', sent: 'unknown' })
    expect(sandbox.oracle()).toHaveLength(1)
    expect(await failureOf(connector.send(hurried, step))).toMatchObject({ kind: 'timeout', sent: 'no' })
    expect(sandbox.oracle()).toHaveLength(1)
  })

  it('tells a server that is not there as never sent', async () => {
    const { ctx, step } = await context('readable')
    const nowhere = createTestConnector('readable', 'http://127.0.0.1:4399')
    expect(await failureOf(nowhere.send(ctx, step))).toMatchObject({ kind: 'unreachable', sent: 'no', nextStep: 'wait' })
  })
})
