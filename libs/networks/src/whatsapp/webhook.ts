import type { Context, Hook } from '../contract.ts'
import { list, record, text, type Json } from '../json.ts'
import { part, succeeded } from '../meta/graph.ts'
import { appNamed, hookWord, metaHook, wordOf, type News, type ReadEntry } from '../meta/hook.ts'
import { graph } from './api.ts'
import { signalOf, undeliveredOf } from './map.ts'

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks: the only way in which messages come. */

const OBJECT = 'whatsapp_business_account'
const FIELD = 'messages'

const readEntry: ReadEntry = (entry, { now, object }) => {
  if (object !== OBJECT) return null
  return list(entry['changes'])
    .map(record)
    .flatMap((change) => newsOf(change, now) ?? [])
}

/** One account has several numbers, and each change is of one. */
function newsOf(change: Json, now: Date): News | null {
  const value = record(change['value'])
  const number = text(record(value['metadata'])['phone_number_id'], 40)
  if (change['field'] !== FIELD || number === '') return null
  const names = new Map(
    list(value['contacts'])
      .map(record)
      .map((contact): [string, string] => [personOf(contact), nameOf(contact)]),
  )
  const signals = list(value['messages'])
    .map(record)
    .flatMap((message) => signalOf(message, names, now) ?? [])
  const undelivered = list(value['statuses'])
    .map(record)
    .flatMap((status) => undeliveredOf(status, now) ?? [])
  return { account: number, signals: [...signals, ...undelivered], look: false }
}

const personOf = (contact: Json): string => text(contact['wa_id'], 140) || text(contact['user_id'], 140)
const nameOf = (contact: Json): string => text(record(contact['profile'])['name'], 120) || text(record(contact['profile'])['username'], 120)

export const hook: Hook = {
  receive: metaHook(readEntry),
  register,
  word: wordOf,
}

/** The app is told the address and the word, then the business account that this app listens. */
async function register(ctx: Context, address: string): Promise<void> {
  const { clientId, clientSecret, token } = appNamed(ctx)
  const { businessId = '' } = ctx.credentials.secret
  const json = { object: OBJECT, callback_url: address, verify_token: hookWord(clientSecret), fields: FIELD, include_values: true }
  succeeded(await graph(ctx, { method: 'POST', path: `/${part(clientId)}/subscriptions`, json, token }))
  succeeded(await graph(ctx, { method: 'POST', path: `/${part(businessId)}/subscribed_apps`, json: {} }))
}
