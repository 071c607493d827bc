import type { Clock } from '../clock.ts'
import { field, json, Refusal, route, type Call, type Route } from '../http.ts'

/** The four ways a network lets a post be made once, with the smallest protocol that shows them. */
export const PLAIN_KINDS = ['key', 'recordKey', 'readable', 'blind'] as const
export type PlainKind = (typeof PLAIN_KINDS)[number]

export type PlainSettings = {
  /** A post is seen by reading back only so long after it was made. */
  readLagMs: number
  /** Keys are forgotten after this time (kind `key`). */
  keyLifeMs: number
}

export type PlainPost = {
  id: string
  kind: PlainKind
  account: string
  act: string
  text: string
  /** Id of the post answered, liked, edited or deleted. */
  target: string | null
  recordKey: string | null
  /** The key of every request that led here; more than one where the network recognised a repetition. */
  keys: string[]
  at: string
}

export type Plain = { routes: Route[]; posts: () => PlainPost[]; settings: PlainSettings; reset: () => void }

export function createPlain(clock: Clock, settings: PlainSettings): Plain {
  let posts: PlainPost[] = []
  let byKey = new Map<string, { post: PlainPost; at: number }>()
  let serial = 0

  const make = (kind: PlainKind, call: Call): PlainPost => {
    const text = (name: string) => (typeof call.body[name] === 'string' ? call.body[name] : null)
    const key = String(call.headers['idempotency-key'] ?? '')
    const post: PlainPost = {
      id: String(++serial),
      kind,
      account: text('account') ?? '',
      act: text('act') ?? 'post',
      text: text('text') ?? '',
      target: text('target'),
      recordKey: text('recordKey'),
      keys: key === '' ? [] : [key],
      at: clock.now().toISOString(),
    }
    posts.push(post)
    return post
  }

  /** `key`: the same key answers with the same post as long as it lives. `recordKey`: the second write lands on the first. */
  const existing = (kind: PlainKind, call: Call): PlainPost | undefined => {
    const key = String(call.headers['idempotency-key'] ?? '')
    if (kind === 'recordKey')
      return posts.find((post) => post.kind === kind && post.account === call.body['account'] && post.recordKey === call.body['recordKey'])
    const known = kind === 'key' ? byKey.get(`${field(call, 'account')} ${key}`) : undefined
    return known && clock.ms() - known.at <= settings.keyLifeMs ? known.post : undefined
  }

  const create = (call: Call) => {
    const kind = kindOf(call)
    const known = existing(kind, call)
    const key = String(call.headers['idempotency-key'] ?? '')
    if (known) {
      known.keys.push(key)
      return json(known)
    }
    const post = make(kind, call)
    if (kind === 'key') byKey.set(`${post.account} ${key}`, { post, at: clock.ms() })
    return json(post)
  }

  /** `blind` shows nothing; the others show what is older than the read lag, newest first. */
  const list = (call: Call) => {
    const kind = kindOf(call)
    if (kind === 'blind') throw new Refusal(404, 'nothing can be read here')
    const visible = posts.filter(
      (post) => post.kind === kind && post.account === call.query.get('account') && clock.ms() - Date.parse(post.at) >= settings.readLagMs,
    )
    const recordKey = call.query.get('recordKey')
    return json((recordKey === null ? visible : visible.filter((post) => post.recordKey === recordKey)).reverse())
  }

  return {
    settings,
    posts: () => posts,
    routes: [route('POST /plain/:kind/posts', create), route('GET /plain/:kind/posts', list)],
    reset: () => {
      posts = []
      byKey = new Map()
      serial = 0
    },
  }
}

function kindOf(call: Call): PlainKind {
  const found = PLAIN_KINDS.find((kind) => kind === call.params['kind'])
  if (!found) throw new Refusal(404, 'no such kind')
  return found
}
