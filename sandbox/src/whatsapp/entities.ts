import type { Message, PhoneNumber, WhatsAppStore } from './store.ts'

/** How WhatsApp shows what is remembered, and how it tells it (…/whatsapp/webhooks/reference/messages, updated 17 June 2026). */

export function numberEntity({ id, shown, name }: PhoneNumber) {
  return { id, display_phone_number: shown, verified_name: name }
}

function contentOf({ type, text, fileId }: Message) {
  if (type === 'text') return { text: { body: text } }
  const file = {
    id: fileId ?? '',
    mime_type: type === 'image' ? 'image/jpeg' : 'video/mp4',
    sha256: 'x',
    ...(text !== '' && { caption: text }),
  }
  return { [type]: file }
}

/** The request in which WhatsApp tells that a message of the business never arrived (…/reference/messages/status). */
export function failedOf(
  store: WhatsAppStore,
  { numberId, personId, id, at }: Message,
  error: { code: number; title: string; details: string },
) {
  const number = store.memory.numbers.get(numberId)
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: number?.shown.replace(/\D/g, '') ?? '', phone_number_id: numberId },
    statuses: [
      {
        id,
        status: 'failed',
        timestamp: String(Math.floor(at / 1000)),
        recipient_id: personId,
        errors: [{ code: error.code, title: error.title, message: error.title, error_data: { details: error.details } }],
      },
    ],
  }
  return { object: 'whatsapp_business_account', entry: [{ id: number?.businessId ?? '', changes: [{ value, field: 'messages' }] }] }
}

/** The request in which WhatsApp tells of messages, all of one number. */
export function toldOf(store: WhatsAppStore, messages: readonly Message[]) {
  const number = store.memory.numbers.get(messages[0]?.numberId ?? '')
  const people = [...new Set(messages.map(({ personId }) => personId))]
  const contacts = people.map((id) => ({ profile: { name: store.memory.people.get(id)?.name ?? '' }, wa_id: id }))
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: number?.shown.replace(/\D/g, '') ?? '', phone_number_id: number?.id ?? '' },
    contacts,
    messages: messages.map((one) => ({
      from: one.personId,
      id: one.id,
      timestamp: String(Math.floor(one.at / 1000)),
      type: one.type,
      ...contentOf(one),
      ...(one.answers && { context: { from: number?.shown.replace(/\D/g, '') ?? '', id: one.answers } }),
    })),
  }
  return { object: 'whatsapp_business_account', entry: [{ id: number?.businessId ?? '', changes: [{ value, field: 'messages' }] }] }
}
