import { failure } from '../http.ts'

/** Where a mailbox is read and where its mail is handed in. */
export type MailServer = { host: string; port: number; tls: 'at_once' | 'starttls' }

const USUAL = { imap: 993, smtp: 465 } as const
/** Ports on which TLS is asked for after the greeting (RFC 8314 prefers the others). */
const STARTTLS_PORTS = new Set([143, 587, 25, 2525])

/** `imap.example.org`, `imap.example.org:143`, `imaps://…`, `smtp+starttls://…`: TLS always, from the first byte unless the port or the scheme says otherwise. */
export function serverOf(given: string, kind: 'imap' | 'smtp'): MailServer {
  const form = /^(?:([a-z+]+):\/\/)?(\[[0-9a-f:]+\]|[a-z0-9.-]+)(?::(\d{1,5}))?\/?$/i
  const [, scheme = '', host = '', port = String(USUAL[kind])] = form.exec(given.trim()) ?? []
  const schemes: Record<string, MailServer['tls']> = { [`${kind}s`]: 'at_once', [kind]: 'starttls', [`${kind}+starttls`]: 'starttls' }
  const byPort = STARTTLS_PORTS.has(Number(port)) ? 'starttls' : 'at_once'
  const tls = scheme === '' ? byPort : schemes[scheme.toLowerCase()]
  if (host === '' || tls === undefined || Number(port) < 1 || Number(port) > 65_535)
    throw failure('not_found', 'fix_content', { sent: 'no', said: `not the name of a mail server: ${given.slice(0, 100)}` })
  return { host: host.replace(/^\[|\]$/g, ''), port: Number(port), tls }
}

export const written = ({ host, port, tls }: MailServer, kind: 'imap' | 'smtp'): string =>
  `${tls === 'starttls' ? `${kind}+starttls` : `${kind}s`}://${host.includes(':') ? `[${host}]` : host}:${port}`
