import type { FetchMessageObject, ImapFlow } from 'imapflow'
import type { Context, InboundMessage, MetricReading, OwnPost, Page, Signal } from '../contract.ts'
import { sentFolder, withMailbox } from './imap.ts'
import { mailboxIn, messageOf, readLetter, type Letter } from './map.ts'

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
    const before = known?.validity === validity ? known.upTo : await firstFloor(client)
    const uids = ((await client.search({ uid: `${before + 1}:*` }, { uid: true })) || [])
      .filter((uid) => uid > before)
      .sort((a, b) => a - b)
    const page = uids.slice(0, PAGE)
    const letters = await lettersAt(client, page, ctx.now())
    const own = letters.filter((letter) => isOwn(ctx, letter))
    await putAway(client, own)
    const items = letters
      .filter((letter) => !own.includes(letter))
      .map((letter): Signal => ({ kind: 'message', message: messageOf(letter) }))
    return { items, cursor: `${validity}:${page.at(-1) ?? before}`, more: uids.length > page.length }
  })
}

/** The number before the newest hundred. */
async function firstFloor(client: ImapFlow): Promise<number> {
  const uids = ((await client.search({ all: true }, { uid: true })) || []).sort((a, b) => a - b)
  return (uids.at(-FIRST) ?? uids[0] ?? 1) - 1
}

/** Reading marks nothing as read: the mailbox stays as its people left it. One that cannot be read is passed over and stays in the mailbox. */
async function lettersAt(client: ImapFlow, uids: readonly number[], now: Date): Promise<Letter[]> {
  if (uids.length === 0) return []
  const fetched: FetchMessageObject[] = []
  const wanted = { uid: true, internalDate: true, source: { start: 0, maxLength: MAX_BYTES } }
  for await (const one of client.fetch(uids.join(','), wanted, { uid: true })) fetched.push(one)
  const letters = await Promise.all(
    fetched.map(({ source, uid, internalDate }) =>
      readLetter(source ?? new Uint8Array(), uid, new Date(internalDate ?? now)).catch(() => null),
    ),
  )
  return letters.filter((one) => one !== null).sort((a, b) => a.uid - b.uid)
}

/** What we wrote ourselves, here or in another program, is no message to us. */
const isOwn = ({ account }: Context, { email }: Letter): boolean => mailboxIn(email.from)?.address === account.handle

/** Copies that prove a sending go where sent mail is kept, unless the server has put one there by itself. */
async function putAway(client: ImapFlow, own: readonly Letter[]): Promise<void> {
  const sent = own.length > 0 ? await sentFolder(client) : null
  if (sent === null) return
  const uids = own.map(({ uid }) => uid).join(',')
  await client.messageFlagsAdd(uids, ['\\Seen'], { uid: true })
  await client.messageMove(uids, sent, { uid: true })
}

/** A mailbox shows no past of the brand's and no figures. */
export async function history(): Promise<Page<OwnPost>> {
  return { items: [], cursor: null, more: false }
}

export async function replies(): Promise<InboundMessage[]> {
  return []
}

export async function postMetrics(): Promise<Map<string, MetricReading[]>> {
  return new Map()
}

export async function accountMetrics(): Promise<MetricReading[]> {
  return [{ code: 'followers', name: null, value: null }]
}
