import { answering, GoogleRefusal, type GoogleStore } from '../google/google.ts'
import { json, route, type Call, type Reply, type Route } from '../http.ts'
import type { BusinessActions } from './actions.ts'
import { accountEntity, placeEntity, postEntity, reviewEntity } from './entities.ts'
import type { BusinessPlace, BusinessStore, LocalPost, Review } from './store.ts'

type Server = { store: BusinessStore; actions: BusinessActions }
type Signed = { call: Call; user: string; server: Server }

const PLACE = '/v4/accounts/:account/locations/:location'

export function businessRoutes(store: BusinessStore, actions: BusinessActions, google: GoogleStore): Route[] {
  const server: Server = { store, actions }
  const at = (line: string, work: (signed: Signed) => Reply) =>
    route(line, (call) =>
      answering(() => work({ call, user: google.signedIn(call, ['https://www.googleapis.com/auth/business.manage']), server })),
    )
  return [
    at('GET /v1/accounts', ({ user }) => json({ accounts: accountsOf(store, user).map((account) => accountEntity(account, user)) })),
    at('GET /v1/accounts/:account/locations', ({ call, user }) => {
      const own = placesOf(store, user).filter(({ account }) => account === call.params['account'])
      return json({ locations: own.map(placeEntity), totalSize: own.length })
    }),
    at('GET /v1/locations/:location', place),
    at(`GET ${PLACE}/reviews`, reviews),
    at(`GET ${PLACE}/reviews/:review`, (signed) => json(reviewEntity(reviewOf(signed)))),
    at(`PUT ${PLACE}/reviews/:review/reply`, reply),
    at(`DELETE ${PLACE}/reviews/:review/reply`, (signed) => {
      const review = reviewOf(signed)
      if (!review.reply) throw missing('the review has no reply')
      review.reply = null
      return json({})
    }),
    at(`GET ${PLACE}/localPosts`, posts),
    at(`POST ${PLACE}/localPosts`, (signed) => {
      const { place: own, name } = ownPlace(signed)
      if (!own.canPost) throw new GoogleRefusal(403, 'forbidden', 'This location cannot have local posts.')
      return json(postEntity(actions.post(name, signed.call.body)))
    }),
    at(`GET ${PLACE}/localPosts/:post`, (signed) => json(postEntity(postOf(signed)))),
    at(`PATCH ${PLACE}/localPosts/:post`, (signed) => {
      const mask = (signed.call.query.get('updateMask') ?? '').split(',')
      return json(postEntity(actions.change(postOf(signed), mask, signed.call.body)))
    }),
    at(`DELETE ${PLACE}/localPosts/:post`, (signed) => {
      store.memory.posts.delete(postOf(signed).name)
      return json({})
    }),
  ]
}

const missing = (message: string) => new GoogleRefusal(404, 'notFound', message)

function placesOf(store: BusinessStore, user: string): BusinessPlace[] {
  return [...store.memory.places.values()].filter(({ owner }) => owner === user)
}

const accountsOf = (store: BusinessStore, user: string) => [...new Set(placesOf(store, user).map(({ account }) => account))]

/** A place, or its figures: these are asked for with a word behind its number. */
function place({ call, user, server: { store } }: Signed): Reply {
  const [id, word] = (call.params['location'] ?? '').split(':')
  const found = placesOf(store, user).find((one) => one.id === id)
  if (!found) throw missing('Requested entity was not found.')
  if (word === undefined) return json(placeEntity(found))
  if (word !== 'fetchMultiDailyMetricsTimeSeries') throw missing('Unknown method.')
  const day = (name: string) => Number(call.query.get(`dailyRange.${name}.day`))
  const date = { year: 2026, month: 11, day: day('endDate') }
  const series = call.query.getAll('dailyMetrics').map((dailyMetric) => ({
    dailyMetric,
    timeSeries: { datedValues: [{ date, value: '5' }, { date: { ...date, day: day('startDate') } }, { date, value: '2' }] },
  }))
  return json({ multiDailyMetricTimeSeries: [{ dailyMetricTimeSeries: series }] })
}

function ownPlace({ call, user, server: { store } }: Signed): { place: BusinessPlace; name: string } {
  const found = placesOf(store, user).find(({ id, account }) => id === call.params['location'] && account === call.params['account'])
  if (!found) throw missing('Requested entity was not found.')
  return { place: found, name: store.nameOf(found) }
}

/** `pageToken` is the number of the first one; a place without any is answered with an empty object. */
function paged<T>(call: Call, all: readonly T[], field: string, show: (one: T) => unknown): Record<string, unknown> {
  const size = Math.min(100, Number(call.query.get('pageSize') ?? 10))
  const start = Number(call.query.get('pageToken') ?? 0)
  const next = start + size < all.length ? { nextPageToken: String(start + size) } : {}
  return all.length === 0 ? {} : { [field]: all.slice(start, start + size).map(show), ...next }
}

function reviews(signed: Signed): Reply {
  const all = signed.server.store.reviewsOf(ownPlace(signed).name)
  const totals = all.length === 0 ? {} : { averageRating: 4, totalReviewCount: all.length }
  return json({ ...paged(signed.call, all, 'reviews', reviewEntity), ...totals })
}

function reviewOf(signed: Signed): Review {
  const { name } = ownPlace(signed)
  const review = signed.server.store.memory.reviews.get(`${name}/reviews/${signed.call.params['review']}`)
  if (!review) throw missing('Requested entity was not found.')
  return review
}

/** One answer per review: it is set, and set again. */
function reply(signed: Signed): Reply {
  if (!ownPlace(signed).place.verified) throw new GoogleRefusal(403, 'forbidden', 'The location is not verified.')
  const comment = signed.call.body['comment']
  const made = signed.server.actions.reply(reviewOf(signed), typeof comment === 'string' ? comment : '')
  return json({ comment: made.comment, updateTime: new Date(made.at).toISOString() })
}

function posts(signed: Signed): Reply {
  return json(paged(signed.call, signed.server.store.postsOf(ownPlace(signed).name), 'localPosts', postEntity))
}

function postOf(signed: Signed): LocalPost {
  const { name } = ownPlace(signed)
  const post = signed.server.store.memory.posts.get(`${name}/localPosts/${signed.call.params['post']}`)
  if (!post) throw missing('Requested entity was not found.')
  return post
}
