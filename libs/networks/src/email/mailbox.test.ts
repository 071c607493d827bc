import * as tls from 'node:tls'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mailPeerMissing, startMailPeer, type MailPeer } from '../../../../peers/mail/peer.ts'
import { failureOf, stepOf, unique, variantOf } from '../conformance/world.ts'
import type { ConnectContext, InboundMessage, RemoteRef, ReplyTarget, SendContext, Step } from '../contract.ts'
import { email } from './connector.ts'
import { documentedLimits } from './limits.ts'
import { mail, peopleOf } from './testing/people.ts'

/** A real mail server (peers/mail): Dovecot and Postfix. What the conformance suite does not ask of every network. */
const missing = mailPeerMissing()
if (missing) process.stderr.write(`email, real server: ${missing}\n`)

let peer: MailPeer
const { at, connect, write, kept, arrived } = peopleOf(() => peer)
/** Every connection that was asked for. */
const asked: string[] = []
const wires: NonNullable<ConnectContext['connect']> = (host, port, signal) => {
  asked.push(`${host}:${port}`)
  return connect(host, port, signal)
}

const connecting = (): ConnectContext => ({
  fetch: () => Promise.reject(new Error('no HTTP here')),
  connect: wires,
  now: () => new Date(),
  signal: AbortSignal.timeout(30_000),
  redirectUri: 'http://127.0.0.1:4399/callback',
  clientId: null,
  clientName: 'Pupitre',
})

const fieldsOf = (name: string, more: Record<string, string> = {}) => ({
  handle: `Maison ${name} <${at(name)}>`,
  secret: peer.password,
  imap: `127.0.0.1:${peer.imaps}`,
  smtp: `127.0.0.1:${peer.smtps}`,
  ...more,
})

type Desk = SendContext & { told: string[] }
async function open(name: string, more: Record<string, string> = {}): Promise<Desk> {
  const connected = await email.connect.withSecret?.(connecting(), fieldsOf(name, more))
  if (!connected) throw new Error('not connected')
  const told: string[] = []
  const base = {
    ...connecting(),
    ...connected,
    onCredentials: async () => undefined,
    onRequest: (one: string) => void told.push(one),
    told,
  }
  return { ...base, readMedia: async () => Buffer.from('a picture'), limits: documentedLimits }
}

/** Reads on until something is there. */
async function heard(desk: Desk, cursor: string | null, count = 1): Promise<{ messages: InboundMessage[]; cursor: string | null }> {
  const messages: InboundMessage[] = []
  let at: string | null = cursor
  for (let i = 0; i < 100 && messages.length < count; i++) {
    const page = await email.inbox(desk, at)
    at = page.cursor
    for (const signal of page.items) if (signal.kind === 'message') messages.push(signal.message)
    if (messages.length < count) await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return { messages, cursor: at }
}

const idOf = (ref: RemoteRef | null): string => {
  if (!ref) throw new Error('no reference')
  return ref.id
}

const replyTo = (message: InboundMessage): ReplyTarget => ({
  parent: message.ref,
  root: message.root ?? message.ref,
  visibility: 'direct',
  mention: message.author.handle,
})
function answer(message: InboundMessage, text: string): Step {
  const [act] = email.plan(variantOf(text), replyTo(message))
  if (!act) throw new Error('no act')
  return stepOf(email, act)
}

describe.skipIf(missing !== null)('a real mailbox', () => {
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

  it('connects with TLS at once and later, and keeps the address and the name', async () => {
    expect((await open('levain')).account).toMatchObject({ id: at('levain'), handle: at('levain'), name: 'Maison levain' })
    const later = await open('levain', { imap: `imap+starttls://127.0.0.1:${peer.imap}`, smtp: `smtp+starttls://127.0.0.1:${peer.smtp}` })
    expect((await email.whoAmI(later)).id).toBe(at('levain'))
  })

  it('believes no certificate but a good one, no wrong password, no server that is not there', async () => {
    tls.setDefaultCACertificates(before)
    expect(await failureOf(open('levain'))).toMatchObject({ kind: 'unreachable', sent: 'no' })
    tls.setDefaultCACertificates([...before, peer.ca])
    expect(await failureOf(open('levain', { secret: 'faux' }))).toMatchObject({ kind: 'unauthorized', nextStep: 'reconnect', sent: 'no' })
    expect(await failureOf(open('levain', { imap: '127.0.0.1:4398' }))).toMatchObject({ kind: 'unreachable', sent: 'no' })
    expect(await failureOf(open('levain', { smtp: '127.0.0.1:4398' }))).toMatchObject({ kind: 'unreachable', sent: 'no' })
  })

  it('hears a mail, answers it in its thread, and the person gets it once', async () => {
    const desk = await open('levain')
    const start = await heard(desk, null, 0)
    const subject = unique('Une commande')
    await write(
      'lea',
      'levain',
      mail(at('lea'), subject, 'Bonjour,\nTrois baguettes ?\n-- \nLéa', ['Message-ID: <premier@lea.test>', `Reply-To: ${at('karim')}`]),
    )
    const { messages, cursor } = await heard(desk, start.cursor)
    const [message] = messages
    if (!message) throw new Error('nothing heard')
    expect(message).toMatchObject({
      id: 'premier@lea.test',
      kind: 'direct',
      text: `${subject}\n\nBonjour,\nTrois baguettes ?\n\n↩ ${at('karim')}`,
      rest: '-- \nLéa',
      author: { id: at('lea'), name: 'lea' },
      parent: null,
      canReply: true,
    })
    expect(message).not.toHaveProperty('automatic')
    expect((await kept('levain', 'INBOX', subject)).length).toBe(1)

    const words = unique('Elles vous attendent.\n.\nÀ demain')
    const step = answer(message, words)
    expect(await email.reconcile(desk, step, new Date())).toEqual({ kind: 'not_there' })
    const { ref } = await email.send(desk, step)
    const [got] = await arrived('karim', idOf(ref))
    expect(got).toContain(`Subject: Re: ${subject}`)
    expect(got).toContain('In-Reply-To: <premier@lea.test>')
    expect(got).toContain('References: <premier@lea.test>')
    expect(got).not.toMatch(/^(Auto-Submitted|Precedence|Bcc):/im)
    expect(await kept('lea', 'INBOX', idOf(ref))).toEqual([])
    await arrived('levain', idOf(ref))
    expect(await email.reconcile(desk, step, new Date())).toMatchObject({ kind: 'there', receipt: { ref } })
    expect(desk.told).toHaveLength(1)
    expect(desk.told[0]).toMatch(new RegExp(`^SMTP 127.0.0.1:\\d+ <${idOf(ref)}> sha256:[0-9a-f]{64}$`))
    expect(desk.told[0]).not.toContain(peer.password)

    const again = await heard(desk, cursor, 0)
    expect((await email.inbox(desk, again.cursor)).items).toEqual([])
    expect([(await kept('levain', 'Sent', idOf(ref))).length, (await kept('levain', 'INBOX', idOf(ref))).length]).toEqual([1, 0])
    expect((await email.reconcile(desk, step, new Date())).kind).toBe('there')

    await write(
      'karim',
      'levain',
      mail(at('karim'), `Re: ${subject}`, 'Merci !\n\nLe sam. 28 nov. 2026 à 10:00, Maison levain a écrit :\n> Elles vous attendent.', [
        `In-Reply-To: <${idOf(ref)}>`,
        `References: <premier@lea.test> <${idOf(ref)}>`,
      ]),
    )
    const [back] = (await heard(desk, again.cursor)).messages
    expect(back).toMatchObject({ text: 'Merci !', parent: { id: idOf(ref) }, root: { id: 'premier@lea.test' } })
    expect(back?.rest).toContain('> Elles vous attendent.')
  })

  it('sends a picture with what it shows', async () => {
    const desk = await open('levain')
    await write('lea', 'levain', mail(at('lea'), unique('Photo'), 'Une photo ?', ['Message-ID: <photo@lea.test>']))
    const [message] = (await heard(desk, null)).messages.filter(({ id }) => id === 'photo@lea.test')
    if (!message) throw new Error('nothing heard')
    const media = [
      {
        id: 'four',
        mimeType: 'image/png',
        bytes: 9,
        width: 1,
        height: 1,
        alt: { kind: 'text', text: 'Le four' } as const,
        focus: { x: 0, y: 0 },
      },
    ]
    const [act] = email.plan(variantOf('', { items: [{ text: 'La voici', media }] }), replyTo(message))
    if (!act) throw new Error('no act')
    const { ref } = await email.send(desk, stepOf(email, act))
    const [got] = await arrived('lea', idOf(ref))
    expect(got).toMatch(/Content-Type: image\/png; name=four.png/)
    expect(got).toContain('Content-Description: Le four')
    expect(got).toContain(Buffer.from('a picture').toString('base64'))
  })

  it('hands in nothing where the server knows no such address, or takes no mail of this size', async () => {
    const desk = await open('once')
    await write(
      'lea',
      'once',
      mail(at('lea'), unique('Inconnu'), 'Bonjour', ['Message-ID: <inconnu@lea.test>', `Reply-To: personne@${peer.domain}`]),
    )
    const message = (await heard(desk, null)).messages.find(({ id }) => id === 'inconnu@lea.test')
    if (!message) throw new Error('nothing heard')
    const step = answer(message, unique('Pour personne'))
    expect(await failureOf(email.send(desk, step))).toMatchObject({ kind: 'not_found', nextStep: 'ask_person', sent: 'no' })
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect((await email.reconcile(desk, step, new Date())).kind).toBe('not_there')
    const media = [
      { id: 'gros', mimeType: 'image/png', bytes: 1, width: 1, height: 1, alt: { kind: 'decorative' } as const, focus: { x: 0, y: 0 } },
    ]
    const [act] = email.plan(variantOf('', { items: [{ text: 'x', media }] }), {
      ...replyTo(message),
      parent: { id: 'gone@lea.test', version: null, url: null },
    })
    if (!act) throw new Error('no act')
    const large = { ...desk, readMedia: async () => Buffer.alloc(21 * 1024 * 1024) }
    expect(await failureOf(email.send(large, stepOf(email, act)))).toMatchObject({ kind: 'media_refused', sent: 'no' })
  })

  it('hands out every mail once while others keep arriving, and tells machines from people', { timeout: 120_000 }, async () => {
    const desk = await open('history')
    const written: string[] = []
    const read: InboundMessage[] = []
    let cursor: string | null = null
    for (let n = 0; n < 60; n += 6) {
      const some = Array.from({ length: 6 }, (_, k) => unique(`Courrier ${n + k}`))
      written.push(...some)
      await Promise.all(
        some.map((one, k) =>
          write(
            k % 2 ? 'lea' : 'karim',
            'history',
            mail(at(k % 2 ? 'lea' : 'karim'), one, 'Bonjour', k === 0 ? ['Auto-Submitted: auto-replied'] : []),
          ),
        ),
      )
      const page = await heard(desk, cursor, 1)
      cursor = page.cursor
      read.push(...page.messages)
    }
    const rest = await heard(desk, cursor, 60 - read.length)
    read.push(...rest.messages)
    expect(new Set(read.map(({ text }) => text.split('\n')[0]))).toEqual(new Set(written))
    expect(new Set(read.map(({ id }) => id)).size).toBe(60)
    expect(read.filter(({ automatic }) => automatic)).toHaveLength(10)
    expect((await email.inbox(desk, '1:99999')).items.length + (await email.inbox(desk, null)).items.length).toBeGreaterThan(0)
  })

  it('shows what somebody writes under its own address, and moves nothing of it', async () => {
    const desk = await open('hostile')
    const subject = unique('Votre mot de passe')
    await write('lea', 'hostile', [
      'From: Maison <hostile@peer.test>',
      `Subject: ${subject}`,
      'Message-ID: <pupitre.faux@peer.test>',
      '',
      'Cliquez',
    ])
    const [message] = (await heard(desk, null)).messages
    expect(message).toMatchObject({ text: `${subject}\n\nCliquez`, author: { id: at('hostile') } })
    expect([(await kept('hostile', 'INBOX', subject)).length, (await kept('hostile', 'Sent', subject)).length]).toEqual([1, 0])
  })

  it('asks only the two servers, and none after the deadline', async () => {
    const desk = await open('levain')
    const count = asked.length
    const late = { ...desk, signal: AbortSignal.abort() }
    expect(await failureOf(email.inbox(late, null))).toMatchObject({ kind: 'timeout', sent: 'no' })
    expect(asked).toHaveLength(count)
    expect(new Set(asked)).toEqual(new Set([peer.imaps, peer.smtps, peer.imap, peer.smtp, 4398].map((port) => `127.0.0.1:${port}`)))
    const { connect: _connect, ...without } = desk
    expect(await failureOf(email.inbox(without, null))).toMatchObject({ kind: 'not_supported' })
  })
})
