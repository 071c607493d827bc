import { Readable } from 'node:stream'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { openSocket, smtpFailure } from './connect.ts'
import type { Reading } from './imap.ts'
import { serverOf } from './servers.ts'

type Envelope = { from: string; to: string[] }

export type Submission = {
  /** Hands a mail in, to all of them or to none. Without an answer afterwards nobody knows. */
  hand: (envelope: Envelope, mail: Buffer) => Promise<void>
}

const SECONDS = 1_000
/** What the desk calls itself when it greets: its machine's own name is nobody's business (RFC 5321, 4.1.3 allows an address). */
const UNNAMED = '[127.0.0.1]'

/** What was said of the first address that was refused. The library tells it only after the mail was handed in; what it keeps meanwhile is not in its types. */
function refusedBy(connection: SMTPConnection): Error | undefined {
  const { rejectedErrors = [] } = (Reflect.get(connection, '_envelope') ?? {}) as { rejectedErrors?: Error[] }
  return rejectedErrors[0]
}

type Step = <R>(act: (done: (error?: Error | null, result?: R) => void) => void) => Promise<R>

/** One command of the conversation; rejects when the line breaks or the deadline passes meanwhile. */
function stepsOf(connection: SMTPConnection, signal: AbortSignal): Step {
  const broken = new Promise<never>((_resolve, reject) => {
    connection.once('error', reject)
    connection.once('end', () => reject(Object.assign(new Error('the connection ended'), { code: 'ECONNECTION' })))
    signal.addEventListener('abort', () => reject(Object.assign(new Error('deadline passed'), { code: 'ETIMEDOUT' })), { once: true })
  })
  broken.catch(() => undefined)
  return (act) => {
    const answered = new Promise<never>((resolve, reject) => act((error, result) => (error ? reject(error) : resolve(result as never))))
    return Promise.race([broken, answered])
  }
}

/** Hands a mail in once every address has been judged: where one was refused nothing is handed in, and nobody gets half a round. */
async function handIn(connection: SMTPConnection, step: Step, envelope: Envelope, mail: Buffer, leaves: () => void): Promise<void> {
  let refused: Error | undefined
  const judged = new Readable({
    read() {
      refused = refusedBy(connection)
      if (refused) return void this.destroy(refused)
      leaves()
      this.push(mail)
      this.push(null)
    },
  })
  await step<unknown>((done) => connection.send(envelope, judged, done)).catch((cause: unknown) => {
    throw refused ?? cause
  })
}

/** Signs in where mail is handed in, works, leaves. Passwords go over TLS only. */
export async function withSubmission<T>(ctx: Reading, work: (submission: Submission) => Promise<T>): Promise<T> {
  const { secret } = ctx.credentials
  const server = serverOf(secret['smtp'] ?? '', 'smtp')
  const socket = await openSocket(ctx, server)
  const atOnce = server.tls === 'at_once'
  const tls = { secure: atOnce, secured: atOnce, requireTLS: !atOnce }
  const patience = { greetingTimeout: 30 * SECONDS, socketTimeout: 60 * SECONDS }
  const connection = new SMTPConnection({
    name: UNNAMED,
    host: server.host,
    port: server.port,
    connection: socket,
    ...tls,
    ...patience,
    logger: false,
  })
  const step = stepsOf(connection, ctx.signal)
  const user = { user: secret['user'] ?? '', pass: secret['password'] ?? '' }
  let stage: 'before' | 'handing_over' = 'before'
  try {
    await step<void>((done) => connection.connect((error?: Error) => done(error)))
    await step<unknown>((done) => connection.login({ ...user, credentials: user }, done))
    return await work({
      hand: async (envelope, mail) => {
        await handIn(connection, step, envelope, mail, () => (stage = 'handing_over'))
        stage = 'before'
      },
    })
  } catch (cause) {
    throw smtpFailure(cause, stage, ctx.signal.aborted)
  } finally {
    connection.quit()
    connection.close()
    socket.destroy()
  }
}
