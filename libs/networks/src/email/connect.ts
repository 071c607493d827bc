import { isIP, type Socket } from 'node:net'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import type { Context } from '../contract.ts'
import { NetworkFailure, type FailureKind } from '../contract.ts'
import { failure, transportFailure } from '../http.ts'
import type { MailServer } from './servers.ts'

export type Wiring = Pick<Context, 'connect' | 'signal'>

/** A connection to a mail server through the desk's own guard; with TLS from the first byte where the server speaks so. */
export async function openSocket(ctx: Wiring, { host, port, tls }: MailServer): Promise<Socket> {
  if (!ctx.connect) throw failure('not_supported', 'ask_person', { sent: 'no', said: 'this desk opens no connections to mail servers' })
  if (ctx.signal.aborted) throw failure('timeout', 'wait', { sent: 'no', said: 'deadline passed before the connection' })
  const socket = await ctx.connect(host, port, ctx.signal).catch((cause: unknown) => {
    throw transportFailure(cause, false, ctx.signal.aborted)
  })
  return tls === 'starttls' ? heeded(socket) : secured(socket, host)
}

/** A line that breaks while nobody listens (after the last word of a conversation) is no accident of the whole program. */
function heeded<S extends Socket>(socket: S): S {
  return socket.on('error', () => undefined)
}

/** TLS on an open connection, with the certificate held to the name that was asked for. */
export const startTls = (socket: Socket, host: string): TLSSocket =>
  heeded(connectTls({ socket: heeded(socket), ...(isIP(host) === 0 && { servername: host }), host, minVersion: 'TLSv1.2' }))

function secured(socket: Socket, host: string): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const secure = startTls(socket, host)
    const refuse = (cause: unknown) => reject(transportFailure(cause, false, false))
    secure.once('error', refuse)
    secure.once('secureConnect', () => {
      secure.off('error', refuse)
      resolve(secure)
    })
  })
}

type ImapError = { authenticationFailed?: boolean; responseText?: string; code?: string }
type SmtpError = { responseCode?: number; response?: string; code?: string; command?: string; recipient?: string }

/** What IMAP said no to, and what broke on the way; a reading has no effect, whatever happened. */
export function imapFailure(cause: unknown, aborted = false): NetworkFailure {
  if (cause instanceof NetworkFailure) return cause
  const { authenticationFailed, responseText, code, message } = cause as Error & ImapError
  const said = (responseText ?? message).slice(0, 300)
  if (authenticationFailed) return failure('unauthorized', 'reconnect', { sent: 'no', said, cause })
  if (aborted) return failure('timeout', 'wait', { sent: 'no', said: 'deadline passed', cause })
  if (code !== undefined && /TIMEOUT|ETIMEDOUT/.test(code)) return failure('timeout', 'wait', { sent: 'no', said, cause })
  const known = transportFailure(cause, false, false)
  return known.kind === 'unreachable' ? known : failure('unavailable', 'wait', { sent: 'no', said, cause })
}

/** What the submission server said, by RFC 5321: 4xx later, 5xx never. Without an answer after the mail was handed over nobody knows. */
export function smtpFailure(cause: unknown, stage: 'before' | 'handing_over', aborted = false): NetworkFailure {
  if (cause instanceof NetworkFailure) return cause
  const { responseCode, response, code, command, recipient, message } = cause as Error & SmtpError
  const said = (response ?? message).slice(0, 300)
  if (typeof responseCode === 'number') {
    const [kind, nextStep] = meaning(responseCode, recipient === undefined ? (command ?? '') : 'RCPT TO', said)
    return failure(kind, nextStep, { sent: 'no', said, cause, retryAfterSeconds: responseCode < 500 ? 300 : null })
  }
  const told = BY_LIBRARY[code ?? '']
  if (told) return failure(told[0], told[1], { sent: 'no', said, cause })
  if (stage === 'handing_over') return failure('timeout', 'reconcile', { sent: 'unknown', said, cause })
  return aborted ? failure('timeout', 'wait', { sent: 'no', said, cause }) : failure('unreachable', 'wait', { sent: 'no', said, cause })
}

/** What the library refuses by itself, before anything leaves. */
const BY_LIBRARY: Record<string, [FailureKind, NetworkFailure['nextStep']]> = {
  EAUTH: ['unauthorized', 'reconnect'],
  EMESSAGE: ['media_refused', 'fix_content'],
  EENVELOPE: ['rejected_content', 'fix_content'],
}

const BY_CODE: Record<number, [FailureKind, NetworkFailure['nextStep']]> = {
  530: ['unauthorized', 'reconnect'],
  534: ['unauthorized', 'reconnect'],
  535: ['unauthorized', 'reconnect'],
  552: ['media_refused', 'fix_content'],
}

function meaning(code: number, command: string, said: string): [FailureKind, NetworkFailure['nextStep']] {
  if (command.startsWith('AUTH')) return ['unauthorized', 'reconnect']
  if (code < 500) return ['unavailable', 'wait']
  if (command.startsWith('RCPT') && [550, 551, 553].includes(code)) return ['not_found', 'ask_person']
  if (/size|too large/i.test(said)) return ['media_refused', 'fix_content']
  return BY_CODE[code] ?? ['rejected_content', 'fix_content']
}
