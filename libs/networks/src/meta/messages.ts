import type { Act, Author, Context, InboundMessage, Receipt, RemoteRef, ReplyTarget, SendContext } from '../contract.ts'
import { NetworkFailure } from '../contract.ts'
import { afterAnswer, failure } from '../http.ts'
import { instant, list, record, text, webUrl, type Json } from '../json.ts'
import { edgeOf, part, type Graph } from './graph.ts'
import type { Gathered, Piece } from './news.ts'

/**
 * Conversations of Messenger and of Instagram, which Meta shows and takes in the same way
 * (https://developers.facebook.com/docs/messenger-platform/conversations, …/instagram-platform/instagram-api-with-instagram-login/messaging-api).
 */

/**
 * How long a person may be answered after their last message: a day freely; seven days by a person, with the tag HUMAN_AGENT, which Meta
 * grants an app on request. A comment may be answered in private once, for seven days.
 * https://developers.facebook.com/docs/messenger-platform/policy/policy-overview (read on 28 November 2026)
 */
export const WINDOWS = { freeMs: 86_400_000, agentMs: 7 * 86_400_000, privateReplyMs: 7 * 86_400_000 } as const

/** The network's part: where its conversations are, and how it names who writes. */
export type Desk = {
  graph: Graph
  platform: 'messenger' | 'instagram'
  /** What stands before `/conversations` and `/messages`. */
  owner: (ctx: Pick<Context, 'account' | 'credentials'>) => string
  authorOf: (from: Json) => Author
}

const MESSAGE = 'id,message,from,created_time,attachments'
const PAGE = 25
const PAGES = 8

export function directRef(person: string, message: string): RemoteRef {
  return { id: `dm/${person}/${message}`, version: null, url: null }
}

/** The person and the message of a reference; null when it is none of a conversation. */
export function directOf(ref: RemoteRef): { person: string; message: string } | null {
  const [, person, message] = /^dm\/(\d{1,40})\/([\w.=+/:-]{1,300})$/.exec(ref.id) ?? []
  return person === undefined || message === undefined ? null : { person, message }
}

const midOf = (value: unknown): string => {
  const found = text(value, 300)
  return /^[\w.=+/:-]{1,300}$/.test(found) ? found : ''
}

/** Conversations newest first, until one that has not moved since. */
export async function conversationsSince(ctx: Context, desk: Desk, sinceMs: number): Promise<Gathered> {
  const pieces: Piece[] = []
  let after: string | null = null
  for (let page = 0; page < PAGES; page++) {
    const fields = `id,updated_time,participants,messages.limit(${PAGE}){${MESSAGE}}`
    const query = { platform: desk.platform, fields, limit: PAGE, ...(after !== null && { after }) }
    const edge = edgeOf(await desk.graph(ctx, { method: 'GET', path: `/${desk.owner(ctx)}/conversations`, query }))
    const moved = edge.items.filter((thread) => Date.parse(instant(thread['updated_time']) ?? '') >= sinceMs)
    for (const thread of moved) pieces.push(...(await newIn(ctx, desk, thread, sinceMs)))
    after = edge.after
    if (after === null || moved.length < edge.items.length) return { pieces, until: null }
  }
  return {
    pieces,
    until:
      pieces
        .map(({ at }) => at)
        .sort()
        .at(-1) ?? null,
  }
}

/** Messages newest first; those of the account itself are no news. */
async function newIn(ctx: Context, desk: Desk, thread: Json, sinceMs: number): Promise<Piece[]> {
  const pieces: Piece[] = []
  let edge = edgeOf({ data: [], ...record(thread['messages']) })
  for (let page = 0; page < PAGES; page++) {
    for (const message of edge.items) {
      const found = inboundOf(ctx, desk, message)
      if (found && Date.parse(found.sentAt) >= sinceMs)
        pieces.push({ id: found.id, at: found.sentAt, signal: { kind: 'message', message: found } })
    }
    const last = instant(edge.items.at(-1)?.['created_time'])
    if (edge.after === null || last === null || Date.parse(last) < sinceMs) break
    const query = { fields: MESSAGE, limit: PAGE, after: edge.after }
    edge = edgeOf(await desk.graph(ctx, { method: 'GET', path: `/${part(text(thread['id'], 300))}/messages`, query }))
  }
  return pieces
}

/** A message of a conversation as the Graph shows it; null when the account wrote it. */
export function inboundOf(ctx: Pick<Context, 'account' | 'now'>, desk: Desk, message: Json): InboundMessage | null {
  const from = record(message['from'])
  const [person, mid] = [text(from['id'], 40), midOf(message['id'])]
  if (person === '' || mid === '' || person === ctx.account.id) return null
  const sentAt = instant(message['created_time']) ?? ctx.now().toISOString()
  return directMessage({
    person,
    mid,
    sentAt,
    author: desk.authorOf(from),
    text: text(message['message'], 20_000),
    attachments: attachmentsOf(message),
  })
}

type Said = Pick<InboundMessage, 'sentAt' | 'author' | 'text' | 'attachments'> & { person: string; mid: string }

export function directMessage({ person, mid, ...said }: Said): InboundMessage {
  const ref = directRef(person, mid)
  return {
    ...said,
    id: `dm/${mid}`,
    kind: 'direct',
    ref,
    language: null,
    parent: null,
    root: directRef(person, 'conversation'),
    visibility: 'direct',
    canReply: true,
    replyBefore: new Date(Date.parse(said.sentAt) + WINDOWS.agentMs).toISOString(),
  }
}

/** Pictures, films and files: conversations show `image_data`, `video_data` and `file_url`; requests of Meta a `payload`. */
function attachmentsOf(message: Json): InboundMessage['attachments'] {
  return list(record(message['attachments'])['data']).map(record).flatMap(attachmentOf)
}

export function attachmentOf(one: Json): InboundMessage['attachments'] {
  const [image, video, payload] = [record(one['image_data']), record(one['video_data']), record(one['payload'])]
  const url = webUrl(image['url']) ?? webUrl(video['url']) ?? webUrl(one['file_url']) ?? webUrl(payload['url'])
  if (url === null) return []
  const isVideo = video['url'] !== undefined || one['type'] === 'video' || one['type'] === 'ig_reel'
  const isImage = image['url'] !== undefined || one['type'] === 'image'
  const kind = isVideo ? 'video' : isImage ? 'image' : 'link'
  return [{ kind, url, alt: text(one['name'], 300), thumbUrl: webUrl(image['preview_url']) ?? webUrl(video['preview_url']) }]
}

type PostAct = Extract<Act, { kind: 'post' }>

/** Whether this act is said to one person: in their conversation, or in private to who commented. */
export function isDirect({ reply }: PostAct): boolean {
  return reply !== null && (reply.visibility === 'direct' || directOf(reply.parent) !== null)
}

export async function sendDirect(ctx: SendContext, desk: Desk, act: PostAct): Promise<Receipt> {
  if (!act.reply) throw failure('not_supported', 'drop', { sent: 'no', said: 'a private message answers somebody' })
  const conversation = directOf(act.reply.parent)
  const to = conversation
    ? { recipient: { id: conversation.person }, ...(await typed(ctx, desk, conversation.person)) }
    : { recipient: privateTo(act.reply) }
  const json = { ...to, message: { text: act.item.text } }
  const answer = await desk.graph(ctx, { method: 'POST', path: `/${desk.owner(ctx)}/messages`, json })
  const mid = midOf(answer['message_id'])
  if (mid === '') throw afterAnswer(true, 'no message in the answer')
  const person = conversation?.person ?? text(answer['recipient_id'], 40)
  return { ref: directRef(person, mid), at: ctx.now().toISOString(), data: {} }
}

/** Who commented, or who put a post on the Page. */
function privateTo({ parent, root }: ReplyTarget): Json {
  return parent.id === root.id ? { post_id: parent.id } : { comment_id: parent.id }
}

/** By the age of the person's last message, as the network has it now. */
async function typed(ctx: SendContext, desk: Desk, person: string): Promise<Json> {
  const messages = await messagesWith(ctx, desk, person)
  const theirs = messages
    .filter((message) => text(record(message['from'])['id'], 40) === person)
    .map((message) => instant(message['created_time']))
  const last = Math.max(...theirs.map((at) => Date.parse(at ?? '') || 0))
  const age = ctx.now().getTime() - last
  if (age <= WINDOWS.freeMs) return { messaging_type: 'RESPONSE' }
  if (age <= WINDOWS.agentMs) return { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' }
  throw failure('forbidden', 'drop', { sent: 'no', said: 'their last message is older than seven days: nobody may be answered after that' })
}

async function messagesWith(ctx: Context, desk: Desk, person: string): Promise<Json[]> {
  const query = { platform: desk.platform, user_id: person, fields: `id,messages.limit(${PAGE}){${MESSAGE}}` }
  const { items } = edgeOf(await desk.graph(ctx, { method: 'GET', path: `/${desk.owner(ctx)}/conversations`, query }))
  return items.flatMap((thread) => list(record(thread['messages'])['data']).map(record))
}

/** Messages of the account in this conversation since a moment that say the same. A private answer to a comment belongs to nobody known yet. */
export async function findDirect(ctx: SendContext, desk: Desk, act: PostAct, fromMs: number): Promise<Receipt[] | null> {
  const person = act.reply && (directOf(act.reply.parent)?.person ?? (await commenter(ctx, desk, act.reply.parent)))
  if (!person) return null
  const messages = await messagesWith(ctx, desk, person)
  return messages.flatMap((message): Receipt[] => {
    const at = instant(message['created_time'])
    const isOurs = text(record(message['from'])['id'], 40) === ctx.account.id
    if (!isOurs || at === null || Date.parse(at) < fromMs || text(message['message'], 20_000).trim() !== act.item.text.trim()) return []
    return [{ ref: directRef(person, midOf(message['id'])), at, data: { readBack: true } }]
  })
}

async function commenter(ctx: SendContext, desk: Desk, comment: RemoteRef): Promise<string | null> {
  try {
    const answer = await desk.graph(ctx, { method: 'GET', path: `/${part(comment.id)}`, query: { fields: 'id,from' } })
    return text(record(answer['from'])['id'], 40) || null
  } catch (error) {
    if (error instanceof NetworkFailure && error.kind === 'not_found') return null
    throw error
  }
}
