import { field, json, type Call, type Reply, type Route } from '../http.ts'
import { answer, asked, edge, fieldsOf, invalid, noSuchThing, show, type Thing } from '../meta/graph.ts'
import { authorize, longToken, refreshed, shortToken, signedIn, type Signed } from './access.ts'
import type { ThreadsActions } from './actions.ts'
import { containerThing, insightThing, postThing, userThing } from './entities.ts'
import type { Container, Draft, Part, Post, ThreadsStore } from './store.ts'

export const VERSION = 'v1.0'

type Server = { store: ThreadsStore; actions: ThreadsActions }
type Asking = Signed & Server & { id: string }

export function threadsRoutes(store: ThreadsStore, actions: ThreadsActions): Route[] {
  const at = (line: string, scope: string, work: (asking: Asking) => Reply): Route => {
    const [method = '', path = ''] = line.split(' ')
    const pattern = new RegExp(`^/${VERSION}${path.replace(':id', '(?<id>\\d+)')}$`)
    const handle = (call: Call) =>
      answer(call, () => work({ ...signedIn(store, call, scope), store, actions, id: call.params['id'] ?? '' }))
    return { method, pattern, handle }
  }
  const open = (method: string, path: string, work: (call: Call) => Reply): Route => ({
    method,
    pattern: new RegExp(`^/threads${path}$`),
    handle: (call) => answer(call, () => work(call)),
  })
  return [
    open('GET', '/oauth/authorize', (call) => authorize(store, call)),
    open('POST', '/oauth/access_token', (call) => shortToken(store, call)),
    open('GET', '/access_token', (call) => longToken(store, call)),
    open('GET', '/refresh_access_token', (call) => refreshed(store, call)),
    at('GET /me', 'threads_basic', ({ call, me }) => json(show(userThing(me), fieldsOf(call, 'id,username')))),
    at('GET /me/threads', 'threads_basic', (asking) =>
      listed(
        asking,
        asking.store.postsOf(asking.me.id).filter(({ replyTo }) => replyTo === null),
      ),
    ),
    at('GET /me/replies', 'threads_read_replies', (asking) =>
      listed(
        asking,
        asking.store.postsOf(asking.me.id).filter(({ replyTo }) => replyTo !== null),
      ),
    ),
    at('GET /me/mentions', 'threads_manage_mentions', (asking) => listed(asking, naming(asking))),
    at('GET /me/threads_publishing_limit', 'threads_basic', quota),
    at('GET /me/threads_insights', 'threads_manage_insights', profileInsights),
    at('POST /me/threads', 'threads_content_publish', contain),
    at('POST /me/threads_publish', 'threads_content_publish', ({ call, me, actions: acts }) =>
      json({ id: acts.publish(me.id, field(call, 'creation_id')).id }),
    ),
    at('GET /:id', 'threads_basic', (asking) => json(show(thingOf(asking), fieldsOf(asking.call, 'id')))),
    at('GET /:id/conversation', 'threads_read_replies', (asking) => listed(asking, below(asking))),
    at('GET /:id/insights', 'threads_manage_insights', insights),
    at('POST /:id/repost', 'threads_content_publish', (asking) => json({ id: asking.actions.repost(asking.me.id, postOf(asking)).id })),
    at('POST /:id/manage_reply', 'threads_manage_replies', hide),
    at('DELETE /:id', 'threads_delete', (asking) => {
      const post = postOf(asking)
      if (post.userId !== asking.me.id) throw noSuchThing(asking.id)
      asking.actions.remove(post)
      return json({ success: true, deleted_id: post.id })
    }),
  ]
}

const listed = (asking: Asking, posts: readonly Post[]): Reply => {
  const things = posts.map((post) => postThing(asking.store, post, asking.me.id))
  return json(edge(things, asked(asking.call, 'id')))
}

function postOf({ store, id }: Asking): Post {
  const found = store.memory.posts.get(id)
  if (!found) throw noSuchThing(id)
  return found
}

function thingOf(asking: Asking): Thing {
  const container = asking.store.memory.containers.get(asking.id)
  return container ? containerThing(asking.actions, container) : postThing(asking.store, postOf(asking), asking.me.id)
}

/** Posts of others that name the account. */
function naming({ store, me }: Asking): Post[] {
  const name = new RegExp(`@${me.username.replace(/[.]/g, '\\.')}(?![\\w.])`, 'i')
  return [...store.memory.posts.values()].filter(({ userId, text }) => userId !== me.id && name.test(text)).reverse()
}

/** Answers and answers to answers; `reverse` (the default) puts the newest first. */
function below(asking: Asking): Post[] {
  const post = postOf(asking)
  const root = post.root ?? post.id
  const all = [...asking.store.memory.posts.values()].filter((one) => one.root === root)
  return asking.call.query.get('reverse') === 'false' ? all : all.reverse()
}

function quota({ actions, me, call }: Asking): Reply {
  const used = actions.usedOf(me.id)
  const of = (max: number) => ({ quota_total: max, quota_duration: 86_400 })
  const { post, reply, delete: removed } = actions.settings.quota
  const told: Thing = {
    type: 'Limit',
    quota_usage: used.post,
    config: of(post),
    reply_quota_usage: used.reply,
    reply_config: of(reply),
    delete_quota_usage: used.delete,
    delete_config: of(removed),
  }
  return json({ data: [show(told, fieldsOf(call, 'quota_usage,config'))] })
}

function figuresOf({ store, id }: Asking): Record<string, number> {
  const posts = [...store.memory.posts.values()]
  const post = store.memory.posts.get(id)
  const how = (fits: (one: Post) => boolean) => posts.filter(fits).length
  return {
    views: 70,
    likes: post?.likes.size ?? 0,
    replies: how(({ replyTo }) => replyTo === id),
    reposts: how(({ repostOf }) => repostOf === id),
    quotes: how(({ quoteOf }) => quoteOf === id),
    shares: 0,
  }
}

function insights(asking: Asking): Reply {
  if (postOf(asking).userId !== asking.me.id) throw noSuchThing(asking.id)
  const figures = figuresOf(asking)
  const names = (asking.call.query.get('metric') ?? '').split(',')
  if (names.some((name) => !(name in figures))) throw invalid('(#100) metric must be one of views, likes, replies, reposts, quotes, shares')
  return json({ data: names.map((name) => insightThing(asking.id, name, figures[name] ?? 0, false)) })
}

function profileInsights({ call, me }: Asking): Reply {
  const values: Record<string, number> = { views: me.followers * 4, followers_count: me.followers }
  const names = (call.query.get('metric') ?? '').split(',')
  return json({ data: names.map((name) => insightThing(me.id, name, values[name] ?? 0, true)) })
}

/** Answers below one's own posts only. */
function hide(asking: Asking): Reply {
  const post = postOf(asking)
  if (asking.store.memory.posts.get(post.root ?? '')?.userId !== asking.me.id) throw noSuchThing(asking.id)
  post.hidden = field(asking.call, 'hide') === 'true'
  return json({ success: true })
}

const TYPES = ['TEXT', 'IMAGE', 'VIDEO', 'CAROUSEL'] as const

function contain(asking: Asking): Reply {
  const { call, actions, me } = asking
  const type = TYPES.find((one) => one === field(call, 'media_type'))
  if (!type) throw invalid('(#100) Param media_type must be one of TEXT, IMAGE, VIDEO, CAROUSEL')
  const draft: Pick<Draft, 'userId'> & Partial<Draft> = {
    userId: me.id,
    type,
    text: field(call, 'text'),
    parts:
      type === 'CAROUSEL'
        ? field(call, 'children')
            .split(',')
            .map((id) => partOf(asking, id))
        : partsOf(asking, type),
    isPart: field(call, 'is_carousel_item') === 'true',
    replyTo: field(call, 'reply_to_id') || null,
    quoteOf: field(call, 'quote_post_id') || null,
    who: field(call, 'reply_control', 'everyone'),
    link: field(call, 'link_attachment') || null,
    poll: pollOf(call),
  }
  if (field(call, 'auto_publish_text') !== 'true') return json({ id: actions.contain(draft).id })
  if (type !== 'TEXT') throw invalid('(#100) auto_publish_text is for text-only posts')
  return json({ id: actions.answerOf(actions.post(draft)) })
}

function pollOf(call: Call): Draft['poll'] {
  const raw = field(call, 'poll_attachment')
  if (raw === '') return null
  const told = JSON.parse(raw) as Record<string, string>
  const options = ['option_a', 'option_b', 'option_c', 'option_d'].flatMap((name) => told[name] ?? [])
  if (options.length < 2 || options.some((option) => option.length === 0 || Array.from(option).length > 25))
    throw invalid('(#100) poll_attachment')
  return { options }
}

/** Threads fetches from anywhere in the world, and nowhere else. */
function partsOf({ call, store }: Asking, type: 'TEXT' | 'IMAGE' | 'VIDEO' | 'CAROUSEL'): Part[] {
  if (type !== 'IMAGE' && type !== 'VIDEO') return []
  const address = field(call, type === 'IMAGE' ? 'image_url' : 'video_url')
  if (!URL.canParse(address)) throw invalid('Media could not be fetched from this URI.', 2207052)
  return [{ id: store.newId(), type, alt: field(call, 'alt_text'), address }]
}

function partOf({ store, actions, me }: Asking, id: string): Part {
  const one: Container | undefined = store.memory.containers.get(id)
  const [part] = one?.parts ?? []
  if (one?.userId !== me.id || !one.isPart || !part || actions.stateOf(one) !== 'FINISHED')
    throw invalid('(#100) Param children has an invalid item')
  return part
}
