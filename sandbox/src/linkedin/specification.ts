import type { Fetch } from '@pupitre/networks'
import { holdToTable, type Documented, type Shape } from '../documented.ts'
import type { Held } from '../specification.ts'

/**
 * LinkedIn publishes no machine-readable description. The fields below are those of its pages at
 * learn.microsoft.com/en-us/linkedin/marketing/community-management (posts-api, comments-api, reactions-api, images-api, videos-api,
 * documents-api, share-statistics, organization-social-action-notifications, follower-statistics), of shared/authentication and of
 * shared/api-guide, as far as they are used, by hand: what is not here is neither asked nor answered.
 */

const VERSIONED = ['linkedin-version', 'x-restli-protocol-version', 'authorization']
const told = (one: Documented): Documented => ({ ...one, headers: VERSIONED })
const paged = (element: Shape): Shape => ({
  paging: { start: 'number', count: 'number', links: ['any'], 'total?': 'number' },
  elements: [element],
})
const stamp: Shape = { actor: 'text', time: 'number', 'impersonator?': 'text' }
const localized: Shape = { localized: { '*': 'text' }, preferredLocale: { country: 'text', language: 'text' } }

const page: Shape = {
  id: 'number',
  vanityName: 'text',
  localizedName: 'text',
  name: localized,
  primaryOrganizationType: 'text',
  locations: ['any'],
}

const media: Shape = { id: 'text', 'title?': 'text', 'altText?': 'text' }
const content: Shape = {
  'media?': media,
  'multiImage?': { images: [{ id: 'text', 'altText?': 'text' }], 'altText?': 'text' },
  'article?': { source: 'text', title: 'text', 'description?': 'text', 'thumbnail?': 'text' },
  'poll?': { question: 'text', options: [{ text: 'text' }], settings: { duration: 'text' } },
}
const distribution: Shape = { feedDistribution: 'text', targetEntities: ['any'], thirdPartyDistributionChannels: ['any'] }
const newPost: Record<string, Shape> = {
  author: 'text',
  commentary: 'text',
  visibility: 'text',
  distribution,
  lifecycleState: 'text',
  isReshareDisabledByAuthor: 'yes',
  'content?': content,
}
const post: Shape = {
  ...newPost,
  id: 'text',
  createdAt: 'number',
  publishedAt: 'number',
  lastModifiedAt: 'number',
  lifecycleStateInfo: { isEditedByAuthor: 'yes' },
  'reshareContext?': { parent: 'text', root: 'text' },
}

const newComment: Record<string, Shape> = { actor: 'text', object: 'text', 'parentComment?': 'text' }
const comment: Shape = {
  ...newComment,
  id: 'text',
  commentUrn: 'text',
  agent: 'text',
  message: { attributes: ['any'], text: 'text' },
  created: stamp,
  lastModified: stamp,
  commentsSummary: { aggregatedTotalComments: 'number', selectedComments: ['any'], totalFirstLevelComments: 'number' },
  likesSummary: { aggregatedTotalLikes: 'number', likedByCurrentUser: 'yes', selectedLikes: ['any'], totalLikes: 'number' },
  'content?': [{ type: 'text', entity: { image: 'text' }, url: 'text' }],
}

const activity: Shape = { owner: 'text', text: 'text', entity: 'text', 'parentComment?': 'text' }
const notification: Shape = {
  notificationId: 'number',
  organizationalEntity: 'text',
  action: 'text',
  sourcePost: 'text',
  generatedActivity: 'text',
  lastModifiedAt: 'number',
  decoratedGeneratedActivity: { 'comment?': activity, 'share?': activity },
}

const file: Shape = { id: 'text', owner: 'text', status: 'text', 'downloadUrl?': 'text', 'downloadUrlExpiresAt?': 'number' }
const begin = (kind: string, asked: Record<string, Shape>, answered: Record<string, Shape>): Record<string, Documented> => ({
  [`POST /rest/${kind}s?action=initializeUpload`]: told({
    request: { initializeUploadRequest: { owner: 'text', ...asked } },
    answer: { value: { [kind]: 'text', ...answered } },
  }),
  [`GET /rest/${kind}s/:urn`]: told({ answer: file }),
})
const figures = ['impressionCount', 'uniqueImpressionsCount', 'clickCount', 'likeCount', 'commentCount', 'shareCount', 'engagement']
const reaction: Shape = { id: 'text', root: 'text', reactionType: 'text', created: stamp, 'lastModified?': stamp }

const OPERATIONS: Record<string, Documented> = {
  'POST /oauth/v2/accessToken': {
    request: {
      grant_type: 'text',
      client_id: 'text',
      client_secret: 'text',
      'code?': 'text',
      'redirect_uri?': 'text',
      'refresh_token?': 'text',
    },
    answer: {
      access_token: 'text',
      expires_in: 'number',
      'refresh_token?': 'text',
      'refresh_token_expires_in?': 'number',
      scope: 'text',
      'token_type?': 'text',
    },
  },
  'GET /v2/userinfo': {
    answer: {
      sub: 'text',
      name: 'text',
      given_name: 'text',
      family_name: 'text',
      'picture?': 'text',
      locale: { country: 'text', language: 'text' },
      'email?': 'text',
      'email_verified?': 'yes',
    },
  },
  'GET /rest/organizationAcls?q=roleAssignee': told({
    query: ['state', 'count', 'start', 'role'],
    answer: paged({ role: 'text', state: 'text', organization: 'text', roleAssignee: 'text' }),
  }),
  'GET /rest/organizations?q=vanityName': told({ query: ['vanityName'], answer: paged(page) }),
  'GET /rest/organizations/:id': told({ answer: page }),
  'GET /rest/people/:key': told({
    answer: { id: 'text', localizedFirstName: 'text', localizedLastName: 'text', vanityName: 'text', localizedHeadline: 'text' },
  }),
  'GET /rest/networkSizes/:urn?edgeType=COMPANY_FOLLOWED_BY_MEMBER': told({ answer: { firstDegreeSize: 'number' } }),
  'POST /rest/posts': told({ request: { ...newPost, 'reshareContext?': { parent: 'text' } } }),
  'GET /rest/posts?q=author': told({ query: ['author', 'count', 'start', 'sortBy'], answer: paged(post) }),
  'GET /rest/posts/:urn': told({ answer: post }),
  'POST /rest/posts/:urn': told({ request: { patch: { $set: { commentary: 'text' } } } }),
  'DELETE /rest/posts/:urn': told({}),
  'GET /rest/socialActions/:urn/comments': told({ query: ['start', 'count'], answer: paged(comment) }),
  'POST /rest/socialActions/:urn/comments': told({
    request: { ...newComment, message: { text: 'text' }, 'content?': [{ entity: { image: 'text' } }] },
    answer: comment,
  }),
  'GET /rest/socialActions/:urn/comments/:id': told({ query: ['actor'], answer: comment }),
  'POST /rest/socialActions/:urn/comments/:id': told({
    query: ['actor'],
    request: { patch: { message: { $set: { text: 'text' } } } },
  }),
  'DELETE /rest/socialActions/:urn/comments/:id': told({ query: ['actor'] }),
  'GET /rest/socialMetadata/:urn': told({
    answer: {
      entity: 'text',
      commentsState: 'text',
      commentSummary: { count: 'number', topLevelCount: 'number' },
      reactionSummaries: { '*': { reactionType: 'text', count: 'number' } },
    },
  }),
  'POST /rest/socialMetadata/:urn': told({ query: ['actor'], request: { patch: { $set: { commentsState: 'text' } } } }),
  'POST /rest/reactions': told({ query: ['actor'], request: { root: 'text', reactionType: 'text' }, answer: reaction }),
  'GET /rest/reactions/:key': told({ answer: reaction }),
  'DELETE /rest/reactions/:key': told({}),
  'GET /rest/organizationalEntityNotifications?q=criteria': told({
    query: ['actions', 'organizationalEntity', 'timeRange', 'start', 'count'],
    answer: paged(notification),
  }),
  'GET /rest/organizationalEntityShareStatistics?q=organizationalEntity': told({
    query: ['organizationalEntity', 'shares', 'ugcPosts'],
    answer: paged({
      organizationalEntity: 'text',
      'share?': 'text',
      'ugcPost?': 'text',
      totalShareStatistics: Object.fromEntries(figures.map((name) => [name, 'number'])),
    }),
  }),
  'GET /rest/memberCreatorPostAnalytics?q=entity': told({
    query: ['entity', 'queryType', 'aggregation'],
    answer: paged({ count: 'number', metricType: 'text', targetEntity: 'text' }),
  }),
  'PUT /rest/eventSubscriptions/:key': told({ request: { webhook: 'text' } }),
  ...begin('image', {}, { uploadUrl: 'text', uploadUrlExpiresAt: 'number' }),
  ...begin('document', {}, { uploadUrl: 'text', uploadUrlExpiresAt: 'number' }),
  ...begin(
    'video',
    { fileSizeBytes: 'number', uploadCaptions: 'yes', uploadThumbnail: 'yes' },
    {
      uploadUrlsExpireAt: 'number',
      uploadToken: 'text',
      uploadInstructions: [{ uploadUrl: 'text', firstByte: 'number', lastByte: 'number' }],
    },
  ),
  'POST /rest/videos?action=finalizeUpload': told({
    request: { finalizeUploadRequest: { video: 'text', uploadToken: 'text', uploadedPartIds: ['text'] } },
  }),
  'GET /rest/images': told({ query: ['ids'], answer: { results: { '*': file }, statuses: 'any', errors: 'any' } }),
}

export function holdToLinkedIn(ask: Fetch): Held {
  const refusal: Shape = {
    'status?': 'number',
    'serviceErrorCode?': 'number',
    'code?': 'text',
    'message?': 'text',
    'error?': 'text',
    'error_description?': 'text',
  }
  const besides = /^\/(?:oauth\/v2\/authorization$|linkedin-files\/)/
  return holdToTable({ network: 'linkedin', ask, operations: OPERATIONS, refusal, besides })
}
