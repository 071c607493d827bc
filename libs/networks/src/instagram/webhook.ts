import type { Context, Hook, InboundMessage, Signal } from '../contract.ts'
import { list, record, text, type Json } from '../json.ts'
import { part, succeeded } from '../meta/graph.ts'
import { appNamed, hookWord, isWritten, messageSignals, metaHook, momentOf, type ReadEntry, wordOf } from '../meta/hook.ts'
import { graph, pageOf } from './api.ts'
import { authorOf, commentOf, mentionRef } from './map.ts'

/** https://developers.facebook.com/docs/instagram-platform/webhooks: comments and names in `changes`, conversations in `messaging`. */

const OBJECT = 'instagram'
const FIELDS = ['comments', 'mentions', 'messages', 'message_edit'] as const

const readEntry: ReadEntry = (entry, { account, now, object }) => {
  const id = text(entry['id'], 40)
  if (object !== OBJECT || id === '') return null
  const at = momentOf(entry['time'], now)
  const changes = list(entry['changes']).map(record)
  // With Instagram's own login a change stands alone, its field beside its value.
  const all = entry['field'] === undefined ? changes : [...changes, { field: entry['field'], value: entry['value'] }]
  const messaging = list(entry['messaging']).map(record)
  const signals = [
    ...all.flatMap((change) => changeSignals(change, account.handle, at)),
    ...messaging.flatMap((one) => messageSignals(one, now)),
  ]
  return { account: id, signals, look: messaging.some(isWritten) }
}

function changeSignals(change: Json, handle: string, at: string): Signal[] {
  const value = record(change['value'])
  const field = text(change['field'], 40)
  const found =
    field === 'comments' || field === 'live_comments' ? commentIn(value, handle, at) : field === 'mentions' ? mentionIn(value, at) : null
  return found ? [{ kind: 'message', message: found }] : []
}

/** Comments carry no moment of their own; an answer names the comment above it. */
function commentIn(value: Json, handle: string, at: string): InboundMessage | null {
  const mediaId = text(record(value['media'])['id'], 40)
  const from = record(value['from'])
  if (!/^\d+$/.test(mediaId) || !/^\d+$/.test(text(value['id'], 40)) || text(from['username'], 100) === handle) return null
  return commentOf({ ...value, timestamp: at }, { id: mediaId, version: null, url: null }, new Date(at))
}

/** Somebody named the account: the request says where, not who and what; that can be read only in Instagram's own app. */
function mentionIn(value: Json, at: string): InboundMessage | null {
  const [mediaId, commentId] = [text(value['media_id'], 40), text(value['comment_id'], 40)]
  if (!/^\d+$/.test(mediaId)) return null
  const ref = mentionRef(mediaId, /^\d+$/.test(commentId) ? commentId : null)
  return {
    id: ref.id,
    kind: 'mention',
    ref,
    author: authorOf({ id: ref.id }, ''),
    text: '',
    language: null,
    sentAt: at,
    parent: null,
    root: ref,
    attachments: [],
    visibility: 'public',
    canReply: true,
    replyBefore: null,
  }
}

export const hook: Hook = {
  receive: metaHook(readEntry),
  register,
  word: wordOf,
}

/**
 * The account says which app hears it: with Facebook's login its Page, and the address is told by software too; with Instagram's own login the
 * address and the word are entered on the app's page.
 */
async function register(ctx: Context, address: string): Promise<void> {
  const page = pageOf(ctx)
  if (page === null) {
    succeeded(
      await graph(ctx, { method: 'POST', path: `/${part(ctx.account.id)}/subscribed_apps`, json: { subscribed_fields: [...FIELDS] } }),
    )
    return
  }
  const { clientId, clientSecret, token } = appNamed(ctx)
  const json = {
    object: OBJECT,
    callback_url: address,
    verify_token: hookWord(clientSecret),
    fields: FIELDS.join(','),
    include_values: true,
  }
  succeeded(await graph(ctx, { method: 'POST', path: `/${part(clientId)}/subscriptions`, json, token }))
  succeeded(await graph(ctx, { method: 'POST', path: `/${part(page)}/subscribed_apps`, json: { subscribed_fields: ['feed'] } }))
}
