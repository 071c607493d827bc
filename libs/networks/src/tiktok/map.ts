import type { Account, MetricReading, OwnPost, RemoteRef } from '../contract.ts'
import { afterAnswer } from '../http.ts'
import { count, text, webUrl, type Json } from '../json.ts'

/** From TikTok's objects (developers.tiktok.com: User Object, Video Object) to the desk's own shapes. */

export const isVideo = (id: string): boolean => /^\d{10,25}$/.test(id)
const PUBLISH = /^[\w.~-]{8,120}$/

export function publishIdOf(value: unknown): string {
  const id = text(value, 120)
  if (!PUBLISH.test(id)) throw afterAnswer(true, `no usable publish_id in the answer: ${id.slice(0, 60)}`)
  return id
}

/** `publishId`: what TikTok gives at once; the number of the post itself comes after its moderation, and of a private one never. */
export function refOf(id: string, publishId: string | null, handle: string): RemoteRef {
  if (!isVideo(id)) return { id: publishIdOf(id), version: publishId, url: null }
  return { id, version: publishId, url: `https://www.tiktok.com/@${encodeURIComponent(handle)}/video/${id}` }
}

export function accountOf(user: Json): Account {
  const id = text(user['open_id'], 100)
  if (!/^[\w-]{4,100}$/.test(id)) throw afterAnswer(false, 'no account in the answer')
  const handle = text(user['username'], 60) || id
  return {
    id,
    handle,
    name: text(user['display_name'], 200) || handle,
    avatarUrl: webUrl(user['avatar_url']),
    profileUrl: webUrl(user['profile_deep_link']) ?? `https://www.tiktok.com/@${encodeURIComponent(handle)}`,
    followers: count(user['follower_count']),
  }
}

export const wordsOf = (video: Json): string => text(video['video_description'], 10_000) || text(video['title'], 10_000)

export function secondsOf(video: Json): number {
  return count(video['create_time']) ?? 0
}

export function ownPostOf(video: Json, handle: string): OwnPost {
  const cover = webUrl(video['cover_image_url'])
  const isFilm = (count(video['duration']) ?? 0) > 0
  const share = webUrl(video['share_url'])
  const ref = refOf(text(video['id'], 40), null, handle)
  return {
    ref: share === null ? ref : { ...ref, url: share },
    text: wordsOf(video),
    at: new Date(secondsOf(video) * 1000).toISOString(),
    format: isFilm ? 'video' : 'image',
    imageUrls: cover === null ? [] : [{ url: cover, alt: '' }],
    parent: null,
  }
}

export function readingsOf(video: Json): MetricReading[] {
  return [
    { code: 'views', name: 'view_count', value: count(video['view_count']) },
    { code: 'likes', name: 'like_count', value: count(video['like_count']) },
    { code: 'replies', name: 'comment_count', value: count(video['comment_count']) },
    { code: 'reposts', name: 'share_count', value: count(video['share_count']) },
    { code: 'impressions', name: null, value: null },
  ]
}
