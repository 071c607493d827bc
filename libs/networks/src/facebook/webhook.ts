import type { Context, Hook, InboundMessage, Signal } from '../contract.ts'
import { list, record, text, type Json } from '../json.ts'
import { part, succeeded } from '../meta/graph.ts'
import { appNamed, hookWord, isWritten, messageSignals, metaHook, momentOf, type ReadEntry, wordOf } from '../meta/hook.ts'
import { graph } from './api.ts'
import { commentOf, mentionOf, reviewOf } from './map.ts'

/** https://developers.facebook.com/docs/graph-api/webhooks/reference/page/: `changes` of the Page, `messaging` of its conversations. */

const FIELDS = ['feed', 'mention', 'ratings', 'messages', 'message_edits', 'message_echoes'] as const
/** The app itself is told of these for all its Pages. */
const OBJECT = 'page'

const readEntry: ReadEntry = (entry, { account, now, object }) => {
  const page = text(entry['id'], 40)
  if (object !== OBJECT || page === '') return null
  const changes = list(entry['changes']).map(record)
  const messaging = list(entry['messaging']).map(record)
  const signals = [
    ...changes.flatMap((change) => changeSignals(change, page, now)),
    ...messaging.flatMap((one) => messageSignals(one, now)),
  ]
  // Who writes has no name in a request: the conversation is read, which tells it.
  const look = messaging.some(isWritten)
  return { account: page === account.id ? account.id : page, signals, look }
}

function changeSignals(change: Json, page: string, now: Date): Signal[] {
  const value = record(change['value'])
  const from = text(record(value['from'])['id'], 40) || text(value['sender_id'], 40)
  const at = momentOf(value['created_time'], now)
  if (from === page) return []
  const said = (message: InboundMessage | null): Signal[] => (message ? [{ kind: 'message', message }] : [])
  if (change['field'] === 'ratings') return value['verb'] === 'remove' ? [] : said(ratingOf(value, at, now))
  if (change['field'] === 'mention') return value['verb'] === 'add' ? said(mentionIn(value, at, now)) : []
  if (change['field'] !== 'feed') return []
  return value['item'] === 'comment' ? commentSignals(value, at, now) : postSignals(value, at, now)
}

function commentSignals(value: Json, at: string, now: Date): Signal[] {
  const [id, postId, parentId] = ['comment_id', 'post_id', 'parent_id'].map((name) => text(value[name], 120))
  if (!id || !postId) return []
  if (value['verb'] === 'remove') return [{ kind: 'deleted', id, at }]
  if (value['verb'] === 'edited') return [{ kind: 'edited', id, text: text(value['message'], 20_000), at }]
  if (value['verb'] !== 'add') return []
  const parent = parentId && parentId !== postId ? { parent: { id: parentId } } : {}
  const photo = text(value['photo'], 2_000)
  const attachment = photo === '' ? {} : { attachment: { media: { image: { src: photo } } } }
  const comment = { id, message: value['message'], from: value['from'], created_time: at, ...parent, ...attachment }
  return [{ kind: 'message', message: commentOf(comment, postId, now) }]
}

/** What others put on the Page: posts, photos, films. Likes and shares are no message. */
function postSignals(value: Json, at: string, now: Date): Signal[] {
  const id = text(value['post_id'], 120)
  if (id === '' || !/^(post|status|photo|video|share|link)$/.test(text(value['item'], 20))) return []
  if (value['verb'] === 'remove') return [{ kind: 'deleted', id, at }]
  if (value['verb'] === 'edited') return [{ kind: 'edited', id, text: text(value['message'], 70_000), at }]
  if (value['verb'] !== 'add') return []
  return [{ kind: 'message', message: mentionOf({ id, message: value['message'], from: value['from'], created_time: at }, now) }]
}

function mentionIn(value: Json, at: string, now: Date): InboundMessage | null {
  const id = text(value['comment_id'], 120) || text(value['post_id'], 120)
  if (!/^\d+(_\d+)?$/.test(id)) return null
  const from = { id: text(value['sender_id'], 40), name: text(value['sender_name'], 120) }
  return mentionOf({ id, message: value['message'], from: value['from'] ?? from, created_time: at }, now)
}

function ratingOf(value: Json, at: string, now: Date): InboundMessage | null {
  const reviewer = { id: text(value['reviewer_id'], 40), name: text(value['reviewer_name'], 120) }
  const story = { id: text(value['open_graph_story_id'], 120) }
  return value['item'] === 'rating' ? reviewOf({ ...value, created_time: at, reviewer, open_graph_story: story }, now) : null
}

export const hook: Hook = {
  receive: metaHook(readEntry),
  register,
  word: wordOf,
}

/** The app is told the address and the word, then the Page that this app listens: both by software, with the app's own name. */
async function register(ctx: Context, address: string): Promise<void> {
  const { clientId, clientSecret, token } = appNamed(ctx)
  const fields = FIELDS.join(',')
  const json = { object: OBJECT, callback_url: address, verify_token: hookWord(clientSecret), fields, include_values: true }
  succeeded(await graph(ctx, { method: 'POST', path: `/${part(clientId)}/subscriptions`, json, token }))
  succeeded(
    await graph(ctx, { method: 'POST', path: `/${part(ctx.account.id)}/subscribed_apps`, json: { subscribed_fields: [...FIELDS] } }),
  )
}
