import type { BusinessPlace, LocalPost, Review } from './store.ts'

/** What is remembered, as the interfaces show it. */

type Entity = Record<string, unknown>

const at = (ms: number) => new Date(ms).toISOString()

export function accountEntity(account: string, owner: string): Entity {
  return { name: `accounts/${account}`, accountName: owner, type: 'PERSONAL', verificationState: 'VERIFIED', vettedState: 'VETTED' }
}

export function placeEntity({ id, title, storeCode, canPost, verified }: BusinessPlace): Entity {
  const metadata = {
    mapsUri: `https://maps.google.example/maps?cid=${id}`,
    newReviewUri: `https://search.google.example/writereview?placeid=${id}`,
    placeId: `ChIJ${id}`,
    canOperateLocalPost: canPost,
    hasVoiceOfMerchant: verified,
  }
  return { name: `locations/${id}`, title, storeCode, metadata }
}

export function postEntity({ name, body, at: made, changedAt, state }: LocalPost): Entity {
  const media = Array.isArray(body['media']) ? (body['media'] as Entity[]) : []
  const shown = media.map(({ mediaFormat }, n) => ({
    name: `${name}/media/${n}`,
    mediaFormat,
    googleUrl: `https://lh3.google.example/${n}`,
  }))
  return {
    ...body,
    name,
    state,
    createTime: at(made),
    updateTime: at(changedAt),
    searchUrl: `https://local.google.example/place?use=posts&lpsid=${name.split('/').at(-1)}`,
    ...(media.length > 0 && { media: shown }),
  }
}

export function reviewEntity({ name, reviewer, stars, comment, at: made, changedAt, reply }: Review): Entity {
  return {
    name,
    reviewId: name.split('/').at(-1),
    reviewer: { displayName: reviewer, profilePhotoUrl: `https://lh3.google.example/${reviewer}` },
    starRating: stars,
    ...(comment !== '' && { comment }),
    createTime: at(made),
    updateTime: at(changedAt),
    ...(reply && { reviewReply: { comment: reply.comment, updateTime: at(reply.at) } }),
  }
}
