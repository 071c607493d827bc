import {
  memberUrn,
  pageUrn,
  type CompanyPage,
  type LinkedInComment,
  type LinkedInPost,
  type LinkedInStore,
  type Member,
  type Notification,
} from './store.ts'

/** What is remembered, as the interface shows it. */

type Entity = Record<string, unknown>

export function pageEntity({ id, vanityName, localizedName }: CompanyPage): Entity {
  const name = { localized: { fr_FR: localizedName }, preferredLocale: { country: 'FR', language: 'fr' } }
  return { id: Number(id), vanityName, localizedName, name, primaryOrganizationType: 'NONE', locations: [] }
}

export function memberEntity({ id, firstName, lastName }: Member): Entity {
  return { id, localizedFirstName: firstName, localizedLastName: lastName, vanityName: firstName, localizedHeadline: 'Boulangerie' }
}

export function userInfoEntity({ id, firstName, lastName }: Member): Entity {
  return {
    sub: id,
    name: `${firstName} ${lastName}`,
    given_name: firstName,
    family_name: lastName,
    picture: `https://media.licdn.example/${id}.jpg`,
    locale: { country: 'FR', language: 'fr' },
  }
}

export function rolesEntity(store: LinkedInStore, me: Member): Entity[] {
  return [...store.memory.pages.values()]
    .filter(({ administrators }) => administrators.has(me.id))
    .map(({ id }) => ({ role: 'ADMINISTRATOR', state: 'APPROVED', organization: pageUrn(id), roleAssignee: memberUrn(me.id) }))
}

export function postEntity(post: LinkedInPost): Entity {
  return {
    id: post.id,
    author: post.author,
    commentary: post.commentary,
    visibility: 'PUBLIC',
    lifecycleState: 'PUBLISHED',
    isReshareDisabledByAuthor: false,
    distribution: { feedDistribution: 'MAIN_FEED', targetEntities: [], thirdPartyDistributionChannels: [] },
    lifecycleStateInfo: { isEditedByAuthor: post.editedAt > post.at },
    createdAt: post.at,
    publishedAt: post.at,
    lastModifiedAt: post.editedAt,
    ...(post.content && { content: post.content }),
    ...(post.parent && { reshareContext: { parent: post.parent, root: post.parent } }),
  }
}

export function commentEntity(store: LinkedInStore, comment: LinkedInComment): Entity {
  const { memory } = store
  const below = [...memory.comments.values()].filter(({ parentComment }) => parentComment === comment.urn).length
  const likes = memory.reactions.get(comment.urn)?.size ?? 0
  const stamp = { actor: comment.actor, time: comment.at }
  return {
    id: comment.id,
    commentUrn: comment.urn,
    actor: comment.actor,
    agent: comment.actor,
    object: comment.object,
    message: { attributes: [], text: comment.text },
    created: stamp,
    lastModified: stamp,
    commentsSummary: { aggregatedTotalComments: below, selectedComments: [], totalFirstLevelComments: below },
    likesSummary: { aggregatedTotalLikes: likes, likedByCurrentUser: false, selectedLikes: [], totalLikes: likes },
    ...(comment.parentComment && { parentComment: comment.parentComment }),
    ...(comment.image && {
      content: [{ type: 'IMAGE', entity: { image: comment.image }, url: `${store.origin}/linkedin-files/${comment.image}` }],
    }),
  }
}

export function notificationEntity(told: Notification): Entity {
  const inner = {
    owner: told.owner,
    text: told.text,
    entity: told.generatedActivity,
    ...(told.parentComment && { parentComment: told.parentComment }),
  }
  const kind = told.action === 'SHARE_MENTION' || told.action === 'SHARE' ? 'share' : 'comment'
  return {
    notificationId: told.id,
    organizationalEntity: told.page,
    action: told.action,
    sourcePost: told.sourcePost,
    generatedActivity: told.generatedActivity,
    lastModifiedAt: told.at,
    decoratedGeneratedActivity: { [kind]: inner },
  }
}

export function statisticsEntity(store: LinkedInStore, page: string, post: LinkedInPost): Entity {
  const { memory } = store
  const likeCount = memory.reactions.get(post.id)?.size ?? 0
  const commentCount = [...memory.comments.values()].filter(({ object }) => object === post.id).length
  const shareCount = [...memory.posts.values()].filter(({ parent }) => parent === post.id).length
  const [impressionCount, clickCount] = [60 + likeCount, 3]
  return {
    organizationalEntity: page,
    [post.id.split(':')[2] ?? 'share']: post.id,
    totalShareStatistics: {
      impressionCount,
      uniqueImpressionsCount: 41,
      clickCount,
      likeCount,
      commentCount,
      shareCount,
      engagement: (clickCount + likeCount + commentCount + shareCount) / impressionCount,
    },
  }
}
