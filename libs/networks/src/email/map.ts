import { createHash } from 'node:crypto'
import PostalMime, { type Address, type Email } from 'postal-mime'
import type { Author, InboundMessage, RemoteRef } from '../contract.ts'
import { instant } from '../json.ts'
import { mailToText } from './html.ts'
import { cutQuotes } from './quote.ts'

/** From a mail as it lies in the mailbox (RFC 5322) to the desk's own shapes. */

export type Letter = { email: Email; header: (name: string) => string; uid: number; arrivedAt: Date }

const MAX_DEPTH = 30

const MAX_HEAD = 256 * 1024

const parsed = (source: Uint8Array | string): Promise<Email> =>
  PostalMime.parse(source, { maxNestingDepth: MAX_DEPTH, maxHeadersSize: 2 * MAX_HEAD, attachmentEncoding: 'arraybuffer' })

/** The lines before the first empty one, as far as they are whole, without those that say of which parts the rest is made. */
function headOf(source: Uint8Array): string {
  const [head = ''] = Buffer.from(source.subarray(0, MAX_HEAD))
    .toString('latin1')
    .split(/\r?\n\r?\n/)
  const lines = head.split(/\r?\n(?![ \t])/)
  return `${lines.filter((line) => !/^content-/i.test(line)).join('\r\n')}\r\n\r\n`
}

/** What is built too deep to be taken apart is read by its head: who wrote, when and about what. Rejects where it is no mail at all. */
export async function readLetter(source: Uint8Array, uid: number, arrivedAt: Date): Promise<Letter> {
  const email = await parsed(source).catch(() => parsed(headOf(source)))
  const header = (name: string) => email.headers.find(({ key }) => key === name)?.value.trim() ?? ''
  return { email, header, uid, arrivedAt }
}

/** `local@host` without its brackets; empty where there is none. */
export function idIn(text: string): string {
  return /<?([^\s<>]{1,400}@[^\s<>]{1,400})>?/.exec(text)?.[1] ?? ''
}

/** The last hundred of a chain, oldest first. */
export function idsIn(text: string): string[] {
  return [...text.slice(0, 60_000).matchAll(/<([^\s<>]{1,400}@[^\s<>]{1,400})>/g)].map(([, id]) => id ?? '').slice(-100)
}

/** Mails without an id of their own (RFC 5322 allows it) get one from what they say, the same at each reading. */
export function messageIdOf({ email, header, uid }: Letter): string {
  const given = idIn(header('message-id'))
  if (given !== '') return given
  const trace = [header('from'), header('date'), header('subject'), email.text ?? email.html ?? '', uid].join('\n')
  return `${createHash('sha256').update(trace).digest('hex').slice(0, 32)}@without-id.invalid`
}

export function mailboxIn(address: Address | undefined): { address: string; name: string } | null {
  const box = address?.group ? address.group[0] : address
  const mail = box?.address?.trim().toLowerCase() ?? ''
  return /^[^\s@<>]{1,200}@[^\s@<>]{1,255}$/.test(mail) ? { address: mail, name: (box?.name ?? '').trim().slice(0, 200) } : null
}

export function authorOf(address: Address | undefined): Author {
  const box = mailboxIn(address) ?? { address: 'unknown@invalid', name: '' }
  return { id: box.address, handle: box.address, name: box.name || box.address, avatarUrl: null, profileUrl: null, followers: null }
}

/**
 * A machine wrote it: RFC 3834 (`Auto-Submitted`), lists and bulk mail (RFC 2369, 2919, 8058: what can be unsubscribed from), bounces (RFC 3464,
 * an empty return path), and what older programs say.
 */
export function isAutomatic({ header, email }: Letter): boolean {
  const submitted = header('auto-submitted').toLowerCase()
  const type = header('content-type').toLowerCase()
  return (
    (submitted !== '' && !submitted.startsWith('no')) ||
    /^(bulk|list|junk|auto_reply)$/i.test(header('precedence')) ||
    ['list-id', 'list-unsubscribe', 'list-unsubscribe-post', 'x-autoreply', 'x-autorespond', 'x-auto-reply-from'].some(
      (name) => header(name) !== '',
    ) ||
    header('return-path') === '<>' ||
    type.startsWith('multipart/report') ||
    /^(mailer-daemon|postmaster|no-?reply|ne-?pas-?repondre|do-?not-?reply)@/i.test(mailboxIn(email.from)?.address ?? '')
  )
}

const ref = (id: string): RemoteRef => ({ id, version: null, url: null })
const KB = 1024

/** The words, apart from the rest; the subject goes before those that begin a thread; files by name and size. */
function wordsOf({ email, header }: Letter, begins: boolean): { text: string; rest: string } {
  const plain = (email.text ?? '').trim()
  const { shown, rest } = cutQuotes(plain !== '' ? plain : mailToText(email.html ?? ''))
  const subject = (email.subject ?? header('subject')).replace(/\s+/gu, ' ').trim().slice(0, 500)
  const files = email.attachments
    .filter(({ related, disposition }) => !(related === true && disposition !== 'attachment'))
    .map(({ filename, mimeType, content }) => {
      const size = typeof content === 'string' ? content.length : content.byteLength
      return `📎 ${(filename ?? mimeType).slice(0, 200)} (${Math.max(1, Math.round(size / KB))} ko)`
    })
  const elsewhere = answersElsewhere(email)
  const below = [...files.slice(0, 30), ...(elsewhere === null ? [] : [`↩ ${elsewhere}`])].join('\n')
  const text = [begins ? subject : '', shown, below].filter(Boolean).join('\n\n')
  return { text: text || subject, rest }
}

/** Where an answer goes when it does not go to who wrote: seen before it is written. */
function answersElsewhere(email: Email): string | null {
  const [to, from] = [mailboxIn(email.replyTo?.[0]), mailboxIn(email.from)]
  return to === null || to.address === from?.address ? null : to.address
}

/** A mail's own date, unless it lies ahead of its arrival. */
function sentAt({ header, arrivedAt }: Letter): string {
  const own = instant(header('date').replace(/\s*\([^)]*\)\s*$/, ''))
  return own === null || Date.parse(own) > arrivedAt.getTime() + 300_000 ? arrivedAt.toISOString() : own
}

export function messageOf(letter: Letter): InboundMessage {
  const { email, header } = letter
  const id = messageIdOf(letter)
  const chain = idsIn(header('references'))
  const parent = idIn(header('in-reply-to')) || chain.at(-1) || ''
  const root = chain[0] ?? parent
  const { text, rest } = wordsOf(letter, parent === '')
  const author = authorOf(email.from)
  return {
    id,
    kind: 'direct',
    ref: ref(id),
    author,
    text,
    language: null,
    sentAt: sentAt(letter),
    parent: parent === '' ? null : ref(parent),
    root: root === '' ? null : ref(root),
    attachments: [],
    visibility: 'direct',
    canReply: author.id !== 'unknown@invalid' && header('return-path') !== '<>',
    replyBefore: null,
    ...(rest !== '' && { rest }),
    ...(isAutomatic(letter) && { automatic: true }),
  }
}
