import { json, type Call, type Reply, type Route } from '../http.ts'
import {
  answer,
  asked,
  edge,
  fieldsOf,
  GraphRefusal,
  inside,
  invalid,
  list,
  missing,
  moment,
  noSuchThing,
  show,
  textIn,
  tokenOf,
  type Thing,
} from '../meta/graph.ts'
import type { Me } from '../meta/me.ts'
import { accounts, appOnly, authorize, debugToken, me, ENGAGE, READ, signedIn, token, type Signed } from './access.ts'
import type { FacebookActions } from './actions.ts'
import { pageThing, photoThing, postThing, reviewThing, storyThing, threadThing } from './entities.ts'
import { mediaRoutes } from './routes.media.ts'
import { nodeRoutes } from './routes.nodes.ts'
import type { FacebookStore, Post } from './store.ts'

export const VERSION = 'v25.0'
/** Numbers of Facebook's things begin with 6 or 7 here, those of other networks do not. */
const NODE = '(?<id>(?:t_)?[67]\\d+(?:_\\d+)?)'

export type Server = { store: FacebookStore; actions: FacebookActions }
export type Asking = Signed & Server & { id: string }
export type Work = (asking: Asking) => Reply | Promise<Reply>
export type At = (line: string, scope: string, work: Work) => Route

const POST = 'pages_manage_posts'

export function facebookRoutes(store: FacebookStore, actions: FacebookActions, own: Me): Route[] {
  const server: Server = { store, actions }
  const at: At = (line, scope, work) => {
    const [method = '', edgeName = ''] = line.split(' ')
    const pattern = new RegExp(`^/${VERSION}/${NODE}${edgeName}$`)
    const handle = (call: Call) =>
      answer(call, () => {
        const signed = signedIn(store, call, scope)
        if (method === 'POST') refuseWhenLimited(actions)
        return work({ ...server, ...signed, id: call.params['id'] ?? '' })
      })
    return { method, pattern, handle }
  }
  own.of('EAA', (call) => me(store, call))
  return [...openRoutes(server, own), ...pageRoutes(at), ...blockRoutes(at), ...mediaRoutes(server, at), ...nodeRoutes(at)]
}

function openRoutes({ store }: Server, own: Me): Route[] {
  const plain = (method: string, path: string, work: (call: Call) => Reply): Route => ({
    method,
    pattern: new RegExp(`^/${VERSION}${path}$`),
    handle: (call) => answer(call, () => work(call)),
  })
  return [
    plain('GET', '/dialog/oauth', (call) => authorize(store, call)),
    plain('GET', '/oauth/access_token', (call) => token(store, call)),
    plain('GET', '/debug_token', (call) => debugToken(store, call)),
    plain('GET', '/me/accounts', (call) => accounts(store, call, own.linked)),
    plain('GET', '/', (call) => byNumbers(store, call)),
    plain('GET', '/(?<name>[a-zA-Z][\\w.-]*)', (call) => byName(store, call)),
    plain('POST', `/${store.app.clientId}/subscriptions`, (call) => subscribe(store, call)),
  ]
}

function refuseWhenLimited({ settings }: FacebookActions): void {
  if (!settings.limited) return
  const { code, minutes } = settings.limited
  const busy = [{ type: 'pages', call_count: 100, total_cputime: 20, total_time: 20, estimated_time_to_regain_access: minutes }]
  const headers = { 'x-business-use-case-usage': JSON.stringify({ '6100': busy }) }
  throw new GraphRefusal(code, `(#${code}) Page request limit reached`, { headers })
}

function subscribe(store: FacebookStore, call: Call): Reply {
  appOnly(store, call)
  const { body } = call
  const fields = textIn(body, 'fields').split(',')
  store.memory.subscriptions.set(textIn(body, 'object'), {
    callback: textIn(body, 'callback_url'),
    word: textIn(body, 'verify_token'),
    fields,
  })
  return json({ success: true })
}

function byNumbers(store: FacebookStore, call: Call): Reply {
  signedIn(store, call, READ)
  const photos = (call.query.get('ids') ?? '').split(',').flatMap((id) => store.memory.photos.get(id) ?? [])
  return json(Object.fromEntries(photos.map((photo) => [photo.id, show(photoThing(photo), fieldsOf(call, 'id'))])))
}

function byName(store: FacebookStore, call: Call): Reply {
  const { page } = signedIn(store, call, READ)
  const found = [...store.memory.pages.values()].find(({ username }) => username === call.params['name'])
  if (!found) throw noSuchThing(call.params['name'] ?? '')
  return json(show(pageThing(store, found, found === page ? tokenOf(call) : null), fieldsOf(call, 'id')))
}

/* ── A Page ─────────────────────────────────────────────────────────────── */

const ownPage = ({ id, page }: Asking) => {
  if (id !== page.id) throw missing('pages_show_list')
  return page
}

const listed = (asking: Asking, things: readonly Thing[], otherwise: string) => {
  ownPage(asking)
  return json(edge(things, asked(asking.call, otherwise)))
}

const postsWhere = ({ store }: Server, fits: (post: Post) => boolean) =>
  [...store.memory.posts.values()]
    .filter(fits)
    .reverse()
    .map((post) => postThing(store, post))

function pageRoutes(at: At): Route[] {
  return [
    at('GET /feed', READ, (asking) =>
      listed(
        asking,
        postsWhere(asking, (post) => post.pageId === asking.id && !post.isAd),
        'id,message',
      ),
    ),
    at('GET /published_posts', READ, (asking) =>
      listed(
        asking,
        postsWhere(asking, (post) => post.pageId === asking.id && post.authorId === asking.id && !post.isAd),
        'id,message',
      ),
    ),
    at('GET /ads_posts', READ, (asking) =>
      listed(
        asking,
        postsWhere(asking, (post) => post.pageId === asking.id && post.isAd),
        'id',
      ),
    ),
    at('GET /tagged', 'pages_read_user_content', (asking) =>
      listed(
        asking,
        postsWhere(asking, (post) => post.tags.includes(asking.id)),
        'id',
      ),
    ),
    at('GET /ratings', 'pages_read_user_content', (asking) => {
      const { store } = asking
      const own = store.memory.reviews.filter(({ pageId }) => pageId === asking.id).reverse()
      return listed(
        asking,
        own.map((review) => reviewThing(store, review)),
        'created_time',
      )
    }),
    at('GET /stories', READ, (asking) =>
      listed(asking, asking.store.memory.stories.filter(({ pageId }) => pageId === asking.id).map(storyThing), 'post_id'),
    ),
    at('GET /conversations', 'pages_messaging', conversations),
    at('GET /insights', 'read_insights', insights),
    at('POST /feed', POST, feed),
    at('POST /messages', 'pages_messaging', messages),
    at('POST /subscribed_apps', 'pages_manage_metadata', (asking) => {
      asking.store.memory.listening.set(ownPage(asking).id, list(inside(asking.call.body, 'subscribed_fields')).map(String))
      return json({ success: true })
    }),
  ]
}

function blockRoutes(at: At): Route[] {
  return [
    at('GET /blocked', ENGAGE, (asking) => {
      const blocked = [...asking.store.memory.people.values()].filter(({ id }) =>
        asking.store.memory.blocked.has(`${asking.page.id}/${id}`),
      )
      const user = asking.call.query.get('user')
      const things = blocked.filter(({ id }) => user === null || id === user).map(({ id, name }): Thing => ({ type: 'Profile', id, name }))
      return listed(asking, things, 'id,name')
    }),
    at('POST /blocked', ENGAGE, (asking) => {
      const people = list(inside(asking.call.body, 'psid')).map(String)
      for (const person of people) asking.store.memory.blocked.add(`${ownPage(asking).id}/${person}`)
      return json(Object.fromEntries(people.map((person) => [person, true])))
    }),
    at('DELETE /blocked', ENGAGE, (asking) => {
      asking.store.memory.blocked.delete(`${ownPage(asking).id}/${asking.call.query.get('psid') ?? ''}`)
      return json({ success: true })
    }),
  ]
}

function conversations(asking: Asking): Reply {
  const { store, call } = asking
  const person = call.query.get('user_id')
  const lastAt = (id: string) => [...store.memory.messages.values()].findLast(({ threadId }) => threadId === id)?.at ?? 0
  const own = [...store.memory.threads.values()]
    .filter(({ pageId, personId, id }) => pageId === asking.id && (person === null || personId === person) && lastAt(id) > 0)
    .sort((a, b) => lastAt(b.id) - lastAt(a.id))
  return listed(
    asking,
    own.map((thread) => threadThing(store, thread)),
    'id,updated_time',
  )
}

const FIGURES = ['page_media_view', 'page_total_media_view_unique']

/** Pages of fewer than a hundred followers are told nothing. */
function insights(asking: Asking): Reply {
  const page = ownPage(asking)
  const names = (asking.call.query.get('metric') ?? '').split(',')
  const gone = names.find((name) => !FIGURES.includes(name))
  if (gone !== undefined) throw invalid(`(#100) The value must be a valid insights metric: ${gone}`)
  const end_time = moment(asking.store.clock.ms())
  const things = names.map((name): Thing => ({
    type: 'InsightsResult',
    id: `${page.id}/insights/${name}/day`,
    name,
    period: 'day',
    values: [{ value: page.followers * 3, end_time }],
  }))
  return json(edge(page.followers < 100 ? [] : things, asked(asking.call, 'name,period,values')))
}

function feed(asking: Asking): Reply {
  const { call, store, actions } = asking
  const page = ownPage(asking)
  const photos = list(inside(call.body, 'attached_media')).map((one) => textIn(one, 'media_fbid'))
  for (const id of photos) {
    const photo = store.memory.photos.get(id)
    if (!photo || photo.pageId !== page.id) throw invalid(`(#100) Param attached_media has an invalid photo: ${id}`)
    photo.published = true
  }
  const link = textIn(call.body, 'link') || null
  return json({ id: actions.post({ pageId: page.id, authorId: page.id, message: textIn(call.body, 'message'), link, photos }).id })
}

function messages(asking: Asking): Reply {
  const { call, store, actions } = asking
  const page = ownPage(asking)
  const recipient = inside(call.body, 'recipient')
  const text = textIn(inside(call.body, 'message'), 'text')
  if (text.trim() === '') throw invalid('(#100) The parameter message is required.')
  const commentId = textIn(recipient, 'comment_id') || textIn(recipient, 'post_id')
  if (commentId !== '') {
    const { message, personId } = actions.answerPrivately(page.id, commentId, text)
    return json({ recipient_id: personId, message_id: message.id })
  }
  const personId = textIn(recipient, 'id')
  if (!store.memory.people.has(personId)) throw invalid('(#100) No matching user found', 2018001)
  const sent = actions.send(actions.threadOf(page.id, personId), text, textIn(call.body, 'tag') || null)
  return json({ recipient_id: personId, message_id: sent.id })
}
