import type { Account, Format, InboundMessage, OwnPost, RemoteRef } from '../contract.ts'
import { afterAnswer } from '../http.ts'
import { instant, list, record, text, webUrl, type Json } from '../json.ts'
import { originalOf } from './text.ts'

/** From Google's objects (reference of the fourth version; discovery documents of the others) to the desk's own shapes. */

const PLACE = /^accounts\/\d{1,30}\/locations\/\d{1,30}$/
const POST = /^accounts\/\d{1,30}\/locations\/\d{1,30}\/localPosts\/[\w-]{1,200}$/
const REVIEW = /^accounts\/\d{1,30}\/locations\/\d{1,30}\/reviews\/[\w-]{1,200}$/

export function postRef(post: Json): RemoteRef {
  const id = text(post['name'], 300)
  if (!POST.test(id)) throw afterAnswer(true, `no usable post in the answer: ${id.slice(0, 80)}`)
  return { id, version: null, url: webUrl(post['searchUrl']) }
}

/** An answer has no number of its own: a review has one at most, so its name is the review's with `/reply`. */
export const replyRef = (review: string): RemoteRef => ({ id: `${review}/reply`, version: null, url: null })

export function reviewOf(id: string): string | null {
  const review = id.replace(/\/reply$/, '')
  return REVIEW.test(review) ? review : null
}

/** `account`: `accounts/1`; `place`: `locations/2`. */
export function placeOf(account: string, place: Json): Account {
  const id = `${account}/${text(place['name'], 60)}`
  if (!PLACE.test(id)) throw afterAnswer(false, 'no place in the answer')
  const title = text(place['title'], 200)
  return {
    id,
    handle: text(place['storeCode'], 100) || (id.split('/').at(-1) ?? id),
    name: title || id,
    avatarUrl: null,
    profileUrl: webUrl(record(place['metadata'])['mapsUri']) ?? 'https://business.google.com/locations',
    followers: null,
  }
}

export function formatOf(post: Json): Format {
  if (list(post['media']).length > 0) return 'image'
  return post['callToAction'] === undefined ? 'text' : 'link'
}

export function ownPostOf(post: Json, fallbackAt: Date): OwnPost {
  const addresses = list(post['media']).map((one) => webUrl(record(one)['googleUrl'] ?? record(one)['sourceUrl']))
  return {
    ref: postRef(post),
    text: text(post['summary'], 5_000),
    at: instant(post['createTime']) ?? fallbackAt.toISOString(),
    format: formatOf(post),
    imageUrls: addresses.flatMap((url) => (url === null ? [] : [{ url, alt: '' }])),
    parent: null,
  }
}

const STARS: Record<string, number> = { ONE: 1, TWO: 2, THREE: 3, FOUR: 4, FIVE: 5 }

/** Who reviews may stay anonymous, and has no address. A review without words has stars only. */
export function reviewMessage(review: Json, profileUrl: string): InboundMessage {
  const id = text(review['name'], 300)
  if (!REVIEW.test(id)) throw afterAnswer(false, `no usable review in the answer: ${id.slice(0, 80)}`)
  const reviewer = record(review['reviewer'])
  const name = text(reviewer['displayName'], 200)
  const rating = STARS[text(review['starRating'], 20)]
  const at = instant(review['createTime']) ?? new Date(0).toISOString()
  return {
    id,
    kind: 'review',
    ref: { id, version: null, url: profileUrl },
    author: {
      id: `${id}/reviewer`,
      handle: name,
      name,
      avatarUrl: webUrl(reviewer['profilePhotoUrl']),
      profileUrl: null,
      followers: null,
    },
    text: originalOf(text(review['comment'], 10_000)),
    ...(rating !== undefined && { rating }),
    language: null,
    sentAt: at,
    parent: null,
    root: null,
    attachments: [],
    visibility: 'public',
    canReply: true,
    replyBefore: null,
  }
}
