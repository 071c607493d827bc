import * as tls from 'node:tls'
import { createTransport } from 'nodemailer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mailPeerMissing, startMailPeer, type MailPeer } from '../../../peers/mail/peer.ts'
import { openWorld, until, type World } from '../testing/world.ts'
import type { ConversationView, InboxPage, MessageView } from './engage.schema.ts'

/** The whole desk beside a real mail server: a mail arrives, what it quotes is kept apart, the answer leaves through the ledger and arrives. */
const missing = mailPeerMissing()
if (missing) process.stderr.write(`engage, real mailbox: ${missing}\n`)
let world: World
let peer: MailPeer
const trusted = tls.getCACertificates('default')

const path = (rest: string) => `/api/v1/brands/${world.owner.brandId}${rest}`
const at = (name: string) => `${name}@${peer.domain}`

async function write(from: string, mail: { subject: string; text: string; headers?: Record<string, string> }): Promise<void> {
  const auth = { user: at(from), pass: peer.password }
  const transport = createTransport({ host: '127.0.0.1', port: peer.smtps, secure: true, tls: { ca: peer.ca }, auth })
  await transport.sendMail({ from: at(from), to: at('levain'), ...mail })
  transport.close()
}

type Found = { message: MessageView; conversationId: string; messages: MessageView[] }
async function messageOf(words: string): Promise<Found | null> {
  const { items } = (await world.call('GET', path('/inbox?limit=100'))).body as InboxPage
  for (const row of items) {
    const { messages } = (await world.call('GET', path(`/conversations/${row.id}`))).body as ConversationView
    const message = messages.find(({ text }) => text.includes(words))
    if (message) return { message, conversationId: row.id, messages }
  }
  return null
}
const heard = async (words: string): Promise<Found> => {
  const found = await until(
    'the mail is in the inbox',
    () => messageOf(words),
    (seen) => seen !== null,
    90_000,
  )
  if (!found) throw new Error('not in the inbox')
  return found
}

describe.skipIf(missing !== null)('a mailbox of the brand', () => {
  beforeAll(async () => {
    peer = await startMailPeer()
    tls.setDefaultCACertificates([...trusted, peer.ca])
    world = await openWorld({ works: true })
    for (const port of [peer.imaps, peer.smtps]) world.desk.egress.open(`127.0.0.1:${port}`)
    await world.call('PATCH', path(''), { undoSeconds: 0 })
  })
  afterAll(async () => {
    tls.setDefaultCACertificates(trusted)
    await world.close()
    await peer.stop()
  })

  it('is connected, heard, and answered once; machines are told from people', { timeout: 240_000 }, async () => {
    await write('lea', { subject: 'Une commande', text: 'Trois baguettes ?\n\nLe 27 nov. 2026, Levain a écrit :\n> Bonjour' })
    await write('karim', { subject: 'Absent', text: 'Je reviens lundi', headers: { 'Auto-Submitted': 'auto-replied' } })
    const fields = {
      handle: `Maison Levain <${at('levain')}>`,
      secret: peer.password,
      imap: `127.0.0.1:${peer.imaps}`,
      smtp: `127.0.0.1:${peer.smtps}`,
    }
    const made = await world.call('POST', path('/channels'), { network: 'email', fields })
    expect(made.status, JSON.stringify(made.body)).toBe(201)

    const { message, conversationId } = await heard('Trois baguettes')
    expect(message).toMatchObject({ kind: 'direct', text: 'Une commande\n\nTrois baguettes ?', automatic: false, canReply: true })
    expect(message.rest).toBe('Le 27 nov. 2026, Levain a écrit :\n> Bonjour')
    expect((await heard('Je reviens lundi')).message.automatic).toBe(true)

    const answer = await world.call('POST', path(`/conversations/${conversationId}/reply`), { text: 'Elles vous attendent.' })
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300)
    await until(
      'the answer left',
      () => heard('Elles vous attendent'),
      ({ message: { delivery } }) => delivery?.state === 'published',
      60_000,
    )

    await write('lea', { subject: 'Re: Une commande', text: 'Merci !', headers: {} })
    const { messages } = await heard('Merci !')
    expect(messages.filter(({ direction }) => direction === 'out')).toHaveLength(1)
    const { rows } = await world.desk.db.systemPool.query("SELECT text FROM message WHERE direction = 'in' AND text LIKE '%attendent%'")
    expect(rows, 'the copy that proves the sending is no message').toEqual([])
  })
})
