import type { ImapFlow } from 'imapflow'
import type { Context, InboundMessage, MetricReading, OwnPost, Page, RemoteRef, Signal } from '../contract.ts'
import { sentFolder, withMailbox } from './imap.ts'
import { mailboxIn, messageIdOf, messageOf, readLetter, type Letter } from './map.ts'
import { isChosenHere } from './send.ts'

/** What arrives in the mailbox, by the numbers that the server gives (RFC 9051: they only grow while UIDVALIDITY stays). */

/** The first reading goes back so far. */
const FIRST = 100
const PAGE = 50
/** The beginning of a mail: headers and words come first, large files after them. */
const MAX_BYTES = 5 * 1024 * 1024

type Cursor = { validity: string; upTo: number }

function readCursor(cursor: string | null): Cursor | null {
  const [, validity = '', upTo = ''] = /^(\d{1,20}):(\d{1,12})$/.exec(cursor ?? '') ?? []
  return validity === '' ? null : { validity, upTo: Number(upTo) }
}

/** A mailbox that was made anew (another UIDVALIDITY) is read like the first time: a mail is known by its Message-ID and stored once. */
export async function inbox(ctx: Context, cursor: string | null): Promise<Page<Signal>> {
  return withMailbox(ctx, async (client) => {
    const box = await client.mailboxOpen('INBOX')
    const validity = String(box.uidValidity)
    const known = readCursor(cursor)
    const before = known?.validity === validity ? known.upTo : await firstFloor(client, box.exists)
    // A server answers `n:*` with its last mail also where that lies before n (RFC 9051, 9, seq-range).
    const uids = ((await client.search({ uid: `${before + 1}:*` }, { uid: true })) || [])
      .filter((uid) => uid > before)
      .sort((a, b) => a - b)
    const page = uids.slice(0, PAGE)
    const { own, messages } = await mailsAt(ctx, client, page)
    await putAway(client, own)
    const items = messages.map((message): Signal => ({ kind: 'message', message }))
    return { items, cursor: `${validity}:${page.at(-1) ?? before}`, more: uids.length > page.length }
  })
}

/** The number before the newest hundred. */
async function firstFloor(client: ImapFlow, exists: number): Promise<number> {
  if (exists === 0) return 0
  const oldest = await client.fetchOne(String(Math.max(1, exists - FIRST + 1)), { uid: true })
  return oldest ? oldest.uid - 1 : 0
}

type Mails = { own: number[]; messages: InboundMessage[] }

/**
 * One mail after the other, so that no more than one stands whole in memory. Reading marks nothing as read: the mailbox stays as its people left it.
 * What is no mail at all is passed over and stays there.
 */
async function mailsAt(ctx: Context, client: ImapFlow, uids: readonly number[]): Promise<Mails> {
  const found: { uid: number; message: InboundMessage | null }[] = []
  if (uids.length === 0) return { own: [], messages: [] }
  const wanted = { uid: true, internalDate: true, source: { start: 0, maxLength: MAX_BYTES } }
  for await (const { source, uid, internalDate } of client.fetch(uids.join(','), wanted, { uid: true })) {
    const letter = await readLetter(source ?? new Uint8Array(), uid, new Date(internalDate ?? ctx.now())).catch(() => null)
    if (letter) found.push({ uid, message: isOwn(ctx, letter) ? null : messageOf(letter) })
  }
  found.sort((a, b) => a.uid - b.uid)
  return {
    own: found.filter(({ message }) => message === null).map(({ uid }) => uid),
    messages: found.flatMap(({ message }) => message ?? []),
  }
}

/** The copy that proves a sending is no message to us; what somebody else writes under our address is one, and is seen. */
const isOwn = ({ account }: Context, letter: Letter): boolean =>
  mailboxIn(letter.email.from)?.address === account.handle && isChosenHere(messageIdOf(letter), account.handle)

/** Copies that prove a sending go where sent mail is kept. */
async function putAway(client: ImapFlow, own: readonly number[]): Promise<void> {
  const sent = own.length > 0 ? await sentFolder(client) : null
  if (sent === null) return
  await client.messageFlagsAdd(own.join(','), ['\\Seen'], { uid: true })
  await client.messageMove(own.join(','), sent, { uid: true })
}

/** A mailbox shows no past of the brand's and no figures. */
export async function history(): Promise<Page<OwnPost>> {
  return { items: [], cursor: null, more: false }
}

export async function replies(): Promise<InboundMessage[]> {
  return []
}

export async function postMetrics(_ctx: Context, posts: readonly RemoteRef[]): Promise<Map<string, MetricReading[]>> {
  return new Map(posts.map(({ id }) => [id, [{ code: 'impressions', name: null, value: null }]]))
}

export async function accountMetrics(): Promise<MetricReading[]> {
  return [{ code: 'followers', name: null, value: null }]
}
