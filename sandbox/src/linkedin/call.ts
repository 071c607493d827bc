import { json, type Call, type Reply, type Route } from '../http.ts'
import type { Asking } from './access.ts'
import { LinkedInRefusal, type LinkedInActions } from './actions.ts'
import { pageUrn, type CompanyPage, type LinkedInStore } from './store.ts'

/** What every route of the simulated LinkedIn works with. */

export type Server = { store: LinkedInStore; actions: LinkedInActions }
export type Signed = { call: Call; asking: Asking; server: Server }
export type At = (line: string, work: (signed: Signed) => Reply) => Route

export function answer(work: () => Reply): Reply {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof LinkedInRefusal)) throw error
    return json({ status: error.status, serviceErrorCode: 100, code: error.code, message: error.message }, error.status, error.headers)
  }
}

export const record = (value: unknown) => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {})
export const textOf = (value: unknown) => (typeof value === 'string' ? value : '')

export const paged = (elements: readonly unknown[], start = 0) => ({ paging: { start, count: elements.length, links: [] }, elements })

export function slice<T>(call: Call, all: readonly T[], most: number): { start: number; part: T[] } {
  const start = Math.max(0, Number(call.query.get('start') ?? 0))
  const count = Math.min(most, Math.max(1, Number(call.query.get('count') ?? 10)))
  return { start, part: all.slice(start, start + count) }
}

export function pageOf(store: LinkedInStore, urn: string): CompanyPage {
  const page = [...store.memory.pages.values()].find(({ id }) => pageUrn(id) === urn)
  if (!page) throw new LinkedInRefusal(404, 'NOT_FOUND', 'Could not find organization')
  return page
}
