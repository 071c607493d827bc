import type { Socket } from 'node:net'
import { ImapFlow, type ImapTransportSocket } from 'imapflow'
import type { Context } from '../contract.ts'
import { imapFailure, openSocket, startTls } from './connect.ts'
import { serverOf } from './servers.ts'

export type Reading = Pick<Context, 'connect' | 'signal' | 'credentials'>

/** Signs in, works, signs out. Everything that breaks is said as a failure that had no effect. */
export async function withMailbox<T>(ctx: Reading, work: (client: ImapFlow) => Promise<T>): Promise<T> {
  const { secret } = ctx.credentials
  const server = serverOf(secret['imap'] ?? '', 'imap')
  const socket = await openSocket(ctx, server)
  const client = new ImapFlow({
    host: server.host,
    port: server.port,
    secure: server.tls === 'at_once',
    ...(server.tls === 'starttls' && { doSTARTTLS: true }),
    auth: { user: secret['user'] ?? '', pass: secret['password'] ?? '' },
    logger: false,
    disableAutoIdle: true,
    maxLineLength: MAX_LINE,
    transport: {
      connect: (_to, onConnect) => {
        setImmediate(onConnect)
        return socket as unknown as ImapTransportSocket
      },
      upgrade: (open, _to, onSecure) =>
        startTls(open as unknown as Socket, server.host).once('secureConnect', onSecure) as unknown as ImapTransportSocket,
    },
  })
  let broken: unknown = null
  client.on('error', (error) => (broken = error))
  const stop = () => client.close()
  ctx.signal.addEventListener('abort', stop, { once: true })
  try {
    await client.connect()
    const found = await work(client)
    await client.logout()
    return found
  } catch (cause) {
    throw imapFailure(broken ?? cause, ctx.signal.aborted)
  } finally {
    ctx.signal.removeEventListener('abort', stop)
    client.close()
    socket.destroy()
  }
}

/** A server that never ends its line does not fill the memory. */
const MAX_LINE = 1024 * 1024

/** The folder in which the mailbox keeps what was sent (RFC 6154). */
export async function sentFolder(client: ImapFlow): Promise<string | null> {
  const folders = await client.list()
  const marked = folders.find(({ specialUse }) => specialUse === '\\Sent')
  return (
    marked?.path ??
    folders.find(({ name }) => /^(sent|sent items|sent messages|envoy[ée]s|messages envoy[ée]s|[ée]l[ée]ments envoy[ée]s)$/i.test(name))
      ?.path ??
    null
  )
}

/** The numbers of messages with this Message-ID in a folder, which stays open. */
export async function findById(client: ImapFlow, folder: string, messageId: string): Promise<number[]> {
  await client.mailboxOpen(folder)
  const found = await client.search({ header: { 'message-id': `<${messageId}>` } }, { uid: true })
  return found === false || found === undefined ? [] : found
}
