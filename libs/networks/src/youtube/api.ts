import type { Answer, Request } from '../http.ts'
import { addressAt, google, type Asking } from '../google/api.ts'

/**
 * YouTube Data API v3. What calls cost of a project's 10,000 units a day (https://developers.google.com/youtube/v3/determine_quota_cost,
 * read 22 November 2026): reading 1, writing 50; uploads have a count of their own, 100 a day.
 */

export const YOUTUBE = 'https://youtube.googleapis.com'
const ANALYTICS_HOST = 'youtubeanalytics.googleapis.com'
/** Sessions of uploads are opened at either. */
export const UPLOAD_HOSTS = ['youtube.googleapis.com', 'www.googleapis.com']
export const HOSTS = ['oauth2.googleapis.com', ANALYTICS_HOST, 'www.googleapis.com']

export function youtube(ctx: Asking, request: Omit<Request, 'url'> & { path: string }): Promise<Answer> {
  const { path, ...rest } = request
  return google(ctx, { ...rest, url: `${ctx.credentials.server}${path}` })
}

export function analytics(ctx: Asking, query: URLSearchParams): Promise<Answer> {
  const url = `${addressAt(ctx.credentials.server, ANALYTICS_HOST)}/v2/reports?${query.toString()}`
  return google(ctx, { method: 'GET', url })
}
