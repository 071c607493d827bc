import { createHmac } from 'node:crypto'
import { codePoints } from '@pupitre/networks'
import { json, route, type Call, type Reply, type Route } from '../http.ts'
import type { WebhookPost, WebhookStore } from './store.ts'

/** A receiver as the connector's README describes one; it takes 5,000 characters. */

const TEXT_MAX = 5_000
const TOLERANCE_SECONDS = 300

export function webhookRoutes(store: WebhookStore): Route[] {
  return [
    route('POST /receivers/:name', (call) => (isSigned(store, call) ? take(store, call) : refusal(401, 'bad signature'))),
    route('GET /receivers/:name', (call) => (isSigned(store, call) ? lookUp(store, call) : refusal(401, 'bad signature'))),
  ]
}

const refusal = (status: number, message: string): Reply => json({ message }, status)
const header = (call: Call, name: string): string => String(call.headers[name] ?? '')
const receiverOf = (call: Call): string => call.params['name'] ?? ''

/** Written apart from the connector's own, so that one holds the other to the specification. */
export function signatureOf(secret: string, id: string, seconds: string, body: string | Buffer): string {
  const mac = createHmac('sha256', Buffer.from(secret.replace(/^whsec_/, ''), 'base64'))
  mac.update(Buffer.concat([Buffer.from(`${id}.${seconds}.`), Buffer.from(body)]))
  return `v1,${mac.digest('base64')}`
}

function isSigned(store: WebhookStore, call: Call): boolean {
  const seconds = header(call, 'webhook-timestamp')
  if (Math.abs(store.clock.ms() / 1000 - Number(seconds)) > TOLERANCE_SECONDS) return false
  const expected = signatureOf(store.secretOf(receiverOf(call)), header(call, 'webhook-id'), seconds, call.raw)
  return header(call, 'webhook-signature').split(' ').includes(expected)
}

function lookUp(store: WebhookStore, call: Call): Reply {
  const key = header(call, 'webhook-id')
  const id = store.memory.done.get(`${receiverOf(call)} ${key}`)
  return json({ deliveries: { [key]: id === undefined ? null : answerFor(store, id) } })
}

const answerFor = (store: WebhookStore, id: string) => ({ id, url: `${store.origin}/receivers/posts/${id}` })

function take(store: WebhookStore, call: Call): Reply {
  const { type, data } = call.body as { type: string; data: Record<string, unknown> }
  if (type === 'greeting') return json({ name: `Intranet ${receiverOf(call)}`, limits: { text: TEXT_MAX } })
  const done = `${receiverOf(call)} ${header(call, 'webhook-id')}`
  const before = store.memory.done.get(done)
  if (before !== undefined) return json(answerFor(store, before))
  const id = act(store, call, type, data)
  if (typeof id !== 'string') return id
  store.memory.done.set(done, id)
  return json(answerFor(store, id), 201)
}

function act(store: WebhookStore, call: Call, type: string, data: Record<string, unknown>): string | Reply {
  const target = (data['target'] as { id?: string } | undefined)?.id ?? ''
  if (type === 'post.deleted') {
    store.memory.posts.delete(target)
    return target
  }
  const text = String(data['text'])
  if (codePoints(text) > TEXT_MAX) return refusal(422, `at most ${TEXT_MAX} characters`)
  const media = (data['media'] as { mimeType: string; alt: string }[]).map(({ mimeType, alt }) => ({ type: mimeType, alt }))
  if (type === 'post.edited') {
    const post = store.memory.posts.get(target)
    if (!post) return refusal(404, 'no such post')
    Object.assign(post, { text, media })
    return target
  }
  if (type !== 'post.created') return refusal(400, 'unknown type')
  const post = newPost(store, call, { text, media, parent: (data['reply'] as { parent: string } | null)?.parent ?? null })
  return post.id
}

function newPost(store: WebhookStore, call: Call, words: Pick<WebhookPost, 'text' | 'media' | 'parent'>): WebhookPost {
  const id = `n${++store.memory.last}`
  const post = {
    id,
    receiver: receiverOf(call),
    key: header(call, 'webhook-id'),
    at: store.clock.ms() + store.memory.last / 1000,
    ...words,
  }
  store.memory.posts.set(id, post)
  return post
}
