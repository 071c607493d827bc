import { createHash } from 'node:crypto'
import { connect, type AddressInfo } from 'node:net'
import * as tls from 'node:tls'
import type { MailPeer } from '../../../../../peers/mail/peer.ts'
import type { Mishap, Seen, Wire } from '../../conformance/world.ts'

/** One mail that the server took: who handed it in, to whom, and its Message-ID. */
export type Taken = { from: string; to: string[]; id: string }

/**
 * The conformance suite's line to a mail server. Reading passes untouched and is written down as such. What hands mail in ends its TLS here, with the
 * peer's own certificate, and goes on to the server: each MAIL is written down with the digest of what followed DATA, and one accident can happen to
 * the next. `taken` hears what the server said yes to.
 */
export function mailWire(server: () => MailPeer, taken: (mail: Taken) => void): Wire {
  const seen: Seen[] = []
  let planned: Mishap | null = null
  const take = (): Mishap | null => {
    const now = planned
    planned = null
    return now
  }
  let between: Promise<number> | null = null
  const connectTo: NonNullable<Wire['connect']> = async (host, port, signal) => {
    const hands = port === server().smtps
    const entry = (method: string): Seen => ({ method, host: `${host}:${port}`, path: '', body: '', status: 0 })
    if (hands && planned === 'refused') {
      take()
      seen.push(entry('MAIL'))
      throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
    }
    if (!hands) seen.push(entry('GET'))
    between ??= standBetween(server(), { begins: () => (seen.push(entry('MAIL')), seen.at(-1) as Seen), take, taken })
    const socket = connect({ host, port: hands ? await between : port, signal })
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject))
    return socket
  }
  return {
    fetch: () => Promise.reject(new Error('no HTTP here')),
    connect: connectTo,
    seen,
    next: (mishap) => (planned = mishap),
  }
}

type Hearing = { begins: () => Seen; take: () => Mishap | null; taken: (mail: Taken) => void }

/** A server with the peer's certificate that passes on to the peer, line by line. Resolves to its port. */
async function standBetween({ ca, key, smtps }: MailPeer, hearing: Hearing): Promise<number> {
  const server = tls.createServer({ cert: ca, key }, (client) => {
    const line = tls.connect({ host: '127.0.0.1', port: smtps, ca })
    const end = () => [client, line].forEach((one) => one.destroy())
    for (const one of [client, line]) one.on('error', end).on('close', end)
    passOn(client, line, hearing, end)
  })
  // Nothing waits for it when the tests are over.
  server.unref()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

const END = '\r\n.\r\n'

function passOn(client: tls.TLSSocket, line: tls.TLSSocket, { begins, take, taken }: Hearing, end: () => void): void {
  let entry: Seen | null = null
  let mishap: Mishap | null = null
  let mail: Taken = { from: '', to: [], id: '' }
  let stage: 'commands' | 'mail' | 'judged' = 'commands'
  let content = ''

  /** One command; those after a refused MAIL in the same breath (RFC 2920) are refused with it. */
  const command = (said: string): void => {
    if (/^MAIL FROM:/i.test(said)) {
      entry = begins()
      mishap = take()
      mail = { from: addressIn(said), to: [], id: '' }
      if (mishap === 'error_before') {
        entry.status = 451
        return void client.write('451 4.3.0 Later\r\n')
      }
    }
    if (mishap === 'error_before' && /^(RCPT TO:|DATA)/i.test(said)) return void client.write('503 5.5.1 Nobody said who writes\r\n')
    if (/^RCPT TO:/i.test(said)) mail.to.push(addressIn(said))
    if (/^DATA\r\n$/i.test(said)) stage = 'mail'
    line.write(said, 'latin1')
  }
  client.on('data', (chunk: Buffer) => {
    if (stage === 'commands')
      return chunk
        .toString('latin1')
        .match(/.*?\r\n/g)
        ?.forEach(command)
    if (mishap === 'cut_before') return end()
    content += chunk.toString('latin1')
    if (!content.endsWith(END)) return
    const whole = `${content.slice(0, -END.length)}\r\n`.replace(/^\.\./gm, '.')
    if (entry) entry.body = createHash('sha256').update(Buffer.from(whole, 'latin1')).digest('hex')
    mail.id = /^message-id:\s*<([^>]+)>/im.exec(whole)?.[1] ?? ''
    stage = 'judged'
    line.write(content, 'latin1')
    content = ''
  })
  line.on('data', (chunk: Buffer) => {
    if (stage !== 'judged') return void client.write(chunk)
    stage = 'commands'
    if (entry) entry.status = Number(chunk.toString('latin1').slice(0, 3))
    if (entry?.status === 250) taken(mail)
    if (mishap === 'lost_answer') return end()
    client.write(chunk)
  })
}

const addressIn = (command: string): string => /<([^>]*)>/.exec(command)?.[1] ?? ''
