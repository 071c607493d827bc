import type { Context } from '../contract.ts'
import { call, failure, jsonBody, type Answer, type HttpContext, type WholeBody } from '../http.ts'
import { signedHeaders } from './sign.ts'

export type Asking = HttpContext & Pick<Context, 'credentials'>

export type Letter = { type: string; timestamp: string; data: Record<string, unknown> }

/** Something is told to the receiver. The same `id` is the same thing for ever, however often it arrives. */
export async function tell(ctx: Asking, id: string, type: string, data: Record<string, unknown>, effect = true): Promise<Answer> {
  const letter: Letter = { type, timestamp: ctx.now().toISOString(), data }
  return ask(ctx, { method: 'POST', id, body: jsonBody(letter), effect })
}

/** The receiver is asked what it knows of this id: the same address and signature, without a body. */
export async function lookUp(ctx: Asking, id: string): Promise<Answer> {
  return ask(ctx, { method: 'GET', id, effect: false, accept: [404, 405] })
}

type Asked = { method: 'GET' | 'POST'; id: string; body?: WholeBody; effect: boolean; accept?: number[] }

async function ask(ctx: Asking, { id, ...request }: Asked): Promise<Answer> {
  const { server, secret } = ctx.credentials
  const path = secret['path'] ?? ''
  if (!path.startsWith('/'))
    throw failure('unauthorized', 'reconnect', { sent: 'no', said: 'the address of this receiver is not known any more' })
  const headers = signedHeaders(secret['signingSecret'] ?? '', id, request.body?.bytes ?? new Uint8Array(), ctx.now())
  const answer = await call(ctx, { ...request, accept: [...(request.accept ?? []), 410], url: `${server}${path}`, headers })
  // Nobody listens there any more (Standard Webhooks, « Operational considerations »).
  if (answer.status === 410) throw failure('account_gone', 'ask_person', { sent: 'no', said: 'the receiver says that it is gone (410)' })
  return answer
}
