import { createHash } from 'node:crypto'
import MailComposer from 'nodemailer/lib/mail-composer'
import type { Act, Media, Receipt, SendContext, Step } from '../contract.ts'
import { failure } from '../http.ts'
import { codePoints } from '../split.ts'
import { imapFailure } from './connect.ts'
import { findById, withMailbox } from './imap.ts'
import { idIn, idsIn, mailboxIn, readLetter, type Letter } from './map.ts'
import { serverOf } from './servers.ts'
import { withSubmission } from './smtp.ts'

type PostAct = Extract<Act, { kind: 'post' }>

/** One act, one mail handed in. Its Message-ID was chosen before, and a copy to ourselves proves that it was taken. */
export async function send(ctx: SendContext, step: Step): Promise<Receipt> {
  const { act } = step
  if (act.kind !== 'post' || act.reply === null)
    throw failure('not_supported', 'drop', {
      sent: 'no',
      said: `a mailbox has no act "${act.kind}"${act.kind === 'post' ? ' but answers' : ''}`,
    })
  if (codePoints(act.item.text.trim()) > ctx.limits.text.max)
    throw failure('rejected_content', 'fix_content', { sent: 'no', said: `more than ${ctx.limits.text.max} characters` })
  const messageId = messageIdFor(ctx, step)
  const target = await targetOf(ctx, act.reply)
  const mail = await composed(ctx, act, { messageId, ...target })
  const { host, port } = serverOf(ctx.credentials.secret['smtp'] ?? '', 'smtp')
  await withSubmission(ctx, async ({ hand }) => {
    ctx.onRequest(`SMTP ${host}:${port} <${messageId}> sha256:${createHash('sha256').update(mail).digest('hex')}`)
    await hand({ from: ctx.account.handle, to: [target.to, ctx.account.handle] }, mail)
  })
  return { ref: { id: messageId, version: null, url: null }, at: ctx.now().toISOString(), data: {} }
}

/** `record@domain of the mailbox`: the same for the same step for ever. */
export function messageIdFor({ account }: Pick<SendContext, 'account'>, { recordKey, key }: Step): string {
  return `${recordKey ?? key}@${account.handle.slice(account.handle.indexOf('@') + 1)}`
}

/** Whether a Message-ID is one of those that `newRecordKey` chooses. */
export function isChosenHere(messageId: string, address: string): boolean {
  const [name = '', domain = ''] = messageId.split('@')
  return /^pupitre\.[0-9a-f-]{36}$/.test(name) && domain === address.slice(address.indexOf('@') + 1)
}

type Target = { to: string; subject: string; inReplyTo: string; references: string[] }

/**
 * Whom an answer goes to, and what it continues: read from the mail itself, which may ask for answers at another address (`Reply-To`). Where it is
 * gone, the address that wrote it is enough.
 */
async function targetOf(ctx: SendContext, { parent, mention }: NonNullable<PostAct['reply']>): Promise<Target> {
  const letter = await withMailbox(ctx, async (client) => {
    const [uid] = await findById(client, 'INBOX', parent.id)
    if (uid === undefined) return null
    const found = await client.fetchOne(String(uid), { source: { maxLength: 256 * 1024 }, internalDate: true }, { uid: true })
    return found && found.source ? readLetter(found.source, uid, new Date(found.internalDate ?? ctx.now())) : null
  }).catch((cause: unknown) => {
    throw imapFailure(cause, ctx.signal.aborted)
  })
  const to = (letter && answersTo(letter)) ?? mailboxIn({ address: mention ?? '', name: '' })?.address
  if (to === undefined)
    throw failure('not_found', 'ask_person', { sent: 'no', said: 'the mail to answer is gone, and so is the address it came from' })
  return { to, ...chainOf(letter, parent.id) }
}

const answersTo = ({ email }: Letter): string | undefined => (mailboxIn(email.replyTo?.[0]) ?? mailboxIn(email.from))?.address

/** RFC 5322, 3.6.4: the chain of what is answered, and its own id at the end; long chains keep their beginning. */
function chainOf(letter: Letter | null, parentId: string): Omit<Target, 'to'> {
  const chain = letter ? idsIn(letter.header('references')) : []
  const before = chain.length > 0 ? chain : [idIn(letter?.header('in-reply-to') ?? '')].filter(Boolean)
  const kept = before.length > 30 ? [...before.slice(0, 1), ...before.slice(-29)] : before
  const subject = (letter?.email.subject ?? '').replace(/\s+/gu, ' ').trim()
  return {
    subject: /^(re|rép|aw|sv)\s?[:：]/iu.test(subject) ? subject : `Re: ${subject}`.trim(),
    inReplyTo: `<${parentId}>`,
    references: [...kept.filter((id) => id !== parentId), parentId].map((id) => `<${id}>`),
  }
}

/** The mail, the same bytes for the same step at the same moment. No header of a machine: a person wrote it (RFC 3834, 2). */
async function composed(
  ctx: SendContext,
  { item, options }: PostAct,
  { messageId, to, subject, inReplyTo, references }: Target & { messageId: string },
): Promise<Buffer> {
  const attachments = []
  for (const media of item.media) attachments.push(await attached(ctx, media))
  const { account } = ctx
  const mail = new MailComposer({
    from: { name: account.name === account.handle ? '' : account.name, address: account.handle },
    to,
    subject,
    inReplyTo,
    references,
    messageId: `<${messageId}>`,
    date: ctx.now(),
    text: `${item.text.trim()}\n`,
    headers: { 'Content-Language': options.language },
    attachments,
    baseBoundary: createHash('sha256').update(messageId).digest('hex').slice(0, 32),
    // As it leaves, so that the fingerprint is of what left.
    newline: 'windows',
    disableFileAccess: true,
    disableUrlAccess: true,
  } as ConstructorParameters<typeof MailComposer>[0])
  return mail.compile().build()
}

/** What a picture shows goes with it, for whoever has it read aloud. */
async function attached(ctx: SendContext, media: Media) {
  const alt = media.alt.kind === 'text' ? media.alt.text.trim() : ''
  return {
    filename: `${media.id.replace(/[^\w-]/g, '').slice(0, 60) || 'media'}.${media.mimeType.split('/')[1]?.replace('quicktime', 'mov').replace('jpeg', 'jpg') ?? 'bin'}`,
    contentType: media.mimeType,
    content: Buffer.from(await ctx.readMedia(media.id)),
    ...(alt !== '' && { headers: { 'Content-Description': alt } }),
  }
}
