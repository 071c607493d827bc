import { json, type Call, type Reply, type Route } from '../http.ts'
import type { Asking } from './access.ts'
import { LinkedInRefusal, type LinkedInActions } from './actions.ts'
import type { LinkedInStore } from './store.ts'

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
