import type { Context } from '../contract.ts'
import { graphOf } from '../meta/graph.ts'
import { GRAPH } from '../meta/version.ts'

/** With Instagram's own login, and with Facebook's, by the Page that the account is linked to. */
export const INSTAGRAM = 'https://graph.instagram.com'
export const FACEBOOK = 'https://graph.facebook.com'
/** Where codes become tokens with Instagram's own login. */
export const LOGIN = 'api.instagram.com'
/** Where films take their bytes. */
export const UPLOADS = 'rupload.facebook.com'

/** Paths are those of https://developers.facebook.com/docs/instagram-platform/reference. */
export const graph = graphOf(GRAPH.name)

/** By Facebook's login conversations and blocking belong to the Page. */
export function pageOf({ credentials }: Pick<Context, 'credentials'>): string | null {
  const page = credentials.secret['pageId'] ?? ''
  return page === '' ? null : page
}
