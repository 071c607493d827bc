import type { Context, InboundMessage, Page, Signal } from '../contract.ts'
import { instant, list, record, text, type Json } from '../json.ts'
import { messageOf } from './map.ts'
import { postViews } from './read.ts'
import { query } from './xrpc.ts'

/**
 * app.bsky.notification.listNotifications goes from new to old and is ordered by the time the author's program wrote. A message
 * that reached the network late may thus stand below newer ones; what it cannot choose is `indexedAt`, when the network saw it.
 * So each reading takes at least one whole page, goes on until a page holds nothing indexed after the mark less an hour, and
 * leaves out what it has handed out already.
 */

const OVERLAP_MS = 60 * 60_000
const PAGES = 10

/** `base`: newest indexedAt handed out. `seen`: addresses handed out since base less the overlap. `older`: where an unfinished reading goes on. */
type Cursor = { base: string; seen: Record<string, string>; older: string; top: string }

function parseCursor(raw: string | null): Cursor {
  const start = { base: '', seen: {}, older: '', top: '' }
  if (raw === null) return start
  try {
    const value = record(JSON.parse(raw))
    const seen = Object.entries(record(value['seen'])).flatMap(([uri, at]) => (typeof at === 'string' ? [[uri, at] as const] : []))
    return { base: text(value['base'], 40), seen: Object.fromEntries(seen), older: text(value['older'], 500), top: text(value['top'], 40) }
  } catch (error) {
    if (error instanceof SyntaxError) return start
    throw error
  }
}

type Notice = { uri: string; kind: InboundMessage['kind']; at: string; view: Json }

export async function inbox(ctx: Context, cursor: string | null): Promise<Page<Signal>> {
  const from = parseCursor(cursor)
  const floor = from.base === '' ? '' : new Date(Date.parse(from.base) - OVERLAP_MS).toISOString()
  const { notices, older } = await read(ctx, from.older, floor)
  const fresh = new Map<string, Notice>()
  for (const notice of notices) if (notice.at > floor && !(notice.uri in from.seen)) fresh.set(notice.uri, notice)
  const views = await postViews(ctx, [...fresh.keys()])
  const items = [...fresh.values()]
    .flatMap((notice) => signalOf(ctx, notice, views.get(notice.uri)))
    .sort((a, b) => a.message.sentAt.localeCompare(b.message.sentAt))
  return { items, cursor: JSON.stringify(advance(from, [...fresh.values()], older)), more: older !== '' }
}

async function read(ctx: Context, start: string, floor: string): Promise<{ notices: Notice[]; older: string }> {
  const notices: Notice[] = []
  let cursor = start
  for (let page = 0; page < PAGES; page++) {
    const params = { reasons: ['reply', 'mention', 'quote'], limit: 100, ...(cursor !== '' && { cursor }) }
    const body = record((await query(ctx, 'app.bsky.notification.listNotifications', params)).json)
    const found = list(body['notifications']).map(record).flatMap(noticeOf)
    notices.push(...found)
    cursor = text(body['cursor'], 500)
    if (cursor === '' || found.every(({ at }) => at <= floor)) return { notices, older: '' }
  }
  return { notices, older: cursor }
}

const KINDS: Record<string, InboundMessage['kind']> = { reply: 'reply', mention: 'mention', quote: 'quote' }

/** Servers that do not filter by reason send likes and follows too. */
function noticeOf(view: Json): Notice[] {
  const kind = KINDS[text(view['reason'])]
  const at = instant(view['indexedAt'])
  const uri = text(view['uri'], 3_000)
  return kind && at !== null && uri !== '' ? [{ uri, kind, at, view }] : []
}

/** The post as it stands now (pictures, whether it may be answered); gone in the meantime, it says nothing. */
function signalOf(ctx: Context, notice: Notice, view: Json | undefined): Extract<Signal, { kind: 'message' }>[] {
  if (!view || record(view['author'])['did'] === ctx.account.id) return []
  return [{ kind: 'message', message: messageOf(view, notice.kind, ctx.now()) }]
}

function advance(from: Cursor, fresh: Notice[], older: string): Cursor {
  const top = fresh.reduce((newest, { at }) => (at > newest ? at : newest), from.top || from.base)
  const seen = { ...from.seen, ...Object.fromEntries(fresh.map(({ uri, at }) => [uri, at])) }
  if (older !== '') return { base: from.base, seen, older, top }
  const floor = top === '' ? '' : new Date(Date.parse(top) - OVERLAP_MS).toISOString()
  const kept = Object.fromEntries(Object.entries(seen).filter(([, at]) => at > floor))
  return { base: top, seen: kept, older: '', top: '' }
}
