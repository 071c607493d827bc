import type { Fetch } from '@pupitre/networks'
import { holdToTable, type Documented, type Shape } from '../documented.ts'
import { holdToDiscovery } from '../google/specification.ts'
import { specificationOf, type Held } from '../specification.ts'

/**
 * Accounts, places and figures are held to Google's discovery documents; reviews and posts have stayed in the fourth version of "My
 * Business", which has no document any more: their fields are those of its reference pages
 * (developers.google.com/my-business/reference/rest/v4/accounts.locations.{reviews,localPosts}), by hand.
 */

const date: Shape = { year: 'number', month: 'number', day: 'number' }
const time: Shape = { hours: 'number', minutes: 'number' }
const words: Record<string, Shape> = {
  summary: 'text',
  'callToAction?': { actionType: 'text', url: 'text' },
  'event?': { title: 'text', schedule: { startDate: date, startTime: time, endDate: date, endTime: time } },
  'offer?': { 'couponCode?': 'text', 'redeemOnlineUrl?': 'text', 'termsConditions?': 'text' },
}
const newPost: Record<string, Shape> = { ...words, languageCode: 'text', topicType: 'text' }
const post: Shape = {
  ...newPost,
  name: 'text',
  state: 'text',
  createTime: 'text',
  updateTime: 'text',
  searchUrl: 'text',
  'media?': [{ name: 'text', mediaFormat: 'text', googleUrl: 'text' }],
}
const reply: Shape = { comment: 'text', 'updateTime?': 'text' }
const review: Shape = {
  name: 'text',
  reviewId: 'text',
  reviewer: { displayName: 'text', 'profilePhotoUrl?': 'text', 'isAnonymous?': 'yes' },
  starRating: 'text',
  'comment?': 'text',
  createTime: 'text',
  updateTime: 'text',
  'reviewReply?': reply,
}

const place = '/v4/accounts/:account/locations/:location'

const OPERATIONS: Record<string, Documented> = {
  [`GET ${place}/reviews`]: {
    query: ['pageSize', 'pageToken', 'orderBy'],
    answer: { 'reviews?': [review], 'averageRating?': 'number', 'totalReviewCount?': 'number', 'nextPageToken?': 'text' },
  },
  [`GET ${place}/reviews/:review`]: { answer: review },
  [`PUT ${place}/reviews/:review/reply`]: { request: { comment: 'text' }, answer: reply },
  [`DELETE ${place}/reviews/:review/reply`]: { answer: {} },
  [`GET ${place}/localPosts`]: { query: ['pageSize', 'pageToken'], answer: { 'localPosts?': [post], 'nextPageToken?': 'text' } },
  [`POST ${place}/localPosts`]: { request: { ...newPost, 'media?': [{ mediaFormat: 'text', sourceUrl: 'text' }] }, answer: post },
  [`GET ${place}/localPosts/:post`]: { answer: post },
  [`PATCH ${place}/localPosts/:post`]: { query: ['updateMask'], request: words, answer: post },
  [`DELETE ${place}/localPosts/:post`]: { answer: {} },
}

const DOCUMENTS = ['mybusinessaccountmanagement', 'mybusinessbusinessinformation', 'businessprofileperformance']

/** `documents`: null where the discovery documents are not beside the repository; then the table alone holds. */
export function holdToBusiness(ask: Fetch): { fetch: Fetch; table: Held; documents: Held | null } {
  const files = DOCUMENTS.flatMap((name) => specificationOf(`google-business/${name}-v1.json`) ?? [])
  const besides = /^\/(?:v4\/|token$|o\/oauth2\/)/
  const documents = files.length === DOCUMENTS.length ? holdToDiscovery({ network: 'google_business', files, ask, besides }) : null
  const refusal: Shape = { error: 'any' }
  const table = holdToTable({
    network: 'google_business',
    ask: documents?.fetch ?? ask,
    operations: OPERATIONS,
    refusal,
    besides: /^\/(?!v4\/)/,
  })
  return { fetch: table.fetch, table, documents }
}
