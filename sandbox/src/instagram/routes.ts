import { json, type Call, type Reply, type Route } from '../http.ts'
import {
  answer,
  asked,
  edge,
  fieldsOf,
  flag,
  inside,
  invalid,
  list,
  missing,
  noSuchThing,
  show,
  textIn,
  type Thing,
} from '../meta/graph.ts'
import type { Me } from '../meta/me.ts'
import { authorize, longToken, me, refreshed, shortToken, signedIn, type Signed } from './access.ts'
import type { InstagramActions } from './actions.ts'
import {
  commentsOf,
  commentThing,
  containerThing,
  insightThing,
  mediaThing,
  messagesIn,
  repliesOf,
  threadThing,
  userThing,
} from './entities.ts'
import { mediaRoutes } from './routes.media.ts'
import type { Comment, InstagramStore, Media } from './store.ts'

export const VERSION = 'v25.0'
/** Numbers of Instagram's things begin with 17 here; those of its conversations with letters. */
const NODE = '(?<id>17\\d+|aWdf\\w+)'

export type Server = { store: InstagramStore; actions: InstagramActions }
export type Asking = Signed & Server & { id: string }
export type At = (line: string, scope: string, work: (asking: Asking) => Reply) => Route

const COMMENTS = 'manage_comments'

export function instagramRoutes(store: InstagramStore, actions: InstagramActions, own: Me): Route[] {
  const server: Server = { store, actions }
  const at: At = (line, scope, work) => {
    const [method = '', edgeName = ''] = line.split(' ')
    const pattern = new RegExp(`^/${VERSION}/${NODE}${edgeName}$`)
    const handle = (call: Call) => answer(call, () => work({ ...server, ...signedIn(store, call, scope), id: call.params['id'] ?? '' }))
    return { method, pattern, handle }
  }
  own.of('IG', (call) => me(store, call))
  const open = (method: string, pattern: RegExp, work: (call: Call) => Reply): Route => ({
    method,
    pattern,
    handle: (call) => answer(call, () => work(call)),
  })
  return [
    open('GET', /^\/instagram\/oauth\/authorize$/, (call) => authorize(store, call)),
    open('POST', /^\/instagram\/oauth\/access_token$/, (call) => shortToken(store, call)),
    open('GET', /^\/instagram\/access_token$/, (call) => longToken(store, call)),
    open('GET', /^\/instagram\/refresh_access_token$/, (call) => refreshed(store, call)),
    ...accountRoutes(at),
    ...mediaRoutes(server, at),
    ...nodeRoutes(at),
    ...pageRoutes(server),
  ]
}

const ownAccount = ({ id, me: user }: Asking) => {
  if (id !== user.id) throw missing('instagram_business_basic')
  return user
}

const listed = (asking: Asking, things: readonly Thing[], otherwise: string): Reply => {
  ownAccount(asking)
  return json(edge(things, asked(asking.call, otherwise)))
}

function accountRoutes(at: At): Route[] {
  const shown = ({ store }: Asking, media: readonly Media[]) => media.map((one) => mediaThing(store, one))
  return [
    at('GET /media', 'basic', (asking) =>
      listed(
        asking,
        shown(
          asking,
          asking.store.mediaOf(asking.id).filter(({ product }) => product !== 'STORY'),
        ),
        'id,caption',
      ),
    ),
    at('GET /stories', 'basic', (asking) =>
      listed(
        asking,
        shown(
          asking,
          asking.store.mediaOf(asking.id).filter(({ product }) => product === 'STORY'),
        ),
        'id',
      ),
    ),
    at('GET /tags', 'basic', (asking) => {
      const named = [...asking.store.memory.media.values()].filter(({ tags }) => tags.includes(asking.id)).reverse()
      return listed(asking, shown(asking, named), 'id')
    }),
    at('GET /content_publishing_limit', 'content_publish', (asking) => {
      const { actions, id } = asking
      const told: Thing = {
        type: 'Limit',
        quota_usage: actions.usedOf(id),
        config: { quota_total: actions.settings.quota, quota_duration: 86_400 },
      }
      return listed(asking, [told], 'quota_usage')
    }),
    at('POST /mentions', COMMENTS, (asking) => {
      const { body } = asking.call
      const [mediaId, commentId] = [textIn(body, 'media_id'), textIn(body, 'comment_id')]
      const made = { mediaId, commentId: commentId || null, message: textIn(body, 'message'), id: asking.store.newId() }
      asking.store.memory.mentions.push(made)
      return json({ id: made.id })
    }),
    at('POST /moderate_conversations', 'manage_messages', (asking) => {
      if (asking.access.pageId === null) throw noSuchThing(asking.id)
      const people = list(inside(asking.call.body, 'user_ids')).map((one) => textIn(one, 'id'))
      const on = list(inside(asking.call.body, 'actions')).includes('BLOCK_USER')
      for (const person of people) asking.store.memory.blocked[on ? 'add' : 'delete'](person)
      return json({ success: true })
    }),
    at('POST /subscribed_apps', 'basic', (asking) => {
      asking.store.memory.listening.set(ownAccount(asking).id, list(inside(asking.call.body, 'subscribed_fields')).map(String))
      return json({ success: true })
    }),
    at('GET /conversations', 'manage_messages', (asking) => conversations(asking, ownAccount(asking).id)),
    at('POST /messages', 'manage_messages', (asking) => messages(asking, ownAccount(asking).id)),
  ]
}

/** By Facebook's login conversations belong to the Page, whose number is Facebook's. */
function pageRoutes({ store, actions }: Server): Route[] {
  const at = (method: string, name: string, work: (asking: Asking) => Reply): Route => ({
    method,
    pattern: new RegExp(`^/${VERSION}/(?<id>16\\d+)/${name}$`),
    handle: (call) =>
      answer(call, () => {
        const signed = signedIn(store, call, 'manage_messages')
        if (signed.access.pageId !== call.params['id']) throw missing('pages_show_list')
        return work({ ...signed, store, actions, id: signed.me.id })
      }),
  })
  return [
    at('GET', 'conversations', (asking) => conversations(asking, asking.me.id)),
    at('POST', 'messages', (asking) => messages(asking, asking.me.id)),
    at('POST', 'subscribed_apps', (asking) => {
      asking.store.memory.listening.set(asking.access.pageId ?? '', list(inside(asking.call.body, 'subscribed_fields')).map(String))
      return json({ success: true })
    }),
  ]
}

function conversations({ store, call }: Asking, userId: string): Reply {
  if ((call.query.get('platform') ?? '').toLowerCase() !== 'instagram') throw invalid('(#100) platform')
  const person = call.query.get('user_id')
  const lastAt = (id: string) => [...store.memory.messages.values()].findLast(({ threadId }) => threadId === id)?.at ?? 0
  const own = [...store.memory.threads.values()]
    .filter((thread) => thread.userId === userId && (person === null || thread.personId === person) && lastAt(thread.id) > 0)
    .sort((a, b) => lastAt(b.id) - lastAt(a.id))
  const things = own.map((thread) => threadThing(store, thread))
  return json(edge(things, asked(call, 'id,updated_time')))
}

function messages({ call, store, actions }: Asking, userId: string): Reply {
  const recipient = inside(call.body, 'recipient')
  const text = textIn(inside(call.body, 'message'), 'text')
  if (text.trim() === '') throw invalid('(#100) The parameter message is required.')
  const commentId = textIn(recipient, 'comment_id')
  if (commentId !== '') {
    const { message, personId } = actions.answerPrivately(userId, commentId, text)
    return json({ recipient_id: personId, message_id: message.id })
  }
  const personId = textIn(recipient, 'id')
  if (!store.memory.users.has(personId)) throw invalid('(#100) No matching user found', 2534014)
  const sent = actions.send(actions.threadOf(userId, personId), text, textIn(call.body, 'tag') || null)
  return json({ recipient_id: personId, message_id: sent.id })
}

/** Refused when nobody, or somebody else, has it. */
function mediaOf({ store, id, me: user }: Asking): Media {
  const found = store.memory.media.get(id)
  if (found?.userId !== user.id) throw noSuchThing(id)
  return found
}

/** One's own comments, and those below one's own media. */
function commentOf({ store, id, me: user }: Asking): Comment {
  const found = store.memory.comments.get(id)
  if (!found || store.memory.media.get(found.mediaId)?.userId !== user.id) throw noSuchThing(id)
  return found
}

function thingOf(asking: Asking): Thing {
  const { store, id, me: user } = asking
  if (id === user.id) return userThing(user)
  const container = store.memory.containers.get(id)
  if (container?.userId === user.id) return containerThing(asking.actions, container)
  return store.memory.comments.has(id) ? commentThing(store, commentOf(asking)) : mediaThing(store, mediaOf(asking))
}

const FIGURES = ['views', 'reach', 'likes', 'comments', 'shares', 'saved']

function nodeRoutes(at: At): Route[] {
  const comments = (asking: Asking, all: readonly Comment[]) =>
    json(
      edge(
        all.map((one) => commentThing(asking.store, one)),
        asked(asking.call, 'id,text,timestamp'),
      ),
    )
  const said = (asking: Asking) => json({ id: asking.actions.comment(asking.me.id, asking.id, textIn(asking.call.body, 'message')).id })
  return [
    at('GET ', 'basic', (asking) => json(show(thingOf(asking), fieldsOf(asking.call, 'id')))),
    at('GET /comments', COMMENTS, (asking) => comments(asking, commentsOf(asking.store, mediaOf(asking).id))),
    at('GET /replies', COMMENTS, (asking) => comments(asking, repliesOf(asking.store, commentOf(asking).id))),
    at('POST /comments', COMMENTS, (asking) => (mediaOf(asking), said(asking))),
    at('POST /replies', COMMENTS, (asking) => (commentOf(asking), said(asking))),
    at('GET /messages', 'manage_messages', (asking) => {
      const thread = asking.store.memory.threads.get(asking.id)
      if (!thread) throw noSuchThing(asking.id)
      return json(edge(messagesIn(asking.store, thread), asked(asking.call, 'id')))
    }),
    at('GET /insights', 'manage_insights', insights),
    at('POST ', COMMENTS, (asking) => {
      commentOf(asking).hidden = flag(inside(asking.call.body, 'hide'))
      return json({ success: true })
    }),
    at('DELETE ', COMMENTS, (asking) => {
      // Media are deleted by Facebook's login only.
      if (!asking.store.memory.comments.has(asking.id) && asking.access.pageId === null) throw noSuchThing(asking.id)
      thingOf(asking)
      asking.actions.remove(asking.id)
      return json({ success: true })
    }),
  ]
}

function insights(asking: Asking): Reply {
  const { call, id, me: user, store } = asking
  const names = (call.query.get('metric') ?? '').split(',')
  const gone = names.find((name) => !FIGURES.includes(name))
  if (gone !== undefined) throw invalid(`(#100) metric[0] must be one of the following values: ${gone}`)
  if (id === user.id) {
    if (call.query.get('metric_type') !== 'total_value') throw invalid('(#100) metric_type')
    return json(
      edge(
        names.map((name) => insightThing(id, name, 'day', user.followers * 2)),
        asked(call, INSIGHT),
      ),
    )
  }
  const media = mediaOf(asking)
  const comments = [...store.memory.comments.values()].filter(({ mediaId }) => mediaId === id).length
  const values: Record<string, number> = { views: 60, reach: 40, likes: media.likes.size, comments, shares: 0, saved: 1 }
  return json(
    edge(
      names.map((name) => insightThing(id, name, 'lifetime', values[name] ?? 0)),
      asked(call, INSIGHT),
    ),
  )
}

const INSIGHT = 'name,period,title,description,values,total_value'
