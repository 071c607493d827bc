import type { Fetch } from '@pupitre/networks'
import { holdToOpenApi, specificationOf, type Held, type Schema } from '../specification.ts'

/**
 * X publishes two descriptions that disagree: the one its SDK is made from (2.159) reads as its documentation does
 * (`tweet.fields`, `retweet_count`) but describes uploads impossibly; the newer one of the documentation's repository (2.167)
 * describes uploads and writing well, and calls the fields of reading by names that no page of the documentation knows yet.
 * So reading is held to the first, writing and uploads to the second.
 */
export function holdToX(ask: Fetch): Held | null {
  const [older, newer] = [specificationOf('x/xdk-latest-openapi.json'), specificationOf('x/openapi.json')]
  if (!older || !newer) return null
  const besides = /^\/(?:i|2\/oauth2)\//
  const reads = holdToOpenApi({ network: 'x-read', file: older, ask, prefix: '', besides, amend: amendReads })
  const writes = holdToOpenApi({ network: 'x-write', file: newer, ask, prefix: '', besides, amend: amendWrites })
  const both = <T>(one: Set<T>, other: Set<T>) => new Set([...one, ...other])
  return {
    network: 'x',
    get faults() {
      return [...reads.faults, ...writes.faults]
    },
    get operations() {
      return both(reads.operations, writes.operations)
    },
    get fields() {
      return both(reads.fields, writes.fields)
    },
    fetch: (input, init) => {
      const { pathname } = new URL(input instanceof Request ? input.url : input)
      const isRead = (init?.method ?? 'GET') === 'GET' && !pathname.startsWith('/2/media/')
      return (isRead ? reads : writes).fetch(input, init)
    },
  }
}

type Properties = { properties: Record<string, Schema> }

/** Media and problems are told apart by a field's value: here each is one object with the fields of all its kinds. */
function amendReads(schemas: Record<string, Schema>): void {
  const kinds = (names: readonly string[]) =>
    Object.assign(
      {},
      ...names.flatMap((name) => ((schemas[name]?.['allOf'] ?? []) as Properties[]).map(({ properties }) => properties)),
    ) as Properties['properties']
  const media = schemas['Media'] as Properties
  media.properties = { ...kinds(['Photo', 'Video', 'AnimatedGif']), ...media.properties }
  const problem = schemas['Problem'] as Properties
  problem.properties = { ...kinds(['InvalidRequestProblem', 'ResourceNotFoundProblem']), ...problem.properties }
  // In the documentation's examples the address of a media carries its key (https://docs.x.com/x-api/fundamentals/data-dictionary).
  const url = schemas['UrlFields'] as Properties
  url.properties = { ...url.properties, media_key: { type: 'string' } }
}

/** https://docs.x.com/x-api/fundamentals/response-codes-and-errors: most refusals are of the kind `about:blank`. */
function amendWrites(schemas: Record<string, Schema>): void {
  const generic = { title: { type: 'string' }, detail: { type: 'string' }, type: { const: 'about:blank' }, status: { type: 'integer' } }
  const problem = schemas['Problem'] as { oneOf: Schema[] }
  problem.oneOf.push({ type: 'object', required: ['type', 'title'], properties: generic })
}
