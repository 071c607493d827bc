import type { Context, MetricReading, RemoteRef } from '../contract.ts'
import { list, record, text, type Json } from '../json.ts'
import { numberIn, safe } from '../google/api.ts'
import { analytics, youtube } from './api.ts'
import { isVideo } from './map.ts'

/** Figures: those of a film now from the Data API, how often it was shared from YouTube Analytics, which is two days behind. */

const BATCH = 50
const ANALYTICS_SCOPE = 'https://www.googleapis.com/auth/yt-analytics.readonly'

export async function postMetrics(ctx: Context, posts: readonly RemoteRef[]): Promise<Map<string, MetricReading[]>> {
  const ids = posts.map(({ id }) => id).filter(isVideo)
  const found = new Map<string, MetricReading[]>()
  for (let i = 0; i < ids.length; i += BATCH) {
    const batch = ids.slice(i, i + BATCH)
    const { json } = await youtube(ctx, { method: 'GET', path: `/youtube/v3/videos?part=statistics&id=${batch.map(safe).join(',')}` })
    const shares = await sharesOf(ctx, batch)
    for (const video of list(record(json)['items']).map(record)) {
      const id = text(video['id'], 20)
      found.set(id, readings(record(video['statistics']), shares.get(id) ?? null))
    }
  }
  return found
}

/** A channel that hides its likes, or a film without comments, gives no figure: absent is not zero. */
function readings(statistics: Json, shares: number | null): MetricReading[] {
  return [
    { code: 'views', name: 'viewCount', value: numberIn(statistics['viewCount']) },
    { code: 'likes', name: 'likeCount', value: numberIn(statistics['likeCount']) },
    { code: 'replies', name: 'commentCount', value: numberIn(statistics['commentCount']) },
    { code: 'reposts', name: 'shares', value: shares },
    { code: 'impressions', name: null, value: null },
  ]
}

const day = (at: Date): string => at.toISOString().slice(0, 10)

async function sharesOf(ctx: Context, ids: readonly string[]): Promise<Map<string, number>> {
  if (!ctx.credentials.scopes.includes(ANALYTICS_SCOPE)) return new Map()
  const query = new URLSearchParams({
    ids: 'channel==MINE',
    startDate: '2005-02-14',
    endDate: day(ctx.now()),
    metrics: 'views,shares',
    dimensions: 'video',
    filters: `video==${ids.join(',')}`,
    maxResults: '200',
    sort: '-views',
  })
  const body = record((await analytics(ctx, query)).json)
  const names = list(body['columnHeaders']).map((one) => text(record(one)['name'], 60))
  const [video, shares] = [names.indexOf('video'), names.indexOf('shares')]
  const rows = list(body['rows']).map(list)
  return new Map(rows.map((row) => [text(row[video], 20), numberIn(row[shares]) ?? 0]))
}

export async function accountMetrics(ctx: Context): Promise<MetricReading[]> {
  const { json } = await youtube(ctx, { method: 'GET', path: '/youtube/v3/channels?part=statistics&mine=true' })
  const statistics = record(record(list(record(json)['items'])[0])['statistics'])
  const followers = statistics['hiddenSubscriberCount'] === true ? null : numberIn(statistics['subscriberCount'])
  return [
    { code: 'followers', name: 'subscriberCount', value: followers },
    { code: 'views', name: 'viewCount', value: numberIn(statistics['viewCount']) },
  ]
}
