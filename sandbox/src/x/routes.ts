import { codePoints } from '@pupitre/networks'
import { json, route, type Call, type Reply, type Route } from '../http.ts'
import { authorize, signedIn, token } from './access.ts'
import { invalid, repostOf, XRefusal, type NewPost, type XActions } from './actions.ts'
import { askedOf, includes, messageEntity, postEntity, userEntity } from './entities.ts'
import { mediaRoutes } from './routes.media.ts'
import type { XMessage, XPost, XStore, XUser } from './store.ts'
import { namedIn } from './text.ts'

export type Server = { store: XStore; actions: XActions; sent: Map<string, number[]> }
export type Signed = { call: Call; me: XUser; server: Server }
export type At = (line: string, scopes: string, work: (signed: Signed) => Reply) => Route

export function xRoutes(store: XStore, actions: XActions): Route[] {
  const server: Server = { store, actions, sent: new Map() }
  const at: At = (line, scopes, work) =>
    route(line, (call) =>
      answer(server, call, () => {
        const me = signedIn(store, call, scopes.split(' '))
        const own = call.params['user']
        if (own !== undefined && own !== me.id && call.method !== 'GET')
          throw new XRefusal(403, 'Forbidden', 'You may act for yourself only.')
        return work({ call, me, server })
      }),
    )
  return [
    route('GET /i/oauth2/authorize', (call) => answer(server, call, () => authorize(store, call))),
    route('POST /2/oauth2/token', (call) => token(store, call)),
    ...postRoutes(at),
    ...userRoutes(at),
    ...messageRoutes(at),
    ...mediaRoutes(at, store),
  ]
}

function answer({ store, actions }: Server, call: Call, work: () => Reply): Reply {
  const limits = {
    'x-rate-limit-limit': String(actions.settings.rate?.limit ?? 100),
    'x-rate-limit-remaining': '99',
    'x-rate-limit-reset': String(Math.ceil(store.clock.ms() / 1000) + 900),
  }
  try {
    const reply = work()
    return { ...reply, headers: { ...limits, ...reply.headers } }
  } catch (error) {
    if (!(error instanceof XRefusal)) throw error
    const { status, title, message, type, headers } = error
    return json({ title, detail: message, type, status }, status, { 'content-type': 'application/problem+json', ...limits, ...headers })
  }
}

const READ = 'tweet.read users.read'
const record = (value: unknown) => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {})
const texts = (value: unknown) => (Array.isArray(value) ? value.map(String) : [])
const text = (value: unknown) => (typeof value === 'string' ? value : '')

function postRoutes(at: At): Route[] {
  return [
    at('POST /2/tweets', `${READ} tweet.write`, create),
    at('GET /2/tweets', READ, byIds),
    at('GET /2/tweets/search/recent', READ, search),
    at('GET /2/tweets/:id', READ, byId),
    at('DELETE /2/tweets/:id', `${READ} tweet.write`, ({ call, me, server }) => {
      const post = server.store.memory.posts.get(call.params['id'] ?? '')
      if (post && post.authorId !== me.id) throw new XRefusal(403, 'Forbidden', 'You are not authorized to delete this Tweet.')
      server.actions.remove(call.params['id'] ?? '')
      return json({ data: { deleted: true } })
    }),
    at('PUT /2/tweets/:id/hidden', `${READ} tweet.moderate.write`, hide),
    at('GET /2/tweets/:id/retweeted_by', READ, ({ call, server: { store } }) => {
      const who = [...store.memory.posts.values()].filter(({ repostOf: of }) => of === call.params['id']).map(({ authorId }) => authorId)
      const people = who.reverse().flatMap((id) => store.memory.users.get(id) ?? [])
      return json({
        ...(people.length > 0 && { data: people.map((one) => userEntity(one, askedOf(call.query))) }),
        meta: { result_count: people.length },
      })
    }),
  ]
}

function create(signed: Signed): Reply {
  const { call, me, server } = signed
  spend(signed)
  const { body } = call
  const poll = record(body['poll'])
  const init: NewPost = {
    text: text(body['text']),
    replyTo: text(record(body['reply'])['in_reply_to_tweet_id']) || null,
    quoteOf: text(body['quote_tweet_id']) || null,
    mediaIds: texts(record(body['media'])['media_ids']),
    poll: body['poll'] ? { options: texts(poll['options']), minutes: Number(poll['duration_minutes']) } : null,
    replySettings: text(body['reply_settings']) || 'everyone',
  }
  if (init.poll && (init.poll.options.some((one) => codePoints(one) > 25) || init.poll.options.length > 4))
    throw invalid('The poll is invalid.')
  const made = server.actions.post(me.id, init)
  return json({ data: { id: made.id, text: made.text } }, 201)
}

/** So many posts in so long, with the moment from which there are more. */
function spend({ me, server: { actions, store, sent } }: Signed): void {
  const { rate } = actions.settings
  if (!rate) return
  const now = store.clock.ms()
  const recent = (sent.get(me.id) ?? []).filter((at) => now - at < rate.perMs)
  const [first] = recent
  if (first !== undefined && recent.length >= rate.limit) {
    const reset = Math.ceil((first + rate.perMs) / 1000)
    throw new XRefusal(429, 'Too Many Requests', 'Too Many Requests', {
      headers: { 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': String(reset) },
    })
  }
  sent.set(me.id, [...recent, now])
}

function hide({ call, me, server: { store } }: Signed): Reply {
  const post = store.memory.posts.get(call.params['id'] ?? '')
  const root = post && store.memory.posts.get(post.conversation)
  if (!post) throw new XRefusal(404, 'Not Found Error', 'Could not find this Tweet.', { type: 'resource-not-found' })
  if (root?.authorId !== me.id || post.id === root.id) throw new XRefusal(403, 'Forbidden', 'You may hide replies to your own Tweets only.')
  post.hidden = call.body['hidden'] === true
  return json({ data: { hidden: post.hidden } })
}

const gone = (id: string, parameter: string) => ({
  value: id,
  detail: `Could not find tweet with ${parameter}: [${id}].`,
  title: 'Not Found Error',
  resource_type: 'tweet',
  parameter,
  resource_id: id,
  type: 'https://api.twitter.com/2/problems/resource-not-found',
})

function byId({ call, server: { store } }: Signed): Reply {
  const id = call.params['id'] ?? ''
  const post = store.memory.posts.get(id)
  const asked = askedOf(call.query)
  return json(
    post
      ? { data: postEntity(store, post, asked), ...includes(store, [post.authorId], post.mediaIds, asked) }
      : { errors: [gone(id, 'id')] },
  )
}

function byIds({ call, server: { store } }: Signed): Reply {
  const ids = (call.query.get('ids') ?? '').split(',').filter(Boolean)
  if (ids.length === 0 || ids.length > 100)
    throw invalid('The number of values in the `ids` query parameter list must be between 1 and 100.')
  const known = ids.flatMap((id) => store.memory.posts.get(id) ?? [])
  const missing = ids.filter((id) => !store.memory.posts.has(id))
  return json({
    ...(known.length > 0 && { data: known.map((one) => postEntity(store, one, askedOf(call.query))) }),
    ...(missing.length > 0 && { errors: missing.map((id) => gone(id, 'ids')) }),
  })
}

/** Newest first, by `since_id`, `start_time` and a token that stands for a place. */
function page(signed: Signed, newestFirst: readonly XPost[], tellsEnds = true): Reply {
  const { call, server } = signed
  const max = Number(call.query.get('max_results') ?? 10)
  if (max < 5 || max > 100) throw invalid('The `max_results` query parameter value is not between 5 and 100.')
  const all = within(signed, newestFirst)
  const items = all.slice(0, max)
  const asked = askedOf(call.query)
  const [first, last] = [items[0], items.at(-1)]
  const ends = first && last && tellsEnds ? { newest_id: first.id, oldest_id: last.id } : {}
  return json({
    ...(items.length > 0 && { data: items.map((one) => postEntity(server.store, one, asked)) }),
    ...includes(
      server.store,
      items.map(({ authorId }) => authorId),
      items.flatMap(({ mediaIds }) => mediaIds),
      asked,
    ),
    meta: { result_count: items.length, ...ends, ...(last && all.length > max && { next_token: `page-after-${last.id}` }) },
  })
}

function within({ call, server: { store } }: Signed, posts: readonly XPost[]): XPost[] {
  const since = BigInt(call.query.get('since_id') ?? 0)
  const start = Date.parse(call.query.get('start_time') ?? '1970-01-01T00:00:00Z')
  if (start > store.clock.ms()) throw invalid('Invalid `start_time`: it must be before now.')
  const token = call.query.get('pagination_token')
  const before = token === null ? null : place(token)
  return posts.filter(({ id, at }) => BigInt(id) > since && Date.parse(at) >= start && (before === null || BigInt(id) < before))
}

function place(token: string): bigint {
  const found = /^page-after-(\d+)$/.exec(token)?.[1]
  if (!found) throw invalid('Invalid pagination token.')
  return BigInt(found)
}

function mentions(signed: Signed): Reply {
  const { call, server } = signed
  const me = server.store.memory.users.get(call.params['user'] ?? '')
  const all = [...server.store.memory.posts.values()].filter((post) => {
    const parent = post.replyTo ? server.store.memory.posts.get(post.replyTo)?.authorId : undefined
    const named = namedIn(post.text).some((name) => name.toLowerCase() === me?.username.toLowerCase())
    return post.repostOf === null && post.authorId !== me?.id && (parent === me?.id || named)
  })
  return page(signed, all.reverse())
}

function search(signed: Signed): Reply {
  const { call, server } = signed
  const [, conversation, parent] = /^\(conversation_id:(\d+) OR in_reply_to_tweet_id:(\d+)\)$/.exec(call.query.get('query') ?? '') ?? []
  if (!conversation) throw invalid('There were errors processing your request: the query cannot be read.')
  const week = server.store.clock.ms() - 7 * 86_400_000
  const all = [...server.store.memory.posts.values()].filter(
    (post) => (post.conversation === conversation || post.replyTo === parent) && post.repostOf === null && Date.parse(post.at) > week,
  )
  return page(signed, all.reverse())
}

function timeline(signed: Signed): Reply {
  const { call, server } = signed
  const without = (call.query.get('exclude') ?? '').split(',')
  const own = server.store.postsOf(call.params['user'] ?? '')
  return page(
    signed,
    own.filter(({ repostOf: of, replyTo }) => !(without.includes('retweets') && of) && !(without.includes('replies') && replyTo)),
  )
}

function userRoutes(at: At): Route[] {
  const target = ({ call }: Signed) => text(call.body['tweet_id']) || (call.params['post'] ?? '')
  return [
    at('GET /2/users/me', READ, ({ call, me }) => json({ data: userEntity(me, askedOf(call.query)) })),
    at('GET /2/users/by/username/:name', READ, ({ call, server: { store } }) =>
      json({ data: userEntity(store.user(call.params['name'] ?? ''), askedOf(call.query)) }),
    ),
    at('GET /2/users/:user/mentions', READ, mentions),
    at('GET /2/users/:user/tweets', READ, timeline),
    at('GET /2/users/:user/liked_tweets', `${READ} like.read`, (signed) => {
      const { memory } = signed.server.store
      const liked = [...(memory.likes.get(signed.me.id) ?? [])].reverse().flatMap((id) => memory.posts.get(id) ?? [])
      return page(signed, liked, false)
    }),
    at('POST /2/users/:user/likes', `${READ} like.write`, (signed) => {
      signed.server.actions.like(signed.me.id, target(signed))
      return json({ data: { liked: true } })
    }),
    at('DELETE /2/users/:user/likes/:post', `${READ} like.write`, (signed) => {
      signed.server.actions.like(signed.me.id, target(signed), false)
      return json({ data: { liked: false } })
    }),
    at('POST /2/users/:user/retweets', `${READ} tweet.write`, (signed) => {
      if (repostOf(signed.server.store, signed.me.id, target(signed)))
        throw new XRefusal(403, 'Forbidden', 'You have already retweeted this Tweet.')
      const made = signed.server.actions.repost(signed.me.id, target(signed))
      return json({ data: { retweeted: true, rest_id: made.id } })
    }),
    at('DELETE /2/users/:user/retweets/:post', `${READ} tweet.write`, (signed) => {
      signed.server.actions.unrepost(signed.me.id, target(signed))
      return json({ data: { retweeted: false } })
    }),
  ]
}

function messageRoutes(at: At): Route[] {
  const mine = ({ me, server }: Signed) => server.store.memory.messages.filter(({ from, to }) => from === me.id || to === me.id).reverse()
  return [
    at('GET /2/dm_events', `${READ} dm.read`, (signed) => events(signed, mine(signed))),
    at('GET /2/dm_conversations/with/:person/dm_events', `${READ} dm.read`, (signed) => {
      const other = signed.call.params['person']
      return events(
        signed,
        mine(signed).filter(({ from, to }) => from === other || to === other),
      )
    }),
    at('POST /2/dm_conversations/with/:person/messages', `${READ} dm.write`, ({ call, me, server }) => {
      const to = call.params['person'] ?? ''
      if (!server.store.memory.users.has(to)) throw new XRefusal(403, 'Forbidden', 'You cannot send messages to this user.')
      const made = server.actions.write(me.id, to, text(call.body['text']))
      return json({ data: { dm_conversation_id: `${me.id}-${to}`, dm_event_id: made.id } }, 201)
    }),
  ]
}

function events({ call, server: { store } }: Signed, newestFirst: XMessage[]): Reply {
  const max = Number(call.query.get('max_results') ?? 100)
  const before = call.query.get('pagination_token')
  const all = newestFirst.filter(({ id }) => before === null || BigInt(id) < place(before))
  const items = all.slice(0, max)
  const asked = askedOf(call.query)
  const last = items.at(-1)
  return json({
    ...(items.length > 0 && { data: items.map((one) => messageEntity(one, asked)) }),
    ...includes(
      store,
      items.map(({ from }) => from),
      [],
      asked,
    ),
    meta: { result_count: items.length, ...(last && all.length > max && { next_token: `page-after-${last.id}` }) },
  })
}
