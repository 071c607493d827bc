/** All queries, groups and counts of a matcher as bytes, and back. The tables are built anew: they depend on the kernel, their queries do not. */
import { type Id, Matcher, type MatcherOptions } from './matcher.ts'

const format = 'pupitre-matcher/1'

type Saved<I> = {
  format: string
  leadingWildcard: boolean
  groups: [name: string, source: string][]
  posts: number
  queries: [id: I, source: string, hits: number, posts: number][]
}

/** Everything needed to go on elsewhere: UTF-8 JSON. Ids must be strings or numbers. */
export function snapshot<I extends Id>(matcher: Matcher<I>): Uint8Array {
  const { leadingWildcard, groups, posts, queries } = matcher.saved()
  const saved: Saved<I> = { format, leadingWildcard, groups, posts, queries }
  return new TextEncoder().encode(JSON.stringify(saved))
}

/** A matcher as it was when its snapshot was taken. Throws a RangeError for bytes that are no snapshot. */
export function restore<I extends Id>(bytes: Uint8Array): Matcher<I> {
  const saved = read<I>(bytes)
  const options: MatcherOptions = { leadingWildcard: saved.leadingWildcard }
  const matcher = new Matcher<I>(options)
  matcher.resume(saved)
  return matcher
}

function read<I>(bytes: Uint8Array): Saved<I> {
  let saved: Saved<I> | null = null
  try {
    saved = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as Saved<I>
  } catch (cause) {
    throw new RangeError('these bytes are not a snapshot', { cause })
  }
  if (saved?.format !== format) throw new RangeError(`not a snapshot of ${format}`)
  return saved
}
