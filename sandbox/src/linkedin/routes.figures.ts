import { json, type Reply, type Route } from '../http.ts'
import { mustHave } from './access.ts'
import { LinkedInRefusal } from './actions.ts'
import { pageOf, paged, slice, textOf, type At, type Signed } from './call.ts'
import { notificationEntity, statisticsEntity } from './entities.ts'
import { memberUrn } from './store.ts'

/** What a page hears, and how posts fare. */

export function figureRoutes(at: At): Route[] {
  return [
    at('GET /rest/organizationalEntityNotifications', notifications),
    at('GET /rest/organizationalEntityShareStatistics', statistics),
    at('GET /rest/memberCreatorPostAnalytics', analytics),
    at('PUT /rest/eventSubscriptions/:key', subscribe),
  ]
}

function notifications({ call, asking, server: { store } }: Signed): Reply {
  mustHave(asking.scopes, 'rw_organization_admin')
  const page = call.query.get('organizationalEntity') ?? ''
  if (!pageOf(store, page).administrators.has(asking.me.id)) throw new LinkedInRefusal(403, 'ACCESS_DENIED', 'Not an administrator')
  const actions = /^List\((.*)\)$/.exec(call.query.get('actions') ?? '')?.[1]?.split(',') ?? []
  const from = Number(/^\(start:(\d+)\)$/.exec(call.query.get('timeRange') ?? '')?.[1] ?? 0)
  const found = store.memory.notifications.filter((one) => one.page === page && one.at >= from && actions.includes(one.action)).reverse()
  const { start, part } = slice(call, found, 100)
  return json(paged(part.map(notificationEntity), start))
}

const listIn = (value: string | null) =>
  /^List\((.*)\)$/
    .exec(value ?? '')?.[1]
    ?.split(',')
    .filter(Boolean) ?? []

function statistics({ call, asking, server: { store } }: Signed): Reply {
  mustHave(asking.scopes, 'r_organization_social')
  const page = call.query.get('organizationalEntity') ?? ''
  const wanted = [...listIn(call.query.get('shares')), ...listIn(call.query.get('ugcPosts'))]
  const posts = wanted.flatMap((id) => store.memory.posts.get(id) ?? []).filter(({ author }) => author === page)
  return json(paged(posts.map((post) => statisticsEntity(store, page, post))))
}

function analytics({ call, asking, server: { store } }: Signed): Reply {
  mustHave(asking.scopes, 'r_member_postAnalytics')
  const [, id = ''] = /^\((?:share|ugc):(.+)\)$/.exec(call.query.get('entity') ?? '') ?? []
  if (store.memory.posts.get(id)?.author !== memberUrn(asking.me.id)) throw new LinkedInRefusal(404, 'NOT_FOUND', 'Could not find entity')
  const kind = call.query.get('queryType') ?? ''
  const counts: Record<string, number> = { IMPRESSION: 12, MEMBERS_REACHED: 9, REACTION: store.memory.reactions.get(id)?.size ?? 0 }
  return json(paged([{ count: counts[kind] ?? 0, metricType: kind, targetEntity: id }]))
}

function subscribe({ call, asking, server: { store } }: Signed): Reply {
  mustHave(asking.scopes, 'rw_organization_admin')
  const [, application, user, page = ''] =
    /^\(developerApplication:urn:li:developerApplication:(\d+),user:(.+),entity:(.+),eventType:ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS\)$/.exec(
      call.params['key'] ?? '',
    ) ?? []
  if (application !== store.app.applicationId || user !== memberUrn(asking.me.id))
    throw new LinkedInRefusal(403, 'ACCESS_DENIED', 'Not this application or member')
  store.memory.subscriptions.set(page, textOf(call.body['webhook']))
  return { status: 204, body: '' }
}
