import type { Account, Author, InboundMessage, RemoteRef, Signal } from '../contract.ts'
import { list, record, text, webUrl, type Json } from '../json.ts'
import { idIn } from '../meta/graph.ts'
import { momentOf } from '../meta/hook.ts'

/** From what WhatsApp tells (…/whatsapp/webhooks/reference/messages, updated 17 June 2026) to the desk's own shapes. */

/** How long a person may be answered after their last message. */
export const WINDOW_MS = 86_400_000

export function accountOf(number: Json): Account {
  const shown = text(number['display_phone_number'], 40)
  return {
    id: idIn(number),
    handle: shown,
    name: text(number['verified_name'], 120) || shown,
    avatarUrl: null,
    profileUrl: `https://wa.me/${shown.replace(/\D/g, '')}`,
    followers: null,
  }
}

const PERSON = /^[A-Za-z0-9][\w.-]{0,139}$/
const MESSAGE = /^wamid\.[\w+/=.-]{1,300}$/

/** A message of a conversation; a person is their number, or the business's own name for them where they hide it. */
export function messageRef(person: string, message: string): RemoteRef {
  return { id: `dm/${person}/${message}`, version: null, url: null }
}

export function placeOf(ref: RemoteRef): { person: string; message: string | null } | null {
  const [, person = '', message = ''] = /^dm\/([^/]+)\/(.+)$/.exec(ref.id) ?? []
  if (!PERSON.test(person)) return null
  return { person, message: MESSAGE.test(message) ? message : null }
}

const personIn = (message: Json): string => {
  const found = text(message['from'], 140) || text(message['from_user_id'], 140) || text(message['user_id'], 140)
  return PERSON.test(found) ? found : ''
}

/** What somebody wrote, or an edit of it; null for what is no message: a reaction, a system's word. */
export function signalOf(message: Json, names: ReadonlyMap<string, string>, now: Date): Signal | null {
  const [person, id] = [personIn(message), text(message['id'], 320)]
  if (person === '' || !MESSAGE.test(id)) return null
  const at = momentOf(message['timestamp'], now)
  const type = text(message['type'], 30)
  if (type === 'revoke') return { kind: 'deleted', id: `dm/${text(record(message['revoke'])['original_message_id'], 320)}`, at }
  if (type === 'edit') return editOf(record(message['edit']), at)
  if (type === 'reaction' || type === 'system') return null
  return { kind: 'message', message: inboundOf(message, { person, id, at, name: names.get(person) ?? '' }) }
}

/**
 * What became of a message of ours (…/whatsapp/webhooks/reference/messages/status): that it was sent, brought and read is told too; only that it
 * never arrived changes anything. The person is the number, or the business's own name for somebody who hides it.
 */
export function undeliveredOf(status: Json, now: Date): Signal | null {
  if (status['status'] !== 'failed') return null
  const person = text(status['recipient_id'], 140) || text(status['recipient_user_id'], 140)
  const id = text(status['id'], 320)
  if (!PERSON.test(person) || !MESSAGE.test(id)) return null
  const error = record(list(status['errors'])[0])
  const details = text(record(error['error_data'])['details'], 300)
  const said = details || text(error['message'], 300) || text(error['title'], 300)
  return { kind: 'undelivered', id: messageRef(person, id).id, said, at: momentOf(status['timestamp'], now) }
}

function editOf(edit: Json, at: string): Signal {
  return { kind: 'edited', id: `dm/${text(edit['original_message_id'], 320)}`, text: wordsOf(record(edit['message'])), at }
}

type Said = { person: string; id: string; at: string; name: string }

function inboundOf(message: Json, { person, id, at, name }: Said): InboundMessage {
  const answered = text(record(message['context'])['id'], 320)
  return {
    id: `dm/${id}`,
    kind: 'direct',
    ref: messageRef(person, id),
    author: authorOf(person, name),
    text: wordsOf(message),
    language: null,
    sentAt: at,
    parent: MESSAGE.test(answered) ? messageRef(person, answered) : null,
    root: messageRef(person, 'conversation'),
    attachments: attachmentsOf(message),
    visibility: 'direct',
    canReply: true,
    replyBefore: new Date(Date.parse(at) + WINDOW_MS).toISOString(),
  }
}

function authorOf(person: string, name: string): Author {
  const isNumber = /^\d+$/.test(person)
  const handle = isNumber ? `+${person}` : name || person
  return {
    id: person,
    handle,
    name: name || handle,
    avatarUrl: null,
    profileUrl: isNumber ? `https://wa.me/${person}` : null,
    followers: null,
  }
}

/** By the kind of a message, where its words stand. Kinds without words are named, so that nobody overlooks them. */
function wordsOf(message: Json): string {
  const type = text(message['type'], 30)
  const part = record(message[type])
  switch (type) {
    case 'text':
      return text(part['body'], 5_000)
    case 'button':
      return text(part['text'], 500)
    case 'interactive':
      return text(record(part['button_reply'])['title'] ?? record(part['list_reply'])['title'], 500)
    case 'location':
      return ['📍', text(part['name'], 200), text(part['address'], 300), placeIn(part)].filter(Boolean).join(' ')
    case 'contacts':
      return list(message['contacts'])
        .map((one) => text(record(record(one)['name'])['formatted_name'], 200))
        .join(', ')
    default:
      return text(part['caption'], 5_000) || text(part['filename'], 300) || `[${type || 'message'}]`
  }
}

/** Latitude and longitude, in degrees. */
function placeIn({ latitude, longitude }: Json): string {
  return typeof latitude === 'number' && typeof longitude === 'number' ? `${latitude}, ${longitude}` : ''
}

const KINDS: Record<string, 'image' | 'video' | 'link'> = {
  image: 'image',
  sticker: 'image',
  video: 'video',
  audio: 'link',
  document: 'link',
}

/** Files are shown with the account's token only, for five minutes at a time: what is kept is where they are asked for. */
function attachmentsOf(message: Json): InboundMessage['attachments'] {
  const type = text(message['type'], 30)
  const [kind, file] = [KINDS[type], record(message[type])]
  const id = text(file['id'], 60)
  if (!kind || !/^\d+$/.test(id)) return []
  return [{ kind, url: webUrl(file['url']) ?? `https://graph.facebook.com/${id}`, alt: text(file['filename'], 300), thumbUrl: null }]
}
