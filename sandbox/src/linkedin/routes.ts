import { json, route, type Reply, type Route } from '../http.ts'
import { authorize, mayBe, mustHave, signedIn, token } from './access.ts'
import { LinkedInRefusal, type LinkedInActions } from './actions.ts'
import { commentEntity, memberEntity, pageEntity, postEntity, rolesEntity, userInfoEntity } from './entities.ts'
import { answer, paged, pageOf, record, slice, textOf, type At, type Server, type Signed } from './call.ts'
import { figureRoutes } from './routes.figures.ts'
import { fileRoutes } from './routes.files.ts'
import { pageUrn, type LinkedInComment, type LinkedInPost, type LinkedInStore } from './store.ts'

export function linkedInRoutes(store: LinkedInStore, actions: LinkedInActions): Route[] {
  const server: Server = { store, actions }
  const at: At = (line, work) =>
    route(line, (call) =>
      answer(() => {
        const asking = signedIn(store, call, actions.settings.versions)
        if (call.method !== 'GET') spend(actions)
        return work({ call, asking, server })
      }),
    )
  return [
    route('GET /oauth/v2/authorization', (call) => answer(() => authorize(store, call))),
    route('POST /oauth/v2/accessToken', (call) => answer(() => token(store, call))),
    at('GET /v2/userinfo', ({ asking }) => {
      mustHave(asking.scopes, 'openid')
      return json(userInfoEntity(asking.me))
    }),
    at('GET /rest/organizationAcls', ({ asking }) => json(paged(rolesEntity(store, asking.me)))),
    at('GET /rest/organizations', ({ call }) => {
      const found = [...store.memory.pages.values()].filter(({ vanityName }) => vanityName === call.query.get('vanityName'))
      return json(paged(found.map(pageEntity)))
    }),
    at('GET /rest/organizations/:id', ({ call }) => json(pageEntity(pageOf(store, pageUrn(call.params['id'] ?? ''))))),
    at('GET /rest/people/:key', person),
    at('GET /rest/networkSizes/:urn', ({ call }) => json({ firstDegreeSize: pageOf(store, call.params['urn'] ?? '').followers })),
    at('POST /rest/posts', create),
    at('GET /rest/posts', listPosts),
    at('GET /rest/posts/:urn', (signed) => json(postEntity(readable(signed, postOf(signed))))),
    at('POST /rest/posts/:urn', change),
    at('DELETE /rest/posts/:urn', remove),
    at('GET /rest/socialActions/:urn/comments', listComments),
    at('POST /rest/socialActions/:urn/comments', comment),
    at('GET /rest/socialActions/:urn/comments/:id', (signed) => {
      const { post, comment: found } = commentOf(signed)
      readable(signed, post)
      return json(commentEntity(store, found))
    }),
    at('POST /rest/socialActions/:urn/comments/:id', changeComment),
    at('DELETE /rest/socialActions/:urn/comments/:id', removeComment),
    at('GET /rest/socialMetadata/:urn', metadata),
    at('POST /rest/socialMetadata/:urn', close),
    at('POST /rest/reactions', react),
    at('GET /rest/reactions/:key', (signed) => reaction(signed, false)),
    at('DELETE /rest/reactions/:key', (signed) => reaction(signed, true)),
    ...figureRoutes(at),
    ...fileRoutes(server, at),
  ]
}

function spend({ settings }: LinkedInActions): void {
  if (!settings.rate) return
  if (settings.rate.limit <= 0) throw new LinkedInRefusal(429, 'TOO_MANY_REQUESTS', settings.rate.message)
  settings.rate.limit -= 1
}

function person({ call, asking, server: { store } }: Signed): Reply {
  mustHave(asking.scopes, 'rw_organization_admin')
  const member = store.memory.members.get(/^\(id:(.+)\)$/.exec(call.params['key'] ?? '')?.[1] ?? '')
  if (!member) throw new LinkedInRefusal(404, 'NOT_FOUND', 'Could not find member')
  return json(memberEntity(member))
}

function postOf({ call, server: { store } }: Signed, urn = call.params['urn'] ?? ''): LinkedInPost {
  const post = store.memory.posts.get(urn)
  if (!post) throw new LinkedInRefusal(404, 'NOT_FOUND', 'Could not find entity')
  return post
}

/** A post, and what stands below it, is shown to who keeps its author's account. */
function readable({ asking, server }: Signed, post: LinkedInPost): LinkedInPost {
  mayBe(server.store, asking, post.author, 'r')
  return post
}

function create({ call, asking, server }: Signed): Reply {
  const { body } = call
  mayBe(server.store, asking, textOf(body['author']), 'w')
  if (body['lifecycleState'] !== 'PUBLISHED') throw new LinkedInRefusal(422, 'FIELD_INVALID', 'lifecycleState must be PUBLISHED')
  const made = server.actions.post({
    author: textOf(body['author']),
    commentary: textOf(body['commentary']),
    content: body['content'] === undefined ? null : record(body['content']),
    parent: textOf(record(body['reshareContext'])['parent']) || null,
  })
  return { status: 201, headers: { 'x-restli-id': made.id, 'x-linkedin-id': made.id }, body: '' }
}

function listPosts({ call, asking, server: { store } }: Signed): Reply {
  const author = call.query.get('author') ?? ''
  if (call.query.get('q') !== 'author') throw new LinkedInRefusal(400, 'ILLEGAL_ARGUMENT', 'q must be author')
  mayBe(store, asking, author, 'r')
  const { start, part } = slice(call, store.postsOf(author), 100)
  return json(paged(part.map(postEntity), start))
}

function change(signed: Signed): Reply {
  const { call, asking, server } = signed
  const post = postOf(signed)
  mayBe(server.store, asking, post.author, 'w')
  if (call.headers['x-restli-method'] !== 'PARTIAL_UPDATE') throw new LinkedInRefusal(400, 'ILLEGAL_ARGUMENT', 'PARTIAL_UPDATE is needed')
  server.actions.editPost(post, textOf(record(record(call.body['patch'])['$set'])['commentary']))
  return { status: 204, body: '' }
}

/** Deleting twice is no fault. */
function remove({ call, asking, server: { store } }: Signed): Reply {
  const post = store.memory.posts.get(call.params['urn'] ?? '')
  if (post) {
    mayBe(store, asking, post.author, 'w')
    store.memory.posts.delete(post.id)
  }
  return { status: 204, body: '' }
}

/** Below a post, or below a comment: `post` is the one in whose house it is. */
function placeOf(signed: Signed): { post: LinkedInPost; parent: LinkedInComment | null } {
  const urn = signed.call.params['urn'] ?? ''
  const parent = signed.server.store.memory.comments.get(urn) ?? null
  return { post: postOf(signed, parent?.object ?? urn), parent }
}

function listComments(signed: Signed): Reply {
  const { store } = signed.server
  const { post, parent } = placeOf(signed)
  readable(signed, post)
  const all = [...store.memory.comments.values()].filter((one) => one.object === post.id && one.parentComment === (parent?.urn ?? null))
  const { start, part } = slice(signed.call, all, 100)
  return json(
    paged(
      part.map((one) => commentEntity(store, one)),
      start,
    ),
  )
}

function comment(signed: Signed): Reply {
  const { call, asking, server } = signed
  const { post, parent } = placeOf(signed)
  const actor = textOf(call.body['actor'])
  mayBe(server.store, asking, actor, 'w')
  if (textOf(call.body['parentComment']) !== (parent?.urn ?? ''))
    throw new LinkedInRefusal(400, 'ILLEGAL_ARGUMENT', 'parentComment is another one')
  const [content] = (call.body['content'] as unknown[] | undefined) ?? []
  const image = textOf(record(record(content)['entity'])['image']) || null
  const text = textOf(record(call.body['message'])['text'])
  const made = server.actions.comment({ actor, object: post.id, parentComment: parent?.urn ?? null, text, image })
  return json(commentEntity(server.store, made), 201, { 'x-restli-id': made.id })
}

function commentOf(signed: Signed): { post: LinkedInPost; comment: LinkedInComment } {
  const { post } = placeOf(signed)
  const found = [...signed.server.store.memory.comments.values()].find(
    ({ id, object }) => id === signed.call.params['id'] && object === post.id,
  )
  if (!found) throw new LinkedInRefusal(404, 'NOT_FOUND', 'Could not find the comment')
  return { post, comment: found }
}

function changeComment(signed: Signed): Reply {
  const { call, asking, server } = signed
  const { comment: found } = commentOf(signed)
  mayBe(server.store, asking, call.query.get('actor') ?? '', 'w')
  if (found.actor !== call.query.get('actor')) throw new LinkedInRefusal(403, 'ACCESS_DENIED', 'Not the author of the comment')
  server.actions.editComment(found, textOf(record(record(record(call.body['patch'])['message'])['$set'])['text']))
  return { status: 204, body: '' }
}

/** By its author, or by who keeps the account of the post. */
function removeComment(signed: Signed): Reply {
  const { call, asking, server } = signed
  const { post, comment: found } = commentOf(signed)
  const actor = call.query.get('actor') ?? ''
  mayBe(server.store, asking, actor, 'w')
  if (actor !== found.actor && actor !== post.author) throw new LinkedInRefusal(403, 'ACCESS_DENIED', 'Not allowed to delete the comment')
  server.actions.deleteComment(found)
  return { status: 204, body: '' }
}

function metadata(signed: Signed): Reply {
  const { store } = signed.server
  const post = readable(signed, postOf(signed))
  const count = [...store.memory.comments.values()].filter(({ object }) => object === post.id).length
  const likes = store.memory.reactions.get(post.id)?.size ?? 0
  return json({
    entity: post.id,
    commentsState: post.commentsState,
    commentSummary: { count, topLevelCount: count },
    reactionSummaries: { LIKE: { reactionType: 'LIKE', count: likes } },
  })
}

function close(signed: Signed): Reply {
  const { call, asking, server } = signed
  const post = postOf(signed)
  mayBe(server.store, asking, call.query.get('actor') ?? '', 'w')
  const state = record(record(call.body['patch'])['$set'])['commentsState']
  if (state !== 'OPEN' && state !== 'CLOSED') throw new LinkedInRefusal(422, 'FIELD_INVALID', 'commentsState is OPEN or CLOSED')
  post.commentsState = state
  return { status: 204, body: '' }
}

function react({ call, asking, server }: Signed): Reply {
  const actor = call.query.get('actor') ?? ''
  const entity = textOf(call.body['root'])
  mayBe(server.store, asking, actor, 'w')
  const { posts, comments } = server.store.memory
  if (!posts.has(entity) && !comments.has(entity)) throw new LinkedInRefusal(404, 'NOT_FOUND', 'Could not find entity')
  server.actions.react(actor, entity)
  const time = server.store.clock.ms()
  const id = `urn:li:reaction:(${actor},${entity})`
  return json({ id, root: entity, reactionType: 'LIKE', created: { actor, time }, lastModified: { actor, time } }, 201, {
    'x-restli-id': id,
  })
}

function reaction({ call, asking, server: { store } }: Signed, undo: boolean): Reply {
  const [, actor = '', entity = ''] = /^\(actor:(urn:li:\w+:[\w-]+),entity:(.+)\)$/.exec(call.params['key'] ?? '') ?? []
  mayBe(store, asking, actor, undo ? 'w' : 'r')
  const known = store.memory.reactions.get(entity)
  if (!known?.has(actor)) throw new LinkedInRefusal(404, 'NOT_FOUND', 'Could not find the reaction')
  if (!undo) return json({ id: `urn:li:reaction:(${actor},${entity})`, root: entity, reactionType: 'LIKE', created: { actor, time: 0 } })
  known.delete(actor)
  return { status: 204, body: '' }
}
