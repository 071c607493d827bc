import { randomUUID } from 'node:crypto'
import * as tls from 'node:tls'
import PostalMime from 'postal-mime'
import { afterAll, beforeAll, describe } from 'vitest'
import { mailPeerMissing, startMailPeer, type MailPeer } from '../../../../peers/mail/peer.ts'
import { testConnector, type World } from '../conformance.ts'
import type { Connected, RemoteRef } from '../contract.ts'
import { email } from './connector.ts'
import { mailWire, type Taken } from './testing/line.ts'
import { mail, peopleOf } from './testing/people.ts'

/** The suite on a real mail server (peers/mail): what `email` says of itself, held against Dovecot and Postfix. */
const missing = mailPeerMissing()
let peer: MailPeer
const people = peopleOf(() => peer)

/** What the server said yes to and nobody has seen arrive yet, and whose mail is whose. */
const underWay: Taken[] = []
const mailboxOf = new Map<string, string>()
const taken = (one: Taken) => {
  underWay.push(one)
  mailboxOf.set(one.id, one.from)
}

const local = (address: string) => address.split('@')[0] ?? ''
const refTo = (id: string): RemoteRef => ({ id, version: null, url: null })

/** A copy of one's own lies where mail arrives until it is put where sent mail is kept. */
async function isThere({ to, id }: Taken): Promise<boolean> {
  for (const name of to.map(local)) {
    const found = [await people.kept(name, 'INBOX', `<${id}>`), await people.kept(name, 'Sent', `<${id}>`)].flat()
    if (!found.some((source) => new RegExp(`^message-id:\\s*<${id.replaceAll('.', '\\.')}>`, 'im').test(source))) return false
  }
  return true
}

async function settle(): Promise<void> {
  const end = Date.now() + 30_000
  while (underWay.length > 0) {
    const [first] = underWay
    if (first && (await isThere(first))) underWay.shift()
    else if (Date.now() > end) throw new Error(`never arrived: ${first?.id}`)
    else await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

async function write(from: string, to: string, text: string, answers?: string): Promise<RemoteRef> {
  const id = `${randomUUID()}@${from}.test`
  const chain = answers === undefined ? [] : [`In-Reply-To: <${answers}>`, `References: <${answers}>`]
  await people.write(from, to, mail(people.at(from), 'Un mot', text, [`Message-ID: <${id}>`, ...chain]))
  taken({ from: people.at(from), to: [people.at(to)], id })
  return refTo(id)
}

/** What people really got from an account, newest first. */
async function received({ account }: Connected) {
  await settle()
  const sources = (await Promise.all(['lea', 'karim'].map((name) => people.kept(name, 'INBOX', '')))).flat()
  const mails = await Promise.all(sources.map((source) => PostalMime.parse(source)))
  return mails
    .filter(({ from }) => from?.address === account.handle)
    .map((one) => ({
      ref: refTo((one.messageId ?? '').slice(1, -1)),
      text: (one.text ?? '').trim(),
      format: one.attachments.length > 0 ? ('image' as const) : ('text' as const),
      imageUrls: one.attachments.map(({ description, filename }) => ({ url: filename ?? '', alt: description ?? '' })),
      parent: refTo((one.inReplyTo ?? '').slice(1, -1)),
    }))
    .toReversed()
}

const awkward = '👩‍👩‍👧‍👦 🇫🇷 e\u0301 خبز =C3=A9 <b>gras</b>\n.\n..deux points\nFrom ici, https://exemple.fr/?a=1&b=2 fin'

const world: World = {
  wire: () => mailWire(() => peer, taken),
  incidents: [
    ['refused', 'unreachable', 'no', false],
    ['error_before', 'unavailable', 'no', false],
    ['cut_before', 'timeout', 'unknown', false],
    ['lost_answer', 'timeout', 'unknown', true],
  ],
  nowhere: (credentials) => ({ ...credentials, secret: { ...credentials.secret, smtp: 'smtps://127.0.0.1:4398' } }),
  fields: async (name) => ({
    handle: `Maison ${name} <${people.at(name)}>`,
    secret: peer.password,
    imap: `127.0.0.1:${peer.imaps}`,
    smtp: `127.0.0.1:${peer.smtps}`,
  }),
  to: async ({ account }) => {
    const written = await write('lea', local(account.handle), 'Bonjour')
    await settle()
    return { parent: written, root: written, visibility: 'direct', mention: people.at('lea') }
  },
  person: async (name) => ({
    handle: people.at(name),
    reply: async (to, _root, text) => write(name, local(mailboxOf.get(to.id) ?? ''), text, to.id),
    mention: () => Promise.reject(new Error('nobody is named here')),
    like: async () => undefined,
  }),
  settle,
  countPosts: async (connected, text) => (await received(connected)).filter((one) => one.text === text).length,
  posts: received,
  textOf: (length) => awkward + 'ï'.repeat(length - email.measure(awkward).length),
  image: () => ({ bytes: Buffer.from('a picture'), mimeType: 'image/png', width: 1, height: 1 }),
}

describe.skipIf(missing !== null)('on a real mail server', () => {
  let before: string[] = []
  beforeAll(async () => {
    peer = await startMailPeer()
    before = tls.getCACertificates('default')
    tls.setDefaultCACertificates([...before, peer.ca])
  })
  afterAll(async () => {
    tls.setDefaultCACertificates(before)
    await peer.stop()
  })

  testConnector(email, world)
})
