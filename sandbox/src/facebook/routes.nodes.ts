import { json, type Reply, type Route } from '../http.ts'
import { asked, edge, fieldsOf, flag, GraphRefusal, inside, invalid, noSuchThing, show, textIn, type Thing } from '../meta/graph.ts'
import { commentsOf, commentThing, filmThing, messagesIn, pageThing, photoThing, postThing, threadThing } from './entities.ts'
import { ENGAGE, READ } from './access.ts'
import type { Asking, At } from './routes.ts'
import type { Comment, Post } from './store.ts'

/** Anything by its number. */

function postOf({ store, id }: Asking): Post | null {
  return store.memory.posts.get(id) ?? null
}

/** Below a film one may comment as below its post. */
const standing = ({ store, id }: Asking): string => store.memory.films.get(id)?.postId ?? id

function written(asking: Asking): Post | Comment {
  const found = asking.store.memory.posts.get(standing(asking)) ?? asking.store.memory.comments.get(asking.id)
  if (!found) throw noSuchThing(asking.id)
  return found
}

function thingOf(asking: Asking): Thing {
  const { store, id, page } = asking
  const { comments, photos, films, threads } = store.memory
  const post = postOf(asking)
  if (post) return postThing(store, post)
  const [comment, photo, film, thread] = [comments.get(id), photos.get(id), films.get(id), threads.get(id)]
  if (comment) return commentThing(store, comment)
  if (photo) return photoThing(photo)
  if (film) return filmThing(film)
  if (thread?.pageId === page.id) return threadThing(store, thread)
  const found = store.memory.pages.get(id)
  if (!found) throw noSuchThing(id)
  return pageThing(store, found, found.id === page.id ? store.tokenFor(found.username) : null)
}

export function nodeRoutes(at: At): Route[] {
  return [
    at('GET ', READ, (asking) => json(show(thingOf(asking), fieldsOf(asking.call, 'id')))),
    at('GET /comments', 'pages_read_user_content', (asking) => {
      written(asking)
      const found = commentsOf(asking.store, standing(asking), { args: Object.fromEntries(asking.call.query) })
      return json(
        edge(
          found.map((comment) => commentThing(asking.store, comment)),
          asked(asking.call, 'id,message,created_time'),
        ),
      )
    }),
    at('GET /messages', 'pages_messaging', (asking) => {
      const thread = asking.store.memory.threads.get(asking.id)
      if (!thread) throw noSuchThing(asking.id)
      return json(edge(messagesIn(asking.store, thread), asked(asking.call, 'id,created_time')))
    }),
    at('POST /comments', ENGAGE, (asking) => {
      const on = written(asking)
      const photoId = textIn(asking.call.body, 'attachment_id') || null
      return json({ id: asking.actions.comment(asking.page.id, on.id, textIn(asking.call.body, 'message'), photoId).id })
    }),
    at('POST /likes', ENGAGE, (asking) => {
      written(asking).likes.add(asking.page.id)
      return json({ success: true })
    }),
    at('DELETE /likes', ENGAGE, (asking) => {
      written(asking).likes.delete(asking.page.id)
      return json({ success: true })
    }),
    at('POST ', ENGAGE, change),
    at('DELETE ', ENGAGE, (asking) => {
      written(asking)
      asking.actions.remove(standing(asking))
      return json({ success: true })
    }),
  ]
}

function change(asking: Asking): Reply {
  const { call, actions, page } = asking
  const thing = written(asking)
  if (inside(call.body, 'message') !== undefined) {
    if (thing.authorId !== page.id) throw new GraphRefusal(200, '(#200) This post wasn’t created by the application', { status: 403 })
    actions.edit(thing, textIn(call.body, 'message'))
  }
  if (inside(call.body, 'is_hidden') !== undefined) {
    if (!('hidden' in thing) || thing.authorId === page.id) throw invalid('(#100) This comment cannot be hidden')
    thing.hidden = flag(inside(call.body, 'is_hidden'))
  }
  if (inside(call.body, 'is_pinned') !== undefined && 'isPinned' in thing) thing.isPinned = flag(inside(call.body, 'is_pinned'))
  return json({ success: true })
}
