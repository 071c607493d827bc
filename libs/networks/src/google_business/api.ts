import type { Answer, Request } from '../http.ts'
import { addressAt, google, type Asking } from '../google/api.ts'

/**
 * Google Business Profile is several interfaces: reviews and posts have stayed in the fourth version of "My Business"
 * (https://developers.google.com/my-business/reference/rest/v4), accounts, places and figures have moved to hosts of their own.
 */

export const BUSINESS = 'https://mybusiness.googleapis.com'

const MOVED = {
  accounts: 'mybusinessaccountmanagement.googleapis.com',
  places: 'mybusinessbusinessinformation.googleapis.com',
  figures: 'businessprofileperformance.googleapis.com',
} as const

export const HOSTS = [...Object.values(MOVED), 'oauth2.googleapis.com']

/** Reviews and posts. `name`: `accounts/1/locations/2/…`. */
export function business(ctx: Asking, request: Omit<Request, 'url'> & { name: string }): Promise<Answer> {
  const { name, ...rest } = request
  return google(ctx, { ...rest, url: `${ctx.credentials.server}/v4/${name}` })
}

export function moved(ctx: Asking, what: keyof typeof MOVED, path: string): Promise<Answer> {
  return google(ctx, { method: 'GET', url: `${addressAt(ctx.credentials.server, MOVED[what])}${path}` })
}
