import { createHmac } from 'node:crypto'
import type { HookRequest } from '@pupitre/networks'

/** Requests as Meta makes them, so that a connector can be asked what it makes of them. */

export function hookOf(appSecret: string, said: unknown): HookRequest {
  const body = Buffer.from(JSON.stringify(said))
  const signature = `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`
  return { method: 'POST', headers: new Headers({ 'x-hub-signature-256': signature }), query: new URLSearchParams(), body }
}

export function proofOf(word: string, challenge = '1158201444'): HookRequest {
  const query = new URLSearchParams({ 'hub.mode': 'subscribe', 'hub.verify_token': word, 'hub.challenge': challenge })
  return { method: 'GET', headers: new Headers(), query, body: new Uint8Array() }
}
