import { spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export type MailPeer = {
  domain: string
  /** Of every mailbox. */
  password: string
  /** Local parts of the addresses that exist. */
  people: string[]
  /** The certificate that the server shows, in PEM. */
  ca: string
  /** Its private key, for a test that stands between a program and the server. */
  key: string
  /** Ports on 127.0.0.1: with STARTTLS, and with TLS from the first byte. */
  imap: number
  imaps: number
  smtp: number
  smtps: number
  stop: () => Promise<void>
}

/** Why no mail server can be started here, in one sentence; null where one can. */
export function mailPeerMissing(): string | null {
  if (process.getuid?.() !== 0) return 'skipped: only root can start a real mail server (Dovecot, Postfix) with users of its own'
  const missing = ['dovecot', 'postfix', 'openssl'].filter((one) => spawnSync('sh', ['-c', `command -v ${one}`]).status !== 0)
  return missing.length === 0 ? null : `skipped: ${missing.join(', ')} missing (apt-get install dovecot-imapd postfix openssl)`
}

/** Starts a real mail server; takes one or two seconds. */
export async function startMailPeer(): Promise<MailPeer> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'start.mjs')], { stdio: ['pipe', 'pipe', 'pipe'], cwd: import.meta.dirname })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4000)))
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const ready = new Promise<string>((resolve) => createInterface(child.stdout).once('line', resolve))
  const first = await Promise.race([ready, ended.then(() => null)])
  if (first === null) throw new Error(`the mail server did not start: ${said}`)
  return {
    ...(JSON.parse(first) as Omit<MailPeer, 'stop'>),
    stop: async () => {
      child.stdin.end()
      await ended
    },
  }
}
