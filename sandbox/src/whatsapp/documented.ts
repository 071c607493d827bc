import type { Documented, Shape } from '../documented.ts'

/**
 * The calls of WhatsApp's Cloud API that are used, by hand from https://developers.facebook.com/documentation/business-messaging/whatsapp: Meta
 * publishes no machine-readable description of them.
 */

const number: Shape = { id: 'text', display_phone_number: 'text', 'verified_name?': 'text' }
const users: Shape = [{ input: 'text', wa_id: 'text', 'errors?': [{ message: 'text', code: 'number' }] }]
const blocks: Documented = {
  request: { messaging_product: 'text', block_users: [{ user: 'text' }] },
  answer: { messaging_product: 'text', block_users: { 'added_users?': users, 'removed_users?': users, 'failed_users?': users } },
}
const file: Shape = { id: 'text', 'caption?': 'text' }

export const OPERATIONS: Record<string, Documented> = {
  'GET /v25.0/:business/phone_numbers': { query: ['fields', 'limit'], answer: { data: [number], 'paging?': 'any' } },
  'POST /v25.0/:business/subscribed_apps': { request: {}, answer: { success: 'yes' } },
  'POST /v25.0/:app/subscriptions': {
    request: { object: 'text', callback_url: 'text', verify_token: 'text', fields: 'text', include_values: 'yes' },
    answer: { success: 'yes' },
  },
  'GET /v25.0/debug_token': { query: ['input_token'], answer: { data: 'any' } },
  'GET /v25.0/:number': { query: ['fields'], answer: number },
  'POST /v25.0/:number/messages': {
    headers: ['authorization'],
    request: {
      messaging_product: 'text',
      recipient_type: 'text',
      type: 'text',
      'to?': 'text',
      'recipient?': 'text',
      'context?': { message_id: 'text' },
      'text?': { body: 'text', preview_url: 'yes' },
      'image?': file,
      'video?': file,
      'reaction?': { message_id: 'text', emoji: 'text' },
    },
    answer: {
      messaging_product: 'text',
      contacts: [{ input: 'text', wa_id: 'text' }],
      messages: [{ id: 'text', 'message_status?': 'text' }],
    },
  },
  'POST /v25.0/:number/media': { request: 'bytes', answer: { id: 'text' } },
  'GET /v25.0/:number/block_users': {
    query: ['limit'],
    answer: { data: [{ messaging_product: 'text', wa_id: 'text' }], 'paging?': 'any' },
  },
  'POST /v25.0/:number/block_users': blocks,
  'DELETE /v25.0/:number/block_users': blocks,
}

export const REFUSAL: Shape = {
  error: { message: 'text', type: 'text', code: 'number', 'error_subcode?': 'number', 'error_data?': 'any', fbtrace_id: 'text' },
}
