import { graphOf } from '../meta/graph.ts'
import { GRAPH } from '../meta/version.ts'

export const FACEBOOK = 'https://graph.facebook.com'
/** Where reels and stories take their bytes. */
export const UPLOADS = 'rupload.facebook.com'

/** Paths are those of https://developers.facebook.com/docs/graph-api/reference/page/. */
export const graph = graphOf(GRAPH.name)
