import type { Author, Hook, InboundMessage, RemoteRef, Signal } from '../contract.ts'
import { count, instant, list, parsed, record, text, webUrl, type Json } from '../json.ts'
import { verify } from './sign.ts'

/** Requests of the person's own program: messages of its readers, their changes and their end. */

const KINDS = new Set<string>(['reply', 'mention', 'direct', 'review'] satisfies InboundMessage['kind'][])
const MAX_AHEAD_MS = 300_000

export const hook: Hook = {
  receive({ headers, body }, { secret }, _account, now) {
    const verdict = verify(secret['signingSecret'] ?? '', headers, body, now)
    if (verdict !== 'good') return { kind: 'refused', why: verdict }
    const letter = parsed(body)
    if (letter['type'] === 'greeting') return { kind: 'answer', status: 200, contentType: 'application/json', body: '{"name":"Pupitre"}' }
    const signal = signalOf(letter, now)
    return signal ? { kind: 'news', news: [{ account: null, signals: [signal], look: false }] } : { kind: 'refused', why: 'malformed' }
  },
}

function signalOf({ type, data }: Json, now: Date): Signal | null {
  const told = record(data)
  const id = text(told['id'], 200)
  if (id === '') return null
  const at = momentOf(told['at'], now)
  if (type === 'message.deleted') return { kind: 'deleted', id, at }
  if (type === 'message.edited') return { kind: 'edited', id, text: text(told['text'], 50_000), at }
  if (type !== 'message.created') return null
  const message = messageOf(told, id, now)
  return message && { kind: 'message', message }
}

/** A moment that lies ahead, or none, is now. */
function momentOf(value: unknown, now: Date): string {
  const at = instant(value)
  return at === null || Date.parse(at) > now.getTime() + MAX_AHEAD_MS ? now.toISOString() : at
}

const refOf = (value: unknown): RemoteRef | null => {
  const id = text(value, 300)
  return id === '' ? null : { id, version: null, url: null }
}

function authorOf(value: unknown): Author | null {
  const told = record(value)
  const id = text(told['id'], 200)
  const name = text(told['name'], 200).trim() || text(told['handle'], 200).trim() || id
  if (id === '') return null
  return {
    id,
    handle: text(told['handle'], 200).trim() || name,
    name,
    avatarUrl: webUrl(told['avatarUrl']),
    profileUrl: webUrl(told['profileUrl']),
    followers: count(told['followers']),
  }
}

function messageOf(told: Json, id: string, now: Date): InboundMessage | null {
  const kind = text(told['kind'], 20) || 'reply'
  const author = authorOf(told['author'])
  if (!author || !KINDS.has(kind)) return null
  const stars = count(told['rating'])
  const before = instant(told['replyBefore'])
  return {
    id,
    kind: kind as InboundMessage['kind'],
    ref: { id, version: null, url: webUrl(told['url']) },
    author,
    text: text(told['text'], 50_000),
    ...(kind === 'review' && stars !== null && stars >= 1 && stars <= 5 && { rating: stars }),
    language: text(told['language'], 35) || null,
    sentAt: momentOf(told['at'], now),
    parent: refOf(told['parent']),
    root: refOf(told['root']) ?? refOf(told['parent']),
    attachments: list(told['attachments']).slice(0, 20).map(record).flatMap(attachmentOf),
    visibility: kind === 'direct' ? 'direct' : 'public',
    canReply: told['canReply'] !== false,
    replyBefore: before,
    ...(told['held'] === true && { held: true }),
  }
}

function attachmentOf(told: Json): InboundMessage['attachments'] {
  const url = webUrl(told['url'])
  const kind = text(told['kind'], 10)
  if (url === null || (kind !== 'image' && kind !== 'video' && kind !== 'link')) return []
  return [{ kind, url, alt: text(told['alt'], 2_000), thumbUrl: webUrl(told['thumbUrl']) }]
}
