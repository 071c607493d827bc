import type { Version } from '../contract.ts'

/**
 * The Graph version that is spoken: that of the description the requests are held to. v26.0 is current since 29 July 2026; v25.0 ends on
 * 29 July 2028 (https://developers.facebook.com/docs/graph-api/changelog/versions, read on 22 November 2026).
 */
export const GRAPH: Version = { name: 'v25.0', readAt: '2026-04-15', endsAt: '2028-07-29' }
