import type { Context, InboundMessage, MetricReading, OwnPost, Page, RemoteRef, Signal } from '../contract.ts'
import { NetworkFailure } from '../contract.ts'
import { afterAnswer } from '../http.ts'
import { count, list, record, text, type Json } from '../json.ts'
import { tiktok, type Asking } from './api.ts'
import { isVideo, ownPostOf, readingsOf } from './map.ts'
import { statusOf } from './status.ts'

/** Reading the account's public posts and their figures. Comments, messages and mentions are shown to no app of the open interface. */

const FIELDS = 'id,title,video_description,create_time,cover_image_url,share_url,duration'
const FIGURES = 'id,view_count,like_count,comment_count,share_count'

export async function inbox(): Promise<Page<Signal>> {
  return { items: [], cursor: null, more: false }
}

export async function replies(): Promise<InboundMessage[]> {
  return []
}

type Videos = { videos: Json[]; headers: Headers; next: number | null }

/** Newest first, twenty at a time; the cursor is a moment. */
export async function videosPage(ctx: Asking, cursor: number | null): Promise<Videos> {
  const body = { max_count: 20, ...(cursor !== null && { cursor }) }
  const { data, headers } = await tiktok(ctx, { method: 'POST', path: `/v2/video/list/?fields=${FIELDS}`, body })
  // Anything else than a list says nothing: an empty one would say that a post is not there.
  if (!Array.isArray(data['videos'])) throw afterAnswer(false, 'no list in the answer')
  return { videos: data['videos'].map(record), headers, next: data['has_more'] === true ? count(data['cursor']) : null }
}

export async function history(ctx: Context, cursor: string | null): Promise<Page<OwnPost>> {
  const from = /^\d{1,16}$/.test(cursor ?? '') ? Number(cursor) : null
  const { videos, next } = await videosPage(ctx, from)
  const items = videos.map((video) => ownPostOf(video, ctx.account.handle))
  return { items, cursor: next === null ? null : String(next), more: next !== null }
}

const BATCH = 20

export async function postMetrics(ctx: Context, posts: readonly RemoteRef[]): Promise<Map<string, MetricReading[]>> {
  const found = new Map<string, MetricReading[]>()
  const known = await numbersOf(ctx, posts)
  const ids = [...known.keys()]
  for (let i = 0; i < ids.length; i += BATCH) {
    const body = { filters: { video_ids: ids.slice(i, i + BATCH) } }
    const { data } = await tiktok(ctx, { method: 'POST', path: `/v2/video/query/?fields=${FIGURES}`, body })
    for (const video of list(data['videos']).map(record)) {
      const id = text(video['id'], 40)
      found.set(known.get(id) ?? id, readingsOf(video))
    }
  }
  return found
}

/** Numbers of posts to the ids they are known by: what was published without one yet is asked for by its publish_id. */
async function numbersOf(ctx: Context, posts: readonly RemoteRef[]): Promise<Map<string, string>> {
  const known = new Map<string, string>()
  for (const { id } of posts) {
    const number = isVideo(id) ? id : await numberOrNull(ctx, id)
    if (number !== null) known.set(number, id)
  }
  return known
}

/** A post that is long done is forgotten by its publish_id. */
async function numberOrNull(ctx: Context, publishId: string): Promise<string | null> {
  try {
    return (await statusOf(ctx, publishId)).postId
  } catch (error) {
    if (error instanceof NetworkFailure && (error.kind === 'rejected_content' || error.kind === 'not_found')) return null
    throw error
  }
}

export async function accountMetrics(ctx: Context): Promise<MetricReading[]> {
  const { data } = await tiktok(ctx, { method: 'GET', path: '/v2/user/info/?fields=open_id,follower_count' })
  return [{ code: 'followers', name: 'follower_count', value: count(record(data['user'])['follower_count']) }]
}
