import { GoogleRefusal } from '../google/google.ts'
import type { BusinessStore, LocalPost, Review } from './store.ts'

/** What can happen on the network, whoever makes it happen: an app by HTTP, or people from within. */

export type BusinessActions = ReturnType<typeof createBusinessActions>

export function createBusinessActions(store: BusinessStore) {
  return {
    post: (place: string, body: Record<string, unknown>) => {
      acceptable(body)
      const at = store.clock.ms()
      const made: LocalPost = { name: `${place}/localPosts/${store.newId()}`, body, at, changedAt: at, state: 'LIVE' }
      store.memory.posts.set(made.name, made)
      return made
    },
    change: (post: LocalPost, mask: readonly string[], body: Record<string, unknown>) => {
      const wanted = Object.fromEntries(mask.map((name) => [name, body[name]]))
      acceptable({ ...post.body, ...wanted })
      Object.assign(post.body, wanted)
      post.changedAt = store.clock.ms()
      return post
    },
    reply: (review: Review, comment: string) => {
      if (comment === '' || Buffer.byteLength(comment) > 4_096) throw invalid('comment must have 1 to 4096 bytes')
      review.reply = { comment, at: store.clock.ms() }
      return review.reply
    },
    review: (place: string, reviewer: string, stars: string, comment: string) => {
      const at = store.clock.ms()
      const made: Review = { name: `${place}/reviews/AbFv${store.newId()}`, reviewer, stars, comment, at, changedAt: at, reply: null }
      store.memory.reviews.set(made.name, made)
      return made
    },
    changeReview: (review: Review, stars: string, comment: string) =>
      Object.assign(review, { stars, comment, changedAt: store.clock.ms() }),
  }
}

const invalid = (message: string) => new GoogleRefusal(400, 'badRequest', message)
const record = (value: unknown) => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {})

function acceptable(body: Record<string, unknown>): void {
  const { summary, topicType, event, offer } = body
  if (typeof summary !== 'string' || summary.length === 0 || summary.length > 1_500) throw invalid('summary must have 1 to 1500 characters')
  if (topicType === 'STANDARD' && (event !== undefined || offer !== undefined)) throw invalid('an event or offer has its own topic type')
  if (topicType !== 'STANDARD' && (typeof record(event)['title'] !== 'string' || record(event)['schedule'] === undefined))
    throw invalid('event is required for this topic type')
  const media = Array.isArray(body['media']) ? body['media'].map(record) : []
  if (media.some(({ sourceUrl }) => typeof sourceUrl !== 'string' || !sourceUrl.startsWith('https://')))
    throw invalid('media.sourceUrl must be a public address')
}
