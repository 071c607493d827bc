import { connect } from 'node:net'
import * as tls from 'node:tls'
import type { MailPeer } from '../../../../../peers/mail/peer.ts'
import type { ConnectContext } from '../../contract.ts'
import { withMailbox, type Reading } from '../imap.ts'

/** People with mailboxes on a real server, and a mail program of their own that speaks SMTP by hand. */
export type People = {
  at: (name: string) => string
  /** Opens a plain line, as the desk's guard does. */
  connect: NonNullable<ConnectContext['connect']>
  /** Hands in one mail, with whatever lines it likes. */
  write: (from: string, to: string, lines: readonly string[]) => Promise<void>
  /** Mails with these words in a folder of somebody's mailbox. */
  kept: (name: string, folder: string, words: string) => Promise<string[]>
  /** The same of what arrives, once there are as many. */
  arrived: (name: string, words: string, count?: number) => Promise<string[]>
}

const openLine: People['connect'] = async (host, port, signal) => {
  const socket = connect({ host, port, signal })
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  return socket
}

async function handIn(port: number, asking: readonly (readonly [ask: string, code: string])[]): Promise<void> {
  const line = tls.connect({ host: '127.0.0.1', port })
  let said = ''
  line.on('data', (chunk: Buffer) => (said += chunk.toString())).on('error', (error) => (said += `500 ${String(error)}\r\n`))
  const hear = async (code: string) => {
    for (let i = 0; i < 500; i++) {
      const answer = new RegExp(`^${code} .*\r\n$`, 'm').exec(said)
      if (answer) return void (said = '')
      if (/^[45]\d\d /m.test(said)) throw new Error(said)
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    throw new Error(`no ${code}: ${said}`)
  }
  await hear('220')
  for (const [ask, code] of asking) {
    line.write(`${ask}\r\n`)
    await hear(code)
  }
  line.end('QUIT\r\n')
}

/** `server` tells the peer once it has started. */
export function peopleOf(server: () => MailPeer): People {
  const at = (name: string) => `${name}@${server().domain}`
  const kept: People['kept'] = async (name, folder, words) => {
    const { password, imaps } = server()
    const secret = { user: at(name), password, imap: `imaps://127.0.0.1:${imaps}` }
    const ctx: Reading = {
      connect: openLine,
      signal: AbortSignal.timeout(20_000),
      credentials: { server: '', secret, expiresAt: null, scopes: [] },
    }
    return withMailbox(ctx, async (client) => {
      const { exists } = await client.mailboxOpen(folder)
      const found: string[] = []
      if (exists === 0) return found
      for await (const one of client.fetch('1:*', { source: true }, { uid: true })) found.push(one.source?.toString() ?? '')
      return found.filter((source) => source.includes(words))
    })
  }
  return {
    at,
    connect: openLine,
    write: (from, to, lines) =>
      handIn(server().smtps, [
        ['EHLO person.test', '250'],
        [`AUTH PLAIN ${Buffer.from(`\0${at(from)}\0${server().password}`).toString('base64')}`, '235'],
        [`MAIL FROM:<${at(from)}>`, '250'],
        [`RCPT TO:<${at(to)}>`, '250'],
        ['DATA', '354'],
        [`${lines.map((one) => one.replace(/^\./, '..')).join('\r\n')}\r\n.`, '250'],
      ]),
    kept,
    arrived: async (name, words, count = 1) => {
      for (let i = 0; i < 60; i++) {
        const found = await kept(name, 'INBOX', words)
        if (found.length >= count) return found
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
      return kept(name, 'INBOX', words)
    },
  }
}

/** The lines of a plain mail of somebody; `more` are headers. */
export const mail = (from: string, subject: string, body: string, more: readonly string[] = []): string[] => [
  `From: ${from.split('@')[0]} <${from}>`,
  `Subject: ${subject}`,
  `Date: ${new Date().toUTCString()}`,
  'MIME-Version: 1.0',
  'Content-Type: text/plain; charset=utf-8',
  ...more,
  '',
  ...body.split('\n'),
]
