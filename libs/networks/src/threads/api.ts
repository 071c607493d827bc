import type { Version } from '../contract.ts'
import { graphOf } from '../meta/graph.ts'

export const THREADS = 'https://graph.threads.net'

/** Threads numbers its interface by itself and names no end. Read in the collection of requests of 2 January 2026. */
export const VERSION: Version = { name: 'v1.0', readAt: '2026-01-02', endsAt: null }

/** Paths are those of https://developers.facebook.com/docs/threads/reference. */
export const graph = graphOf(VERSION.name)
