import type { Context, Signal } from '../contract.ts'
import { call, failure, transportFailure } from '../http.ts'
import { instant, record, text, type Json } from '../json.ts'
import { serverEvents } from '../sse.ts'
import { messageId, textOf } from './map.ts'
import { signalOf } from './read.ts'

/** The server sends `:thump` every 15 seconds (https://docs.joinmastodon.org/methods/streaming/). */
const IDLE_MS = 60_000

/** News as they happen. Ends quietly when the signal aborts, with a failure when the server hangs up. */
export async function stream(ctx: Context, onSignal: (signal: Signal) => Promise<void>): Promise<void> {
  const url = `${await streamingServer(ctx)}/api/v1/streaming/user`
  const headers = { accept: 'text/event-stream', authorization: `Bearer ${ctx.credentials.secret['accessToken'] ?? ''}` }
  try {
    const response = await ctx.fetch(url, { headers, signal: ctx.signal, redirect: 'manual' })
    if (response.status === 401) throw failure('unauthorized', 'reconnect', { sent: 'no', said: 'the stream refused the token' })
    if (!response.ok || !response.body) throw failure('unavailable', 'wait', { sent: 'no', said: `stream: HTTP ${response.status}` })
    for await (const { event, data } of serverEvents(response.body, IDLE_MS)) {
      for (const signal of signalsOf(ctx, event, data)) await onSignal(signal)
    }
  } catch (error) {
    if (ctx.signal.aborted) return
    throw transportFailure(error, false, false)
  }
  if (!ctx.signal.aborted) throw failure('unavailable', 'wait', { sent: 'no', said: 'the server closed the stream' })
}

/** Large servers stream from a host below their own name, which they announce; any other host is not believed. */
async function streamingServer(ctx: Context): Promise<string> {
  const { server } = ctx.credentials
  const { json } = await call(ctx, { method: 'GET', url: `${server}/api/v2/instance`, accept: [404] })
  const told = text(record(record(record(json)['configuration'])['urls'])['streaming'], 300).replace(/^ws/, 'http')
  if (!URL.canParse(told)) return server
  const [own, other] = [new URL(server), new URL(told)]
  const below = other.protocol === own.protocol && (other.host === own.host || other.hostname.endsWith(`.${own.hostname}`))
  return below ? other.origin : server
}

function signalsOf(ctx: Context, event: string, data: string): Signal[] {
  if (event === 'delete') return [{ kind: 'deleted', id: messageId(ctx.credentials.server, text(data, 100)), at: ctx.now().toISOString() }]
  if (event !== 'notification' && event !== 'status.update') return []
  const payload = parsed(data)
  if (event === 'notification') return ['mention', 'quote'].includes(text(payload['type'])) ? signalOf(ctx, payload) : []
  const at = instant(payload['edited_at']) ?? ctx.now().toISOString()
  return [{ kind: 'edited', id: messageId(ctx.credentials.server, text(payload['id'], 100)), text: textOf(payload), at }]
}

/** One event that cannot be read is not worth the stream: the next reading of the inbox brings the message. */
function parsed(data: string): Json {
  try {
    return record(JSON.parse(data))
  } catch (error) {
    if (error instanceof SyntaxError) return {}
    throw error
  }
}
